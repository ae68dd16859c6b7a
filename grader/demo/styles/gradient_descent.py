"""Right answers to lesson 05, in the styles in which people write them."""

from itertools import accumulate

import numpy as np


def step_loop(params, grads, learning_rate):
    out = []
    for i in range(len(params)):
        out.append(params[i] + (-learning_rate) * grads[i])
    return out


def step_on_copies(params, grads, learning_rate):
    out = [p.copy() for p in params]
    for p, g in zip(out, grads, strict=True):
        p -= learning_rate * g
    return out


def step_on_one_vector(params, grads, learning_rate):
    flat = np.concatenate([p.ravel() for p in params])
    flat = flat - learning_rate * np.concatenate([g.ravel() for g in grads])
    ends = np.cumsum([p.size for p in params])[:-1]
    pieces = zip(np.split(flat, ends), params, strict=True)
    return [piece.reshape(p.shape) for piece, p in pieces]


def path_in_rows(gradient, w0, learning_rate, steps):
    path = np.empty((steps + 1, len(w0)))
    path[0] = w0
    for t in range(steps):
        path[t + 1] = path[t] - learning_rate * gradient(path[t])
    return path


def path_in_place(gradient, w0, learning_rate, steps):
    w = np.array(w0, dtype=float)
    path = [w.copy()]
    for _ in range(steps):
        w -= learning_rate * gradient(w)
        path.append(w.copy())
    return np.stack(path)


def path_accumulated(gradient, w0, learning_rate, steps):
    return list(accumulate(range(steps), lambda w, _: w - learning_rate * gradient(w), initial=w0))


def path_recursive(gradient, w0, learning_rate, steps):
    if steps == 0:
        return w0[None, :].copy()
    after = w0 - learning_rate * gradient(w0)
    rest = path_recursive(gradient, after, learning_rate, steps - 1)
    return np.concatenate([w0[None, :], rest])


def power_iteration(hessian):
    v = np.arange(1.0, 1.0 + len(hessian))
    for _ in range(200):
        v = hessian @ v
        v = v / np.linalg.norm(v)
    return 2 / (v @ hessian @ v)


def batches_as_a_list(x, y, batch_size, rng):
    order = rng.permutation(len(x))
    xs, ys = x[order], y[order]
    return [(xs[i : i + batch_size], ys[i : i + batch_size]) for i in range(0, len(x), batch_size)]


def batches_split(x, y, batch_size, rng):
    parts = np.split(rng.permutation(len(x)), range(batch_size, len(x), batch_size))
    return zip([x[k] for k in parts], [y[k] for k in parts], strict=True)


def batches_cut_off(x, y, batch_size, rng):
    order = np.arange(len(x))
    rng.shuffle(order)
    while len(order):
        now, order = order[:batch_size], order[batch_size:]
        yield x[now], y[now]


def batches_by_keys(x, y, batch_size, rng):
    order = np.argsort(rng.random(len(x)))
    for k in range(-(-len(x) // batch_size)):
        pick = order[k * batch_size : (k + 1) * batch_size]
        yield [np.take(x, pick, axis=0), np.take(y, pick, axis=0).tolist()]


def batches_row_by_row(x, y, batch_size, rng):
    xs, ys = [], []
    for i in rng.choice(len(x), len(x), replace=False):
        xs.append(x[i])
        ys.append(y[i])
        if len(xs) == batch_size:
            yield np.array(xs), np.array(ys)
            xs, ys = [], []
    if xs:
        yield np.array(xs), np.array(ys)


def stop_by_counting(validation_losses, patience, min_delta=0.0):
    best, wait = np.inf, 0
    for i in range(len(validation_losses)):
        if validation_losses[i] < best - min_delta:
            best = validation_losses[i]
            wait = 0
        else:
            wait = wait + 1
            if wait == patience:
                return i
    return None


def stop_by_place_of_best(validation_losses, patience, min_delta=0.0):
    at = 0
    for i, loss in enumerate(validation_losses):
        if loss < validation_losses[at] - min_delta:
            at = i
        elif i - at >= patience:
            return np.int64(i)


def stop_by_windows(validation_losses, patience, min_delta=0.0):
    losses = np.array(validation_losses)
    best, better = losses[0], [True]
    for loss in losses[1:]:
        better.append(bool(loss < best - min_delta))
        best = loss if better[-1] else best
    for i in range(patience, len(better)):
        if not any(better[i - patience + 1 : i + 1]):
            return i
    return None


def stop_recursively(validation_losses, patience, min_delta=0.0):
    def go(i, best, bad):
        if bad == patience:
            return i - 1
        if i == len(validation_losses):
            return None
        loss = validation_losses[i]
        return go(i + 1, loss, 0) if loss < best - min_delta else go(i + 1, best, bad + 1)

    return go(0, float("inf"), 0)


def prices_whole_batch(x, y, rng):
    w, b = np.zeros(x.shape[1]), 0.0
    for _ in range(70):
        d = (x @ w + b - y) / len(x)
        w, b = w - 0.4 * x.T @ d, b - 0.4 * d.sum()
    return lambda new: new @ w + b


def prices_mini_batches(x, y, rng):
    w, b = np.zeros(x.shape[1]), y.mean()
    for epoch in range(12):
        order, rate = rng.permutation(len(x)), 0.1 / (1 + epoch / 5)
        for i in range(0, len(x), 128):
            k = order[i : i + 128]
            d = (x[k] @ w + b - y[k]) / len(k)
            w, b = w - rate * (d @ x[k]), b - rate * d.sum()
    return lambda new: (new @ w + b).tolist()


def prices_normal_equations(x, y, rng):
    a = np.hstack([x, np.ones((len(x), 1))])
    c = np.linalg.solve(a.T @ a, a.T @ y)
    return lambda new: np.hstack([new, np.ones((len(new), 1))]) @ c


def prices_scaled_and_back(x, y, rng):
    mean, spread = y.mean(), y.std()
    w = np.zeros((x.shape[1], 1))
    target = ((y - mean) / spread)[:, None]
    for _ in range(70):
        w -= 0.4 * x.T @ (x @ w - target) / len(x)
    return lambda new: spread * (new @ w)[:, 0] + mean


class PricesByRidge:
    def __init__(self, x, y):
        self.bias = y.mean()
        self.w = np.linalg.solve(x.T @ x + 5 * np.eye(x.shape[1]), x.T @ (y - self.bias))

    def __call__(self, new):
        return np.array([house @ self.w + self.bias for house in new])


STYLES = {
    "sgd_step": (
        step_loop,
        step_on_copies,
        step_on_one_vector,
        lambda params, grads, learning_rate: tuple(
            np.subtract(p, np.multiply(learning_rate, g))
            for p, g in zip(params, grads, strict=True)
        ),
    ),
    "gradient_descent": (path_in_rows, path_in_place, path_accumulated, path_recursive),
    "largest_stable_learning_rate": (
        power_iteration,
        lambda hessian: 2.0 / np.linalg.eigvalsh(hessian).max(),
        lambda hessian: 2 / max(np.linalg.eigvals(hessian).real),
        lambda hessian: 2 / np.linalg.norm(hessian, 2),
        lambda hessian: 2 / np.linalg.svd(hessian, compute_uv=False)[0],
        lambda hessian: np.min(2 / np.linalg.eigh(hessian)[0]),
        lambda hessian: 2 * np.linalg.eigvalsh(np.linalg.inv(hessian))[0],
    ),
    "minibatches": (
        batches_as_a_list,
        batches_split,
        batches_cut_off,
        batches_by_keys,
        batches_row_by_row,
    ),
    "early_stop": (stop_by_counting, stop_by_place_of_best, stop_by_windows, stop_recursively),
    "fit_house_prices": (
        prices_whole_batch,
        prices_mini_batches,
        prices_normal_equations,
        prices_scaled_and_back,
        lambda x, y, rng: PricesByRidge(x, y),
    ),
}
