"""Whether a student's function is right as it stands, so that an experiment may run on it."""

from collections.abc import Callable

from course.checking import Exercise
from course.checking.helpers import namespace_of, used_by
from course.checking.verdict import Status
from course.exercises import before, by_name
from course.notebook.cells import shell
from course.notebook.running import judged

SEED = 0
Function = Callable[..., object]

_found: dict[tuple[int, ...], tuple[str | None, tuple[object, ...]]] = {}
_in_cell: dict[tuple[int, int], str | None] = {}  # a cell that trains asks in each of its steps
_told: set[tuple[int, str]] = set()


def name_of_exercise(function: object) -> str | None:
    """Return the exercise that a function is an answer to: by its name, else by the notebook's."""
    asked = by_name()
    own = getattr(function, "__name__", None)
    if own in asked:
        return str(own)
    running = shell()
    held = list(running.user_ns.items()) if running else []
    return next((name for name, value in held if value is function and name in asked), None)


def amiss(function: object) -> str | None:
    """Return what to mend before an experiment runs on a function, in a line; None where it can.

    "" says that the function is not written. The exercise's own check decides, once for each
    version of the function and of those that it calls. Where no notebook shows the line,
    nothing is checked.
    """
    running = shell()
    if running is None or not hasattr(running, "kernel"):
        return None
    place = (running.execution_count, id(function))
    if place not in _in_cell:
        _in_cell[place] = _asked(function)
    return _in_cell[place]


def _asked(function: object) -> str | None:
    """Return the line on a function, from its check where it has not seen this version."""
    exercise = by_name().get(name_of_exercise(function) or "")
    if not isinstance(exercise, Exercise) or exercise.functions:
        return None
    parts = (function, *_helpers(exercise, function))
    key = tuple(map(id, parts))
    if key not in _found:
        _found[key] = (_amiss(exercise, function), parts)  # the parts: so that no id comes again
    return _found[key][0]


def tell(line: str) -> None:
    """Print a line, once for each run of a cell."""
    running = shell()
    place = (running.execution_count if running else 0, line)
    if line and place not in _told:
        _told.add(place)
        print(line)


def _helpers(exercise: Exercise, function: object) -> list[object]:
    """Return the student's other functions that a function calls, as the notebook has them."""
    if not callable(function):
        return []
    namespace = namespace_of(function)
    return [namespace.get(name) for name in used_by(function, tuple(before(exercise.name)))]


def _amiss(exercise: Exercise, function: object) -> str | None:
    mend = (
        f"Your `{exercise.name}` is not right yet: mend it first, as its check says.\n"
        "Here the course's own is used in its place."
    )
    if not callable(function):
        return mend
    verdict = judged(exercise, function, SEED)
    if verdict.status == Status.NOT_ATTEMPTED:
        return ""
    if verdict.status != Status.RIGHT:
        return mend
    return verdict.headline or None  # right with the course's own in the place of another
