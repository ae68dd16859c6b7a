"""The checking engine: from a function and its exercise to a verdict in words."""

from course.checking.answers import Questions, Written, look_over, mark
from course.checking.calling import Failure, Reply, asking, call
from course.checking.comparing import Tolerance
from course.checking.exercise import Case, Exercise, Mistake, Part, outputs
from course.checking.judging import judge, not_attempted
from course.checking.verdict import Finding, Verdict

__all__ = [
    "Case",
    "Exercise",
    "Failure",
    "Finding",
    "Mistake",
    "Part",
    "Questions",
    "Reply",
    "Tolerance",
    "Verdict",
    "Written",
    "asking",
    "call",
    "judge",
    "look_over",
    "mark",
    "not_attempted",
    "outputs",
]
