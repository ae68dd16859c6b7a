"""Right answers to lesson 09, in the styles in which people write them."""

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view


def forward_seven_loops(x, w, b):
    n, c, h, width = x.shape
    f, _, kh, kw = w.shape
    out = np.zeros((n, f, h - kh + 1, width - kw + 1))
    for image in range(n):
        for k in range(f):
            for i in range(out.shape[2]):
                for j in range(out.shape[3]):
                    total = b[k]
                    for channel in range(c):
                        for p in range(kh):
                            for q in range(kw):
                                total += x[image, channel, i + p, j + q] * w[k, channel, p, q]
                    out[image, k, i, j] = total
    return out


def forward_four_loops(x, w, b):
    n, _, h, width = x.shape
    f, _, kh, kw = w.shape
    out = np.empty((n, f, h - kh + 1, width - kw + 1))
    for image, k, i, j in np.ndindex(out.shape):
        out[image, k, i, j] = np.sum(x[image, :, i : i + kh, j : j + kw] * w[k]) + b[k]
    return out


def forward_places(x, w, b):
    kh, kw = w.shape[2:]
    rows, columns = x.shape[2] - kh + 1, x.shape[3] - kw + 1
    out = np.empty((len(x), len(w), rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = x[:, :, i : i + kh, j : j + kw]
            out[:, :, i, j] = np.tensordot(window, w, axes=((1, 2, 3), (1, 2, 3))) + b
    return out


def forward_offsets(x, w, b):
    kh, kw = w.shape[2:]
    rows, columns = x.shape[2] - kh + 1, x.shape[3] - kw + 1
    out = np.zeros((len(x), len(w), rows, columns))
    for p in range(kh):
        for q in range(kw):
            part = x[:, :, p : p + rows, q : q + columns]
            out += np.einsum("ncij,fc->nfij", part, w[:, :, p, q])
    return out + b.reshape(1, -1, 1, 1)


def forward_windows(x, w, b):
    windows = sliding_window_view(x, w.shape[2:], axis=(2, 3))
    return np.einsum("ncijkl,fckl->nfij", windows, w) + b[None, :, None, None]


def _columns(x, kh, kw):
    """Return (n, rows, columns, c * kh * kw), all windows laid out flat."""
    n, c, h, w = x.shape
    rows, columns = h - kh + 1, w - kw + 1
    s = x.strides
    windows = as_strided(x, (n, rows, columns, c, kh, kw), (s[0], s[2], s[3], s[1], s[2], s[3]))
    return windows.reshape(n, rows, columns, -1)


def forward_im2col(x, w, b):
    columns = _columns(x, *w.shape[2:])
    return np.moveaxis(columns @ w.reshape(len(w), -1).T + b, -1, 1)


def forward_lists(x, w, b):
    return forward_windows(x, w, b).tolist()


def backward_seven_loops(dout, x, w):
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), np.zeros(w.shape[0])
    n, f, rows, columns = dout.shape
    _, c, kh, kw = w.shape
    for image in range(n):
        for k in range(f):
            for i in range(rows):
                for j in range(columns):
                    d = dout[image, k, i, j]
                    db[k] += d
                    for channel in range(c):
                        for p in range(kh):
                            for q in range(kw):
                                dx[image, channel, i + p, j + q] += d * w[k, channel, p, q]
                                dw[k, channel, p, q] += d * x[image, channel, i + p, j + q]
    return dx, dw, db


def backward_four_loops(dout, x, w):
    dx, dw, db = np.zeros_like(x), np.zeros_like(w), np.zeros(len(w))
    kh, kw = w.shape[2:]
    for image, k, i, j in np.ndindex(dout.shape):
        window = np.s_[image, :, i : i + kh, j : j + kw]
        dx[window] += dout[image, k, i, j] * w[k]
        dw[k] += dout[image, k, i, j] * x[window]
        db[k] += dout[image, k, i, j]
    return dx, dw, db


def backward_offsets(dout, x, w):
    dx, dw = np.zeros(x.shape), np.zeros(w.shape)
    rows, columns = dout.shape[2:]
    for p, q in np.ndindex(w.shape[2:]):
        part = np.s_[:, :, p : p + rows, q : q + columns]
        dx[part] += np.einsum("nfij,fc->ncij", dout, w[:, :, p, q])
        dw[:, :, p, q] = np.einsum("nfij,ncij->fc", dout, x[part])
    return dx, dw, np.einsum("nfij->f", dout)


def backward_full_correlation(dout, x, w):
    kh, kw = w.shape[2:]
    windows = sliding_window_view(x, (kh, kw), axis=(2, 3))
    dw = np.einsum("nfij,ncijkl->fckl", dout, windows)
    framed = np.pad(dout, ((0, 0), (0, 0), (kh - 1, kh - 1), (kw - 1, kw - 1)))
    around = sliding_window_view(framed, (kh, kw), axis=(2, 3))
    dx = np.einsum("nfijkl,fckl->ncij", around, w[:, :, ::-1, ::-1])
    return dx, dw, dout.sum((0, 2, 3))


def backward_im2col(dout, x, w):
    n, c, _, _ = x.shape
    f, _, kh, kw = w.shape
    rows, columns = dout.shape[2:]
    flat = _columns(x, kh, kw).reshape(-1, c * kh * kw)
    d = dout.transpose(0, 2, 3, 1).reshape(-1, f)
    dflat = (d @ w.reshape(f, -1)).reshape(n, rows, columns, c, kh, kw)
    dx = np.zeros(x.shape)
    for i in range(rows):
        for j in range(columns):
            dx[:, :, i : i + kh, j : j + kw] += dflat[:, i, j]
    return [dx, (d.T @ flat).reshape(w.shape), d.sum(axis=0)]


def backward_add_at(dout, x, w):
    n, c, _, _ = x.shape
    kh, kw = w.shape[2:]
    rows, columns = dout.shape[2:]
    i = np.arange(rows)[:, None, None, None] + np.arange(kh)[None, None, :, None]
    j = np.arange(columns)[None, :, None, None] + np.arange(kw)[None, None, None, :]
    dx = np.zeros(x.shape)
    shares = np.einsum("nfij,fckl->ncijkl", dout, w)
    np.add.at(dx, (slice(None), slice(None), i, j), shares)
    dw = np.tensordot(dout, x[:, :, i, j], axes=((0, 2, 3), (0, 2, 3)))
    return dx, dw, np.sum(dout, axis=(0, 2, 3))


def pool_loops(x):
    n, c, h, w = x.shape
    out = np.zeros((n, c, h // 2, w // 2))
    for image in range(n):
        for channel in range(c):
            for i in range(0, h, 2):
                for j in range(0, w, 2):
                    out[image, channel, i // 2, j // 2] = np.max(
                        x[image, channel, i : i + 2, j : j + 2]
                    )
    return out


def pool_corners(x):
    pairs = np.maximum(x[:, :, ::2], x[:, :, 1::2])
    return np.maximum(pairs[..., ::2], pairs[..., 1::2])


def pool_reshape(x):
    n, c, h, w = x.shape
    return x.reshape(n, c, h // 2, 2, w // 2, 2).max(axis=(3, 5))


def pool_strided_windows(x):
    return sliding_window_view(x, (2, 2), axis=(2, 3))[:, :, ::2, ::2].max((-1, -2))


def pool_stacked(x):
    corners = [x[:, :, p::2, q::2] for p in (0, 1) for q in (0, 1)]
    return np.max(np.stack(corners), axis=0)


def pool_back_loops(dout, x):
    dx = np.zeros_like(x)
    for n, c, i, j in np.ndindex(dout.shape):
        block = x[n, c, 2 * i : 2 * i + 2, 2 * j : 2 * j + 2]
        p, q = divmod(int(np.argmax(block)), 2)
        dx[n, c, 2 * i + p, 2 * j + q] = dout[n, c, i, j]
    return dx


def pool_back_compare(dout, x):
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dout.shape):
        block = np.s_[n, c, 2 * i : 2 * i + 2, 2 * j : 2 * j + 2]
        dx[block] += (x[block] == x[block].max()) * dout[n, c, i, j]
    return dx


def pool_back_repeat(dout, x):
    def large(a):
        return a.repeat(2, axis=2).repeat(2, axis=3)

    return np.where(x == large(pool_reshape(x)), large(dout), 0.0)


def pool_back_kron(dout, x):
    ones = np.ones((1, 1, 2, 2))
    return (x >= np.kron(pool_corners(x), ones)) * np.kron(dout, ones)


def pool_back_reshape(dout, x):
    n, c, h, w = x.shape
    blocks = x.reshape(n, c, h // 2, 2, w // 2, 2)
    mask = blocks == blocks.max(axis=(3, 5), keepdims=True)
    return (mask * dout[:, :, :, None, :, None]).reshape(x.shape)


STYLES = {
    "conv2d_forward": (
        forward_seven_loops,
        forward_four_loops,
        forward_places,
        forward_offsets,
        forward_windows,
        forward_im2col,
        forward_lists,
    ),
    "conv2d_backward": (
        backward_seven_loops,
        backward_four_loops,
        backward_offsets,
        backward_full_correlation,
        backward_im2col,
        backward_add_at,
    ),
    "max_pool_forward": (
        pool_loops,
        pool_corners,
        pool_reshape,
        pool_strided_windows,
        pool_stacked,
    ),
    "max_pool_backward": (
        pool_back_loops,
        pool_back_compare,
        pool_back_repeat,
        pool_back_kron,
        pool_back_reshape,
    ),
}
