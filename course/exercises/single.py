"""Answers that are one number: its value earns points, and that it comes as a number earns one."""

import numpy as np

from course.checking import Part


def alone(value):
    """Return the number in an array or a list of one entry; anything else as it is."""
    if isinstance(value, np.ndarray) and value.ndim and value.size == 1:
        return value.reshape(())
    return alone(value[0]) if isinstance(value, list) and len(value) == 1 else value


def single_number(name, points, tolerance=None, where=lambda case: True, variable=""):
    """Return two parts: the value, in whatever brackets, and the value as a number by itself."""
    return (
        Part(name, points - 1, alone, tolerance, where=where, variable=variable),
        as_a_number(name, tolerance, variable),
    )


def as_a_number(name, tolerance=None, variable="", where=lambda case: True):
    """Return the part of a point that asks for a right value without brackets around it."""
    return Part(
        "as a number",
        1,
        tolerance=tolerance,
        where=lambda case: not case.extreme and where(case),
        variable=variable or name,
    )
