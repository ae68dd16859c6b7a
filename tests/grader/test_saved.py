"""What was handed in is what is graded, however it was saved: no point lost, nobody accused.

Each way of saving is tried on two of three lessons, in turn, and what is told of it on two as
well; BACKPROP_FULL=1 tries all on all.
"""

import base64
import json
import os

import pytest

from grader.judge.clock import parsed_time
from grader.judge.feedback import feedback_page
from grader.judge.grading import grade
from grader.judge.likeness import uses_library
from grader.judge.plan import plan_of
from grader.sandbox.lane import Lane, Limits
from tests.grader.saved import BLANK, PIXEL, QUIET, TOLD, Handed

LESSONS = ("01-forward-pass", "04-backward-pass", "07-momentum-and-adam")
FULL = bool(os.environ.get("BACKPROP_FULL"))
PRAISE = "its syntax tree is the reference's"
ACCUSED = "library's own answers"
JPEG = base64.b64encode(b"\xff\xd8\xff\xe0" + b"0" * 60).decode()


@pytest.fixture(scope="module")
def lane(warm):
    made = Lane(address=warm.address, limits=Limits(seconds=20))
    yield made
    made.close()


@pytest.fixture(params=LESSONS if FULL else LESSONS[1:])
def handed(request):
    return Handed.right(plan_of(request.param))


def in_turn(ways):
    """Return what tries each way on two of the lessons, or on all."""
    pairs = [
        pytest.param(lesson, way, id=f"{lesson}-{way}")
        for number, way in enumerate(ways)
        for place, lesson in enumerate(LESSONS)
        if FULL or (number + place) % 3
    ]
    return pytest.mark.parametrize(("handed", "way"), pairs, indirect=["handed"])


def result_of(handed, lane):
    return grade(handed.file(), handed.plan, lane, (7, 8), handed.files())


def lines(result):
    """Return all lines for a person."""
    own = [f"{n}: {f}" for n, e in result.exercises.items() for f in e.flags if f != PRAISE]
    return [*result.flags, *own]


def lost(result):
    """Return what was not earned of all that a right notebook earns."""
    wanted = {n: None if n.endswith("dilemma") else e.possible for n, e in result.exercises.items()}
    return {n: e.message for n, e in result.exercises.items() if e.points != wanted[n]}


@in_turn(QUIET)
def test_right_work_earns_all_and_asks_for_nobody(handed, lane, way):
    QUIET[way](handed)
    result = result_of(handed, lane)
    assert lost(result) == {}
    assert lines(result) == []


@in_turn(TOLD)
def test_right_work_earns_all_and_nobody_is_accused(handed, lane, way):
    TOLD[way](handed)
    result = result_of(handed, lane)
    assert lost(result) == {}
    assert not any(ACCUSED in line for line in lines(result))


def test_marks_that_are_gone_are_told_as_gone(handed, lane):
    handed.strip()
    (line,) = lines(result_of(handed, lane))
    assert line.startswith("nbgrader's marks are gone from ")


def test_an_answers_cell_that_does_not_parse_is_told_with_its_line(handed, lane):
    name = handed.questions[-1]
    variable, key = handed.plan.keys[name]
    entries = ", ".join(f"{question!r}: “{letter}”" for question, letter in key.items())
    handed.cell(name)["source"] = f"# mine\n{variable} = {{{entries}}}"
    outcome = result_of(handed, lane).exercises[name]
    assert (outcome.points, outcome.diagnosis) == (0, "raised_SyntaxError")
    assert "Your line 2" in outcome.message and "invalid character '“' (U+201C)" in outcome.message


def test_answers_under_another_name_are_told(handed, lane):
    name = handed.questions[-1]
    variable, key = handed.plan.keys[name]
    handed.cell(name)["source"] = f"my_{variable} = {key!r}"
    outcome = result_of(handed, lane).exercises[name]
    assert outcome.points == 0 and f"There is no variable `{variable}`" in outcome.message


def test_nobody_answers_an_input_and_a_sentence_says_so(handed, lane):
    name, asked = handed.exercises[0], handed.questions[-1]
    handed.cell(name)["source"] = "n = int(input('n? '))\n" + handed.cell(name)["source"]
    handed.cell(asked)["source"] = f"{handed.plan.keys[asked][0]} = {{1: input()}}"
    exercises = result_of(handed, lane).exercises
    for outcome in (exercises[name], exercises[asked]):
        assert outcome.points == 0
        assert "input() asks a person, and nobody is there" in outcome.message


def test_a_newer_python_s_syntax_is_told_with_the_python_that_grades(handed, lane):
    first, second, *_ = handed.exercises
    handed.desk.notebook["metadata"] |= {"language_info": {"name": "python", "version": "3.99.1"}}
    handed.cell(first)["source"] += "\nlazy import math"
    handed.cell(second)["source"] = "x ="
    exercises = result_of(handed, lane).exercises
    for name in (first, second):
        assert "(written with Python 3.99; Python 3." in exercises[name].message


def test_what_stops_the_first_cell_is_told_with_its_line(handed, lane):
    handed.first["source"] = "\nimport seaborn as sns\n" + handed.first["source"]
    (line,) = lines(result_of(handed, lane))
    assert "at line 2, `import seaborn as sns`, with ModuleNotFoundError" in line
    assert line.endswith("the released cell was run as well")


def test_what_two_versions_left_in_a_cell_is_told(handed, lane):
    name = handed.exercises[0]
    both = f"<<<<<<< local\n{handed.cell(name)['source']}\n=======\npass\n>>>>>>> remote"
    handed.cell(name)["source"] = both
    outcome = result_of(handed, lane).exercises[name]
    assert outcome.points == 0 and "two versions were merged here" in outcome.message


def test_where_the_cell_stops_that_holds_another_s_function_is_told(handed, lane):
    first, second, *_ = handed.exercises
    both = [handed.cell(name)["source"] for name in (first, second)]
    handed.cell(first)["source"] = "\n\n".join([*both, "x ="])
    handed.cells.remove(handed.cell(second))
    exercises = result_of(handed, lane).exercises
    for name in (first, second):
        assert exercises[name].diagnosis == "raised_SyntaxError"
        assert "`x =` stops with SyntaxError" in exercises[name].message


def test_a_helper_that_is_not_there_is_named_in_the_student_s_words(handed, lane):
    name = handed.exercises[0]
    handed.cell(name)["source"] = f"from my_layers import {name}"
    result = result_of(handed, lane)
    assert f"Your line 1: `from my_layers import {name}`" in result.exercises[name].message
    assert any("No module named 'my_layers'" in line for line in lines(result))


def test_a_helper_that_takes_the_library_s_answers_is_told(handed, lane):
    handed.beside["mine.py"] = b"from course.nn import neuron"
    assert any("beside the notebook uses the library's" in f for f in result_of(handed, lane).flags)


def test_a_released_cell_merged_into_an_answer_accuses_nobody():
    released = ("a = 1", "nn.relu(a)\n")
    answer = "def relu(z):\n    return z * (z > 0)\n"
    assert not uses_library(f"{answer}\nnn.relu(a)", released, "relu")
    assert uses_library("relu = nn.relu\nnn.relu(a)", released, "relu")


OTHER = {LESSONS[0]: LESSONS[1], LESSONS[1]: LESSONS[2], LESSONS[2]: LESSONS[0]}


@pytest.mark.parametrize("stripped", [False, True], ids=["whole", "stripped"])
def test_another_lesson_s_notebook_is_told_as_what_it_is(handed, lane, stripped):
    other = Handed.right(plan_of(OTHER[handed.plan.lesson]))
    if stripped:
        other.strip()
    handed.replace(other.desk.notebook)
    result = result_of(handed, lane)
    assert result.status == "unreadable"
    assert result.flags == [
        f"it is the notebook of {other.plan.lesson}: ask for that of {handed.plan.lesson}"
    ]


def test_a_notebook_with_nothing_of_the_lesson_is_told(handed, lane):
    handed.cells[:] = [{"cell_type": "code", "source": "1 + 1", "metadata": {}}]
    (line,) = lines(result_of(handed, lane))
    assert line.startswith(f"none of the cells of {handed.plan.lesson} is in it")


def test_no_answer_in_words_is_no_answer(handed, lane):
    handed.cell(handed.essay)["source"] = BLANK
    handed.desk.add(3, "A short note.", "markdown")
    outcome = result_of(handed, lane).exercises[handed.essay]
    assert (outcome.points, outcome.status) == (0, "not_attempted")


def test_where_an_answer_in_words_stands_is_said_in_its_cell(handed, lane):
    handed.moved_out(handed.essay, 1)
    cells = json.loads(result_of(handed, lane).notebook)["cells"]
    ids = [c["metadata"].get("nbgrader", {}).get("grade_id") for c in cells]
    place = ids.index(handed.essay)
    assert cells[place]["source"] == f"{BLANK}\n\n(The answer stands in the cell below.)"
    assert cells[place + 1]["source"] == handed.desk.answers.right()[handed.essay]


PICTURES = {
    "attached": ("![my a.png](attachment:my%20a.png)", {"my a.png": {"image/png": PIXEL}}, PIXEL),
    "jpeg": ("See ![a](attachment:a)", {"a": {"image/jpeg": JPEG}}, JPEG),
    "written out": (f"![image.png](data:image/png;base64,{PIXEL})", None, PIXEL),
    "by a reference": ("![a][p]\n\n[p]: attachment:a", {"a": {"image/png": PIXEL}}, PIXEL),
    "in HTML": (f'<img src="data:image/png;base64,{PIXEL}" width="9"/>', None, PIXEL),
}


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("below", [False, True], ids=["in place", "below"])
def test_a_pasted_picture_is_in_the_graded_notebook_and_on_the_page(lane, name, below):
    handed = Handed.right(plan_of(LESSONS[0]))
    text, attachments, data = PICTURES[name]
    handed.cell(handed.essay).update({"source": text, "attachments": attachments or {}})
    if below:
        made = handed.cell(handed.essay) | {"id": "own", "metadata": {}}
        handed.cell(handed.essay).update({"source": BLANK, "attachments": {}})
        handed.cells.insert(handed.desk.place(handed.essay) + 1, made)
    result = result_of(handed, lane)
    assert lost(result) == {} and lines(result) == []
    scores = {p.grade_id: (1.0, 1.0) for p in handed.plan.cells if p.grade_id}
    marks = {"scores": scores, "comments": {}, "score": 1.0, "max_score": 1.0, "late_penalty": 0.0}
    page = feedback_page(result.notebook, marks, "a")
    assert f'src="data:image/{"jpeg" if data is JPEG else "png"};base64,{data}"' in page


@pytest.mark.parametrize(
    "kinds",
    [
        {"image/gif": "R0lGODlhAQABAAAAACw="},
        {"image/svg+xml": "<svg onload=alert(1)>"},
        {"image/png": JPEG},
        {"image/png": '"><script>alert(1)</script>'},
    ],
    ids=["gif", "svg", "a lie", "no base64"],
)
def test_what_is_no_png_and_no_jpeg_is_left_out_and_told(lane, kinds):
    handed = Handed.right(plan_of(LESSONS[0]))
    handed.cell(handed.essay).update({"source": "![a](attachment:a)", "attachments": {"a": kinds}})
    result = result_of(handed, lane)
    (line,) = lines(result)
    assert line.startswith("pictures in its text left out: 1")
    assert (
        "attachments" not in result.notebook and next(iter(kinds.values())) not in result.notebook
    )


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-03-01 04:01:00 PST", "12:01"),
        ("2026-07-01 14:01:00.5 CEST", "12:01"),
        ("2026-03-01 13:01:00 Europe/Berlin", "12:01"),
        ("2026-03-01 13:01:00 +0100", "12:01"),
        ("March 1, 2026 7:01 AM EST", "12:01"),
        ("2026-03-01 12:01:00", "12:01"),
    ],
)
def test_a_time_zone_in_letters_is_a_time_zone(text, utc):
    assert f"{parsed_time(text):%H:%M}" == utc


def test_letters_that_are_no_known_zone_are_no_time():
    with pytest.raises(ValueError):
        parsed_time("2026-03-01 12:00:00 QQQ")
