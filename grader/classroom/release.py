"""nbgrader's release_assignment, which refuses to release what the build did not make."""

from pathlib import Path

from nbgrader.exchange.default import ExchangeReleaseAssignment

from grader.errors import CourseError
from grader.judge.pristine import look_over


class ReleaseAssignment(ExchangeReleaseAssignment):
    """Releases a lesson to nbgrader's exchange where it is as built."""

    def init_src(self) -> None:
        """Find the lesson; stop, in one line, where somebody worked in it."""
        super().init_src()
        lesson, course = self.coursedir.assignment_id, self.coursedir
        folders = (course.release_directory, course.source_directory)
        paths = [Path(course.format_path(name, ".", lesson)).parent for name in folders]
        try:
            look_over(lesson, *paths)
        except CourseError as error:
            self.fail(str(error))
