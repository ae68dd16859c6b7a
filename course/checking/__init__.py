"""The checking engine: from a function and its exercise to a verdict in words."""

from course.checking.answers import Questions, Written, look_over, mark
from course.checking.calling import Reply, asking, call
from course.checking.comparing import Tolerance
from course.checking.exercise import Case, Exercise, Mistake, Part, outputs
from course.checking.failing import Failure
from course.checking.judging import judge, not_attempted
from course.checking.scored import (
    Attempt,
    Performance,
    ScoredExercise,
    Step,
    Symptom,
    in_each,
    shown_by_most,
)
from course.checking.verdict import Finding, Status, Verdict

__all__ = [
    "Attempt",
    "Case",
    "Exercise",
    "Failure",
    "Finding",
    "Mistake",
    "Part",
    "Performance",
    "Questions",
    "Reply",
    "ScoredExercise",
    "Status",
    "Step",
    "Symptom",
    "Tolerance",
    "Verdict",
    "Written",
    "asking",
    "call",
    "in_each",
    "judge",
    "look_over",
    "mark",
    "not_attempted",
    "outputs",
    "shown_by_most",
]
