"""Whether what is computed agrees with an oracle that was computed in another way."""

import numpy as np


def agree(found, oracle, tolerance):
    """Whether two arrays agree, measured against the oracle's largest entry."""
    assert np.shape(found) == np.shape(oracle)
    apart = np.abs(np.subtract(found, oracle)).max(initial=0)
    return apart <= tolerance * max(1, np.abs(oracle).max())
