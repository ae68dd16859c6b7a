"""Drawing inputs: sizes at which a wrong formula cannot pass for a right one."""

from course.checking import Case

ONE_EXAMPLE = "a single example (n = 1)"
SQUARE = "as many inputs as outputs"
DENSE_SIZES = (
    (4, 3, 2, ""),
    (1, 3, 4, ONE_EXAMPLE),
    (5, 3, 3, SQUARE),
    (3, 2, 3, "as many examples as outputs"),
    (3, 3, 2, "as many examples as inputs"),
    (2, 4, 5, "two examples (n = 2)"),
)


def away_from_zero(rng, shape, least=0.3, most=2.0):
    """Return an array of the shape with entries of either sign, least to most in size."""
    return rng.choice([-1.0, 1.0], shape) * rng.uniform(least, most, shape)


def dense_cases(rng):
    """Return cases of a dense layer: x (n, d_in), w (d_in, d_out), b (d_out,)."""
    return [
        Case(
            {
                "x": rng.normal(size=(n, d_in)),
                "w": rng.normal(size=(d_in, d_out)),
                "b": away_from_zero(rng, d_out),
            },
            n,
            label,
        )
        for n, d_in, d_out, label in DENSE_SIZES
    ]
