"""Wrong ways back through a convolution."""

import numpy as np

from course import nn
from course.checking import Mistake
from course.nn.convolution import image_windows

TURNED = (slice(None), slice(None), slice(None, None, -1), slice(None, None, -1))


def dx_of(dout, x, w):
    """Return the right dx."""
    dx, (rows, columns) = np.zeros(x.shape), dout.shape[2:]
    for i, j in np.ndindex(w.shape[2:]):
        share = np.einsum("nfij,fc->ncij", dout, w[:, :, i, j])
        dx[:, :, i : i + rows, j : j + columns] += share
    return dx


def dw_of(dout, x, w):
    """Return the right dw."""
    return np.einsum("nfij,ncijkl->fckl", dout, image_windows(x, *w.shape[2:]))


def db_of(dout, x, w):
    """Return the right db."""
    return dout.sum(axis=(0, 2, 3))


def wrong(dx=dx_of, dw=dw_of, db=db_of):
    """Return a backward pass of which some outputs are replaced by wrong ones."""
    return lambda dout, x, w: (dx(dout, x, w), dw(dout, x, w), db(dout, x, w))


def averaged(right, count):
    """Return one of the outputs, divided by a number of the inputs' shapes."""
    return lambda dout, x, w: right(dout, x, w) / count(dout, x, w)


def _images(dout, x, w):
    return len(x)


def _places(dout, x, w):
    return dout.shape[2] * dout.shape[3]


def _each_place(dout):
    """Return all (image, row, column) in the order of the usual loops."""
    n, _, rows, columns = dout.shape
    return np.ndindex(n, rows, columns)


# The gradient of the images


def _full(dout, kernels):
    """Return the answers of kernels (c, f, kh, kw) on dout with a frame of zeros."""
    top, side = kernels.shape[2] - 1, kernels.shape[3] - 1
    framed = np.pad(dout, ((0, 0), (0, 0), (top, top), (side, side)))
    return nn.conv2d_forward(framed, kernels, np.zeros(len(kernels)))


def _dx_overwritten(dout, x, w):
    dx, (kh, kw) = np.zeros(x.shape), w.shape[2:]
    for n, i, j in _each_place(dout):
        dx[n, :, i : i + kh, j : j + kw] = np.tensordot(dout[n, :, i, j], w, axes=1)
    return dx


def _dx_overwritten_by_kernels(dout, x, w):
    dx, (kh, kw) = np.zeros(x.shape), w.shape[2:]
    for n, i, j in _each_place(dout):
        dx[n, :, i : i + kh, j : j + kw] = dout[n, -1, i, j] * w[-1]
    return dx


def _dx_overwritten_by_offsets(dout, x, w):
    dx, (rows, columns) = np.zeros(x.shape), dout.shape[2:]
    for i, j in np.ndindex(w.shape[2:]):
        share = np.einsum("nfij,fc->ncij", dout, w[:, :, i, j])
        dx[:, :, i : i + rows, j : j + columns] = share
    return dx


def _dx_of_kernel(place):
    return lambda dout, x, w: dx_of(dout[:, [place]], x, w[[place]])


def _dx_of_channel(dout, x, w):
    dx = np.zeros(x.shape)
    dx[:, :1] = dx_of(dout, x[:, :1], w[:, :1])
    return dx


def _dx_summed(axis):
    """Return dx added up along an axis, the same sum in each of its places."""

    def dx(dout, x, w):
        return np.broadcast_to(dx_of(dout, x, w).sum(axis=axis, keepdims=True), x.shape).copy()

    return dx


def _dx_of_last_image(dout, x, w):
    dx = np.zeros(x.shape)
    dx[-1:] = dx_of(dout[-1:], x[-1:], w)
    return dx


def _dx_of_same_size(dout, x, w):
    """Return the answers on dout, framed so little that the shape stays dout's own."""
    kh, kw = w.shape[2:]
    frame = ((kh - 1) // 2, kh // 2), ((kw - 1) // 2, kw // 2)
    framed = np.pad(dout, ((0, 0), (0, 0), *frame))
    kernels = w[TURNED].transpose(1, 0, 2, 3)
    return nn.conv2d_forward(framed, kernels, np.zeros(len(kernels)))


def _dx_spread(dout, x, w):
    """Return dx of windows that step by their own size, as far as they lie in the image."""
    dx, (kh, kw) = np.zeros(x.shape), w.shape[2:]
    for n, i, j in _each_place(dout):
        window = dx[n, :, i * kh : (i + 1) * kh, j * kw : (j + 1) * kw]
        share = np.tensordot(dout[n, :, i, j], w, axes=1)
        window += share[:, : window.shape[1], : window.shape[2]]
    return dx


# The gradient of the kernels


def _dw_of_image(place):
    return lambda dout, x, w: dw_of(dout[[place]], x[[place]], w)


def _dw_overwritten(dout, x, w):
    """Return what the last window of the last image gives."""
    window = x[-1, :, -w.shape[2] :, -w.shape[3] :]
    return dout[-1, :, -1, -1][:, None, None, None] * window


def _dw_of_last_window(dout, x, w):
    """Return what the last window of all images gives."""
    return dw_of(dout[:, :, -1:, -1:], x[:, :, -w.shape[2] :, -w.shape[3] :], w)


def _dw_kernels_summed(dout, x, w):
    return np.broadcast_to(dw_of(dout, x, w).sum(axis=0), w.shape).copy()


def _dw_of_channel(dout, x, w):
    dw = np.zeros(w.shape)
    dw[:, :1] = dw_of(dout, x[:, :1], w[:, :1])
    return dw


def _dw_channels_summed(dout, x, w):
    summed = dw_of(dout, x, w).sum(axis=1, keepdims=True)
    return np.broadcast_to(summed, w.shape).copy()


def _dw_of_sums(dout, x, w):
    windows = image_windows(x, *w.shape[2:]).sum(axis=(0, 2, 3))
    return db_of(dout, x, w)[:, None, None, None] * windows


def _dw_with_w_for_x(dout, x, w):
    return db_of(dout, x, w)[:, None, None, None] * w


def _dx_with_x_for_w(dout, x, w):
    dx, (kh, kw) = np.zeros(x.shape), w.shape[2:]
    for n, i, j in _each_place(dout):
        window = slice(None), slice(i, i + kh), slice(j, j + kw)
        dx[n][window] += dout[n, :, i, j].sum() * x[n][window]
    return dx


# Both


def _window_by_window(dout, x, w, rows, columns):
    """Return (dx, dw) of loops over so many rows and columns of places."""
    dx, dw, (kh, kw) = np.zeros(x.shape), np.zeros(w.shape), w.shape[2:]
    for n, i, j in np.ndindex(len(x), rows, columns):
        dx[n, :, i : i + kh, j : j + kw] += np.tensordot(dout[n, :, i, j], w, axes=1)
        dw += dout[n, :, i, j][:, None, None, None] * x[n, :, i : i + kh, j : j + kw]
    return dx, dw


def _square_only(dout, x, w):
    return *_window_by_window(dout, x, w, dout.shape[2], dout.shape[2]), db_of(dout, x, w)


def _one_place_short(dout, x, w):
    rows, columns = dout.shape[2:]
    return *_window_by_window(dout, x, w, rows - 1, columns - 1), db_of(dout, x, w)


def _one_place_short_in_all(dout, x, w):
    dx, dw, _ = _one_place_short(dout, x, w)
    return dx, dw, dout[:, :, :-1, :-1].sum(axis=(0, 2, 3))


def _adds_to_x(dout, x, w):
    right = nn.conv2d_backward(dout, x, w)
    x += right[0]
    return x, *right[1:]


def _fills_x(dout, x, w):
    right = nn.conv2d_backward(dout, x, w)
    x[...] = right[0]
    return x, *right[1:]


def _fills_w(dout, x, w):
    right = nn.conv2d_backward(dout, x, w)
    w[...] = right[1]
    return right[0], w, right[2]


def _to_order(*order):
    """Return the right outputs in another order."""

    def backward(dout, x, w):
        right = dict(zip(("dx", "dw", "db"), nn.conv2d_backward(dout, x, w), strict=True))
        return tuple(right[name] for name in order)

    return backward


DX_MISTAKES = (
    Mistake(
        "dx_overwritten",
        "each window overwrites what the windows before it have left in dx: windows overlap, so "
        "add up with +=",
        wrong(dx=_dx_overwritten),
    ),
    Mistake(
        "dx_overwritten_by_kernels",
        "each kernel and each window overwrites dx: a pixel is met by all kernels and by several "
        "windows, so add up with +=",
        wrong(dx=_dx_overwritten_by_kernels),
    ),
    Mistake(
        "dx_overwritten_by_offsets",
        "each of the kernel's entries overwrites what the entries before it have left in dx: add "
        "up with +=",
        wrong(dx=_dx_overwritten_by_offsets),
    ),
    Mistake(
        "kernel_not_turned_back",
        "dx meets the kernel the wrong way round: where the shares are added into windows of dx "
        "it stays as it is, and where it slides over dout with a frame of zeros it is turned by "
        "180 degrees, w[:, :, ::-1, ::-1]",
        wrong(dx=lambda dout, x, w: _full(dout, w.transpose(1, 0, 2, 3))),
    ),
    Mistake(
        "kernel_turned_by_half",
        "dx mirrors the kernel left to right alone: on the way back its rows are reversed too, "
        "w[:, :, ::-1, ::-1]",
        wrong(dx=lambda dout, x, w: _full(dout, w[:, :, :, ::-1].transpose(1, 0, 2, 3))),
    ),
    Mistake(
        "kernel_upside_down",
        "dx turns the kernel upside down alone: on the way back its columns are reversed too, "
        "w[:, :, ::-1, ::-1]",
        wrong(dx=lambda dout, x, w: _full(dout, w[:, :, ::-1].transpose(1, 0, 2, 3))),
    ),
    Mistake(
        "kernel_transposed_in_dx",
        "dx uses the kernel transposed: it is turned by 180 degrees on the way back, not "
        "reflected, and where you add w into windows of dx it stays as it is",
        wrong(dx=lambda dout, x, w: dx_of(dout, x, w.transpose(0, 1, 3, 2))),
    ),
    Mistake(
        "kernels_for_channels",
        "dx takes w's kernels for channels: kernel f and channel c meet in w[f, c]",
        wrong(dx=lambda dout, x, w: dx_of(dout, x, w.transpose(1, 0, 2, 3))),
    ),
    Mistake(
        "dx_first_kernel_only",
        "dx comes from the first kernel alone: every kernel looks at every pixel, so add up over "
        "the kernels",
        wrong(dx=_dx_of_kernel(0)),
    ),
    Mistake(
        "dx_last_kernel_only",
        "dx comes from the last kernel alone, each one overwrites the one before: add up over the "
        "kernels with +=",
        wrong(dx=_dx_of_kernel(-1)),
    ),
    Mistake(
        "dx_first_channel_only",
        "only the first channel of dx is filled: each channel has its own, through w[:, c]",
        wrong(dx=_dx_of_channel),
    ),
    Mistake(
        "dx_channels_summed",
        "each channel of dx holds the sum over all channels: channel c gets its share through "
        "w[:, c] alone",
        wrong(dx=_dx_summed(1)),
    ),
    Mistake(
        "dx_images_summed",
        "each image of dx holds the sum over all images: each has its own, from its own dout",
        wrong(dx=_dx_summed(0)),
    ),
    Mistake(
        "dx_last_image_only",
        "only the last image of dx is filled: each image has its own",
        wrong(dx=_dx_of_last_image),
    ),
    Mistake(
        "dx_without_a_frame",
        "dx has the shape of dout or a smaller one: at the border the kernel met pixels as well, "
        "so give dout a frame of kh - 1 and kw - 1 zeros before you slide the kernel over it",
        wrong(dx=_dx_of_same_size),
    ),
    Mistake(
        "empty_crop",
        "dx is cut with [0:-0], which is empty: without padding there is nothing to cut off, so "
        "return dx as it is, or end the slice at p + h",
        wrong(dx=lambda dout, x, w: dx_of(dout, x, w)[:, :, 0:-0, 0:-0]),
    ),
    Mistake(
        "dx_in_steps_of_a_kernel",
        "dx is filled in windows that lie side by side: the window moved by 1, so window (i, j) "
        "begins at row i and column j",
        wrong(dx=_dx_spread),
    ),
    Mistake(
        "dx_averaged",
        "dx is divided by n: the 1/n of the mean is already in dout",
        wrong(dx=averaged(dx_of, _images)),
    ),
    Mistake(
        "dx_averaged_over_windows",
        "dx is divided by the number of places: every window adds its whole share",
        wrong(dx=averaged(dx_of, _places)),
    ),
    Mistake(
        "relu_folded_in",
        "dx is cut where x is not positive: that is relu_backward's part, and this layer is the "
        "convolution alone",
        wrong(dx=lambda dout, x, w: dx_of(dout, x, w) * (x > 0)),
    ),
)

DW_MISTAKES = (
    Mistake(
        "dw_last_image_only",
        "dw comes from the last image alone, each one overwrites the one before: all images pull "
        "at the same kernel, so add up with +=",
        wrong(dw=_dw_of_image(-1)),
    ),
    Mistake(
        "dw_first_image_only",
        "dw comes from the first image alone: all images pull at the same kernel, so add up over "
        "them",
        wrong(dw=_dw_of_image(0)),
    ),
    Mistake(
        "dw_overwritten",
        "dw comes from the last window of the last image alone, each overwrites the one before: "
        "the kernel lay on all of them, so add up with +=",
        wrong(dw=_dw_overwritten),
    ),
    Mistake(
        "dw_last_window_only",
        "dw comes from the last window alone, each place overwrites the one before: the kernel "
        "lay on all of them, so add up with +=",
        wrong(dw=_dw_of_last_window),
    ),
    Mistake(
        "dw_kernels_summed",
        "each kernel of dw holds the sum over all kernels: kernel f hears of its own answers "
        "alone, dout[:, f]",
        wrong(dw=_dw_kernels_summed),
    ),
    Mistake(
        "dw_averaged",
        "dw is divided by n: the 1/n of the mean is already in dout, so add up over the images",
        wrong(dw=averaged(dw_of, _images)),
    ),
    Mistake(
        "dw_averaged_over_windows",
        "dw is divided by the number of places: the kernel is shared, so add up over the places",
        wrong(dw=averaged(dw_of, _places)),
    ),
    Mistake(
        "dw_mean_of_all_windows",
        "dw is a mean over images and places: add up over both",
        wrong(dw=averaged(dw_of, lambda dout, x, w: len(x) * _places(dout, x, w))),
    ),
    Mistake(
        "dw_turned",
        "dw comes out turned by 180 degrees: entry (k, l) of the kernel met pixel (i + k, j + l), "
        "so nothing is turned here",
        wrong(dw=lambda dout, x, w: dw_of(dout, x, w)[TURNED]),
    ),
    Mistake(
        "dw_transposed",
        "rows and columns of dw's kernels have changed places: dw has the shape of w",
        wrong(dw=lambda dout, x, w: dw_of(dout, x, w).transpose(0, 1, 3, 2)),
    ),
    Mistake(
        "dw_channels_first",
        "kernels and channels of dw have changed places: dw has the shape of w, (f, c, kh, kw)",
        wrong(dw=lambda dout, x, w: dw_of(dout, x, w).transpose(1, 0, 2, 3)),
    ),
    Mistake(
        "dw_first_channel_only",
        "only the first channel of dw is filled: each channel of the kernel met a channel of x",
        wrong(dw=_dw_of_channel),
    ),
    Mistake(
        "dw_channels_summed",
        "dw is added up over the channels: kernel f has weights of its own for each channel, "
        "dw[f, c]",
        wrong(dw=_dw_channels_summed),
    ),
    Mistake(
        "dw_of_sums",
        "dout and the windows are added up first and multiplied then: multiply each window by its "
        "own dout, and add up the products",
        wrong(dw=_dw_of_sums),
    ),
)

DB_MISTAKES = (
    Mistake(
        "db_averaged",
        "db is divided by n: the 1/n of the mean is already in dout, so sum over the images",
        wrong(db=averaged(db_of, _images)),
    ),
    Mistake(
        "db_averaged_over_windows",
        "db is divided by the number of places: each kernel's bias was added at every place, so "
        "sum over them",
        wrong(db=averaged(db_of, _places)),
    ),
    Mistake(
        "db_mean_of_all",
        "db is a mean over images and places: sum over both, dout.sum(axis=(0, 2, 3))",
        wrong(db=lambda dout, x, w: dout.mean(axis=(0, 2, 3))),
    ),
    Mistake(
        "db_last_image_only",
        "db comes from the last image alone: add up over the images",
        wrong(db=lambda dout, x, w: dout[-1].sum(axis=(1, 2))),
    ),
    Mistake(
        "db_last_place_only",
        "db is the dout of the last place of the last image, each overwrites the one before: add "
        "up with +=",
        wrong(db=lambda dout, x, w: dout[-1, :, -1, -1].copy()),
    ),
    Mistake(
        "db_for_each_channel",
        "db is added up once for each channel: the bias was added once at a place, whatever the "
        "number of channels",
        wrong(db=lambda dout, x, w: db_of(dout, x, w) * w.shape[1]),
    ),
    Mistake(
        "db_for_each_product",
        "db is added up with every product: the bias was added once at a place, so keep it out of "
        "the loops over channels and window",
        wrong(db=lambda dout, x, w: db_of(dout, x, w) * w[0].size),
    ),
    Mistake(
        "db_for_each_weight",
        "db is added up once for each weight of a channel's kernel: the bias was added once at a "
        "place",
        wrong(db=lambda dout, x, w: db_of(dout, x, w) * w.shape[2] * w.shape[3]),
    ),
    Mistake(
        "db_over_images_only",
        "db is added up over the images only: all places share the bias too, so sum over axes 0, "
        "2 and 3",
        wrong(db=lambda dout, x, w: dout.sum(axis=0)),
    ),
    Mistake(
        "db_over_places_only",
        "db is added up over the places only: all images share the bias too, so sum over axes 0, "
        "2 and 3",
        wrong(db=lambda dout, x, w: dout.sum(axis=(2, 3))),
    ),
    Mistake(
        "db_for_each_image",
        "db has an entry for each image: it has one for each kernel, so sum over axes 0, 2 and 3",
        wrong(db=lambda dout, x, w: dout.sum(axis=(1, 2, 3))),
    ),
    Mistake(
        "db_for_each_column",
        "db has an entry for each column: it has one for each kernel, so sum over axes 0, 2 and 3",
        wrong(db=lambda dout, x, w: dout.sum(axis=(0, 1, 2))),
    ),
    Mistake(
        "db_one_number",
        "db is added up to a single number: each kernel has a bias of its own, so sum over axes "
        "0, 2 and 3 only",
        wrong(db=lambda dout, x, w: dout.sum()),
    ),
    Mistake(
        "db_as_column",
        "the values are right, but db has the shape (f, 1): b is (f,)",
        wrong(db=lambda dout, x, w: db_of(dout, x, w)[:, None]),
    ),
    Mistake(
        "db_axes_kept",
        "the values are right, but db has the shape (1, f, 1, 1): b is (f,), so leave out keepdims",
        wrong(db=lambda dout, x, w: dout.sum(axis=(0, 2, 3), keepdims=True)),
    ),
    Mistake(
        "db_ones",
        "db counts the places, as if dout were 1 everywhere: add up dout",
        wrong(db=lambda dout, x, w: np.full(len(w), float(len(x) * _places(dout, x, w)))),
    ),
    Mistake(
        "db_from_dw",
        "db adds up dw, in which the pixels are multiplied in: the bias meets no pixel, so add up "
        "dout",
        wrong(db=lambda dout, x, w: dw_of(dout, x, w).sum(axis=(1, 2, 3))),
    ),
    Mistake(
        "db_zeros",
        "db is all zeros: each bias moves every answer of its kernel, so add up dout",
        wrong(db=lambda dout, x, w: np.zeros(len(w))),
    ),
)

WHOLE_MISTAKES = (
    Mistake(
        "fills_x",
        "the values are right, but dx is written into x itself: begin with np.zeros(x.shape)",
        _fills_x,
    ),
    Mistake(
        "fills_w",
        "the values are right, but dw is written into w itself: begin with np.zeros(w.shape)",
        _fills_w,
    ),
    Mistake(
        "adds_to_x",
        "dx is added to x itself: begin with np.zeros(x.shape)",
        _adds_to_x,
    ),
    Mistake(
        "adds_to_w",
        "dw begins as a copy of w: begin with np.zeros(w.shape)",
        wrong(dw=lambda dout, x, w: w + dw_of(dout, x, w)),
    ),
    Mistake(
        "dw_and_db_averaged",
        "dw and db are divided by n: the 1/n of the mean is already in dout, where the loss put it",
        wrong(dw=averaged(dw_of, _images), db=averaged(db_of, _images)),
    ),
    Mistake(
        "all_averaged",
        "everything is divided by n: the 1/n of the mean is already in dout, once for all layers",
        wrong(*(averaged(right, _images) for right in (dx_of, dw_of, db_of))),
    ),
    Mistake(
        "x_and_w_exchanged",
        "x and w have changed places in the products: dx gets dout times w, and dw gets dout "
        "times x",
        wrong(dx=_dx_with_x_for_w, dw=_dw_with_w_for_x),
    ),
    Mistake(
        "arguments_exchanged",
        "x and w have changed places among the inputs: they come in the order dout, x, w",
        lambda dout, x, w: nn.conv2d_backward(dout, w, x),
    ),
    Mistake(
        "dout_left_out",
        "these are the local slopes, as if dout were 1 everywhere: the chain rule multiplies them "
        "by dout",
        lambda dout, x, w: nn.conv2d_backward(np.ones_like(dout), x, w),
    ),
    Mistake(
        "turned_all_through",
        "this is the way back of a convolution that turns its kernel: the forward pass of this "
        "lesson does not, so take w as it is and do not turn dw",
        wrong(
            dx=lambda dout, x, w: dx_of(dout, x, w[TURNED]),
            dw=lambda dout, x, w: dw_of(dout, x, w)[TURNED],
        ),
    ),
    Mistake(
        "square_images_only",
        "the number of rows stands for the number of columns as well, so that only square images "
        "and kernels come out right: the places are dout.shape[2] by dout.shape[3]",
        _square_only,
    ),
    Mistake(
        "one_place_short",
        "dx and dw never see the last row and the last column of places: there are h - kh + 1 "
        "times w - kw + 1 of them",
        _one_place_short,
    ),
    Mistake(
        "one_place_short_in_all",
        "the loops end one place early, so that nothing sees the last row and the last column: "
        "there are h - kh + 1 times w - kw + 1 places",
        _one_place_short_in_all,
    ),
    Mistake(
        "dout_transposed",
        "rows and columns of dout have changed places: dout[..., i, j] belongs to the window that "
        "begins in row i and column j",
        lambda dout, x, w: nn.conv2d_backward(dout.transpose(0, 1, 3, 2), x, w),
    ),
    Mistake(
        "relu_slope_folded_in",
        "dout is cut where the answer is not positive: that is relu_backward's part, and this "
        "layer is the convolution alone",
        lambda dout, x, w: nn.conv2d_backward(
            dout * (nn.conv2d_forward(x, w, np.zeros(len(w))) > 0), x, w
        ),
    ),
    Mistake(
        "dx_and_dw_swapped",
        "dx and dw have changed places: return dx, dw, db",
        _to_order("dw", "dx", "db"),
    ),
    Mistake(
        "dx_last",
        "dx comes last: return dx, dw, db, in this order",
        _to_order("dw", "db", "dx"),
    ),
    Mistake(
        "dw_and_db_swapped",
        "dw and db have changed places: return dx, dw, db",
        _to_order("dx", "db", "dw"),
    ),
)

BACKWARD_MISTAKES = DX_MISTAKES + DW_MISTAKES + DB_MISTAKES + WHOLE_MISTAKES
