"""Wrong ways back through pooling."""

import numpy as np

from course import nn
from course.checking import Mistake
from course.nn.convolution import pooling_blocks


def spread(dblocks, shape):
    """Return an array of x's shape from blocks (n, c, h/2, w/2, 4)."""
    n, c, h, w = shape
    parted = dblocks.reshape(n, c, h // 2, w // 2, 2, 2)
    return parted.transpose(0, 1, 2, 4, 3, 5).reshape(shape)


def repeated(values):
    """Return each value four times, as a block of 2 by 2."""
    return values.repeat(2, axis=2).repeat(2, axis=3)


def shares(of_block):
    """Return a way back in which each entry gets a share of its block's gradient.

    of_block: blocks (n, c, h/2, w/2, 4) to their shares.
    """

    def backward(dout, x):
        return spread(of_block(pooling_blocks(x)) * dout[..., None], x.shape)

    return backward


def one_of(place):
    """Return shares that give all to one entry: blocks to its place, 0 to 3."""

    def of_block(blocks):
        chosen = np.broadcast_to(place(blocks), blocks.shape[:-1])
        return (np.arange(4) == chosen[..., None]).astype(float)

    return of_block


def largest(blocks):
    """Return the place of each block's largest entry."""
    return blocks.argmax(axis=-1)


def _by_equality(mask):
    """Return a way back that multiplies the repeated gradient by a mask of x."""
    return lambda dout, x: repeated(dout) * mask(x)


def _whole_image(x):
    return x == x.max(axis=(2, 3), keepdims=True)


def _tiled(dout, x):
    return np.tile(dout, (1, 1, 2, 2)) * (shares(one_of(largest))(np.ones_like(dout), x))


def _blocks_transposed(dout, x):
    return nn.max_pool_backward(dout.transpose(0, 1, 3, 2), x)


def _h_and_w_exchanged(dout, x):
    """Put dblocks back with height and width exchanged in the reshape."""
    dblocks = one_of(largest)(pooling_blocks(x)) * dout[..., None]
    n, c, h, w = x.shape
    parted = dblocks.reshape(n, c, w // 2, h // 2, 2, 2)
    return parted.transpose(0, 1, 2, 4, 3, 5).reshape(x.shape)


def _blocks_not_interleaved(dout, x):
    return (one_of(largest)(pooling_blocks(x)) * dout[..., None]).reshape(x.shape)


def _axes_crossed(dout, x):
    """Put each block's entries half an image apart."""
    n, c, h, w = x.shape
    mask = one_of(largest)(pooling_blocks(x)) * dout[..., None]
    parted = mask.reshape(n, c, h // 2, w // 2, 2, 2)
    return parted.transpose(0, 1, 4, 2, 5, 3).reshape(x.shape)


def _overlapping(dout, x):
    """Look for the largest in windows at (i, j) in place of (2 i, 2 j)."""
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dout.shape):
        window = x[n, c, i : i + 2, j : j + 2]
        k, m = np.unravel_index(window.argmax(), window.shape)
        dx[n, c, i + k, j + m] += dout[n, c, i, j]
    return dx


def _place_not_moved(dout, x):
    """Write at the place within the block, as if every block stood in the corner."""
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dout.shape):
        window = x[n, c, 2 * i : 2 * i + 2, 2 * j : 2 * j + 2]
        k, m = np.unravel_index(window.argmax(), window.shape)
        dx[n, c, k, m] += dout[n, c, i, j]
    return dx


def _place_of_block(dout, x):
    """Write next to (i, j) in place of (2 i, 2 j)."""
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dout.shape):
        window = x[n, c, 2 * i : 2 * i + 2, 2 * j : 2 * j + 2]
        k, m = np.unravel_index(window.argmax(), window.shape)
        dx[n, c, i + k, j + m] += dout[n, c, i, j]
    return dx


def _square_only(dout, x):
    dx = np.zeros(x.shape)
    rows = dout.shape[2]
    for n, c, i, j in np.ndindex(*dout.shape[:2], rows, rows):
        window = x[n, c, 2 * i : 2 * i + 2, 2 * j : 2 * j + 2]
        k, m = np.unravel_index(window.argmax(), window.shape)
        dx[n, c, 2 * i + k, 2 * j + m] = dout[n, c, i, j]
    return dx


def _of_first(axis):
    """Return a way back that takes the mask of the first image or channel for all."""

    def backward(dout, x):
        same = np.broadcast_to(x.take([0], axis=axis), x.shape)
        return nn.max_pool_backward(dout, same)

    return backward


def _last_image_only(dout, x):
    dx = np.zeros(x.shape)
    dx[-1:] = nn.max_pool_backward(dout[-1:], x[-1:])
    return dx


def _fills_x(dout, x):
    x[...] = nn.max_pool_backward(dout, x)
    return x


POOL_BACKWARD_MISTAKES = (
    Mistake(
        "fills_x",
        "the values are right, but they are written into x itself: begin with np.zeros(x.shape)",
        _fills_x,
    ),
    Mistake(
        "shared_by_four",
        "the gradient is shared by the four entries of a block, which is the way back of a mean: "
        "only the largest entry moves the maximum, so it gets all",
        shares(lambda blocks: np.full(blocks.shape, 0.25)),
    ),
    Mistake(
        "to_all_entries",
        "every entry of a block gets the gradient: only the largest moves the maximum, the others "
        "get 0",
        shares(np.ones_like),
    ),
    Mistake(
        "quarter_to_the_largest",
        "the largest entry gets a quarter of the gradient: it gets all of it",
        shares(lambda blocks: one_of(largest)(blocks) / 4),
    ),
    Mistake(
        "to_the_first",
        "the first entry of each block gets the gradient: the largest one does, wherever it is",
        shares(one_of(lambda blocks: 0)),
    ),
    Mistake(
        "to_the_last",
        "the last entry of each block gets the gradient: the largest one does, wherever it is",
        shares(one_of(lambda blocks: 3)),
    ),
    Mistake(
        "to_the_smallest",
        "the smallest entry of each block gets the gradient: the largest one does",
        shares(one_of(lambda blocks: blocks.argmin(axis=-1))),
    ),
    Mistake(
        "to_the_largest_in_size",
        "the entry of the largest size, |x|, gets the gradient: the largest entry does",
        shares(one_of(lambda blocks: np.abs(blocks).argmax(axis=-1))),
    ),
    Mistake(
        "to_all_but_the_largest",
        "the mask is the wrong way round: the largest entry gets the gradient, the others 0",
        shares(lambda blocks: 1 - one_of(largest)(blocks)),
    ),
    Mistake(
        "row_and_column_exchanged",
        "row and column within the block have changed places: entry k of the flattened block is "
        "in row k // 2 and column k % 2",
        shares(one_of(lambda blocks: np.array([0, 2, 1, 3])[largest(blocks)])),
    ),
    Mistake(
        "largest_of_each_row",
        "the largest entry of each row of a block gets the gradient: a block has one largest "
        "entry, over both rows",
        shares(
            lambda blocks: (
                blocks == blocks.reshape(*blocks.shape[:-1], 2, 2).max(axis=-1).repeat(2, axis=-1)
            )
        ),
    ),
    Mistake(
        "mask_of_the_whole_image",
        "the mask compares with the largest entry of the whole image: compare with the largest of "
        "the block",
        _by_equality(_whole_image),
    ),
    Mistake(
        "mask_of_everything",
        "the mask compares with the largest entry of all images: compare with the largest of the "
        "block",
        _by_equality(lambda x: x == x.max()),
    ),
    Mistake(
        "mask_of_all_images_and_channels",
        "the mask compares with the largest of a block over all images and channels: each image "
        "and channel has its own, axis=(2, 3)",
        lambda dout, x: shares(lambda blocks: blocks == blocks.max(axis=(0, 1, -1), keepdims=True))(
            dout, x
        ),
    ),
    Mistake(
        "place_of_the_first",
        "the places of the first image's first channel are used for all: each image and channel "
        "has largest entries of its own",
        shares(one_of(lambda blocks: largest(blocks[:1, :1]))),
    ),
    Mistake(
        "begun_with_x",
        "dx begins as a copy of x, so that all but the largest entries keep x's values: begin "
        "with np.zeros(x.shape)",
        lambda dout, x: np.where(
            shares(one_of(largest))(np.ones_like(dout), x) > 0, nn.max_pool_backward(dout, x), x
        ),
    ),
    Mistake(
        "all_to_one_entry",
        "all gradients of an image go to its largest entry: each block has a largest entry of its "
        "own",
        lambda dout, x: _whole_image(x) * dout.sum(axis=(2, 3), keepdims=True),
    ),
    Mistake(
        "relu_mask",
        "the mask is x > 0, which is ReLU's: take the largest entry of each block",
        _by_equality(lambda x: x > 0),
    ),
    Mistake(
        "dout_left_out",
        "this is the mask alone, 1 at the largest entries: the chain rule multiplies it by dout",
        lambda dout, x: nn.max_pool_backward(np.ones_like(dout), x),
    ),
    Mistake(
        "values_for_gradients",
        "the largest entries themselves come back: put dout in their places",
        lambda dout, x: nn.max_pool_backward(nn.max_pool_forward(x), x),
    ),
    Mistake(
        "values_multiplied_in",
        "dout is multiplied by the largest entry: the slope of a maximum is 1 there",
        lambda dout, x: nn.max_pool_backward(dout * nn.max_pool_forward(x), x),
    ),
    Mistake(
        "tiled",
        "the gradients are laid out with tile, as copies of the whole picture: each must cover its "
        "own block, as repeat along both axes does",
        _tiled,
    ),
    Mistake(
        "blocks_transposed",
        "rows and columns of dout have changed places: dout[..., i, j] belongs to the block at row "
        "2 i and column 2 j",
        _blocks_transposed,
    ),
    Mistake(
        "h_and_w_exchanged",
        "height and width have changed places in the reshape: the blocks stand in h/2 rows and "
        "w/2 columns",
        _h_and_w_exchanged,
    ),
    Mistake(
        "blocks_not_interleaved",
        "the blocks are put back one after the other with reshape alone: first bring the axes into "
        "the order (n, c, h/2, 2, w/2, 2) with transpose",
        _blocks_not_interleaved,
    ),
    Mistake(
        "axes_crossed",
        "the entries of a block end up half an image apart: the order of axes is "
        "(n, c, h/2, 2, w/2, 2), so that neighbours stay neighbours",
        _axes_crossed,
    ),
    Mistake(
        "windows_overlap",
        "the windows overlap, since they move by 1: blocks lie side by side, so block (i, j) "
        "begins at row 2 i and column 2 j",
        _overlapping,
    ),
    Mistake(
        "place_not_moved",
        "the place within the block is taken for the place in the image: add 2 i to its row and "
        "2 j to its column",
        _place_not_moved,
    ),
    Mistake(
        "place_not_doubled",
        "the gradient is written near row i and column j: the block begins at row 2 i and column "
        "2 j",
        _place_of_block,
    ),
    Mistake(
        "square_images_only",
        "the number of rows stands for the number of columns as well, so that only square images "
        "come out right: the blocks are dout.shape[2] by dout.shape[3]",
        _square_only,
    ),
    Mistake(
        "mask_of_the_first_channel",
        "the places of the first channel are used for all: each channel has largest entries of its "
        "own",
        _of_first(1),
    ),
    Mistake(
        "mask_of_the_first_image",
        "the places of the first image are used for all: each image has largest entries of its own",
        _of_first(0),
    ),
    Mistake(
        "last_image_only",
        "only the last image of dx is filled: each image has its own gradients",
        _last_image_only,
    ),
    Mistake(
        "averaged",
        "the gradient is divided by n: the 1/n of the mean is already in dout",
        lambda dout, x: nn.max_pool_backward(dout, x) / len(x),
    ),
    Mistake(
        "not_spread",
        "dout comes back as it is: it belongs in an array of x's shape, at the largest entry of "
        "each block",
        lambda dout, x: dout.copy(),
    ),
    Mistake(
        "arguments_exchanged",
        "dout and x have changed places: dout, the gradient that arrives, comes first",
        lambda dout, x: nn.max_pool_backward(x, dout),
    ),
)
