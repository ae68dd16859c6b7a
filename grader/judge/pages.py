"""What a worker does for a feedback page: light, so that a process that makes pages alone is."""

from collections.abc import Mapping
from typing import Any

from grader.judge.holding import STOPPED, StoppedError, held
from grader.sandbox.limits import JUDGE_MB, JUDGE_SECONDS, PAGE_SECONDS


def feedback_task(notebook: str, marks: Mapping[str, Any], name: str) -> str:
    """Return the feedback page of one graded notebook.

    Raises RuntimeError, which a process can send, where it takes more than it may.
    """
    from grader.judge.feedback import feedback_page  # half a second that grading has no use for

    try:
        with held(JUDGE_SECONDS + PAGE_SECONDS, JUDGE_MB):
            return feedback_page(notebook, marks, name)
    except StoppedError as stopped:
        raise RuntimeError(f"{STOPPED}: {stopped}") from None
