"""Penalties for what is handed in late, by whatever policy nbgrader is configured with."""

import logging
from functools import cached_property
from typing import TYPE_CHECKING

from nbgrader.api import SubmittedNotebook
from traitlets.config import Config

from grader.errors import CourseError

if TYPE_CHECKING:
    from nbgrader.preprocessors import AssignLatePenalties

OURS = "grader.classroom.late.LatePolicy"
QUIET = logging.getLogger("backprop.penalties")
QUIET.setLevel(logging.CRITICAL)


class Penalties:
    """The late policy that is configured, nbgrader's own or another, such as one in a late.py.

    Raises CourseError where there is no such policy.
    """

    def __init__(self, config: Config, lesson: str) -> None:
        self.config, self.lesson = config, lesson
        self.name = str(config.get("AssignLatePenalties", {}).get("plugin_class", "nbgrader's"))
        if self.name != OURS:
            self.assigned  # noqa: B018 (a policy that cannot be had is told before anything starts)

    @cached_property
    def assigned(self) -> "AssignLatePenalties":
        """nbgrader's own step, with the policy."""
        from nbgrader.preprocessors import AssignLatePenalties  # it brings all of nbconvert

        try:
            assigned = AssignLatePenalties(config=self.config)
            assigned.log = QUIET
            assigned.init_plugin()
        except Exception as error:  # the policy may be anyone's program
            raise CourseError(
                f"the late policy {self.name}, named in nbgrader_config.py, cannot be had "
                f"({_in_one_line(error)}): put its file beside nbgrader_config.py, or mend it"
            ) from None
        assigned.plugin_inst.log = QUIET
        if hasattr(assigned.plugin_inst, "lesson"):
            assigned.plugin_inst.lesson = self.lesson
        return assigned

    def of(self, student: str, notebook: SubmittedNotebook, late: float) -> float | None:
        """Return what a late notebook loses, at most all; None where it loses nothing.

        late: seconds. Raises CourseError where the policy fails.
        """
        policy = self.assigned.plugin_inst
        try:
            penalty = policy.late_submission_penalty(student, notebook.score, late)
            return None if penalty is None else self.assigned._check_late_penalty(notebook, penalty)
        except Exception as error:  # as above
            raise CourseError(
                f"the late policy {self.name} fails for {student} ({_in_one_line(error)}): mend it "
                "and run the same command again, which goes on where this one stopped"
            ) from None


def _in_one_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0][:200]}" if lines else type(error).__name__
