"""Digits as a hand draws them: (the digit, its strokes), x to the right and y down, from 0 to 1."""

import numpy as np


def arc(cx, cy, rx, ry, start, end, points=24):
    """Return points on an ellipse, from one angle to another in degrees, clockwise."""
    angles = np.radians(np.linspace(start, end, points))
    wobble = 1 + 0.02 * np.sin(5 * angles)
    return np.stack([cx + rx * wobble * np.cos(angles), cy + ry * wobble * np.sin(angles)], axis=1)


def line(*corners, points=10):
    """Return points along straight lines from corner to corner."""
    return np.concatenate(
        [np.linspace(start, end, points) for start, end in zip(corners, corners[1:], strict=False)]
    )


def joined(*parts):
    return np.concatenate(parts)


DRAWN = (
    (0, [arc(0.5, 0.5, 0.21, 0.36, -80, 285)]),
    (1, [line((0.40, 0.28), (0.52, 0.14), (0.50, 0.86))]),
    (
        2,
        [
            joined(
                arc(0.48, 0.32, 0.18, 0.18, 190, 390),
                line((0.62, 0.44), (0.32, 0.85), (0.70, 0.84)),
            )
        ],
    ),
    (3, [joined(arc(0.47, 0.32, 0.17, 0.17, 200, 440), arc(0.47, 0.67, 0.20, 0.19, -80, 155))]),
    (4, [line((0.52, 0.14), (0.28, 0.58), (0.74, 0.57)), line((0.62, 0.36), (0.58, 0.88))]),
    (
        5,
        [
            joined(
                line((0.66, 0.16), (0.38, 0.17), (0.35, 0.47)),
                arc(0.48, 0.64, 0.19, 0.20, -120, 140),
            )
        ],
    ),
    (6, [joined(line((0.58, 0.13), (0.38, 0.42)), arc(0.49, 0.66, 0.17, 0.19, 200, 555))]),
    (7, [line((0.30, 0.18), (0.68, 0.17), (0.45, 0.86)), line((0.36, 0.52), (0.66, 0.50))]),
    (8, [joined(arc(0.50, 0.32, 0.15, 0.17, 60, -250), arc(0.50, 0.67, 0.18, 0.19, -110, 250))]),
    (9, [joined(arc(0.48, 0.34, 0.17, 0.19, 0, -350), line((0.65, 0.35), (0.58, 0.87)))]),
)
