"""What nbgrader's exchange needs beside graded work: when it was handed in, and its secret.

`nbgrader release_feedback` reads both from feedback/, and names a student's page by the secret,
which `nbgrader submit` drew; so nobody else can guess where in the exchange the page lies.
"""

import secrets
from pathlib import Path

from grader.judge import reading
from grader.judge.clock import parsed_time
from grader.judge.writing import write

TIME, SECRET = "timestamp.txt", "submission_secret.txt"
SECRET_AT_MOST = 200
READABLE, FOR_GRADERS = 0o444, 0o440


def carry_secret(submitted: Path, student: str, lesson: str, place: Path) -> None:
    """Write a submission's secret, where it has one, into a folder."""
    secret = _secret(submitted, student, lesson)
    if secret:
        write(place / SECRET, secret, FOR_GRADERS)


def carry_to_feedback(submitted: Path, student: str, lesson: str, place: Path) -> None:
    """Write a submission's time and secret beside its feedback, so that it can be released.

    What came from a learning platform has no secret; it gets one that nobody knows, and an
    unknown time is left blank: release_feedback stops at a page without these files.
    """
    time = reading.read_timestamp(submitted, student, lesson)
    try:
        parsed_time(time)
    except ValueError:
        time = ""
    write(place / TIME, time, READABLE)
    secret = _secret(submitted, student, lesson)
    if secret or not (place / SECRET).exists():
        write(place / SECRET, secret or secrets.token_hex(32), FOR_GRADERS)


def _secret(submitted: Path, student: str, lesson: str) -> str:
    try:
        data = reading.read_file(submitted, student, lesson, SECRET, SECRET_AT_MOST)
    except (reading.UnreadableError, OSError):
        return ""
    return str(data.decode("utf-8", "replace"))
