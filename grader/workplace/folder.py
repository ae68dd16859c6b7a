"""Which folder is the student's."""

from pathlib import Path

from course.places import installed
from grader.errors import CourseError
from grader.paths import LESSONS, ROOT
from grader.workplace.copies import NOTES
from grader.workplace.notebooks import unusable

DEFAULT = "my-lessons"
OF_THE_COURSE = (".git", "course", "docs", "grader", "lessons", "quizzes", "solutions", "tests")


def chosen(name: str | None) -> Path:
    """Return the student's folder: the one named, else the one that this is in, else the default.

    The default stands at the top of the repository, without one in the folder that one is in.
    Raises CourseError for a folder of the course's own.
    """
    here = Path.cwd()
    if name is None:
        begun = (place for place in (here, *here.parents) if (place / NOTES).is_dir())
        return next(begun, (here if installed() else ROOT) / DEFAULT)
    folder = Path(name).expanduser().resolve()
    own = [LESSONS] if installed() else [ROOT / part for part in OF_THE_COURSE]
    if folder == ROOT or any(folder.is_relative_to(place) for place in own):
        raise CourseError(f"{folder} is the course's own: name a folder of yours")
    return folder


def prepare(folder: Path) -> None:
    """Make the folder where there is none. In a clone of the course, git sees nothing of it."""
    ignore = folder / ".gitignore"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not installed() and folder.is_relative_to(ROOT) and not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
    except OSError as error:
        raise unusable(folder, error) from None
