"""A lesson's own examples run only where something of the student's touches them."""

import contextlib
import hashlib
import io
import json
import os
import pickle
import random
import symtable
import warnings
from dataclasses import replace
from itertools import chain
from types import ModuleType

import numpy as np
import pytest

from course.exercises import lessons
from grader.demo.answers import Answers
from grader.demo.honest import Desk
from grader.judge import binding, trees
from grader.judge.examples import needed
from grader.judge.plan import Kind, plan_of
from grader.judge.scopes import example, touched
from grader.sandbox.lane import Lane, Limits
from tests.grader.classes import LESSON
from tests.grader.saved import Handed
from tests.grader.test_saved import lost, result_of

FULL = os.environ.get("BACKPROP_FULL")
GRADED = [name for name, manifest in lessons().items() if manifest.graded]
COSTLY = {"06-vanishing-gradients": (36, 46, 48), "07-momentum-and-adam": (49,)}
COSTLY |= {"08-regularization": (62,), "10-recurrence": (38, 40)}
TRIED = GRADED if FULL else ["02-loss", "04-backward-pass", "09-convolution"]
NAMES_TRIED = 100 if FULL else 4
IMPORTS = "import numpy as np\nfrom course import nn"


# --- what a text touches -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "mentions"),
    [
        ("def f(x, w):\n    y = x @ w\n    return np.sum(y)", "f np"),
        ("f = lambda x: x + b", "f b"),
        ("[i * a for i in rows]", "a rows"),
        ("class A:\n    k = k\n    def get(self):\n        return held", "A k held"),
        ("def f():\n    global n\n    n = 1", "f n"),
        ("def f():\n    def g():\n        return far\n    return g", "f far"),
        ("import numpy.linalg\nfrom math import pi as c", "numpy c"),
        ("del gone\nx.y[0] = z", "gone x z"),
        ("%matplotlib inline\n!pip install numpy\na", "a"),
        ("print(f'{a:{b}}')", "print a b"),
        ("try:\n    a\nexcept E as e:\n    pass", "a E e"),
        ("query = 1\nx.modules_of = 2", "query x"),
        ("who = 1\nwho", "who"),
        ("print(\na\n!= b\n)", "print a b"),
        ("%matplotlib inline\nprint(\na\n!= b\n)", "print a b"),
        ("s = '''\n! see''' + a", "s a"),
        ("[i for i in rows]\n[k + i for k in i]", "i rows"),
        ("[[i for i in r] + [i] for r in rows]", "i rows"),
        ("[y := i for i in rows]", "y rows"),
        ("[lambda: i + j for i in rows]", "j rows"),
        ("match p:\n    case A(b=c) | [c, *d]: e", "p A c d e"),
    ],
)
def test_names_are_told_by_scope(source, mentions):
    assert touched(source).mentions == set(mentions.split())


@pytest.mark.parametrize(
    "source",
    [
        "globals()['x']",
        "exec('x = 1')",
        "from course import *",
        "import __main__",
        "import sys\nsys.modules['__main__'].x",
        "f.__globals__",
        "frame.query('a > @x')",
        "get_ipython().run_cell('x')",
        "%run other.py",
        "y = !ls",
        "Out[3] + 1",
        "_ + 1",
        "_12",
        "def f(:\n    pass",
        "x\0",
        "x = 1\n" * 2_000,
        "print(_)\n_ = 1",
        "whos",
        "reset -f",
        "pylab",
        "import doctest",
        "import my_layers",
        "from importlib import import_module",
        "from . import layers",
        "from IPython import get_ipython as shell",
        "getattr(f, '__globals__')",
        "setattr(nn, 'relu', f)",
        "np.bmat('a b')",
        "dataclasses.inspect.stack()",
        "!echo $x",
        "%config A.b = {x}",
    ],
)
def test_some_texts_do_not_tell(source):
    assert touched(source) is None


def test_a_name_bound_in_a_comprehension_for_all_is_given():
    assert touched("[y := i for i in rows]").gives == {"y"}


@pytest.mark.parametrize(
    "source",
    [
        "a" + ".b" * 900 + " = 1",
        "a" + "[0]" * 900 + " = 1",
        ", ".join(["a" + ".b" * 190] * 25) + " = 1",
        "a = b; " * 1_400,
        "for a in b: c\n" * 700,
    ],
)
def test_an_example_is_walked_in_proportion_to_its_text(source, monkeypatch):
    walked = []

    def counted(tree):
        found = trees.nodes(tree)
        walked.append(len(found))
        return found

    monkeypatch.setattr(binding, "nodes", counted)
    assert example.__wrapped__(source) is not None
    assert sum(walked) <= 2 * len(source)


def test_names_that_deep_functions_hand_down_are_not_looked_at_one_by_one(monkeypatch):
    source = "".join(f"lambda a{n}: " for n in range(80))
    source += "(" + ", ".join(f"a{n}" for n in range(80)) + ")"
    looked, plain = [], symtable.Function.lookup
    monkeypatch.setattr(
        symtable.Function, "lookup", lambda table, name: looked.append(name) or plain(table, name)
    )
    assert touched(source).mentions == set() and looked == []


def test_what_students_write_is_not_remembered():
    before = example.cache_info().currsize
    assert needed([], [f"x = {n}" for n in range(50)] + ["#" * 150_000]) == []
    assert example.cache_info().currsize == before
    assert not hasattr(touched, "cache_info")


def test_no_text_raises_or_warns():
    rng = random.Random(0)
    texts = [source for lesson in TRIED for source, _ in cells_of(plan_of(lesson))]
    odd = ["\0", "\ud800", "\r", "\x0c", "\u2028", "\ufeff", "\\d'", "(" * 300, "-" * 3_000]
    odd += [
        "# coding: foo\n",
        "9" * 5_000,
        "'''",
        "{",
        "lambda:" * 300,
        "await ",
        "%",
        "!",
        ".b" * 1_500,
    ]
    for _ in range(400):
        text = rng.choice(texts)
        for _ in range(rng.randint(1, 3)):
            place, cut = rng.randrange(len(text) + 1), rng.choice((0, 0, 1, 9))
            text = text[:place] + rng.choice(odd) + text[place + cut :]
        with warnings.catch_warnings(record=True) as seen:
            warnings.simplefilter("always")
            needed([text], [text], frozenset({"f"}))
        assert seen == []


def test_what_is_imported_defined_and_assigned():
    found = touched("import numpy as np\ndef f(): ...\nx, (y, *z) = 1, (2, 3)\nhouse.x[0] = 1")
    assert found.gives == {"np", "f", "x", "y", "z"}
    assert found.assigns == {"x", "y", "z", "house"}
    assert found.imports == {("np", "numpy")}


@pytest.mark.parametrize(
    ("source", "anew"),
    [
        ("x = 1\nprint(x)", "x"),
        ("x = x + 1", ""),
        ("x += 1", ""),
        ("x[0] = 1\nx = 2", ""),
        ("for n in rows:\n    y = n\n    print(y)", "n y"),
        ("if a:\n    x = 1", ""),
        ("with a as b:\n    c = b", "b c"),
        ("def f(a=x): ...\nx = 1", "f"),
        ("print([y for y in rows])\ny = 1", ""),
    ],
)
def test_what_is_given_before_it_is_read(source, anew):
    assert example(source).anew == set(anew.split())


# --- which examples run ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("examples", "own", "runs"),
    [
        (["x = np.ones(3)"], "def f(x):\n    return x", [0]),
        (["x = np.ones(3)"], "print(x)", [1]),
        (["x = [1]", "y = x", "y += [2]", "z = 3"], "print(x)", [1, 1, 1, 0]),
        (["x = [1]", "y = x", "y += [2]", "x = 3\nprint(x)"], "print(y)", [1, 1, 1, 0]),
        (["x = 1", "x = 2"], "print(x)", [1, 1]),
        (["f(1)", "a = 1"], "def f(x): ...", [1, 0]),
        (["own(f)(1)", "a = 1"], "def f(x): ...", [1, 0]),
        (["def g(x): return f(x)", "y = g(1)", "print(y)"], "def f(x): ...", [1, 1, 1]),
        (["def g(): f()\ndef h(): ...", "h()", "g()"], "def f(): ...", [1, 0, 1]),
        (["def g(): ...", "g()", "h = 1"], "g()", [1, 0, 0]),
        (["k = 1", "def g(): return k", "g()"], "g()", [1, 1, 0]),
        (["def g(): return k", "k = 1", "k = 2\nprint(k)"], "g()", [1, 1, 1]),
        (["rng = np.ones(3)", "rng.sort()", "rng = 1\nprint(rng)"], "rng", [1, 1, 1]),
        (["nn.relu(1)", "nn.h = 1", "np.ones(1)"], "nn.relu", [1, 1, 0]),
        (["np.ones(1)"], "np = 3", [1]),
        (["np.ones(1)"], "import numpy as np", [0]),
        (["np.ones(1)"], "import numpy.linalg as np", [1]),
        (["print(1)"], "print(2)", [0]),
        (["print(1)"], "def print(x): ...", [1]),
        (["a = 1", "b = 2"], "globals()", [1, 1]),
        (["a = 1", "vars()"], "c = 1", [1, 1]),
    ],
)
def test_an_example_runs_where_the_student_s_code_touches_it(examples, own, runs):
    first, *others = needed([IMPORTS, *examples], [own, "np.ones(1)"])
    assert first and others == [bool(run) for run in runs]


@pytest.mark.parametrize(
    ("example", "runs"),
    [
        ("own(f)(x)", False),
        ("print(own(f)(1))", False),
        ("f(1)", True),
        ("own(f)\ng = f", True),
        ("own(print, f)", True),
        ("def f(x): ...", True),
    ],
)
def test_what_calls_an_asked_function_by_own_need_not_run(example, runs):
    found = needed([IMPORTS, example], ["def f(x): ...", "np.ones(1)"], frozenset({"f"}))
    assert found == [True, runs]


COUNTED = "count = 0\ndef f(x):\n    global count\n    count += 1\n    return x"
KEPT = "log = []\ndef h(x): log.append(x)\ndef f(x): return h(x)"


@pytest.mark.parametrize(
    ("own", "runs"),
    [
        ("def f(x): return np.sum(x)", False),
        ("def h(x): return x\ndef f(x, a=1, *, b=-1.0): return h(x)", False),
        ("def f(x): return np.random.default_rng(0).normal()", False),
        (COUNTED, True),
        (KEPT, True),
        ("def f(x): return np.random.rand()", True),
        ("import random\ndef f(x): return random.random()", True),
        ("from numpy.random import rand\ndef f(x): return rand()", True),
        ("from course import house\ndef f(x): house.X.fill(x)", True),
        ("from course import nn\nimport math\ndef f(x): return nn.relu(math.pi)", False),
        ("def f(x, seen=[]): return seen", True),
        ("def f(x): f.calls = 1", True),
        ("@counted\ndef f(x): return x", True),
        ("f = lambda x: x", True),
        ("class A: ...\ndef f(x): A.all.append(x)", True),
        ("def g(x): return x", True),
    ],
)
def test_a_function_that_may_remember_its_calls_is_called_as_often(own, runs):
    found = needed([IMPORTS, "own(f)(1)", "print(1)"], [own, "np.ones(1)"], frozenset({"f"}))
    assert found == [True, runs, False]


@pytest.mark.parametrize(
    ("example", "more", "runs"),
    [
        ("own(f)(house.X)", "print(house.X)", True),
        ("own(f)(house.X)", "print(1)", False),
        ("own(f)(house.X.copy())", "print(house.X)", False),
        ("own(f)(np.inf)", "print(house.X)", False),
        ("g = own(f)\ng(house.X)", "print(house.X)", True),
        ("h = house.X", "print(house.X)", True),
        ("nn.relu(1)", "print(house.X)", False),
    ],
)
def test_what_a_student_s_function_is_handed_it_may_change(example, more, runs):
    imports = f"{IMPORTS}\nfrom course import house"
    own = ["def f(x): x += 1", "np.ones(1)", more]
    assert needed([imports, example], own, frozenset({"f"})) == [True, runs]


def test_what_a_student_s_function_may_change_on_the_way_to_what_they_read():
    examples = [f"{IMPORTS}\nfrom course import house", "own(f)(house.X)", "z = house.X @ 1"]
    own = ["def f(x): x += 1", "np.ones(1)"]
    assert needed(examples, own, frozenset({"f"})) == [True, False, False]
    assert needed(examples, [*own, "print(z)"], frozenset({"f"})) == [True, True, True]
    examples[1:] = ["h = [house.X]", "own(f)(h)"]
    assert needed(examples, own, frozenset({"f"})) == [True, False, False]
    assert needed(examples, [*own, "print(house)"], frozenset({"f"})) == [True, True, True]


@pytest.mark.parametrize(
    "own", ["nn.relu = 1", "np.dot = f", "import sys\nsys.stdout = 1", "import math\ndel math"]
)
def test_where_a_student_changes_what_is_imported_all_run(own):
    assert needed([IMPORTS, "print(1)"], [own]) == [True, True]


def test_a_part_of_a_package_is_there_where_an_example_imports_it():
    examples = ["import course", "from course.widgets.loss import squared_error"]
    assert needed(examples, ["course.widgets.loss"]) == [True, True]
    assert needed(examples, ["print(1)"]) == [False, False]


def test_where_there_is_too_much_to_look_through_all_run():
    assert needed(["x = 1"], ["#" * 9_000] * 22) == [False]
    assert needed(["x = 1"], ["#" * 9_000] * 23) == [True]


def test_a_long_chain_of_functions_is_followed():
    chain = "\n".join(f"def f{n}(): f{n + 1}()" for n in range(400))
    own = [f"def f(): f0()\n{chain}", "f400 = 1"]
    assert needed(["own(f)()"], own, frozenset({"f"})) == [True]


def cells_of(plan):
    """Return (source, whether it is an example) of all that is run of a right notebook."""
    return [
        (plan.solutions.get(p.exercise or "", p.source), p.kind is Kind.RUN)
        for p in plan.cells
        if p.kind in (Kind.RUN, Kind.SOLUTION, Kind.LOCKED)
    ]


def left_out(cells, plan, more=()):
    """Return the numbers of the cells that need not run, beside more code of the student's."""
    examples = [n for n, (_, example) in enumerate(cells) if example]
    own = [source for source, example in cells if not example]
    wanted = frozenset(chain(*plan.names.values()))
    runs = needed([cells[n][0] for n in examples], [*own, *more], wanted)
    return {n for n, run in zip(examples, runs, strict=True) if not run}


@pytest.mark.parametrize("lesson", GRADED)
def test_every_lesson_s_text_tells_what_it_touches(lesson):
    plan = plan_of(lesson)
    cells = cells_of(plan)
    assert [source for source, _ in cells if touched(source) is None] == []
    out = left_out(cells, plan)
    assert out
    costly = {f"cell-{number:03}" for number in COSTLY.get(lesson, ())}
    texts = [p.source for p in plan.cells if p.cell["id"] in costly and p.kind is Kind.RUN]
    assert len(texts) == len(costly) and set(texts) <= {cells[n][0] for n in out}


@pytest.mark.parametrize("lesson", TRIED)
def test_what_runs_finds_every_value_as_if_all_had_run(lesson):
    """For names of the lesson that a student may read, at each place where they may."""
    plan = plan_of(lesson)
    cells = cells_of(plan)
    names = sorted(set().union(*(touched(source).gives for source, example in cells if example)))
    said, values = run(cells, set(), names)
    for name in random.Random(lesson).sample(names, min(NAMES_TRIED, len(names))):
        out = left_out(cells, plan, [name])
        some_said, some_values = run(cells, out, [name])
        assert some_said.items() <= said.items(), name
        assert [found.get(name) for found in some_values] == [v.get(name) for v in values], name


def run(cells, out, names):
    """Run cells but some; return (number to what it printed and raised, values after each)."""
    space = {"__name__": "__main__"}
    said, values = {}, []
    for number, (source, _) in enumerate(cells):
        if number not in out:
            printed, raised = io.StringIO(), None
            with contextlib.redirect_stdout(printed):
                try:
                    exec(compile(source, "cell", "exec"), space)
                except Exception as error:
                    raised = type(error).__name__
            said[number] = printed.getvalue(), raised
        values.append({name: mark(space[name]) for name in names if name in space})
    return said, values


def mark(value, depth=2):
    """Return something that differs where two values do."""
    if isinstance(value, (np.ndarray, np.generic, int, float, str)):
        return hashlib.md5(pickle.dumps(value)).hexdigest()
    if isinstance(value, ModuleType):  # its parts are loaded when somebody needs them
        return value.__name__
    if isinstance(value, np.random.Generator):
        return str(value.bit_generator.state)
    if depth and isinstance(value, (list, tuple)):
        return [mark(each, depth - 1) for each in value]
    if depth and isinstance(value, dict):
        return [(str(key), mark(each, depth - 1)) for key, each in value.items()]
    held = getattr(value, "__dict__", {}) if depth and not callable(value) else {}
    return type(value).__name__, [(key, mark(each, depth - 1)) for key, each in held.items()]


# --- in the judge ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lane(warm):
    made = Lane(address=warm.address, limits=Limits(seconds=20))
    yield made
    made.close()


@pytest.fixture
def handed():
    """A right notebook with the lesson's own examples in it, one of which tells that it ran."""
    plan = plan_of(LESSON)
    cells = [probe(p) if p.source.startswith("cottage =") else p for p in plan.cells]
    plan = replace(plan, cells=tuple(cells))
    desk = Desk(plan, Answers(plan), random.Random(0))
    desk.fill(desk.answers.right())
    return Handed(plan, desk)


def probe(planned):
    stored = {"output_type": "stream", "name": "stdout", "text": "as it was stored\n"}
    return replace(
        planned, cell=planned.cell | {"source": "cottage = 2\nprint('it ran')"}, shown=(stored,)
    )


def shown(result, start):
    """Return what the graded notebook shows below the cell that starts so."""
    cells = json.loads(result.notebook)["cells"]
    cell = next(c for c in cells if "".join(c["source"]).startswith(start))
    return "".join(output["text"] for output in cell["outputs"] if "text" in output)


@pytest.mark.parametrize(
    ("own", "printed", "ran"),
    [
        ("print('mine', cottage)", "mine 2\n", True),
        ("def f(cottage): return cottage\nprint('mine', f(1))", "mine 1\n", False),
        ("print('mine', globals()['cottage'])", "mine 2\n", True),
        ("print('mine', 1", "", True),
    ],
)
def test_an_example_is_run_where_it_is_needed_and_else_shown_as_it_is_stored(
    handed, lane, own, printed, ran
):
    handed.desk.add(len(handed.cells), own)
    result = result_of(handed, lane)
    assert shown(result, own) == printed
    assert shown(result, "cottage") == ("it ran\n" if ran else "as it was stored\n")
    assert lost(result) == {}


def test_what_a_student_changed_runs_with_what_it_needs(handed, lane):
    cell = next(c for c in handed.cells if c["source"].startswith("houses ="))
    cell["source"] = "print(cottage)\n" + cell["source"]
    result = result_of(handed, lane)
    assert shown(result, "print(cottage)").startswith("2\n")
    assert shown(result, "cottage") == "it ran\n"


def test_beside_a_wrong_function_an_example_shows_what_the_course_s_gives(handed, lane):
    name = "mlp_forward"
    handed.cell(name)["source"] = handed.stub(name)
    result = result_of(handed, lane)
    assert set(lost(result)) == {name}
    (stored,) = (p.shown for p in handed.plan.cells if "own(mlp_forward)" in p.source and p.shown)
    start = "from course.training import own"
    assert shown(result, start) == "".join(output["text"] for output in stored)


def test_an_example_s_own_output_is_the_stored_one(handed, lane):
    stored = {p.source: "".join(o["text"] for o in p.shown) for p in handed.plan.cells if p.shown}
    handed.desk.add(len(handed.cells), "globals()")
    everything = result_of(handed, lane)
    del handed.cells[-1]
    result = result_of(handed, lane)
    for source, text in stored.items():
        if not source.startswith("cottage"):
            assert shown(result, source) == shown(everything, source) == text != ""
