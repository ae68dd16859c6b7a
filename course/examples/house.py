"""The house that runs through the course, and the small network that prices it.

2,000 square feet and 3 bedrooms, predicted at $300,000, sold for $350,000. The
network is made up so that every number can be followed by hand.
"""

import numpy as np

X = np.array([[2.0, 3.0]])
"""One house: size in 1,000 square feet, bedrooms. Shape (1, 2)."""

Y = np.array([[3.5]])
"""What it sold for, in $100,000. Shape (1, 1)."""

WEIGHTS = [np.array([[0.5, 1.5], [0.5, -1.0]]), np.array([[1.0], [0.5]])]
"""Two inputs, two hidden neurons, one output: shapes (2, 2) and (2, 1)."""

BIASES = [np.array([-0.5, 1.0]), np.array([0.5])]
"""A bias for each neuron: shapes (2,) and (1,)."""
