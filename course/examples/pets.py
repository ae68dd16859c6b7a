"""Cats and dogs, each described by two numbers that can be drawn.

Made up, and not too easy: there are cats with hanging ears and dogs with short snouts.
"""

import numpy as np

_rng = np.random.default_rng(4)

Y = np.repeat([1.0, 0.0], 30)
"""What they are: 1 for a cat, 0 for a dog. Shape (60,)."""

X = np.round(np.clip(_rng.normal(np.outer(2 * Y - 1, [0.4, -0.3]), 0.45), -1, 1), 2) + 0.0
"""Ears, from -1 (hanging) to 1 (pointed); snout, from -1 (short) to 1 (long). Shape (60, 2)."""
