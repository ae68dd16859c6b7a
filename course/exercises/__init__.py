"""The lessons and their exercises, found by what lies in this folder."""

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from course.checking import Exercise, Questions, Written
from course.exercises.manifest import Lesson

LONGEST = 60  # letters of a name that nobody knows
Asked = Exercise | Questions | Written


@cache
def lessons() -> dict[str, Lesson]:
    """Return name to manifest, in order: the LESSON of each module here that holds one.

    Raises ValueError where two modules hold a lesson of one name.
    """
    found: dict[str, Lesson] = {}
    for module in iter_modules(__path__):
        manifest = getattr(import_module(f"{__name__}.{module.name}"), "LESSON", None)
        if manifest is None:
            continue
        if manifest.name in found:
            raise ValueError(
                f"course/exercises/{module.name}: found a second lesson {manifest.name!r}; "
                "expected one of each name; rename it"
            )
        found[manifest.name] = manifest
    return dict(sorted(found.items()))


def of_lesson(name: str) -> tuple[Asked, ...]:
    """Return all that a lesson asks for, in its order: exercises, questions, dilemma."""
    return lessons()[name].asked


@cache
def by_name() -> dict[str, Asked]:
    """Return name to exercise, over all lessons."""
    return {asked.name: asked for lesson in lessons().values() for asked in lesson.asked}


def find(name: str) -> Asked:
    """Return the exercise of that name.

    Raises LookupError, with the nearest name, where there is none.
    """
    exercises = by_name()
    if isinstance(name, str) and name in exercises:
        return exercises[name]
    if not isinstance(name, str):
        raise LookupError(
            f"The exercise's name comes first, in quotes, as in the check cell under it; found "
            f"{type(name).__name__}."
        )
    near = get_close_matches(name.lower(), exercises, 1, 0.5)
    hint = (
        f'Did you mean "{near[0]}"?'
        if near
        else "The check cell under each exercise holds its name."
    )
    raise LookupError(f"There is no exercise {name[:LONGEST]!r}. {hint}")


def lesson_of(name: str) -> str:
    """Return the name of the lesson that asks for the exercise of that name, which is known."""
    return next(
        lesson.name
        for lesson in lessons().values()
        if any(asked.name == name for asked in lesson.asked)
    )


def before(name: str) -> dict[str, Exercise]:
    """Return function to exercise, for those that a lesson asks for before the one of a name."""
    asked = of_lesson(lesson_of(name))
    place = next(i for i, each in enumerate(asked) if each.name == name)
    earlier = (each for each in asked[:place] if isinstance(each, Exercise))
    return {function: each for each in earlier for function in each.references}


def stand_ins(name: str, functions: Iterable[str]) -> dict[str, Callable[..., object]]:
    """Return function to the right one, for those that a lesson asks for before one of a name."""
    earlier = before(name)
    return {f: _standing_in(earlier[f].references[f]) for f in functions if f in earlier}


def _standing_in(right: Callable[..., object]) -> Callable[..., object]:
    """Return a function that calls the right one: it is the course that calls it."""

    def stand_in(*given: object, **named: object) -> object:
        return right(*given, **named)

    return stand_in
