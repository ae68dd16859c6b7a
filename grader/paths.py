"""Where the course's folders are."""

from importlib.util import find_spec
from pathlib import Path

from course.places import folder, installed

SOLUTIONS_PACKAGE = "backprop_solutions"


def solutions() -> Path:
    """Return the folder of the solutions, which need not be there.

    A student's wheel has none: they are a wheel of their own, for who grades.
    """
    if not installed():
        return folder("solutions")
    found = find_spec(SOLUTIONS_PACKAGE)
    places = found and found.submodule_search_locations
    return Path(next(iter(places))) if places else Path(SOLUTIONS_PACKAGE)


GRADER = Path(__file__).resolve().parent
ROOT = GRADER.parent
LESSONS = folder("lessons")
SOLUTIONS = solutions()
