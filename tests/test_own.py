"""Promises of a lesson's experiments: they run on the student's functions that are right."""

import re
import subprocess
import sys

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from course import nn
from course.checking import Exercise
from course.exercises import lessons, of_lesson
from course.notebook import cells, standing
from course.training import own, taught
from tests.submissions import solutions, student_notebook

WRONG = {
    "has another shape": "    return np.zeros((1, 2, 3))",
    "stops": "    return [][3]",
    "returns too many": "    return 1.0, 2.0, 3.0, 4.0, 5.0, 6.0",
}
OWN = re.compile(r"\bown\((\w+)\)")


@pytest.fixture
def notebook():
    """A notebook's IPython as a kernel has it; call it with cells, it returns the first error."""
    shell = InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    object.__setattr__(shell, "kernel", object())
    shell.events.register("post_run_cell", cells.remember)
    shell.run_cell("import numpy as np\nfrom course.training import own")

    def run(*sources):
        for source in sources:
            done = shell.run_cell(source, store_history=True)
            if not done.success:
                return done.error_before_exec or done.error_in_exec
        return None

    yield run
    InteractiveShell.clear_instance()
    for known in (cells._failed, standing._in_cell, standing._told):
        known.clear()


def wrong(names, how):
    return "\n\n".join(f"def {name}(*given, **named):\n{WRONG[how]}" for name in names)


def exercises(lesson):
    return {e.name: e for e in of_lesson(lesson) if isinstance(e, Exercise)}


def sources_of(lesson, how, used):
    """Yield the cells of a lesson until each of these is used, all of its exercises being wrong.

    Those that only show something are left out: they take seconds.
    """
    asked, waiting = exercises(lesson), set(used)
    for cell in student_notebook(lesson).cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        shows = "demo" in cell.metadata.get("tags", ()) and "def " not in cell.source
        if cell.cell_type == "code" and name in asked:
            yield wrong(asked[name].functions or (name,), how)
        elif cell.cell_type == "code" and name is None and not shows:
            yield cell.source
            waiting -= set(OWN.findall(cell.source))
        if not waiting:
            return


@pytest.mark.parametrize(
    ("lesson", "how", "used"),
    [
        ("01-forward-pass", "returns too many", "mlp_forward"),
        ("09-convolution", "has another shape", "conv2d_forward conv2d_backward"),
        ("12-adversaries", "stops", "gan_losses gan_gradients input_gradient"),
    ],
)
def test_wrong_functions_break_no_later_cell_and_each_is_named(notebook, capsys, lesson, how, used):
    assert notebook(*sources_of(lesson, how, used.split())) is None
    said = capsys.readouterr().out
    for name in used.split():
        assert f"Your `{name}` is not right yet: mend it first" in said


RIGHT = solutions("02-loss")["softmax"]
USE = "print(own(softmax)(np.zeros((1, 2))))"


def test_the_line_comes_once_in_each_run_of_a_cell(notebook, capsys):
    loop = f"for _ in range(3):\n    {USE}"
    for _ in range(2):
        assert notebook(wrong(["softmax"], "stops"), loop) is None
        said = capsys.readouterr().out
        assert said.count("Your `softmax` is not right yet") == 1
        assert said.count("[[0.5 0.5]]") == 3


@pytest.mark.parametrize(
    "answer",
    [
        RIGHT,
        "def softmax(logits):\n    raise NotImplementedError()",
        RIGHT.replace("def softmax", "def mine") + "\nsoftmax = mine",
    ],
    ids=["right", "not written", "by another name"],
)
def test_nothing_is_said_of_a_function_that_is_right_or_not_written(notebook, capsys, answer):
    assert notebook(answer, USE) is None
    assert capsys.readouterr().out == "[[0.5 0.5]]\n"


@pytest.mark.parametrize(
    "answer",
    [
        "softmax = 3",
        "def mine(z):\n    return z\nsoftmax = mine",
        "softmax = lambda z: z",
        RIGHT + "\nright = softmax\ndef softmax(logits):\n    return right(logits)[0]",
    ],
    ids=["a number", "another name", "no name", "a shape"],
)
def test_what_is_wrong_is_told_whatever_it_is(notebook, capsys, answer):
    assert notebook(answer, USE) is None
    said = capsys.readouterr().out
    assert said.startswith("Your `softmax` is not right yet: mend it first")
    assert said.endswith("[[0.5 0.5]]\n") and "Traceback" not in said


def test_a_mended_function_is_used_at_once_without_its_check(notebook, capsys):
    assert notebook(wrong(["softmax"], "stops"), USE, RIGHT, "f = own(softmax)\n" + USE) is None
    assert capsys.readouterr().out.count("not right yet") == 1


def test_a_wrong_helper_of_a_right_function_is_the_one_that_is_named(notebook, capsys):
    """And once the helper is mended, the caller is used as it is."""
    right = solutions("04-backward-pass")
    use = (
        "own(mlp_backward)(np.ones((1, 1)), [np.ones((1, 2)), np.ones((1, 1))], [np.ones((2, 1))])"
    )
    assert notebook(wrong(["dense_backward"], "stops"), right["mlp_backward"], use) is None
    said = capsys.readouterr().out
    assert "Your `mlp_backward` calls your `dense_backward`, which is not right yet: mend" in said
    assert notebook(right["dense_backward"], right["relu_backward"], use) is None
    assert "not right yet" not in capsys.readouterr().out


def test_a_function_whose_cell_failed_is_told_with_what_became_of_it(notebook, capsys):
    error = notebook("def softmax(logits):\n    return logits +", USE)
    assert isinstance(error, SyntaxError)
    assert isinstance(notebook(USE), NameError)
    said = capsys.readouterr().out
    assert "There is no `softmax` yet: your last cell with `def softmax` ended in an error" in said


def test_an_interrupt_ends_the_cell(notebook):
    answer = "def softmax(logits):\n    raise KeyboardInterrupt"
    assert isinstance(notebook(answer, USE), KeyboardInterrupt)


def test_a_cell_that_asks_in_each_step_judges_once(notebook, monkeypatch):
    judged, seen = standing.judged, []
    monkeypatch.setattr(standing, "judged", lambda *given: seen.append(1) or judged(*given))
    assert notebook(RIGHT, f"for _ in range(50):\n    {USE}", USE) is None
    assert seen == [1]


def test_outside_of_a_notebook_a_function_is_used_as_it_is():
    def softmax(logits):
        return "mine"

    assert own(softmax)(1) == "mine"


def test_in_the_judge_s_shell_nothing_is_checked(shell):
    """It shows no line to anybody, and grades a class."""

    def softmax(logits):
        return "mine"

    assert own(softmax)(1) == "mine"


def test_every_function_that_a_lesson_takes_has_one_of_the_course_to_stand_in():
    for lesson in lessons():
        for cell in student_notebook(lesson).cells:
            for name in OWN.findall(cell.source if cell.cell_type == "code" else ""):
                assert name == "function" or callable(getattr(nn, name)), (lesson, name)


IMAGES, LABELS = np.zeros((6, 64)), np.arange(6)


@pytest.mark.parametrize(
    ("predict", "line"),
    [
        (lambda parameters, x: x, "gives an array of shape (6, 64), and not 6 labels from 0 to 9"),
        (lambda parameters, x: np.full(6, 0.5), "gives other numbers, and not 6 labels"),
        (lambda parameters, x: [][3], "stop with IndexError: list index out of range: mend that"),
        (lambda parameters, x: ["a"] * 6, "gives other numbers, and not 6 labels"),
    ],
)
def test_a_network_that_cannot_read_is_told_in_a_line(capsys, predict, line):
    train = lambda x, labels, rng: [rng.normal(size=3)]  # noqa: E731
    assert taught(train, predict, (IMAGES, LABELS), (IMAGES, LABELS)) == (None, None)
    said = capsys.readouterr().out
    assert line in said and said.count("\n") == 1


def test_a_network_that_can_read_is_told_nothing(capsys):
    train = lambda x, labels, rng: labels  # noqa: E731
    learned, said = taught(train, lambda found, x: found, (IMAGES, LABELS), (IMAGES, LABELS))
    assert np.array_equal(said, LABELS) and learned is LABELS
    assert capsys.readouterr().out == ""


def test_where_no_notebook_asks_no_other_lesson_is_imported():
    """The judge runs each submission in a process of its own, which would import them anew."""
    code = (
        "import sys\n"
        "from course.training import own\n"
        "def dense_forward(x, w, b): raise NotImplementedError\n"
        "own(dense_forward)\n"
        "print([name for name in sys.modules if name.startswith('course.exercises.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['course.exercises.manifest']"
