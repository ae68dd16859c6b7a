"""nbgrader's configuration for the course: run nbgrader in the folder where this lies."""

import sys
from pathlib import Path

from grader.environment import use_own_programs
from grader.paths import LESSONS, SOLUTIONS

use_own_programs()
c = get_config()  # type: ignore[name-defined]  # noqa: F821


# The course that stands around this folder; where there is none, the installed one.
COURSE = Path(__file__).resolve().parents[1]
WHOLE = (COURSE / "solutions").is_dir()

c.CourseDirectory.course_id = "backprop"
c.CourseDirectory.source_directory = str(COURSE / "solutions" if WHOLE else SOLUTIONS)
c.CourseDirectory.release_directory = str(COURSE / "lessons" if WHOLE else LESSONS)
# The text of a lesson lies beside its folder, and so does not reach the release.
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc*", "__pycache__"]
if "nbgrader.converters" in sys.modules:  # else nobody makes a release, and it takes half a second
    from grader.building.release import PREPROCESSORS

    c.GenerateAssignment.preprocessors = PREPROCESSORS
# A dilemma's marking scheme stands in a locked cell, so that it is there again when a person
# grades the answer below it; nbgrader by itself expects it in task cells alone.
c.ClearMarkScheme.enforce_metadata = False
c.ExecutePreprocessor.timeout = 120

# Where you are: times are read and shown so.
# c.Exchange.timezone = "Europe/Berlin"

# What is handed in late. A day's grace for everybody, then a tenth of the points for each day that
# has begun; a week more for Ada, and three days more for Alan in one lesson.
# c.LatePolicy.grace_days = 1
# c.LatePolicy.penalty_a_day = 0.1
# c.LatePolicy.extensions = {"ada": 7, "alan/04-backward-pass": 3}
c.AssignLatePenalties.plugin_class = "grader.classroom.late.LatePolicy"

# What somebody worked in is not released.
c.ExchangeFactory.release_assignment = "grader.classroom.release.ReleaseAssignment"
# What systems add to zip files is nobody's.
c.ZipCollectApp.collector_plugin = "grader.classroom.zipcollect.Collector"
# Formulas that need no network, in the formgrader too.
c.HTMLExporter.filters = {"markdown2html": "grader.judge.formulas.markdown2html"}
