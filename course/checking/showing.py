"""What went wrong, shown: the line that failed, or one entry beside what was expected."""

import numpy as np

from course.checking.comparing import apart, first_difference, relative_error
from course.checking.examining import ENDED
from course.checking.exercise import MISSING, Case, Exercise
from course.checking.failing import Failure
from course.checking.misuse import misused
from course.checking.plain import Plain, describe
from course.checking.remedies import remedy_for
from course.checking.view import Observation, View

LINE_AT_MOST = 80


def explain_failure(exercise: Exercise, failure: Failure, case: Case) -> Observation:
    """Say how a call failed: at which line, with which inputs."""
    with_inputs = f"With {case.description}"
    if failure.kind in ENDED:
        return Observation(failure.kind, failure.message, f"{with_inputs}.")
    if not failure.fits:
        cannot = f"it cannot be called as `{exercise.call_text}`: {failure.message}"
        return Observation("wrong_signature", cannot)
    source = failure.source
    if len(source) > LINE_AT_MOST:
        source = source[: LINE_AT_MOST - 3] + "..."
    line = f"Your line {failure.line}: `{source}` stops with " if failure.line else ""
    return Observation(
        f"raised_{failure.kind}",
        misused(exercise, failure, case) or remedy_for(failure) or f"it stops with {failure.kind}",
        f"{line}{failure.kind}: {failure.message}. {with_inputs}.",
    )


def difference(exercise: Exercise, view: View) -> str:
    """Show one entry of the answer beside what is expected, on the first wrong case."""
    columns = view.cases, view.values, view.expected
    for case, value, expected in zip(*columns, strict=True):
        if view.flaw:
            if flaw := view.flaw(value, expected):
                return f"With {case.description}: {flaw}."
            continue
        found = first_difference(value, expected, view.tolerance, view.name)
        if found:
            name, yours, wanted = found
            numeric = exercise.numeric and not case.convention
            mine, theirs = apart(yours, wanted)
            proof = "the numeric gradient says" if numeric else "expected"
            error = f" (relative error {relative_error(yours, wanted):.2g})"
            error = error if np.isfinite([yours, wanted]).all() else ""
            return f"With {case.description}: your `{name}` is {mine}, {proof} {theirs}{error}."
    for case, value, expected, right in zip(*columns, view.right(), strict=True):
        if not right:
            mine = "" if value is MISSING else f"found {describe(value)}, "
            return f"With {case.description}: {mine}expected {describe(expected)}."
    return ""


def raised(failure: Failure) -> Plain:
    return {"raised": failure.kind, "by": _product(failure.message)}


def _product(message: str) -> str:
    """Return which product of arrays of unfit shapes stopped, where a message tells."""
    if "matmul" in message or "not aligned" in message:
        return "matrix product"
    return "entry by entry" if "broadcast" in message else ""
