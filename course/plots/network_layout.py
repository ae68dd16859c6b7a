"""Where the nodes and labels of a drawn network stand, in inches, and how numbers are written."""

import numpy as np

COLUMN_GAP = 2.6  # between two layers
NODE_GAP = 1.1  # between two nodes of a layer
RADIUS = 0.3


def number(value):
    """Return `value` as a picture shows it: short, with a true minus sign.

    Two decimals; none for whole numbers and from 1,000 on; one digit that counts below 0.01.
    """
    value = float(value) + 0.0  # turns -0.0 into 0.0
    whole = value.is_integer() or abs(value) >= 1000
    text = f"{value:,.0f}" if whole else f"{value:.2f}" if abs(value) >= 0.01 else f"{value:.1g}"
    return text.replace("-", "−")


def layer_sizes(weights, biases):
    """Return the number of nodes of each layer, the input's first.

    weights: a list of (d_in, d_out); biases: a list of (d_out,). Raises ValueError where they
    do not fit together.
    """
    if len(weights) != len(biases) or not weights:
        raise ValueError(
            f"there are {len(weights)} weight arrays and {len(biases)} biases; "
            "give one of each for every layer."
        )
    sizes = [np.shape(weights[0])[0]]
    for layer, (w, b) in enumerate(zip(weights, biases, strict=True), start=1):
        needed = (sizes[-1], np.size(b))
        if np.shape(w) != needed:
            raise ValueError(
                f"the weights of layer {layer} have shape {np.shape(w)}; "
                f"{needed[0]} nodes before it and {needed[1]} biases need {needed}."
            )
        sizes.append(needed[1])
    return sizes


def node_centres(sizes):
    """Return one (size, 2) array of centres for each layer, its first node on top."""
    return [
        np.column_stack(
            [np.full(size, COLUMN_GAP * layer), NODE_GAP * ((size - 1) / 2 - np.arange(size))]
        )
        for layer, size in enumerate(sizes)
    ]


def label_fraction(d_in, d_out):
    """Return how far along the edges between two layers their labels stand, from 0 to 1.

    At 1 / (d_out + 1), and also at d_in / (d_in + 1), the d_in * d_out edges cross a vertical
    line evenly spaced, so that no label covers another. The wider spacing of the two is taken.
    """
    return 1 / (d_out + 1) if d_out <= d_in else d_in / (d_in + 1)
