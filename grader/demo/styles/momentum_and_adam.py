"""Right answers to lesson 07, in the styles in which people write them."""

import math

import numpy as np


def momentum_plain(w, dw, v, learning_rate, beta=0.9):
    new_v = dw + beta * v
    new_w = w - learning_rate * new_v
    return new_w, new_v


def momentum_loop(w, dw, v, learning_rate, beta=0.9):
    new_w, new_v = w.copy(), v.copy()
    for i in np.ndindex(w.shape):
        new_v[i] = beta * v[i] + dw[i]
        new_w[i] = w[i] - learning_rate * new_v[i]
    return new_w, new_v


def momentum_on_copies(w, dw, v, learning_rate, beta=0.9):
    w, v = w.copy(), v.copy()
    v *= beta
    v += dw
    w -= learning_rate * v
    return [w, v]


def momentum_einsum(w, dw, v, learning_rate, beta=0.9):
    v = np.einsum("k,k...->...", np.array([beta, 1.0]), np.stack([v, dw]))
    return np.asfortranarray(w - learning_rate * v), v.tolist()


def momentum_from_downhill(w, dw, v, learning_rate, beta=0.9):
    """The convention in which the velocity points downhill and holds the rate, and back."""
    downhill = beta * (-learning_rate * v) - learning_rate * dw
    return w + downhill, -downhill / learning_rate


def nesterov_plain(w, dw, v, learning_rate, beta=0.9):
    v_new = beta * v + dw
    return w - learning_rate * (dw + beta * v_new), v_new


def nesterov_both_velocities(w, dw, v, learning_rate, beta=0.9):
    new = beta * v + dw
    return w - learning_rate * ((1 + beta) * new - beta * v), new


def nesterov_back_and_ahead(w, dw, v, learning_rate, beta=0.9):
    """Back to where the velocity started, a step with momentum, and ahead again."""
    behind = w + learning_rate * beta * v
    v = beta * v + dw
    return behind - learning_rate * v - learning_rate * beta * v, v


def nesterov_loop(w, dw, v, learning_rate, beta=0.9):
    w, v = w.copy(), v.copy()
    for i in np.ndindex(w.shape):
        v[i] = beta * v[i] + dw[i]
        w[i] -= learning_rate * (dw[i] + beta * v[i])
    return w, v


def rmsprop_plain(w, dw, s, learning_rate, rho=0.9, eps=1e-8):
    s_new = rho * s + (1 - rho) * dw * dw
    return w - learning_rate / (np.sqrt(s_new) + eps) * dw, s_new


def rmsprop_towards(w, dw, s, learning_rate, rho=0.9, eps=1e-8):
    s = s + (1 - rho) * (np.square(dw) - s)
    return w - learning_rate * dw / (s**0.5 + eps), s


def rmsprop_loop(w, dw, s, learning_rate, rho=0.9, eps=1e-8):
    w, s = w.copy(), s.copy()
    for i in np.ndindex(w.shape):
        s[i] = rho * s[i] + (1 - rho) * dw[i] ** 2
        w[i] -= learning_rate * dw[i] / (math.sqrt(s[i]) + eps)
    return w, s


def rmsprop_average(w, dw, s, learning_rate, rho=0.9, eps=1e-8):
    s = np.average(np.stack([s, dw**2]), axis=0, weights=[rho, 1 - rho])
    return w - np.divide(learning_rate * dw, np.add(np.sqrt(s), eps)), s


def adam_plain(w, dw, m, v, t, learning_rate=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m_t = beta1 * m + (1 - beta1) * dw
    v_t = beta2 * v + (1 - beta2) * np.square(dw)
    m_hat = m_t / (1 - np.power(beta1, t))
    v_hat = v_t / (1 - np.power(beta2, t))
    return w - learning_rate * m_hat / (np.sqrt(v_hat) + eps), m_t, v_t


def adam_folded(w, dw, m, v, t, learning_rate=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """The corrections folded into the rate and into eps."""
    m, v = m + (1 - beta1) * (dw - m), v + (1 - beta2) * (dw**2 - v)
    root = math.sqrt(1 - beta2**t)
    return w - learning_rate * root / (1 - beta1**t) * m / (np.sqrt(v) + eps * root), m, v


def adam_loop(w, dw, m, v, t, learning_rate=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w, m, v = w.copy(), m.copy(), v.copy()
    for i in np.ndindex(w.shape):
        m[i] = beta1 * m[i] + (1 - beta1) * dw[i]
        v[i] = beta2 * v[i] + (1 - beta2) * dw[i] ** 2
        scale = (v[i] / (1 - beta2**t)) ** 0.5 + eps
        w[i] -= learning_rate * (m[i] / (1 - beta1**t)) / scale
    return w, m, v


def adam_two_corrections(w, dw, m, v, t, learning_rate=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """As a large library has it: one correction in the rate, one under the root."""
    m = m * beta1 + dw * (1 - beta1)
    v = v * beta2 + dw * dw * (1 - beta2)
    under = np.sqrt(v) / math.sqrt(1 - beta2**t) + eps
    return w - learning_rate / (1 - beta1**t) * (m / under), m, v


def adam_stacked(w, dw, m, v, t, learning_rate=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    beta = np.array([beta1, beta2]).reshape(2, *[1] * w.ndim)
    averages = beta * np.stack([m, v]) + (1 - beta) * np.stack([dw, dw * dw])
    top, under = averages / (1 - beta**t)
    return w - learning_rate * top / (under**0.5 + eps), averages[0], averages[1]


def decay_before(adam):
    """Shrink the weights first, then take Adam's step from there."""

    def adamw(
        w, dw, m, v, t, learning_rate=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01
    ):
        shrunk = w * (1 - learning_rate * weight_decay)
        return adam(shrunk, dw, m, v, t, learning_rate, beta1, beta2, eps)

    return adamw


def adamw_on_copies(
    w, dw, m, v, t, learning_rate=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01
):
    new_w, m, v = adam_plain(w, dw, m.copy(), v.copy(), t, learning_rate, beta1, beta2, eps)
    new_w -= learning_rate * weight_decay * w
    return new_w, m, v


def schedule_plain(step, steps, peak, warmup):
    if step < warmup:
        return peak * (step + 1) / warmup
    progress = (step - warmup) / (steps - warmup)
    return 0.5 * peak * (1.0 + math.cos(math.pi * progress))


def schedule_numpy(step, steps, peak, warmup):
    """The half angle's square: (1 + cos 2a) / 2 = cos(a)^2."""
    if warmup > step:
        return np.float64((step + 1) / warmup * peak)
    return peak * np.cos(np.pi / 2 * (step - warmup) / (steps - warmup)) ** 2


def schedule_whole(step, steps, peak, warmup):
    """All rates of the training, and then one of them."""
    up = [peak * i / warmup for i in range(1, warmup + 1)]
    down = np.arange(steps - warmup)
    down = peak / 2 + peak / 2 * np.cos(np.pi * down / max(1, len(down)))
    return np.concatenate([up, down])[step]


def schedule_guarded(step, steps, peak, warmup):
    rise = (step + 1) / max(warmup, 1)
    share = (step - warmup) / max(steps - warmup, 1)
    return peak * np.where(step < warmup, rise, (1 + np.cos(np.pi * share)) / 2)


STYLES = {
    "momentum_step": (
        momentum_plain,
        momentum_loop,
        momentum_on_copies,
        momentum_einsum,
        momentum_from_downhill,
    ),
    "nesterov_step": (
        nesterov_plain,
        nesterov_both_velocities,
        nesterov_back_and_ahead,
        nesterov_loop,
    ),
    "rmsprop_step": (rmsprop_plain, rmsprop_towards, rmsprop_loop, rmsprop_average),
    "adam_step": (adam_plain, adam_folded, adam_loop, adam_stacked, adam_two_corrections),
    "adamw_step": (
        adamw_on_copies,
        decay_before(adam_plain),
        decay_before(adam_folded),
        decay_before(adam_loop),
        decay_before(adam_stacked),
        decay_before(adam_two_corrections),
    ),
    "learning_rate_at": (schedule_plain, schedule_numpy, schedule_whole, schedule_guarded),
}
