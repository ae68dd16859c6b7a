"""Grading one submission: from the bytes of its file to its Result."""

import json
import time
from collections.abc import Mapping, Sequence

from course.exercises import of_lesson
from grader.judge.beside import Beside
from grader.judge.cells import UnreadableError, notebook_of
from grader.judge.flagging import flags
from grader.judge.merging import OWN, Step, merged
from grader.judge.notebook import graded_notebook
from grader.judge.outcomes import outcomes
from grader.judge.plan import Plan
from grader.judge.result import GRADED, UNREADABLE, ExerciseResult, Result
from grader.judge.sitting import Sitting
from grader.judge.tampering import other_lesson
from grader.sandbox.lane import Lane

NOTHING_BESIDE = Beside()


def grade(
    data: bytes, plan: Plan, lane: Lane, seeds: tuple[int, int], beside: Beside = NOTHING_BESIDE
) -> Result:
    """Return the Result of a submission.

    data: the bytes of its notebook's file. lane: a sandbox. seeds: of the two draws. beside: what
    was handed in with it.
    """
    began, busy = time.monotonic(), time.process_time()
    try:
        submitted = notebook_of(data)
    except UnreadableError as error:
        return unreadable(plan, str(error))
    other = other_lesson(plan, submitted.cells)
    if other:
        return unreadable(plan, f"it is the notebook of {other}: ask for that of {plan.lesson}")
    steps = merged(plan, submitted.cells)
    sitting = Sitting(lane, steps, seeds, plan.names, beside.files, submitted.python)
    sitting.hold()
    exercises = outcomes(plan, sitting)
    result = Result(GRADED, exercises, flags(plan, submitted, sitting, beside))
    result.notebook = json.dumps(graded_notebook(plan, steps, exercises), ensure_ascii=False)
    result.unanswered = _unanswered(steps, exercises)
    result.own = sitting.own_seconds
    result.busy = time.process_time() - busy + sitting.own_seconds
    result.seconds = time.monotonic() - began
    return result


def _unanswered(steps: Sequence[Step], exercises: Mapping[str, ExerciseResult]) -> list[str]:
    """Return the grade ids of what was left as it was released, and needs no person."""
    return [
        step.planned.grade_id
        for step in steps
        if step.planned
        and step.planned.grade_id
        and step.kind in OWN
        and (step.missing or not step.changed)
        and exercises[step.exercise or ""].status != "manual"
    ]


def unreadable(plan: Plan, why: str, status: str = UNREADABLE) -> Result:
    """Return the Result of a submission that cannot be graded: nothing earned, and why."""
    exercises = {
        exercise.name: ExerciseResult(0, exercise.possible, status, status, why)
        for exercise in of_lesson(plan.lesson)
    }
    result = Result(status, exercises, [why])
    result.notebook = json.dumps(graded_notebook(plan, merged(plan, []), exercises))
    return result
