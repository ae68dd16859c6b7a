"""Mini-batches: the examples in small portions, in a new order each epoch."""


def minibatches(x, y, batch_size, rng):
    """Yield one epoch of (x, y) pairs: each example once, in an order drawn from rng.

    x: (n, ...); y: (n, ...); every pair holds batch_size examples, but the
    last may hold fewer.
    """
    order = rng.permutation(len(x))
    for start in range(0, len(x), batch_size):
        chosen = order[start : start + batch_size]
        yield x[chosen], y[chosen]
