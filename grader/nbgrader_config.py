"""nbgrader's configuration for the course: run nbgrader in the folder where this lies."""

from pathlib import Path

from grader.building.release import PREPROCESSORS
from grader.environment import use_own_programs
from grader.paths import LESSONS, SOLUTIONS

use_own_programs()
c = get_config()  # noqa: F821


def beside(name: str, installed: Path) -> str:
    """Return a folder of the course that stands beside this one, else the installed course's."""
    here = Path(__file__).resolve().parent.with_name(name)
    return str(here if here.is_dir() else installed)


c.CourseDirectory.course_id = "backprop"
c.CourseDirectory.source_directory = beside("solutions", SOLUTIONS)
c.CourseDirectory.release_directory = beside("lessons", LESSONS)
# The text of a lesson lies beside its folder, and so does not reach the release.
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc*", "__pycache__"]
c.GenerateAssignment.preprocessors = PREPROCESSORS
# A dilemma's marking scheme stands in a locked cell, so that it is there again when a person
# grades the answer below it; nbgrader by itself expects it in task cells alone.
c.ClearMarkScheme.enforce_metadata = False
c.ExecutePreprocessor.timeout = 120
# Formulas that need no network, in the formgrader too.
c.HTMLExporter.filters = {"markdown2html": "grader.judge.formulas.markdown2html"}
