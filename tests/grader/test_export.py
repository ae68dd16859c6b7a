"""Exports: a platform's own columns, nothing run by a spreadsheet, an empty cell and never a 0."""

import csv
import io

import pytest

from grader.classroom.exporting import FORMATS
from grader.classroom.records import Collected, Record
from grader.classroom.returning import name_in_zip
from grader.classroom.roster import Student
from grader.classroom.scores import Score, Standing
from tests.grader import downloads

LESSON = "04-backward-pass"


def student(name, number, **more):
    return Student(f"id-{number}", name, number, numbers={LESSON: f"7{number}"}, **more)


SCORES = [
    Score(student("=HYPERLINK(1)", "11"), Standing.GRADED, Collected(True), 40.0, 4.0, 54.0),
    Score(student("@Müller, Zoë", "12"), Standing.WAITING, Collected(), 30.5, 0.0, 54.0, 1),
    Score(student("Gone, Ada", "13"), Standing.NOTHING, Collected()),
    Score(student("+Broken", "14"), Standing.UNREADABLE, Collected(), 0.0, 0.0, 54.0),
    Score(student("Other, Bo", "15"), Standing.OTHER, Collected(without="it is 03-chain-rule")),
]


def table(to, kept, column=None):
    text = FORMATS[to](SCORES, LESSON, column, kept)
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def nothing(tmp_path):
    return tmp_path / "no-list.csv"


def test_canvas_gets_its_own_columns(nothing):
    first, *rows = table("canvas", nothing)
    assert list(first) == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", LESSON]
    assert (first["Student"], first[LESSON]) == ("    Points Possible", "54")
    assert [row["ID"] for row in rows] == ["11", "12", "13", "14", "15"]
    assert [row[LESSON] for row in rows] == ["36", "30.5", "", "", ""]


@pytest.mark.parametrize("column", ["Homework 4 (98765)", None])
def test_canvas_s_column_is_the_one_that_is_named_or_found(tmp_path, column):
    kept = tmp_path / "list.csv"
    kept.write_text(f"Student,ID,Section,{LESSON} (123),03-chain-rule (122)\n")
    assert list(table("canvas", kept, column)[0])[-1] == (column or f"{LESSON} (123)")


def test_moodle_gets_its_worksheet_filled_in(tmp_path):
    kept = tmp_path / "list.csv"
    class_ = [p for p in downloads.people(3)]
    downloads.worksheet(kept, class_, [], offset=711 - class_[0].number)
    rows = table("moodle", kept)
    assert list(rows[0])[:3] == ["Identifier", "Full name", "Email address"]
    assert "Feedback comments" not in rows[0]  # an import changes none
    assert [row["Grade"] for row in rows] == ["36", "30.5", ""]
    assert rows[0]["Full name"] == class_[0].full


def test_moodle_without_a_worksheet_gets_what_its_import_needs(nothing):
    rows = table("moodle", nothing)
    assert {"Identifier", "Grade", "Last modified (grade)"} <= rows[0].keys()
    assert [row["Identifier"] for row in rows[:2]] == ["Participant 711", "Participant 712"]
    assert [row["Grade"] for row in rows] == ["36", "30.5", "", "", ""]


def test_a_plain_table_says_how_it_stands(nothing):
    rows = table("csv", nothing)
    assert [row["status"] for row in rows] == [score.standing.value for score in SCORES]
    assert [row["score"] for row in rows] == ["36", "30.5", "", "", ""]
    assert [row["late"] for row in rows] == ["LATE", "", "", "", ""]


@pytest.mark.parametrize("to", FORMATS)
def test_no_cell_begins_a_formula(to, nothing):
    text = FORMATS[to](SCORES, LESSON, None, nothing)
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert not [cell for cell in cells if cell[:1] in "=+@" and len(cell) > 1]
    assert "'=HYPERLINK(1)" in cells


def test_a_page_goes_back_under_the_name_that_the_platform_knows():
    record = Record(collected={"ada": Collected(returned="lovelaceada_LATE_11_99_")})
    assert name_in_zip(record, "ada", LESSON) == f"lovelaceada_LATE_11_99_{LESSON}.html"
    assert name_in_zip(record, "alan", LESSON) == f"alan/{LESSON}.html"
