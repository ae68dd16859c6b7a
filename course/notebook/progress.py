"""What a notebook has checked so far, and how it went."""

import os
from dataclasses import dataclass
from html import escape
from pathlib import Path

from course.checking import Written
from course.checking.render import MARKS, WORDS, points_text
from course.exercises import lesson_of, lessons, of_lesson

_verdicts = {}


def record(verdict):
    """Remember a verdict: the last one on each exercise counts, and stands last."""
    _verdicts.pop(verdict.name, None)
    _verdicts[verdict.name] = verdict
    return verdict


@dataclass(frozen=True)
class Progress:
    """A lesson's exercises with their points so far, as a table.

    rows: (name, status, points, possible) for each.
    """

    lesson: str
    rows: tuple

    @property
    def _total(self):
        checked = [row for row in self.rows if row[3]]
        return sum(row[2] for row in checked), sum(row[3] for row in checked)

    def __repr__(self):
        lines = [f"{self.lesson}: {points_text(*self._total)}"]
        lines += [f"  {name}: {_state(status, *points)}" for name, status, *points in self.rows]
        return "\n".join(lines)

    def _repr_html_(self):
        rows = "".join(_html_row(*row) for row in self.rows)
        return (
            f'<table aria-label="Progress in {escape(self.lesson)}">'
            '<thead><tr><th style="text-align:left">exercise</th><th></th>'
            '<th style="text-align:left">so far</th></tr></thead>'
            f'<tbody>{rows}</tbody><tfoot><tr><th style="text-align:left">checked here</th>'
            "<td></td>"
            f'<td style="text-align:left">{points_text(*self._total)}</td></tr></tfoot></table>'
        )


def _state(status, points, possible):
    return f"{WORDS[status].lower()}" + (f", {points_text(points, possible)}" if possible else "")


def _html_row(name, status, points, possible):
    mark, colour = MARKS[status]
    return (
        f'<tr><td style="text-align:left"><code>{escape(name)}</code></td>'
        f'<td aria-hidden="true" style="color:{colour};font-weight:bold">{mark}</td>'
        f'<td style="text-align:left">{_state(status, points, possible)}</td></tr>'
    )


def progress(lesson=None):
    """Return the Progress in a lesson: of this notebook, unless one is named.

    The notebook's lesson is that of the last check, or the one that its file is
    named after. Raises LookupError where neither is known.
    """
    lesson = lesson or _this_lesson()
    if lesson not in lessons():
        raise LookupError(
            f"There is no lesson {lesson!r}: name one of {', '.join(lessons())}, "
            "or run a check of the lesson first."
        )
    rows = (_row(exercise) for exercise in of_lesson(lesson) if not isinstance(exercise, Written))
    return Progress(lesson, tuple(rows))


def _row(exercise):
    verdict = _verdicts.get(exercise.name)
    if verdict is None:
        possible = getattr(exercise, "choices", None) is None and exercise.possible
        return exercise.name, "not_attempted", 0, possible or 0
    return exercise.name, verdict.status, verdict.points, verdict.possible


def _this_lesson():
    if _verdicts:
        return lesson_of(list(_verdicts)[-1])
    return Path(os.environ.get("JPY_SESSION_NAME", "")).stem or None
