"""One submission's sitting: what a stopped cell costs, what is flagged, what does not run."""

import json
import random
from pathlib import Path

import pytest

import grader.sandbox.limits
from course.checking import asking, judge, judging
from course.exercises import find, of_lesson
from grader.demo.answers import Answers
from grader.demo.honest import Desk
from grader.judge.grading import grade
from grader.judge.plan import plan_of
from grader.sandbox.lane import Lane
from grader.sandbox.limits import Limits
from grader.sandbox.losing import NotStartedError
from tests import returned_things
from tests.grader.classes import LESSON
from tests.returned_things import THINGS

NEURON = "def neuron(x, w, b):\n"
RIGHT = "    return float(x @ w + b)\n"


@pytest.fixture(scope="module")
def lane(warm):
    made = Lane(address=warm.address, limits=Limits(seconds=2))
    yield made
    made.close()


@pytest.fixture
def desk():
    plan = plan_of(LESSON)
    made = Desk(plan, Answers(plan), random.Random(0))
    made.fill(made.answers.right())
    return made


def result_of(desk, lane):
    return grade(json.dumps(desk.notebook).encode(), desk.plan, lane, (1, 2))


def others_are_right(result):
    outcomes = [o for name, o in result.exercises.items() if name != "neuron"]
    return all(o.points in (None, o.possible) for o in outcomes)


@pytest.mark.parametrize(
    ("body", "diagnosis"),
    [
        ("    while True:\n        pass\n", "timeout"),
        ("    import os\n    os._exit(0)\n", "worker_lost"),
        ("    import os\n    os.kill(os.getpid(), 11)\n    import ctypes\n"
         "    ctypes.string_at(0)\n", "worker_lost"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("in_cell", [False, True])
def test_what_stops_in_one_exercise_costs_that_exercise(desk, lane, body, diagnosis, in_cell):
    import textwrap

    desk.fill({"neuron": textwrap.dedent(body) if in_cell else NEURON + body})
    result = result_of(desk, lane)
    assert (result.exercises["neuron"].points, result.exercises["neuron"].diagnosis) == (
        0,
        diagnosis,
    )
    assert result.exercises["neuron"].flags == ["stopped by the judge"]
    assert others_are_right(result)


def test_a_submission_has_its_time_as_a_whole_too(desk, lane, monkeypatch):
    monkeypatch.setattr(grader.sandbox.limits, "SUBMISSION_TO_CELL", 0.4)
    for _ in range(6):
        desk.add(desk.place("relu"), "import time\ntime.sleep(0.2)")
    result = result_of(desk, lane)
    assert "it took too long as a whole: the cells after that were not run" in result.flags
    outcome = result.exercises["relu"]
    assert (outcome.points, outcome.diagnosis) == (0, "timeout")
    assert "All cells together did not end within 0.8 seconds" in outcome.message


def test_what_stops_in_a_cell_of_its_own_costs_nothing_and_is_told(desk, lane):
    desk.add(3, "import os\nos._exit(1)")
    result = result_of(desk, lane)
    assert result.exercises["neuron"].points == 5 and others_are_right(result)
    assert "a cell of its own was stopped: its process ended" in result.flags
    assert "This cell was stopped when the notebook was graded" in result.notebook


def test_answers_that_differ_between_two_draws_are_flagged(desk, lane):
    first_draw = 5  # four cases, and the first of them again
    desk.fill(
        {
            "neuron": "calls = []\n" + NEURON + "    calls.append(1)\n"
            f"    if len(calls) > {first_draw}:\n        return 0.0\n" + RIGHT
        }
    )
    outcome = result_of(desk, lane).exercises["neuron"]
    assert outcome.points == 5
    assert outcome.flags == ["answers differ between two draws"]


def test_the_reference_s_own_syntax_tree_is_flagged_and_a_short_function_s_is_not(desk, lane):
    outcomes = result_of(desk, lane).exercises
    assert outcomes["mlp_forward"].flags == ["its syntax tree is the reference's"]
    assert outcomes["relu"].flags == []


def test_a_function_that_is_the_library_s_is_flagged(desk, lane):
    desk.fill({"neuron": "from course.nn import neuron"})
    assert result_of(desk, lane).exercises["neuron"].flags == ["it uses the library's own answers"]


def test_demo_cells_are_not_run_whatever_stands_in_them(desk, lane):
    demos = [cell for cell in desk.cells if "demo" in cell["metadata"].get("tags", ())]
    assert demos
    for cell in demos:
        cell["source"] = "neuron = None"
    result = result_of(desk, lane)
    assert result.exercises["neuron"].points == 5 and others_are_right(result)


def test_cells_run_in_ipython(desk, lane):
    desk.fill({"neuron": f"%time 1 + 1\n!true\n{NEURON}{RIGHT}"})
    assert result_of(desk, lane).exercises["neuron"].points == 5


def test_a_cell_deleted_is_not_attempted_and_harms_nothing_else(desk, lane):
    del desk.cells[desk.place("neuron")]
    result = result_of(desk, lane)
    assert result.exercises["neuron"].status == "not_attempted"
    assert others_are_right(result)


def test_a_name_that_is_no_function_says_what_it_is(desk, lane):
    desk.fill({"neuron": "neuron = 3"})
    outcome = result_of(desk, lane).exercises["neuron"]
    assert outcome.points == 0
    assert "the name stands for a value of type int, not a function" in outcome.message


def test_pictures_arrive_as_png_and_large_output_is_cut(desk, lane):
    desk.add(2, "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nprint('x' * 10**6)")
    notebook = json.loads(result_of(desk, lane).notebook)
    outputs = next(c["outputs"] for c in notebook["cells"] if "10**6" in c["source"])
    assert any(output.get("data", {}).get("image/png") for output in outputs)
    assert len(json.dumps(outputs)) < 10**5
    assert any("the rest is cut" in output.get("text", "") for output in outputs)


SETTING = """
import matplotlib.pyplot as plt
axes = plt.figure().gca()
axes.set(title="a", ylim=(0, 2))
(line,) = axes.plot([1, 2])
line.set(linewidth=3, c="red")
print(axes.get_title(), axes.get_ylim()[1], line.get_linewidth(), line.get_color())
try:
    line.set(no_such=1)
except AttributeError as error:
    print(error)
plt.close()
"""


def test_properties_of_a_picture_are_set_as_in_a_notebook(lane):
    lane.start_worker()
    (output, *_) = lane.run(SETTING)
    assert output["text"].splitlines()[0] == "a 2.0 3.0 red"
    assert "unexpected keyword argument 'no_such'" in output["text"]
    lane.end_worker()


COUNTING = """
import matplotlib.pyplot as plt
from matplotlib.figure import Figure
drawn, draw = [], Figure.draw
def counted(self, *given, **named):
    drawn.append(self)
    return draw(self, *given, **named)
Figure.draw = counted
"""


def test_a_picture_is_drawn_no_more_often_than_when_it_is_shown(lane):
    lane.start_worker()
    lane.run(COUNTING)
    counts = []
    for source in ("_ = plt.plot([1, 2]); plt.show()", "_ = plt.plot([1, 2])"):
        outputs = lane.run(f"drawn.clear()\n{source}")
        assert [list(output["data"]) for output in outputs] == [["text/plain", "image/png"]]
        counts.append(int(lane.run("print(len(drawn))")[0]["text"]))
    assert counts[0] == counts[1] > 0
    lane.end_worker()


def test_every_exercise_of_the_lesson_has_an_outcome(desk, lane):
    assert result_of(desk, lane).exercises.keys() == {e.name for e in of_lesson(LESSON)}


def test_a_worker_that_does_not_start_is_not_the_student_s_doing(desk, warm, monkeypatch):
    lane = Lane(address=warm.address)
    try:
        lane.start_worker()
        lane.run("1 + 1")
        lane.end_worker()
        monkeypatch.setattr(Lane, "_send_order", lambda self, order, theirs: None)
        with pytest.raises(NotStartedError, match="see that there is memory left"):
            result_of(desk, lane)
    finally:
        lane.close()


def test_what_is_returned_has_the_same_verdict_in_the_notebook_and_in_the_sandbox(lane):
    exercise = find("clip_by_global_norm")
    lane.start_worker()
    lane.run(Path(returned_things.__file__).read_text())
    lane.run("from course import nn")
    for name, thing in THINGS.items():
        body = f"return THINGS[{name!r}](nn.clip_by_global_norm(grads, max_norm))"
        lane.run(f"def clip_by_global_norm(grads, max_norm):\n    {body}")
        found = judge(exercise, lambda many: list(lane.ask(exercise.name, many)), 3)
        here = judge(exercise, asking(exercise, _returning(thing, exercise.reference)), 3)
        assert (found.diagnosis, found.points) == (here.diagnosis, here.points), name
        assert found.diagnosis != "not_comparable", name
    lane.end_worker()


def _returning(thing, right):
    return lambda grads, max_norm: thing(right(grads, max_norm))


WRONG = NEURON + "    return float(np.sin(x @ w + b))\n"


def test_a_worker_that_does_not_start_while_an_answer_is_probed_is_not_the_answers_doing(
    desk, lane, monkeypatch
):
    asked = lane.ask

    def gone(exercise, many, helpers=()):
        if exercise == "neuron" and len(many) == 1 and times.append(1) is None and len(times) > 1:
            raise NotStartedError
        return asked(exercise, many, helpers)

    times = []  # the first case is asked alone, then all others, then one at a time
    monkeypatch.setattr(lane, "ask", gone)
    desk.fill({"neuron": WRONG})
    with pytest.raises(NotStartedError):
        result_of(desk, lane)
    assert len(times) == 2
    lane.end_worker()


def test_an_answer_whose_comparison_fails_is_flagged_for_a_person(desk, lane, monkeypatch):
    compared = judging.footprint_of

    def failing(examination):
        if examination.exercise.name == "neuron":
            raise OverflowError
        return compared(examination)

    monkeypatch.setattr(judging, "footprint_of", failing)
    result = result_of(desk, lane)
    outcome = result.exercises["neuron"]
    assert (outcome.points, outcome.diagnosis) == (0, "not_comparable")
    assert "it could not be compared (OverflowError)" in outcome.flags
    assert others_are_right(result)
