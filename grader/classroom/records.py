"""What was collected of a lesson: kept for the exports and for giving feedback back."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from grader.classroom.platforms import Platform
from grader.classroom.roster import FOLDER
from grader.errors import CourseError
from grader.judge.writing import write


@dataclass
class Collected:
    """What is known of a student's submission.

    time: as in timestamp.txt, '' where it is not known. late: as the platform says. file: what it
    was called. returned: how the name of what is given back must begin. without: why nothing of
    the lesson was among what was handed in, '' where something was.
    """

    late: bool = False
    time: str = ""
    file: str = ""
    returned: str = ""
    without: str = ""


@dataclass
class Record:
    """All that was collected of a lesson. expected: ids of the students on the platform's list."""

    platform: Platform = Platform.PLAIN
    collected: dict[str, Collected] = field(default_factory=dict)
    expected: list[str] = field(default_factory=list)


def place(root: Path, lesson: str) -> Path:
    """Return where the record of a lesson is."""
    return root / FOLDER / f"{lesson}.json"


def load(root: Path, lesson: str) -> Record:
    """Return a lesson's record, an empty one where nothing was collected yet."""
    path = place(root, lesson)
    if not path.exists():
        return Record()
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
        collected = {student: Collected(**each) for student, each in plain["collected"].items()}
        return Record(Platform(plain["platform"]), collected, plain["expected"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise CourseError(f"{path} is not what backprop wrote: mend it, or move it away") from None


def save(root: Path, lesson: str, record: Record) -> None:
    """Write a lesson's record down."""
    text = json.dumps(asdict(record), indent=1, ensure_ascii=False)
    write(place(root, lesson), text + "\n", 0o600)
