"""What is lost by handing in late: days of grace, a share for each day, students' extensions."""

import math

from nbgrader.plugins import LateSubmissionPlugin
from traitlets import Dict, Float, Unicode

DAY = 24 * 60 * 60.0


class LatePolicy(LateSubmissionPlugin):
    """A penalty in points that grows with each day begun after the due date and the grace.

    nbgrader's own penalty_method "zero" holds too: then all is lost after the grace.
    """

    grace_days = Float(0.0, help="Days after the due date that cost nothing.").tag(config=True)
    penalty_a_day = Float(
        0.0, help="The share of the earned points lost for each day begun: 0.1 is a tenth."
    ).tag(config=True)
    extensions = Dict(
        value_trait=Float(),
        key_trait=Unicode(),
        help="Days more for a student, or in a lesson: {'ada': 7, 'alan/04-backward-pass': 3}.",
    ).tag(config=True)

    lesson = ""

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float | None:
        """Return the points lost, None where none are.

        score: the points earned. total_seconds_late: after the due date.
        """
        days = math.ceil(round(total_seconds_late / DAY - self._allowed(student_id), 9))
        if days <= 0:
            return None
        if self.penalty_method == "zero":
            return score
        lost = min(1.0, self.penalty_a_day * days) * score
        return round(lost, 2) if lost else None

    def _allowed(self, student: str) -> float:
        extensions: dict[str, float] = self.extensions
        in_lesson = extensions.get(f"{student}/{self.lesson or self._of_nbgrader()}", 0.0)
        return float(self.grace_days) + extensions.get(student, 0.0) + in_lesson

    def _of_nbgrader(self) -> str:
        """Return the lesson that nbgrader autograde is at, '' where it says none."""
        return str(getattr(self.parent, "assignment_id", ""))
