"""What nbgrader's Validate, a button and a command, is told of a verdict.

It shows a check cell's error output, and for a cell without one that earned less than its points
a sentence of its own: "Partial credit; passed some but not all of the tests", for work that is not
begun too. So while it validates, and at no other time, the verdict's words are error output.
"""

import os
import sys

from course.checking import Status, Verdict

EXECUTION, VALIDATE = "NBGRADER_EXECUTION", "validate"
DONE = (Status.RIGHT, Status.ANSWERED)


def tell_nbgrader(verdict: Verdict) -> None:
    """Print a verdict's words where nbgrader validates and something is left to do."""
    if os.environ.get(EXECUTION) == VALIDATE and verdict.status not in DONE:
        print(verdict.message, file=sys.stderr)
