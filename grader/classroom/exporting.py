"""A lesson's scores as a platform's own gradebook imports them, or as a table for anybody.

Canvas imports the columns Student, ID, SIS User ID, SIS Login ID and Section, one column for each
assignment, called `Title (id)` where there is one already, and in the second row what can be had;
an empty cell changes nothing. Moodle's assignment imports its own grading worksheet: Identifier,
Grade and Last modified (grade) must be there, and an empty grade changes nothing. (Canvas's guide
"import grades in the Gradebook" and its source, lib/gradebook_importer.rb; Moodle's documentation
of the offline grading worksheet and its source, mod/assign/feedback/offline/importgradeslib.php.)
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from grader.classroom.lists import PARTICIPANT, Row, table
from grader.classroom.roster import FOLDER
from grader.classroom.scores import Score
from grader.classroom.spreadsheet import as_csv, number

CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
MOODLE = (
    "Identifier",
    "Full name",
    "Email address",
    "Status",
    "Grade",
    "Maximum Grade",
    "Grade can be changed",
    "Last modified (submission)",
    "Last modified (grade)",
)
FREE_TEXT = ("Online text", "Feedback comments", "Submission comments")
PLAIN = (
    "student_id",
    "name",
    "lms_id",
    "email",
    "handed_in",
    "late",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
    "status",
)


def worksheet(root: Path, lesson: str) -> Path:
    """Return where the list of a lesson that the platform gave out is kept."""
    return root / FOLDER / f"{lesson}.csv"


def as_canvas(scores: Sequence[Score], lesson: str, column: str | None, kept: Path) -> str:
    """Return the scores as Canvas's gradebook imports them.

    column: the assignment's title there; else the one of the kept export that has the lesson's
    name, else the lesson's name, with which Canvas makes a new assignment.
    """
    title = column or _column_of(kept, lesson) or lesson
    possible = max((score.possible for score in scores), default=0.0)
    rows = [[*CANVAS, title], ["    Points Possible", "", "", "", "", number(possible)]]
    for each in scores:
        student = each.student
        if student.number:
            known = [student.name or student.id, student.number, student.sis, student.login]
            rows.append([*known, student.section, number(each.score)])
    return as_csv(rows)


def _column_of(kept: Path, lesson: str) -> str | None:
    if not kept.exists():
        return None
    columns, _ = table(kept)
    found = [name for name in columns if lesson in name.lower()]
    return found[0] if len(found) == 1 else None


def as_moodle(scores: Sequence[Score], lesson: str, column: str | None, kept: Path) -> str:
    """Return the scores as the assignment's grading worksheet, the kept one filled in if there is.

    Columns of free text are left out, so that an import changes none of them.
    """
    by_number = {e.student.numbers[lesson]: e for e in scores if lesson in e.student.numbers}
    columns, rows = table(kept) if kept.exists() else ([], [])
    if "Identifier" not in columns:
        columns, rows = list(MOODLE), [_moodle_row(n, each) for n, each in by_number.items()]
    columns = [name for name in columns if name not in FREE_TEXT]
    for row in rows:
        each = by_number.get(row["Identifier"].rpartition(" ")[2])
        if each is not None and each.score is not None:
            row["Grade"] = number(each.score)
    return as_csv([columns, *([row.get(name, "") for name in columns] for row in rows)])


def _moodle_row(participant: str, each: Score) -> Row:
    row = dict.fromkeys(MOODLE, "")
    row |= {"Identifier": PARTICIPANT + participant, "Full name": each.student.name}
    row |= {"Email address": each.student.email, "Maximum Grade": number(each.possible)}
    row |= {"Status": each.standing.value, "Grade can be changed": "Yes"}
    return row | dict.fromkeys(("Last modified (submission)", "Last modified (grade)"), "-")


def as_plain(scores: Sequence[Score], lesson: str, column: str | None, kept: Path) -> str:
    """Return the scores as a table with all that is known of each student."""
    rows = [list(PLAIN)]
    for each in scores:
        student, counted = each.student, each.score is not None
        lms = student.numbers.get(lesson) or student.number
        rows.append(
            [
                *(student.id, student.name, lms, student.email, each.collected.time),
                "LATE" if each.collected.late else "",
                number(each.raw) if counted else "",
                number(each.penalty) if counted else "",
                number(each.score),
                number(each.possible) if each.possible else "",
                each.standing.value,
            ]
        )
    return as_csv(rows)


FORMATS: dict[str, Callable[[Sequence[Score], str, str | None, Path], str]] = {
    "canvas": as_canvas,
    "moodle": as_moodle,
    "csv": as_plain,
}
