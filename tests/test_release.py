"""The student's notebooks hold nothing that a student must not see."""

import ast
import re

import pytest

from grader.building.make import lessons
from grader.building.solution import BEGIN, END
from tests.submissions import GRADED, grade_id, instructor_notebook, student_notebook

MARK_SCHEME = re.compile(r"### BEGIN MARK SCHEME\n(.*?)### END MARK SCHEME", re.S)
SOLUTION = re.compile(rf"{BEGIN}\n(.*?){END}", re.S)


def sources(notebook):
    return "\n".join(cell.source for cell in notebook.cells)


def long_lines(text, least=25):
    """Return the lines of a text that are too long to stand elsewhere by chance."""
    return [line.strip() for line in text.splitlines() if len(line.strip()) >= least]


@pytest.fixture(params=GRADED)
def graded(request):
    return request.param


@pytest.fixture(params=lessons())
def lesson(request):
    return request.param


def test_no_solution(lesson):
    student = sources(student_notebook(lesson))
    for cell in instructor_notebook(lesson).cells:
        for solution in SOLUTION.findall(cell.source):
            for line in long_lines(solution):
                assert line not in student
    assert "SOLUTION" not in student


def test_every_exercise_is_left_to_be_written(lesson):
    for cell in student_notebook(lesson).cells:
        meta = cell.metadata.get("nbgrader", {})
        if meta.get("solution") and cell.cell_type == "code":
            assert "raise NotImplementedError()" in cell.source or not any(
                _dictionary(cell.source).values()
            )


def _dictionary(source):
    return ast.literal_eval(ast.parse(source).body[-1].value)


def test_no_answer_of_a_graded_question(graded):
    student = student_notebook(graded)
    found = 0
    for cell in instructor_notebook(graded).cells:
        name = grade_id(cell)
        if cell.cell_type == "code" and name and cell.metadata.nbgrader.get("solution"):
            if SOLUTION.search(cell.source):
                continue
            key = _dictionary(cell.source)
            released = next(c for c in student.cells if grade_id(c) == name)
            assert dict.fromkeys(key, "") == _dictionary(released.source)
            assert repr(key) not in sources(student)
            found += 1
    assert found, "a lesson has graded questions"
    assert "HIDDEN TESTS" not in sources(student)
    assert "mark_answers" not in sources(student)


def test_no_marking_scheme(graded):
    student = sources(student_notebook(graded))
    schemes = MARK_SCHEME.findall(sources(instructor_notebook(graded)))
    assert schemes, "a lesson has a dilemma"
    for scheme in schemes:
        for line in long_lines(scheme):
            assert line not in student
    assert "MARK SCHEME" not in student


def test_no_output(lesson):
    for cell in student_notebook(lesson).cells:
        if cell.cell_type == "code":
            assert (cell.outputs, cell.execution_count) == ([], None)


def test_what_is_read_aloud_is_what_is_written(graded):
    minute, exchange = read_aloud(graded)
    (text,), above = minute
    written = above.split("## Quick: in one minute")[1]
    assert words(text) == words(written)
    assert len(text.split()) <= 120


def test_two_voices_are_read_by_two(graded):
    _, (turns, above) = read_aloud(graded)
    written = above.split("## Two voices")[1]
    assert words("".join(f"**{who}.** {said} " for who, said in turns)) == words(written)
    assert [who for who, _ in turns[:2]] == ["Student", "Teacher"]
    assert {who for who, _ in turns} == {"Student", "Teacher"}


def read_aloud(lesson):
    """Return (what is given to listen, the text above) for both of a lesson's Listen buttons."""
    cells = student_notebook(lesson).cells
    spoken = [i for i, cell in enumerate(cells) if "listen(" in cell.source]
    assert len(spoken) == 2
    calls = [ast.parse(cells[i].source).body[-1].value for i in spoken]
    said = [[ast.literal_eval(argument) for argument in call.args] for call in calls]
    texts = ("\n\n".join(c.source for c in cells[:i] if c.cell_type == "markdown") for i in spoken)
    return list(zip(said, texts, strict=True))


def test_the_levels_of_detail_carry_their_names(graded):
    text = "\n".join(c.source for c in student_notebook(graded).cells)
    assert text.index("## Quick: in one minute") < text.index("## Standard: the idea")
    folds = text.count("<summary>All the steps</summary>")
    assert folds > 0 and text.count("steps()") == 1
    assert text.index("steps()") < text.index("<summary>All the steps</summary>")


def words(text):
    return re.sub(r"[*_`$\\]", "", text).split()


PARTS = (
    "Quick: in one minute",
    "By hand",
    "Standard: the idea",
    "In code",
    "See it move",
    "Two voices",
    "Check yourself",
    "A dilemma",
    "Remember",
)


def test_the_parts_of_a_lesson_are_there_in_order(graded):
    headings = re.findall(r"^## (.+)$", sources(student_notebook(graded)), re.M)
    assert [heading for heading in headings if heading in PARTS] == list(PARTS)
