"""Who has handed in nothing of a lesson, as far as the class is known: never a silent 0."""

from collections.abc import Iterator

from grader.classroom import records
from grader.classroom.roster import Roster
from grader.judge.folders import Folders

NAMES_AT_MOST = 60


def absent_lines(where: Folders, lesson: str) -> Iterator[str]:
    """Yield a line that names them, and one for those who handed in something else."""
    record = records.load(where.root, lesson)
    gone = [s for s in Roster(where.root) if not (where.submitted / s.id / lesson).exists()]
    without = {student for student, each in record.collected.items() if each.without}
    for words, names in (
        ("nothing handed in", [s.shown for s in gone if s.id not in without]),
        ("handed in, but nothing of this lesson", [s.shown for s in gone if s.id in without]),
    ):
        if names:
            yield f"  {words}: {some(names)}"


def some(names: list[str]) -> str:
    """Return names in a line, the first of them where there are many."""
    more = len(names) - NAMES_AT_MOST
    return ", ".join(names[:NAMES_AT_MOST]) + (f" and {more} more" if more > 0 else "")
