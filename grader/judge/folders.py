"""Where a class's files are: as nbgrader has them, or below a folder that is named."""

import sys
from dataclasses import dataclass
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from grader.errors import CourseError
from grader.judge import places
from grader.paths import GRADER


@dataclass(frozen=True)
class Folders:
    """A class's folders and its gradebook.

    home: where nbgrader is configured. config: nbgrader's. course: its CourseDirectory.
    submitted, autograded, feedback: folders. journal: the judge's own notes on what it has graded.
    """

    home: Path
    config: Config
    course: CourseDirectory
    submitted: Path
    autograded: Path
    feedback: Path
    journal: Path

    @property
    def root(self) -> Path:
        """Where the gradebook, autograded/ and feedback/ are."""
        return Path(self.course.root)

    @property
    def db_url(self) -> str:
        """The gradebook."""
        return str(self.course.db_url)

    @property
    def zone(self) -> str:
        """The instructor's time zone, as nbgrader's exchange has it."""
        return str(self.config.get("Exchange", {}).get("timezone", "UTC"))


def folders(
    submitted: str | Path | None = None, out: str | Path | None = None, db: str | None = None
) -> Folders:
    """Return the Folders of a run: those of nbgrader's configuration, but for what is named.

    Without out, they are in this folder where nbgrader is configured here, else
    in the repository's grader/. Without a repository they are always here.
    """
    here, home = Path.cwd(), places.home()
    configured = (here / places.CONFIG).exists()
    config = _configuration(here if configured else GRADER)
    root = Path(out).absolute() if out else home
    config.CourseDirectory.root = str(root)
    if db:
        config.CourseDirectory.db_url = db
    course = CourseDirectory(config=config)
    where = Path(submitted).absolute() if submitted else home / course.submitted_directory
    return Folders(
        home,
        config,
        course,
        where,
        root / course.autograded_directory,
        root / course.feedback_directory,
        root / places.JOURNAL,
    )


def _configuration(home: Path) -> Config:
    """Return nbgrader's configuration, which may name what lies beside it, such as a late.py."""
    if str(home) not in sys.path:
        sys.path.append(str(home))
    try:
        config: Config = PyFileConfigLoader(places.CONFIG, path=str(home)).load_config()
        return config
    except Exception as error:  # it is a program, and may fail in any way
        reason = str(error).strip().splitlines()[:1] or [""]
        raise CourseError(
            f"{home / places.CONFIG} fails with {type(error).__name__}: {reason[0]}: mend it"
        ) from None
