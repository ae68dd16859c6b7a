"""Finding a lesson's manifest, and what a slip in course/exercises/ reads like."""

import traceback
from pathlib import Path

import course.exercises
from course.exercises.manifest import Lesson
from grader.errors import CourseError

FOLDER = Path(course.exercises.__file__).parent
ROOT = FOLDER.parents[1]


def manifest_of(name: str) -> Lesson:
    """Return the manifest of a lesson.

    Raises CourseError where there is none, and where a module of exercises cannot be imported.
    """
    lessons = manifests()
    if name not in lessons:
        raise CourseError(
            f"{name}: no lesson {name!r} in course.exercises: add a module there with "
            f'LESSON = Lesson("{name}", ...)'
        )
    return lessons[name]


def manifests() -> dict[str, Lesson]:
    """Return name to manifest, of all lessons.

    Raises CourseError where a module of exercises cannot be imported.
    """
    try:
        return course.exercises.lessons()
    except Exception as error:
        raise CourseError(_told(error)) from error


def _told(error: Exception) -> str:
    """Say in one line which file to mend at which line."""
    words = " ".join(str(error).split())
    if isinstance(error, SyntaxError):
        return f"{_below_root(error.filename or '')}, line {error.lineno}: {error.msg}; mend it"
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if FOLDER in Path(frame.filename).parents]
    own = [frame for frame in own if Path(frame.filename) != FOLDER / "__init__.py"] or own
    if not own:
        return f"course/exercises: {words}"
    place = f"{_below_root(own[-1].filename)}, line {own[-1].lineno}"
    return f"{place}: {type(error).__name__}: {words}; mend it (docs/add-an-exercise.md)"


def _below_root(path: str) -> str:
    return Path(path).relative_to(ROOT).as_posix() if ROOT in Path(path).parents else path
