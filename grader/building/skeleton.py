"""A new lesson's files: all parts that a lesson has, to be filled in."""

from argparse import Namespace
from pathlib import Path

from course.exercises.manifest import Lesson
from course.material import files
from course.places import installed
from grader.building.manifests import FOLDER
from grader.errors import CourseError
from grader.paths import ROOT, SOLUTIONS

SKELETON = Path(__file__).parent / "skeleton"


def new_lesson(arguments: Namespace) -> None:
    """Write the files of a new lesson, and say which and what comes next. Raises CourseError."""
    for path in write_lesson(arguments.lesson):
        print(path.relative_to(ROOT).as_posix())
    print(f"now fill them in, and run: backprop build {arguments.lesson}")


def write_lesson(name: str) -> list[Path]:
    """Write a new lesson's text, exercises and questions; return their paths.

    Raises CourseError where the name is none, where one of the files is there already, and where
    the course is no clone.
    """
    if installed():
        raise CourseError("this is an installed course: make lessons in a clone of its repository")
    try:
        lesson = Lesson(name)
    except ValueError as error:
        raise CourseError(str(error)) from None
    made = {
        SOLUTIONS / f"{name}.md": "text.md",
        FOLDER / f"{lesson.slug}.py": "exercises.txt",
        files.FOLDER / f"{name}.yaml": "quiz.yaml",
    }
    for path in made:
        if path.exists() or path.with_suffix("").is_dir():
            raise CourseError(f"{path} is there already: choose another name, or remove it")
    for path, skeleton in made.items():
        text = (SKELETON / skeleton).read_text(encoding="utf-8")
        path.write_text(_named(text, lesson), encoding="utf-8", newline="\n")
    return list(made)


def _named(text: str, lesson: Lesson) -> str:
    """Return a skeleton's text with the lesson's names in it."""
    words = lesson.slug.replace("_", " ")
    for mark, value in (
        ("@NAME@", lesson.name),
        ("@NUMBER@", lesson.name[:2]),
        ("@TITLE@", words.capitalize()),
        ("@SLUG@", lesson.slug),
        ("@SLUG_UPPER@", lesson.slug.upper()),
    ):
        text = text.replace(mark, value)
    return text
