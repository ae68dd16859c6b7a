"""The lessons and their exercises, found by what lies in this folder."""

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from course.checking import Exercise, Questions, Written
from course.exercises.manifest import Lesson

LONGEST = 60  # letters of a name that nobody knows
Asked = Exercise | Questions | Written


_known: dict[str, Asked] = {}  # name to exercise, of the lessons that have been imported
_lesson_of: dict[str, str] = {}  # name of an exercise to its lesson's, of these


@cache
def lessons() -> dict[str, Lesson]:
    """Return name to manifest, in order: the LESSON of each module here that holds one.

    Raises ValueError where two modules hold a lesson of one name.
    """
    found: dict[str, Lesson] = {}
    for module in iter_modules(__path__):
        manifest = _manifest(module.name)
        if manifest is None:
            continue
        if manifest.name in found:
            raise ValueError(
                f"course/exercises/{module.name}: found a second lesson {manifest.name!r}; "
                "expected one of each name; rename it"
            )
        found[manifest.name] = manifest
    return dict(sorted(found.items()))


@cache
def _manifest(module: str) -> Lesson | None:
    """Return the LESSON of a module here, which is imported, None where it holds none."""
    found: Lesson | None = getattr(import_module(f"{__name__}.{module}"), "LESSON", None)
    if found is not None:
        _known.update((asked.name, asked) for asked in found.asked)
        _lesson_of.update((asked.name, found.name) for asked in found.asked)
    return found


@cache
def lesson(name: str) -> Lesson:
    """Return the manifest of a lesson; only its module is imported where it is called like it.

    Raises KeyError where there is none.
    """
    module = name[3:].replace("-", "_")
    if find_spec(f"{__name__}.{module}") if module.isidentifier() else None:
        found = _manifest(module)
        if found is not None and found.name == name:
            return found
    return lessons()[name]


def of_lesson(name: str) -> tuple[Asked, ...]:
    """Return all that a lesson asks for, in its order: exercises, questions, dilemma."""
    return lesson(name).asked


@cache
def by_name() -> dict[str, Asked]:
    """Return name to exercise, over all lessons."""
    return {asked.name: asked for lesson in lessons().values() for asked in lesson.asked}


def find(name: str) -> Asked:
    """Return the exercise of that name.

    Raises LookupError, with the nearest name, where there is none.
    """
    if isinstance(name, str) and name in _known:
        return _known[name]
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
    if name not in _lesson_of:
        lessons()
    return _lesson_of[name]


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
