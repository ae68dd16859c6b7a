"""Right work, saved by what people use: each way a function that changes a Desk's notebook.

Ways that touch different cells are one notebook, so that a class of them is graded quickly.
"""

import copy
import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import jupytext
import nbformat

from grader.demo.answers import Answers
from grader.demo.honest import Desk
from grader.judge.beside import Beside
from grader.judge.plan import Kind, Plan

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)
CHECK = "from course import check"
BLANK = "YOUR ANSWER HERE"
QUIET, TOLD = {}, {}  # name to way: those that ask for nobody, those of which a line may tell


@dataclass
class Handed:
    """A notebook with everything right in it, about to be saved in some way.

    beside: files to hand in with it. encode: the file's text to its bytes.
    """

    plan: Plan
    desk: Desk
    beside: dict[str, bytes] = field(default_factory=dict)
    encode: Callable[[str], bytes] = str.encode

    @classmethod
    def right(cls, plan: Plan) -> "Handed":
        """Return a fully right notebook of a lesson, its own examples left out: they take long."""
        kept = [p for p in plan.cells if p.kind is not Kind.RUN or CHECK in p.source]
        plan = replace(plan, cells=tuple(kept))
        desk = Desk(plan, Answers(plan), random.Random(0))
        desk.fill(desk.answers.right())
        return cls(plan, desk)

    @property
    def cells(self):
        return self.desk.cells

    @property
    def exercises(self):
        return [exercise.name for exercise in self.desk.answers.exercises]

    @property
    def questions(self):
        return [questions.name for questions in self.desk.answers.questions]

    @property
    def essay(self):
        return self.desk.answers.written[0].name

    @property
    def first(self):
        """The released cell that imports."""
        return next(c for c in self.cells if CHECK in c["source"])

    def cell(self, name):
        return self.cells[self.desk.place(name)]

    def stub(self, name):
        return next(p.source for p in self.plan.cells if p.grade_id == name)

    def moved_out(self, name, offset):
        """Leave a stub in an answer's cell; its text goes to a new cell so many places on."""
        source, place = self.cell(name)["source"], self.desk.place(name)
        self.cell(name)["source"] = self.stub(name)
        kind = "markdown" if name == self.essay else "code"
        self.desk.add(place + offset, source, kind)

    def strip(self, *, ids=True):
        """Take all metadata away, and the ids."""
        for cell in self.cells:
            cell["metadata"] = {}
            if ids:
                cell.pop("id", None)

    def replace(self, notebook):
        self.desk.notebook = notebook

    def file(self) -> bytes:
        """Return the notebook as a file."""
        return self.encode(json.dumps(self.desk.notebook))

    def files(self) -> Beside:
        """Return what is handed in beside it."""
        return Beside(self.beside)


def quiet(way):
    QUIET[way.__name__] = way
    return way


def told(way):
    TOLD[way.__name__] = way
    return way


# --- what editors do to a file -----------------------------------------------------------


@quiet
def as_it_is(handed):
    pass


@quiet
def vs_code(handed):
    for n, cell in enumerate(handed.cells):
        cell["id"] = f"a{n:07x}"
        cell["metadata"]["vscode"] = {"languageId": "python"}


@quiet
def colab(handed):
    handed.desk.notebook["nbformat_minor"] = 0
    for n, cell in enumerate(handed.cells):
        del cell["id"]
        cell["metadata"] |= {"id": f"q{n}", "outputId": "x", "colab": {"base_uri": "x"}}


@quiet
def databricks_which_takes_tags(handed):
    for cell in handed.cells:
        cell["metadata"].pop("tags", None)
        cell["metadata"]["application/vnd.databricks.v1+cell"] = {"nuid": "x", "title": ""}


@quiet
def pycharm_and_null_metadata_and_floats(handed):
    for cell in handed.cells:
        marks = cell["metadata"].get("nbgrader", {})
        if "points" in marks:
            marks["points"] = float(marks["points"])
        extra = {"pycharm": {"name": "#%%\n"}, "collapsed": True, "editable": True}
        cell["metadata"] = cell["metadata"] | extra if cell["metadata"] else None
        cell.pop("outputs", None)


@quiet
def the_format_before_this_one(handed):
    notebook = nbformat.convert(nbformat.from_dict(handed.desk.notebook), 3)
    handed.replace(json.loads(nbformat.writes(notebook, version=3)))


@quiet
def windows(handed):
    handed.encode = lambda text: b"\xef\xbb\xbf" + text.encode()
    for cell in handed.cells:
        cell["source"] = cell["source"].replace("\n", "\r\n")


@quiet
def space_at_the_ends_of_lines(handed):
    for cell in handed.cells:
        cell["source"] += "\n"
        if cell["cell_type"] == "code":
            cell["source"] = cell["source"].replace("\n", "  \n")


@quiet
def powershell_and_one_id_for_all(handed):
    handed.encode = lambda text: text.encode("utf-16")
    for cell in handed.cells:
        cell["id"] = "same"


@told
def kaggle(handed):
    handed.strip()
    for n, cell in enumerate(handed.cells):
        cell["metadata"] = {"_uuid": str(n), "trusted": True}


@told
def metadata_gone(handed):
    handed.strip(ids=False)


@told
def a_script_and_back(handed):
    handed.strip()
    for cell in handed.cells:
        cell["id"] = "any"
    script = jupytext.writes(nbformat.from_dict(handed.desk.notebook), fmt="py:percent")
    handed.replace(json.loads(nbformat.writes(jupytext.reads(script, fmt="py:percent"))))


# --- cells -------------------------------------------------------------------------------


@quiet
def cells_copied_blank_and_full(handed):
    first, second, *_ = handed.exercises
    handed.cells.insert(handed.desk.place(first) + 1, copy.deepcopy(handed.cell(first)))
    for name in (second, *handed.questions, handed.essay):
        blank = copy.deepcopy(handed.cell(name)) | {"source": handed.stub(name)}
        handed.cells.insert(handed.desk.place(name) + 1, blank)


@told
def the_next_exercise_in_a_copy_of_this_one(handed):
    first, second, *_ = handed.exercises
    made = copy.deepcopy(handed.cell(first)) | {"source": handed.cell(second)["source"]}
    handed.cells[handed.desk.place(second)] = made


@told
def merged(handed):
    first, second, third, *_ = handed.exercises
    for into, out in ((first, f"{first}_check"), (second, third)):
        gone = handed.cell(out)
        handed.cell(into)["source"] += "\n\n" + gone["source"]
        handed.cells.remove(gone)
    prompt, essay = handed.cell(f"{handed.essay}_prompt"), handed.cell(handed.essay)
    prompt["source"] += "\n\n" + essay["source"]
    handed.cells.remove(essay)


@told
def all_in_the_first_cell(handed):
    for name in handed.exercises:
        handed.first["source"] += "\n\n\n" + handed.cell(name)["source"]
        handed.cell(name)["source"] = handed.stub(name)


@told
def functions_below_and_in_their_checks(handed):
    first, second, third, *_ = handed.exercises
    handed.moved_out(first, 3)
    check = handed.cell(f"{second}_check")
    check["source"] = handed.cell(second)["source"] + "\n\n" + check["source"]
    handed.cell(second)["source"] = handed.stub(second)
    handed.moved_out(third, 0)  # above its stub


@told
def functions_at_the_end_without_marks(handed):
    for name in handed.exercises:
        cell = handed.cell(name)
        handed.cells.remove(cell)
        handed.desk.add(len(handed.cells), cell["source"])
    handed.strip()


@told
def only_the_answers(handed):
    kept = {*handed.exercises, *handed.questions, handed.essay}
    ids = [cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in handed.cells]
    handed.cells[:] = [c for c, name in zip(handed.cells, ids, strict=True) if name in kept]
    handed.strip()


# --- answers to questions ----------------------------------------------------------------


def _answers(way):
    """Register a way to write the answers: (variable, key) to source."""

    def change(handed):
        for name in handed.questions:
            variable, key = handed.plan.keys[name]
            handed.cell(name)["source"] = way(variable, key)

    QUIET[way.__name__] = change
    return way


@_answers
def line_by_line_and_timed(variable, key):
    lines = "\n".join(f"{variable}[{question!r}] = {key[question]!r}" for question in key)
    return f"%%time\n{variable} = {{}}\n{lines}"


@_answers
def annotated(variable, key):
    return f"{variable}: dict[object, str] = {key!r}"


@_answers
def letters_in_variables(variable, key):
    entries = ", ".join(f"({question!r}, {letter.upper()})" for question, letter in key.items())
    return f"A, B, C, D, E, F = ' a', 'B', 'c ', 'd', 'e', 'f'\n{variable} = dict([{entries}])"


@_answers
def of_numpy_and_an_error_below(variable, key):
    made = f"dict(zip(np.array({list(key)!r}), np.array({list(key.values())!r})))"
    return f"import numpy as np\n{variable} = {made}\n1 / 0"


@_answers
def by_a_function(variable, key):
    return f"def fill():\n    global {variable}\n    {variable} = {key!r}\n\nfill()"


@quiet
def completed_in_a_cell_below(handed):
    for name in handed.questions:
        variable, key = handed.plan.keys[name]
        last = list(key)[-1]
        handed.cell(name)["source"] = f"{variable} = {key | {last: ''}!r}"
        handed.desk.add(handed.desk.place(name) + 1, f"{variable}[{last!r}] = {key[last]!r}")


@told
def completed_below_the_check(handed):
    for name in handed.questions:
        variable, key = handed.plan.keys[name]
        last = list(key)[-1]
        handed.cell(name)["source"] = f"{variable} = {key | {last: ''}!r}"
        below = handed.desk.place(f"{name}_check") + 1
        handed.desk.add(below, f"{variable}[{last!r}] = {key[last]!r}")


@quiet
def above_their_blank_cell(handed):
    for name in handed.questions:
        handed.moved_out(name, 0)


# --- an answer in words ------------------------------------------------------------------


def _words(name, change):
    QUIET[name] = change


_words("words_below", lambda handed: handed.moved_out(handed.essay, 1))
_words("words_above", lambda handed: handed.moved_out(handed.essay, 0))
_words("words_at_the_end", lambda h: h.moved_out(h.essay, len(h.cells) - h.desk.place(h.essay)))


@quiet
def words_in_a_code_cell(handed):
    handed.cell(handed.essay)["source"] = BLANK
    handed.desk.add(handed.desk.place(handed.essay) + 1, "# I would tell them.")


@quiet
def words_in_a_code_cell_at_the_end(handed):
    handed.cell(handed.essay)["source"] = BLANK
    remark = "# " + handed.desk.answers.right()[handed.essay]
    handed.desk.add(len(handed.cells), remark)


@quiet
def words_below_the_next_text(handed):
    handed.cell(handed.essay)["source"] = BLANK
    below = handed.cells[handed.desk.place(handed.essay) + 1]
    below["source"] += "\n\nI would tell them."


@told
def words_below_without_marks(handed):
    handed.moved_out(handed.essay, 1)
    handed.strip()


# --- the first cell ----------------------------------------------------------------------


@quiet
def autoreload_and_another_order(handed):
    source = handed.first["source"]
    listed = r"from course import (check[^\n]*)"
    blacked = re.sub(listed, lambda m: f"from course import (\n    {m[1]},\n)", source)
    handed.first["source"] = f"%load_ext autoreload\n%autoreload 2\nimport math\n{blacked}"
    solution = handed.cell(handed.exercises[0])
    solution["source"] = f"{source}\n\n\n{solution['source']}"


@told
def colab_s_drive(handed):
    above = "from google.colab import drive\ndrive.mount('/content/drive')\n%cd /content/drive\n"
    handed.first["source"] = above + handed.first["source"]


@told
def packages_that_are_missing(handed):
    above = "import torch\nimport math\nif torch.cuda.is_available():\n    device = 'cuda'\n"
    handed.first["source"] = above + handed.first["source"]
    solution = handed.cell(handed.exercises[0])
    solution["source"] = f"import torch\nmath.pi\n{solution['source']}"


@told
def a_first_cell_that_stops(handed):
    handed.first["source"] = "import os\nos.chdir('/home/me')\n" + handed.first["source"]


# --- what is handed in with it, and what a kernel has ------------------------------------


@quiet
def modules_beside(handed):
    first, second, *_ = handed.exercises
    for name, file in ((first, "my_layers.py"), (second, "parts/layers.py")):
        source = "import numpy as np\n\n\n" + handed.cell(name)["source"]
        handed.beside[file] = source.encode()
        module = file.removesuffix(".py").replace("/", ".")
        handed.cell(name)["source"] = f"from {module} import {name}"


@quiet
def streams_as_a_kernel_has_them(handed):
    solution = handed.cell(handed.exercises[0])
    solution["source"] = (
        "import faulthandler, logging, sys\n"
        "shout = sys.stdout.encoding.upper() + sys.stdout.name\n"
        "sys.stdout.flush(), sys.stdout.isatty(), sys.stdout.fileno(), faulthandler.enable()\n"
        f"logging.basicConfig(stream=sys.stdout, force=True)\n{solution['source']}"
    )


# --- what a machine elsewhere has, and cells that do not run to their end ------------------


@quiet
def packages_installed_and_data_looked_for(handed):
    data = "import os\nfor folder, _, files in os.walk('/kaggle/input'):\n    print(files)"
    handed.desk.add(0, f"%%time\n!pip install -q \\\n    einops\n%pip install x\n{data}")
    solution = handed.cell(handed.exercises[0])
    solution["source"] = f"!apt-get -qq install x\n%conda install y\n{solution['source']}"


@told
def all_in_a_cell_that_stops_above_them(handed):
    names = [*handed.exercises, *handed.questions]
    answers = "\n\n\n".join(handed.cell(name)["source"] for name in names)
    for name in names:
        handed.cell(name)["source"] = handed.stub(name)
    for name in handed.questions:
        handed.cells.remove(handed.cell(name))
    first = handed.desk.place(handed.exercises[0])
    handed.desk.add(first, f"import numpy as np\n\n1 / 0\n{answers}")


@quiet
def words_in_a_text_of_code_at_the_end(handed):
    words = handed.cell(handed.essay)["source"]
    handed.cell(handed.essay)["source"] = BLANK
    handed.desk.add(len(handed.cells), f'answer = """{words}"""\nprint(answer)')


@told
def a_helper_below_its_check(handed):
    name = handed.exercises[0]
    helper = handed.cell(name)["source"].replace(f"def {name}(", f"def _{name}(")
    handed.cell(name)["source"] = f"def {name}(*given):\n    return _{name}(*given)"
    handed.desk.add(handed.desk.place(f"{name}_check") + 1, helper)
