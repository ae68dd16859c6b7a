"""Where a class's files are: as nbgrader has them, or below a folder that is named."""

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from traitlets.config import PyFileConfigLoader

from grader.errors import CourseError
from grader.paths import GRADER

CONFIG = "nbgrader_config.py"


@dataclass(frozen=True)
class Folders:
    """A class's folders and its gradebook.

    config: nbgrader's. course: its CourseDirectory. submitted, autograded,
    feedback: folders. journal: the judge's own notes on what it has graded.
    """

    config: object
    course: object
    submitted: Path
    autograded: Path
    feedback: Path
    journal: Path

    @property
    def db_url(self):
        return self.course.db_url


def folders(submitted=None, out=None, db=None):
    """Return the Folders of a run: those of nbgrader's configuration, but for what is named.

    Without out, they are in this folder where nbgrader is configured here, else
    in the course's grader/.
    """
    here = Path.cwd()
    home = here if (here / CONFIG).exists() else GRADER
    config = PyFileConfigLoader(CONFIG, path=str(home)).load_config()
    root = Path(out).absolute() if out else home
    config.CourseDirectory.root = str(root)
    if db:
        config.CourseDirectory.db_url = db
    course = CourseDirectory(config=config)
    where = Path(submitted).absolute() if submitted else home / course.submitted_directory
    return Folders(
        config,
        course,
        where,
        root / course.autograded_directory,
        root / course.feedback_directory,
        root / ".judge",
    )


def write(path, text, mode=0o644):
    """Write a file whole or not at all.

    Raises CourseError, in one line, where it cannot be written.
    """
    new = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(new, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fchmod(file.fileno(), mode)
        os.replace(new, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            new.unlink()
        raise CourseError(
            f"{path} cannot be written ({os.strerror(error.errno).lower()}): mend that and run "
            "the same command again, which goes on where this one stopped"
        ) from None
