"""What grading a submission gives: plain data that can be sent, kept and written down."""

from dataclasses import asdict, dataclass, field
from typing import Any, TypedDict

from grader.judge.handwriting import Hand

GRADED, UNREADABLE, MISSING, FAILED = "graded", "unreadable", "missing", "failed"


class Found(TypedDict):
    """What was found of one part of an exercise, or of one question: a Finding as plain data."""

    name: str
    points: float
    possible: float
    diagnosis: str | None
    sentence: str
    detail: str


@dataclass
class ExerciseResult:
    """The outcome of one exercise.

    status: the verdict's, or 'manual' for a written answer. points: None where a
    person gives them. flags: what a person should look at. message: the judge's words.
    findings: of each part, or each question. hand: what shows whose the answer is.
    """

    points: float | None
    possible: float
    status: str
    diagnosis: str | None = None
    message: str = ""
    flags: list[str] = field(default_factory=list)
    seconds: float = 0.0
    hand: Hand = field(default_factory=Hand)
    findings: list[Found] = field(default_factory=list)


@dataclass
class Result:
    """The outcome of one submission.

    exercises: name to ExerciseResult. flags: what a person should look at.
    unanswered: ids of the answers left as they were released. notebook: the graded
    notebook as JSON text. seconds: of wall time. busy: processor seconds of the judge and the
    sandbox together; own: of the sandbox alone.
    """

    status: str
    exercises: dict[str, ExerciseResult] = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    notebook: str = ""
    seconds: float = 0.0
    busy: float = 0.0
    own: float = 0.0

    def as_dict(self) -> dict[str, Any]:
        """Return the result as plain data, without the notebook."""
        plain = asdict(self)
        del plain["notebook"]
        return plain

    @classmethod
    def of_dict(cls, plain: dict[str, Any]) -> "Result":
        """Return the Result that as_dict gave."""
        exercises = {
            name: ExerciseResult(**(outcome | {"hand": Hand(**outcome["hand"])}))
            for name, outcome in plain["exercises"].items()
        }
        return cls(**(plain | {"exercises": exercises}))
