"""What a student is told about the lessons in their folder."""

from pathlib import Path

from grader.workplace.carrying import Carried
from grader.workplace.copies import Brought, Outcome


def lines(folder: Path, brought: list[Brought]) -> list[str]:
    """Return the lines that say where the lessons are and what is new in them."""
    found = [f"Your lessons are in {folder}"]
    for lesson in brought:
        found += [f"  {lesson.lesson}: {line}" for line in _about(folder, lesson)]
    return found


def _about(folder: Path, lesson: Brought) -> list[str]:
    kept = lesson.kept and lesson.kept.relative_to(folder).as_posix()
    if lesson.outcome is Outcome.REPLACED:
        return ["a new version (you had not begun with the one before)"]
    if lesson.outcome is Outcome.UNREADABLE:
        return [
            f"your copy could not be read as a notebook and is now {kept}; a fresh one is there"
        ]
    if lesson.carried is None:
        return []
    return [
        f"a new version{_work(lesson.carried)}; the one before is {kept}",
        *_to_look_at(lesson.carried),
    ]


def _work(carried: Carried) -> str:
    found = [f"your {_number(len(carried.answers), 'answer')}"] if carried.answers else []
    found += [f"{_number(carried.own, 'cell')} of your own"] if carried.own else []
    return f", with {' and '.join(found)}" if found else ""


def _to_look_at(carried: Carried) -> list[str]:
    found = [
        f"{name} reads differently now: a note stands above your answer" for name in carried.changed
    ]
    found += [
        f"{name} is not asked any more: your answer is kept where it stood"
        for name in carried.removed
    ]
    if carried.left:
        changes = _number(carried.left, "change")
        found.append(f"{changes} of yours to the lesson's own cells: in the one before alone")
    if carried.guessed:
        found.append("changes of yours to the lesson's own cells, if any: in the one before alone")
    return found


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
