"""A Reply on its way from a worker to the judge: how it is written, and how it is read again.

What writes it runs beside a student's code; what reads it believes none of its fields.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from course.checking import Failure, Reply
from course.checking.examining import ENDED
from course.checking.plain import Opaque
from grader.sandbox.wire import WireError

MISSING = "missing_function"
WARNINGS_AT_MOST = 20
WARNING_AT_MOST = 500
PRINTED_AT_MOST = 2000
LINE_AT_MOST = 300
NAME_AT_MOST = 100
JUDGE_S_OWN = (*ENDED, MISSING)  # what the judge alone may say of a worker


def as_message(reply: Reply) -> dict[str, object]:
    """Return a Reply as plain data."""
    failure = reply.failure
    return {
        "value": reply.value,
        "failure": failure and {name: getattr(failure, name) for name in Failure.__annotations__},
        "warnings": [str(text)[:WARNING_AT_MOST] for text in reply.warnings[:WARNINGS_AT_MOST]],
        "changed": reply.changed,
        "printed": reply.printed,
    }


def as_reply(message: object) -> Reply:
    """Return the Reply that a worker sent, every field of the kind that it must have.

    Raises WireError where the message is something else.
    """
    if not isinstance(message, dict):
        raise WireError("no reply")
    failure, warned, changed = (message.get(name) for name in ("failure", "warnings", "changed"))
    warned = warned[:WARNINGS_AT_MOST] if isinstance(warned, list) else []
    return Reply(
        message.get("value"),
        _as_failure(failure) if isinstance(failure, dict) else None,
        tuple(text_of(line, WARNING_AT_MOST) for line in warned),
        changed if isinstance(changed, dict) else {},
        text_of(message.get("printed"), PRINTED_AT_MOST),
    )


def _as_failure(failure: Mapping[str, object]) -> Failure:
    line, kind = failure.get("line"), text_of(failure.get("kind"), NAME_AT_MOST)
    return Failure(
        kind if kind.isidentifier() and kind not in JUDGE_S_OWN else "Error",
        text_of(failure.get("message"), LINE_AT_MOST).replace("\n", " "),
        line if isinstance(line, int) and not isinstance(line, bool) else None,
        text_of(failure.get("source"), LINE_AT_MOST),
        failure.get("fits") is not False,
        failure.get("unwritten") is True,
    )


@dataclass(frozen=True)
class Stop:
    """Where a cell stopped, and why. rest: whether lines below that define something did not run.

    line: None where it is not known.
    """

    kind: str
    message: str
    line: int | None
    source: str
    rest: bool = False


def as_stop(message: object) -> Stop | None:
    """Return where a cell stopped, as a worker tells it, None where it ran to its end."""
    if not isinstance(message, dict):
        return None
    failure = _as_failure(message)
    rest = message.get("rest") is True
    return Stop(failure.kind, failure.message, failure.line, failure.source, rest)


def text_of(value: object, most: int) -> str:
    """Return the beginning of a text, '' where it is none."""
    return value[:most] if isinstance(value, str) and not isinstance(value, Opaque) else ""


def reply_of(answer: dict[str, Any]) -> Reply:
    """Return the Reply that a worker's answer brings, a failure where there is no function."""
    if "missing" in answer:
        return Reply(failure=Failure(MISSING, text_of(answer["missing"], NAME_AT_MOST)))
    return as_reply(answer.get("reply"))
