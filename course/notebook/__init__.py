"""What a notebook calls: check an answer, see how far one is."""

from course.notebook.cells import follow
from course.notebook.checks import check, mark_answers
from course.notebook.progress import progress
from course.notebook.threads import one_thread

__all__ = ["check", "mark_answers", "progress"]

follow()
one_thread()
