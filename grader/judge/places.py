"""Where a run's files are, as far as it is known without nbgrader."""

from pathlib import Path

from course.places import installed
from grader.paths import GRADER

CONFIG = "nbgrader_config.py"
JOURNAL = ".judge"


def home() -> Path:
    """Return this folder where nbgrader is configured here, or there is no repository.

    Else it is the repository's grader/.
    """
    here = Path.cwd()
    return here if (here / CONFIG).exists() or installed() else GRADER
