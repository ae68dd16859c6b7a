"""Wrong ways through a convolution."""

import numpy as np

from course import nn
from course.checking import Mistake
from course.nn.convolution import image_windows


def products(x, w):
    """Return the right answers without a bias, (n, f, h - kh + 1, w - kw + 1)."""
    return nn.conv2d_forward(x, w, np.zeros(len(w)))


def plus_bias(out, b, w):
    """Return the right answers with the bias."""
    return out + b[:, None, None]


def wrong(out=products, bias=plus_bias):
    """Return a convolution of which one step is replaced by a wrong one."""
    return lambda x, w, b: bias(out(x, w), b, w)


def on_windows(subscripts):
    """Return a way of multiplying windows (n, c, i, j, k, l) and kernels (f, c, k, l)."""
    return lambda x, w: np.einsum(subscripts, image_windows(x, *w.shape[2:]), w)


def _padded(x, w, before, after):
    """Return the answers on images with a frame of zeros."""
    frame = list(zip(before, after, strict=True))
    return products(np.pad(x, ((0, 0), (0, 0), *frame)), w)


def _same_size(x, w):
    kh, kw = w.shape[2:]
    return _padded(x, w, ((kh - 1) // 2, (kw - 1) // 2), (kh // 2, kw // 2))


def _full_size(x, w):
    frame = w.shape[2] - 1, w.shape[3] - 1
    return _padded(x, w, frame, frame)


def _square_only(x, w):
    rows = x.shape[2] - w.shape[2] + 1
    out = np.zeros((len(x), len(w), rows, rows))
    for i in range(rows):
        for j in range(rows):
            window = x[:, :, i : i + w.shape[2], j : j + w.shape[3]]
            out[:, :, i, j] = np.tensordot(window, w, axes=((1, 2, 3), (1, 2, 3)))
    return out


def _square_kernel_only(x, w):
    k = w.shape[2]
    kernel = w[:, :, :, :k]  # where it is wider than high, its last columns are never met
    windows = image_windows(x, k, kernel.shape[3])
    return np.einsum("ncijkl,fckl->nfij", windows, kernel)


def _mean_of_window(x, w):
    return products(x, w) / (w.shape[2] * w.shape[3])


def _mean_of_all(x, w):
    return products(x, w) / w[0].size


def _matrix_product(x, w):
    windows = image_windows(x, *w.shape[2:])
    return (windows[:, None] @ w[:, :, None, None]).sum(axis=(2, 5, 6))


def _only(place, what):
    """Return the answers of one image or one kernel, 0 for all others."""

    def out(x, w):
        right = products(x, w)
        kept = np.zeros_like(right)
        index = (place,) if what == "image" else (slice(None), place)
        kept[index] = right[index]
        return kept

    return out


FORWARD_MISTAKES = (
    Mistake(
        "kernel_turned",
        "the kernel is turned by 180 degrees, as a convolution in mathematics does it: here, as in "
        "deep learning, it lies on the window as it is, without [::-1, ::-1]",
        wrong(lambda x, w: products(x, w[:, :, ::-1, ::-1])),
    ),
    Mistake(
        "kernel_upside_down",
        "the kernel's rows come in reverse order: it lies on the window as it is",
        wrong(lambda x, w: products(x, w[:, :, ::-1])),
    ),
    Mistake(
        "kernel_mirrored",
        "the kernel's columns come in reverse order: it lies on the window as it is",
        wrong(lambda x, w: products(x, w[:, :, :, ::-1])),
    ),
    Mistake(
        "bias_missing",
        "the bias is left out: add b[k] to all answers of kernel k",
        wrong(bias=lambda out, b, w: out),
    ),
    Mistake(
        "bias_for_each_channel",
        "the bias is added once for each channel: add it once, after the sum over the channels",
        wrong(bias=lambda out, b, w: out + w.shape[1] * b[:, None, None]),
    ),
    Mistake(
        "bias_for_each_product",
        "the bias is added with every product: add it once, when the sum over channels and window "
        "is complete",
        wrong(bias=lambda out, b, w: out + w[0].size * b[:, None, None]),
    ),
    Mistake(
        "bias_for_each_weight",
        "the bias is added once for each weight of a channel's kernel: add it once, after all sums",
        wrong(bias=lambda out, b, w: out + w.shape[2] * w.shape[3] * b[:, None, None]),
    ),
    Mistake(
        "bias_along_columns",
        "b is added along the last axis, to the columns of the answer: it belongs to the kernels, "
        "axis 1, so add b[:, None, None]",
        wrong(bias=lambda out, b, w: out + b),
    ),
    Mistake(
        "bias_along_rows",
        "b is added along the rows of the answer: it belongs to the kernels, axis 1, so add "
        "b[:, None, None]",
        wrong(bias=lambda out, b, w: out + b[:, None]),
    ),
    Mistake(
        "bias_along_images",
        "b is added along the images, axis 0: it belongs to the kernels, axis 1, so add "
        "b[:, None, None]",
        wrong(bias=lambda out, b, w: out + b[:, None, None, None]),
    ),
    Mistake(
        "biases_summed",
        "all biases are added to each answer: kernel k has one bias, b[k]",
        wrong(bias=lambda out, b, w: out + b.sum()),
    ),
    Mistake(
        "first_bias_for_all",
        "the first bias is added for every kernel: kernel k has its own, b[k]",
        wrong(bias=lambda out, b, w: out + b[0]),
    ),
    Mistake(
        "bias_subtracted",
        "the bias is subtracted: add it",
        wrong(bias=lambda out, b, w: out - b[:, None, None]),
    ),
    Mistake(
        "bias_multiplied",
        "the sums are multiplied by 1 + b: the bias is only added",
        wrong(bias=lambda out, b, w: out * (1 + b[:, None, None])),
    ),
    Mistake(
        "first_channel_only",
        "only the first channel is looked at: add up the products over all channels",
        wrong(lambda x, w: products(x[:, :1], w[:, :1])),
    ),
    Mistake(
        "last_channel_only",
        "each channel overwrites the one before: add up over the channels with +=",
        wrong(lambda x, w: products(x[:, -1:], w[:, -1:])),
    ),
    Mistake(
        "channels_averaged",
        "the channels are averaged: add them up",
        wrong(lambda x, w: products(x, w) / x.shape[1]),
    ),
    Mistake(
        "channels_summed_first",
        "the channels of the image are added up before the kernel meets them: each channel has "
        "weights of its own, so multiply first",
        wrong(lambda x, w: products(x.sum(axis=1, keepdims=True), w.sum(axis=1, keepdims=True))),
    ),
    Mistake(
        "one_channel_of_weights",
        "the weights of the first channel are used for every channel: channel k has w[:, k]",
        wrong(lambda x, w: products(x.sum(axis=1, keepdims=True), w[:, :1])),
    ),
    Mistake(
        "channels_kept_apart",
        "the products are not added up over the channels: sum over them, so that each kernel has "
        "one answer at a place",
        wrong(on_windows("ncijkl,fckl->nfcij"), lambda out, b, w: out + b[:, None, None, None]),
    ),
    Mistake(
        "averaged_over_the_window",
        "the products are averaged over the window: add them up",
        wrong(_mean_of_window),
    ),
    Mistake(
        "averaged_over_all",
        "the products are averaged over channels and window: add them up",
        wrong(_mean_of_all),
    ),
    Mistake(
        "matrix_product",
        "@ makes a matrix product of window and kernel: multiply entry by entry, window * kernel, "
        "and add up",
        wrong(_matrix_product),
    ),
    Mistake(
        "products_not_multiplied",
        "window and kernel are added: multiply entry by entry, then add up",
        wrong(lambda x, w: products(x, np.ones_like(w)) + w.sum(axis=(1, 2, 3))[:, None, None]),
    ),
    Mistake(
        "one_place_short",
        "the last row and the last column of places are missing: there are h - kh + 1 times "
        "w - kw + 1 places",
        wrong(lambda x, w: products(x, w)[:, :, :-1, :-1]),
    ),
    Mistake(
        "last_places_zero",
        "the last row and the last column of answers stay 0: the loops end one place early, and "
        "there are h - kh + 1 times w - kw + 1 places",
        wrong(
            lambda x, w: np.pad(products(x, w)[:, :, :-1, :-1], ((0, 0), (0, 0), (0, 1), (0, 1)))
        ),
    ),
    Mistake(
        "padded_to_the_same_size",
        "the images got a frame of zeros, so that the answer is as large as they are: no padding "
        "is asked for, and the answer is h - kh + 1 by w - kw + 1",
        wrong(_same_size),
    ),
    Mistake(
        "padded_fully",
        "the images got a frame of zeros and the answer is larger than they are: the window stays "
        "inside of the image, so the answer is h - kh + 1 by w - kw + 1",
        wrong(_full_size),
    ),
    Mistake(
        "steps_of_a_whole_kernel",
        "the window jumps by its own size: it moves by 1, so that windows overlap",
        wrong(lambda x, w: products(x, w)[:, :, :: w.shape[2], :: w.shape[3]]),
    ),
    Mistake(
        "steps_of_two",
        "the window moves in steps of 2: here it moves by 1",
        wrong(lambda x, w: products(x, w)[:, :, ::2, ::2]),
    ),
    Mistake(
        "square_images_only",
        "the height stands where the width belongs, so that only square images and kernels come "
        "out right: there are h - kh + 1 rows and w - kw + 1 columns of places",
        wrong(_square_only),
    ),
    Mistake(
        "square_kernels_only",
        "the kernel's height stands for its width as well: a window is kh high and kw wide",
        wrong(_square_kernel_only),
    ),
    Mistake(
        "kernel_transposed",
        "the kernel is transposed: its rows lie on the window's rows",
        wrong(lambda x, w: products(x, w.transpose(0, 1, 3, 2))),
    ),
    Mistake(
        "kernels_for_channels",
        "kernels and channels have changed places in w: it is (f, c, kh, kw), the kernels first",
        wrong(lambda x, w: products(x, w.transpose(1, 0, 2, 3))),
    ),
    Mistake(
        "answer_transposed",
        "rows and columns of the answer have changed places: out[..., i, j] belongs to the window "
        "that begins in row i and column j",
        wrong(lambda x, w: products(x, w).transpose(0, 1, 3, 2)),
    ),
    Mistake(
        "kernels_last",
        "the kernels come last in the answer: the order is (n, f, rows, columns), so move the "
        "last axis to place 1",
        lambda x, w, b: nn.conv2d_forward(x, w, b).transpose(0, 2, 3, 1),
    ),
    Mistake(
        "kernels_first",
        "the kernels come first in the answer: the order is (n, f, rows, columns), the images "
        "first",
        lambda x, w, b: nn.conv2d_forward(x, w, b).transpose(1, 0, 2, 3),
    ),
    Mistake(
        "reshaped_for_transposed",
        "the answer has the kernels last and is then reshaped, which fits in shape and mixes up "
        "the entries: move the axis with transpose(0, 3, 1, 2)",
        wrong(lambda x, w: products(x, w).transpose(0, 2, 3, 1).reshape(products(x, w).shape)),
    ),
    Mistake(
        "last_image_only",
        "only the last image has its answer, all others are 0: go through all n images",
        wrong(
            _only(-1, "image"),
            lambda out, b, w: out + b[:, None, None] * np.any(out, axis=(1, 2, 3), keepdims=True),
        ),
    ),
    Mistake(
        "first_image_only",
        "only the first image has its answer, all others are 0: go through all n images",
        wrong(
            _only(0, "image"),
            lambda out, b, w: out + b[:, None, None] * np.any(out, axis=(1, 2, 3), keepdims=True),
        ),
    ),
    Mistake(
        "first_kernel_for_all",
        "the first kernel is used f times: kernel k is w[k]",
        wrong(lambda x, w: products(x, np.broadcast_to(w[:1], w.shape))),
    ),
    Mistake(
        "images_summed",
        "the answers are added up over the images: each image has its own",
        wrong(lambda x, w: np.broadcast_to(products(x, w).sum(axis=0), products(x, w).shape)),
    ),
    Mistake(
        "relu_applied",
        "a ReLU is applied: the answers themselves are asked for, negative ones too",
        lambda x, w, b: nn.relu(nn.conv2d_forward(x, w, b)),
    ),
    Mistake(
        "x_and_w_exchanged",
        "x and w have changed places: the images come first",
        lambda x, w, b: nn.conv2d_forward(w, x, b),
    ),
    Mistake(
        "last_products_only",
        "each product overwrites the one before: add up with += over channels and window",
        wrong(
            lambda x, w: products(
                x[:, -1:, w.shape[2] - 1 :, w.shape[3] - 1 :], w[:, -1:, -1:, -1:]
            )
        ),
    ),
)
