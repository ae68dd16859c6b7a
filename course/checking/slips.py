"""What a slip in an exercise's entry reads like: one line, with what to do."""

from collections import Counter
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from course.checking.exercise import Exercise

Item = TypeVar("Item")


def check_entry(exercise: "Exercise", part: type, mistake: type) -> None:
    """Raise ValueError, in one line, for a slip in the entry of an exercise.

    part, mistake: what its parts and mistakes have to be.
    """
    told = f"the exercise {exercise.name!r}"
    if not (isinstance(exercise.name, str) and exercise.name.isidentifier()):
        raise ValueError(f"{told}: expected a name of Python's, as in 'dense_forward'; correct it")
    for field in ("parts", "mistakes", "functions"):
        found = getattr(exercise, field)
        if not isinstance(found, tuple):
            raise ValueError(
                f"{told}: {field} is a {type(found).__name__}; expected a tuple; end a single one "
                "with a comma, (one,)"
            )
    _check_items(told, "parts", exercise.parts, part)
    _check_items(told, "mistakes", exercise.mistakes, mistake)
    for one in exercise.parts:
        if not (isinstance(one.points, int) and one.points > 0):
            raise ValueError(
                f"{told}, part {one.name!r}: found {one.points!r} points; expected a whole number "
                "above 0; correct it"
            )
    answers = exercise.reference if isinstance(exercise.reference, tuple) else (exercise.reference,)
    if not all(map(callable, answers)) or len(answers) != len(exercise.functions or (1,)):
        raise ValueError(
            f"{told}: reference is no function, or not as many as functions names; give the right "
            "function itself, or a tuple of them and their names in functions"
        )
    if not callable(exercise.draw):
        raise ValueError(f"{told}: draw is no function; expected one of rng that returns cases")


def _check_items(told: str, field: str, items: tuple[Item, ...], kind: type) -> None:
    for item in items:
        if not isinstance(item, kind):
            raise ValueError(
                f"{told}: found a {type(item).__name__} in {field}; expected objects of "
                f"{kind.__name__}; correct it"
            )
    names = Counter(getattr(item, "name", "") for item in items)
    if twice := [name for name, count in names.items() if count > 1]:
        raise ValueError(f"{told}: two of its {field} are named {twice[0]!r}; rename one of them")
