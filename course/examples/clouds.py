"""Clouds of points in the plane for lesson 12: what a generator is to imitate."""

import numpy as np

CENTRES = np.array([(-1.0, -1.0), (-1.0, 1.0), (1.0, -1.0), (1.0, 1.0)])
NEAR = 0.6  # a point closer than this to a centre belongs to its blob
LEAST = 0.05  # the share of the points that a blob must hold to count: fair would be 0.25
SECTORS = 8  # into which the ring is cut


def blobs(n, rng):
    """Return n points (n, 2) of four round clouds, each as likely as the others."""
    return CENTRES[rng.integers(len(CENTRES), size=n)] + 0.15 * rng.normal(size=(n, 2))


def ring(n, rng):
    """Return n points (n, 2) near the circle of radius 1."""
    angle = rng.uniform(0, 2 * np.pi, n)
    return np.column_stack([np.cos(angle), np.sin(angle)]) + 0.05 * rng.normal(size=(n, 2))


def blobs_held(points):
    """Return how many of the four blobs hold a twentieth of the points (n, 2) or more."""
    distance = np.linalg.norm(points[:, None] - CENTRES, axis=2)
    near = distance.argmin(axis=1)[distance.min(axis=1) < NEAR]
    return int(np.sum(np.bincount(near, minlength=len(CENTRES)) >= LEAST * len(points)))


def sectors_held(points):
    """Return how many eighths of the ring hold a twentieth of the points (n, 2) or more."""
    x, y = points[np.abs(np.linalg.norm(points, axis=1) - 1) < 0.2].T
    sector = np.floor((np.arctan2(y, x) / (2 * np.pi) + 0.5) * SECTORS).astype(int) % SECTORS
    return int(np.sum(np.bincount(sector, minlength=SECTORS) >= LEAST * len(points)))
