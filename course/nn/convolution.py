"""Convolution and pooling: the same few weights at every place of an image, and the way back.

x is (n, c, h, w): n images of c channels, h high and w wide. As everywhere in deep learning, what
is called convolution is a cross-correlation: the kernel is not turned (LeCun and others, 1989).
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def image_windows(x, kh, kw):
    """Return a view (n, c, h - kh + 1, w - kw + 1, kh, kw): each place's window onto x."""
    return sliding_window_view(x, (kh, kw), axis=(2, 3))


def conv2d_forward(x, w, b):
    """Return the kernels' answers at every place, (n, f, h - kh + 1, w - kw + 1).

    x: (n, c, h, w); w: (f, c, kh, kw); b: (f,). An answer is the sum of the products of a window
    with a kernel, over all channels, plus the kernel's bias.
    """
    windows = image_windows(x, *w.shape[2:])
    out = np.tensordot(windows, w, axes=((1, 4, 5), (1, 2, 3)))
    return out.transpose(0, 3, 1, 2) + b[:, None, None]


def conv2d_backward(dout, x, w):
    """Return (dx, dw, db) of out = conv2d_forward(x, w, b).

    dout: (n, f, h - kh + 1, w - kw + 1); x: (n, c, h, w); w: (f, c, kh, kw). Each weight met a
    pixel at every place, so dw adds up over images and places; each pixel lay in many windows, so
    dx adds up over those; db is the sum of each kernel's dout, (f,).
    """
    kh, kw = w.shape[2:]
    rows, columns = dout.shape[2:]
    dw = np.tensordot(dout, image_windows(x, kh, kw), axes=((0, 2, 3), (0, 2, 3)))
    dx = np.zeros(x.shape)
    for i in range(kh):
        for j in range(kw):
            share = np.tensordot(dout, w[:, :, i, j], axes=(1, 0))  # (n, rows, columns, c)
            dx[:, :, i : i + rows, j : j + columns] += share.transpose(0, 3, 1, 2)
    return dx, dw, dout.sum(axis=(0, 2, 3))


def pooling_blocks(x):
    """Return (n, c, h/2, w/2, 4): the four entries of each 2 by 2 block, row by row."""
    n, c, h, w = x.shape
    blocks = x.reshape(n, c, h // 2, 2, w // 2, 2).transpose(0, 1, 2, 4, 3, 5)
    return blocks.reshape(n, c, h // 2, w // 2, 4)


def max_pool_forward(x):
    """Return the largest entry of each 2 by 2 block, (n, c, h/2, w/2).

    x: (n, c, h, w), h and w even.
    """
    return pooling_blocks(x).max(axis=-1)


def max_pool_backward(dout, x):
    """Return dx of out = max_pool_forward(x): the largest entry of a block gets its gradient.

    dout: (n, c, h/2, w/2); x: (n, c, h, w). All other entries get 0. Of equal ones, the first
    gets it.
    """
    n, c, h, w = x.shape
    largest = pooling_blocks(x).argmax(axis=-1)
    dblocks = np.where(np.arange(4) == largest[..., None], dout[..., None], 0.0)
    dblocks = dblocks.reshape(n, c, h // 2, w // 2, 2, 2).transpose(0, 1, 2, 4, 3, 5)
    return dblocks.reshape(x.shape)
