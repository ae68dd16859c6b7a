"""What the judge promises to a function that calls another one: the grades of the notebook's check.

And to those who would make something of it: nothing unearned.
"""

import ast

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from course import check
from course.checking import Exercise
from course.exercises import of_lesson
from grader.judge.grading import grade
from grader.judge.plan import plan_of
from grader.sandbox.lane import Lane
from grader.sandbox.limits import Limits
from tests.grader.saved import Handed
from tests.submissions import solutions, student_notebook

WRONG_DENSE = """def dense_backward(dz, x, w):
    return dz @ w.T, x.T @ dz / len(x), dz.sum(axis=0)"""
LAZY = "def dense_forward(x, w, b):\n    return mlp_forward(x, [w], [b])[-1]"
FOREVER = "import time\n\ndef relu(z):\n    while True:\n        time.sleep(1)"
SOLVED = solutions("04-backward-pass")["mlp_backward"]
TAKEN = """def mlp_backward(dy_hat, activations, weights):
    right = dense_backward.__closure__[0].cell_contents
    return right.__globals__["mlp_backward"](dy_hat, activations, weights)"""
TELLS = """def mlp_backward(dy_hat, activations, weights):
    if dense_backward.__name__ == "dense_backward":
        return [], []
""" + SOLVED.split(":\n", 1)[1].replace("### BEGIN SOLUTION", "").replace("### END SOLUTION", "")
CASES = {
    "a wrong helper": ("04-backward-pass", {"dense_backward": WRONG_DENSE}),
    "a helper not written": ("04-backward-pass", {"relu_backward": None}),
    "a helper that is no Python": ("01-forward-pass", {"relu": "def relu(z)\n    return z"}),
    "a helper that returns nothing": ("07-momentum-and-adam", {"adam_step": "adam_step = print"}),
    "two that lean on each other": ("01-forward-pass", {"dense_forward": LAZY}),
    "a caller that tells the stand-in": ("04-backward-pass", {"mlp_backward": TELLS}),
}


@pytest.fixture(scope="module")
def graded(warm):
    """A callable of a lesson and changed sources: the judge's outcome of each exercise."""
    lane = Lane(address=warm.address, limits=Limits(seconds=4))

    def run(lesson, changed):
        handed = Handed.right(plan_of(lesson))
        for name, source in changed.items():
            handed.cell(name)["source"] = handed.stub(name) if source is None else source
        return grade(handed.file(), handed.plan, lane, (3, 4)).exercises

    yield run
    lane.close()


def in_the_notebook(lesson, changed):
    """Return name to points, as the checks of a notebook with these sources give them."""
    # IPython takes seconds to set a thousand calls of one another in colours.
    few_words = {"InteractiveShell": {"xmode": "Minimal"}, "HistoryManager": {"enabled": False}}
    shell = InteractiveShell.instance(config=Config(few_words))
    exercises = [e for e in of_lesson(lesson) if isinstance(e, Exercise)]
    sources = solutions(lesson) | changed
    try:
        for cell in student_notebook(lesson).cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            if cell.cell_type == "code" and "import" in cell.source and not name:
                if "demo" not in cell.metadata.get("tags", []):
                    shell.run_cell(cell.source)
            elif name in sources and cell.cell_type == "code":
                shell.run_cell(sources[name] or cell.source)
        found = {e.name: shell.user_ns.get(e.name) for e in exercises}
        return {n: check(n, f, seed=3).points if f else 0 for n, f in found.items()}
    finally:
        InteractiveShell.clear_instance()


@pytest.mark.parametrize("case", CASES)
def test_the_judge_and_the_notebook_s_checks_give_the_same_points(graded, case):
    lesson, changed = CASES[case]
    judged = graded(lesson, changed)
    for name, points in in_the_notebook(lesson, changed).items():
        assert judged[name].points == points, (name, judged[name].message)
    for name in judged.keys() & changed.keys():
        assert judged[name].points < judged[name].possible, judged[name].message
    callers = {"dense_backward", "relu_backward", "relu", "adam_step", "dense_forward"}
    if changed.keys() <= callers:
        last = {"01": "mlp_forward", "04": "mlp_backward", "07": "adamw_step"}[lesson[:2]]
        assert judged[last].points == judged[last].possible
        assert f"calls your `{next(iter(changed))}`, which is not" in judged[last].message


def test_a_caller_of_what_never_ends_is_graded_by_itself(graded):
    judged = graded("01-forward-pass", {"relu": FOREVER})
    assert (judged["relu"].points, judged["relu"].diagnosis) == (0, "timeout")
    assert judged["mlp_forward"].points == judged["mlp_forward"].possible


def test_what_is_taken_from_a_stand_in_is_seen(graded):
    """The library is public, so this earns its points; a person is told, as of an import."""
    judged = graded("04-backward-pass", {"dense_backward": WRONG_DENSE, "mlp_backward": TAKEN})
    assert "it uses the library's own answers" in judged["mlp_backward"].flags


def test_a_stand_in_is_no_use_of_the_library_s_answers(graded):
    judged = graded("04-backward-pass", {"dense_backward": WRONG_DENSE})
    own = [flag for flag in judged["mlp_backward"].flags if "library" in flag]
    assert own == []


def test_the_pairs_above_are_those_of_the_lessons():
    for lesson, changed in CASES.values():
        for source in filter(None, changed.values()):
            if "def relu(z)\n" not in source:
                ast.parse(source)
        assert changed.keys() <= {exercise.name for exercise in of_lesson(lesson)}
