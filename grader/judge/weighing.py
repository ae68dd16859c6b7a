"""How much an answer holds, against what was asked: what is far larger is not looked at."""

import math
from dataclasses import replace
from typing import Any

import numpy as np

from course.checking import Reply
from course.checking.plain import Opaque
from grader.sandbox.limits import ENTRIES_BEYOND, ENTRIES_TO_ONE

FAR_LARGER = "far more numbers than were asked for"


def weight(value: Any) -> int:
    """Return how many entries plain data has; an axis of none counts as one of one."""
    if isinstance(value, np.ndarray):
        return math.prod(max(length, 1) for length in value.shape)
    if isinstance(value, (list, tuple)):
        return 1 + sum(map(weight, value))
    if isinstance(value, dict):
        return 1 + sum(map(weight, value.values()))
    return 1


def allowed(*asked: Any) -> int:
    """Return how many entries an answer may have, given the inputs and what is expected."""
    return ENTRIES_BEYOND + ENTRIES_TO_ONE * max(map(weight, asked), default=0)


def within(reply: Reply, most: int) -> Reply:
    """Return a Reply without what is larger than it may be, a word in its place."""
    changed = {
        name: value if weight(value) <= most else Opaque(FAR_LARGER)
        for name, value in reply.changed.items()
    }
    small = weight(reply.value) <= most
    return replace(reply, value=reply.value if small else Opaque(FAR_LARGER), changed=changed)
