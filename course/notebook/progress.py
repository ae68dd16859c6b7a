"""How far a notebook's checks have come: in this session, and before it."""

import os
from dataclasses import dataclass
from html import escape
from pathlib import Path

from course.checking import Exercise, Questions, Verdict, Written
from course.checking.render import MARKS, WORDS, points_text
from course.exercises import lesson_of, lessons, of_lesson
from course.notebook.kept import Kept, earned_before, notebook_of

_verdicts: dict[str, Verdict] = {}


def record(verdict: Verdict) -> Verdict:
    """Remember a verdict: the last one on each exercise counts, and stands last."""
    _verdicts.pop(verdict.name, None)
    _verdicts[verdict.name] = verdict
    return verdict


@dataclass(frozen=True)
class Row:
    """How an exercise stands. note: what is to be known of a verdict from before this session."""

    name: str
    status: str
    points: float
    possible: float
    note: str = ""

    @property
    def state(self) -> str:
        """The status and the points in words."""
        points = f", {points_text(self.points, self.possible)}" if self.possible else ""
        return WORDS[self.status].lower() + points + (f"; {self.note}" if self.note else "")


@dataclass(frozen=True)
class Progress:
    """A lesson's exercises with their points so far, as a table."""

    lesson: str
    rows: tuple[Row, ...]

    @property
    def _total(self) -> str:
        points = sum(row.points for row in self.rows)
        return points_text(points, sum(row.possible for row in self.rows))

    @property
    def summary(self) -> str:
        """The points and how many exercises are right, in words."""
        right = sum(row.status == "right" for row in self.rows)
        if all(row.status == "not_attempted" for row in self.rows):
            return "not begun"
        return f"{self._total}, {right} of {len(self.rows)} right"

    def __repr__(self) -> str:
        lines = [f"{self.lesson}: {self._total}"]
        return "\n".join([*lines, *(f"  {row.name}: {row.state}" for row in self.rows)])

    def _repr_html_(self) -> str:
        rows = "".join(map(_html_row, self.rows))
        return (
            f'<table aria-label="Progress in {escape(self.lesson)}">'
            f"<thead><tr><th {LEFT}>exercise</th><th {LEFT}>so far</th></tr></thead>"
            f"<tbody>{rows}</tbody><tfoot><tr><th {LEFT}>checked</th>"
            f"<td {LEFT}>{self._total}</td></tr></tfoot></table>"
        )


LEFT = 'style="text-align:left"'


def _html_row(row: Row) -> str:
    mark, colour = MARKS[row.status]
    return (
        f"<tr><td {LEFT}><code>{escape(row.name)}</code></td><td {LEFT}>"
        f'<span aria-hidden="true" style="color:{colour};font-weight:bold">{mark}</span> '
        f"{escape(row.state)}</td></tr>"
    )


@dataclass(frozen=True)
class Overview:
    """All lessons with their points so far, as a table."""

    lessons: tuple[Progress, ...]

    def __repr__(self) -> str:
        return "\n".join(f"{each.lesson}: {each.summary}" for each in self.lessons)

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td {LEFT}>{escape(each.lesson)}</td><td {LEFT}>{each.summary}</td></tr>"
            for each in self.lessons
        )
        return (
            '<table aria-label="Progress in all lessons">'
            f"<thead><tr><th {LEFT}>lesson</th><th {LEFT}>so far</th></tr></thead>"
            f"<tbody>{rows}</tbody></table>"
        )


def progress(lesson: str | None = None) -> Progress | Overview:
    """Return the Progress in a lesson: of this notebook, unless one is named, or "all".

    "all": an Overview of all lessons, as far as copies of them are beside this notebook.

    The notebook's lesson is that of the last check, or the one that its file is
    named after. What was earned before this session counts as long as the
    notebook holds the code that earned it. Raises LookupError where no lesson
    is known.
    """
    if lesson == "all":
        return Overview(tuple(_progress(name, notebook_of(name)) for name in lessons()))
    lesson = lesson or _this_lesson()
    if lesson not in lessons():
        raise LookupError(
            f"There is no lesson {lesson!r}: name one of {', '.join(lessons())}, "
            "or run a check of the lesson first."
        )
    return _progress(lesson, None)


def _progress(lesson: str, path: Path | None) -> Progress:
    before = earned_before(path)
    asked = (each for each in of_lesson(lesson) if not isinstance(each, Written))
    return Progress(lesson, tuple(_row(each, before) for each in asked))


def _row(exercise: Exercise | Questions, before: dict[str, tuple[Kept, bool]]) -> Row:
    name = exercise.name
    possible = 0 if isinstance(exercise, Questions) else exercise.possible
    if verdict := _verdicts.get(name):
        return Row(name, verdict.status, verdict.points, verdict.possible)
    if name not in before:
        return Row(name, "not_attempted", 0, possible)
    kept, same = before[name]
    if not same:
        had = f"; it had {points_text(kept.points, possible)} then" if possible else ""
        return Row(name, "unknown", 0, possible, f"changed since {kept.day}{had}")
    points = min(kept.points, possible)
    return Row(name, kept.status, points, possible, f"from before, {kept.day}")


def _this_lesson() -> str | None:
    if _verdicts:
        return lesson_of(list(_verdicts)[-1])
    return Path(os.environ.get("JPY_SESSION_NAME", "")).stem or None
