"""Pooling: the largest of each block."""

import numpy as np

from course import nn
from course.checking import Case, Exercise, Mistake, Part
from course.exercises.convolution.shared import POOLS, drawn_images
from course.nn.convolution import image_windows, pooling_blocks


def draw_max_pool_forward(rng):
    """Draw images without ties, square and not, whose negative blocks are many."""
    cases = []
    for n, c, image, label in POOLS:
        cases.append(Case({"x": drawn_images(rng, n, c, image)}, n, label))
    return cases


def _of_blocks(reduce):
    """Return a pooling that makes something else of the four entries of a block."""
    return lambda x: reduce(pooling_blocks(x))


def _axes_crossed(x):
    n, c, h, w = x.shape
    return x.reshape(n, c, 2, h // 2, 2, w // 2).max(axis=(2, 4))


def _runs_of_four(x):
    n, c, h, w = x.shape
    return x.reshape(n, c, h // 2, w // 2, 4).max(axis=-1)


def _pairs_taken_for_blocks(x):
    n, c, h, w = x.shape
    return x.reshape(n, c, h // 2, 2, w // 2, 2).max(axis=(2, 4))


def _h_and_w_exchanged(x):
    n, c, h, w = x.shape
    return x.reshape(n, c, w // 2, 2, h // 2, 2).max(axis=(3, 5))


def _square_only(x):
    n, c, h, _ = x.shape
    out = np.zeros((n, c, h // 2, h // 2))
    for i, j in np.ndindex(h // 2, h // 2):
        out[:, :, i, j] = x[:, :, 2 * i : 2 * i + 2, 2 * j : 2 * j + 2].max(axis=(2, 3))
    return out


def _begun_at_zero(x):
    return np.maximum(nn.max_pool_forward(x), 0.0)


def _one_image_only(x):
    out = np.zeros_like(nn.max_pool_forward(x))
    out[-1] = nn.max_pool_forward(x)[-1]
    return out


def _window_not_doubled(x):
    """Return the windows that begin at (i, j) in place of (2 i, 2 j)."""
    h, w = x.shape[2:]
    return image_windows(x, 2, 2).max(axis=(4, 5))[:, :, : h // 2, : w // 2]


def _over(*axes):
    """Return a pooling whose maxima go over further axes as well."""

    def pool(x):
        right = nn.max_pool_forward(x)
        return np.broadcast_to(right.max(axis=axes, keepdims=True), right.shape).copy()

    return pool


def _windows_of_three(x):
    out = np.zeros_like(nn.max_pool_forward(x))
    for i, j in np.ndindex(out.shape[2:]):
        out[:, :, i, j] = x[:, :, 2 * i : 2 * i + 3, 2 * j : 2 * j + 3].max(axis=(2, 3))
    return out


POOL_MISTAKES = (
    Mistake(
        "averaged",
        "this is the mean of each block: take its largest entry",
        _of_blocks(lambda blocks: blocks.mean(axis=-1)),
    ),
    Mistake(
        "smallest",
        "this is the smallest entry of each block: take the largest",
        _of_blocks(lambda blocks: blocks.min(axis=-1)),
    ),
    Mistake(
        "summed",
        "the entries of each block are added up: take the largest",
        _of_blocks(lambda blocks: blocks.sum(axis=-1)),
    ),
    Mistake(
        "largest_in_size",
        "this is the largest size, |x|: take the largest entry, and where all are negative that "
        "is the one nearest to 0",
        _of_blocks(lambda blocks: np.abs(blocks).max(axis=-1)),
    ),
    Mistake(
        "first_of_block",
        "this is the first entry of each block, every second pixel: take the largest of all four",
        _of_blocks(lambda blocks: blocks[..., 0].copy()),
    ),
    Mistake(
        "diagonal_only",
        "this compares two entries of each block, the first and the last: all four are asked",
        _of_blocks(lambda blocks: blocks[..., ::3].max(axis=-1)),
    ),
    Mistake(
        "first_row_only",
        "this compares the first row of each block alone: a block has two rows",
        _of_blocks(lambda blocks: blocks[..., :2].max(axis=-1)),
    ),
    Mistake(
        "first_column_only",
        "this compares the first column of each block alone: a block has two columns",
        _of_blocks(lambda blocks: blocks[..., ::2].max(axis=-1)),
    ),
    Mistake(
        "windows_overlap",
        "the windows overlap, since they move by 1: blocks lie side by side, so move by 2",
        lambda x: image_windows(x, 2, 2).max(axis=(4, 5)),
    ),
    Mistake(
        "place_not_doubled",
        "block (i, j) is looked for at row i and column j: it begins at row 2 i and column 2 j",
        _window_not_doubled,
    ),
    Mistake(
        "axes_crossed",
        "the image is reshaped to (n, c, 2, h/2, 2, w/2), which puts rows half an image apart into "
        "one block: neighbours come together in (n, c, h/2, 2, w/2, 2)",
        _axes_crossed,
    ),
    Mistake(
        "runs_of_four",
        "four entries of one row are taken for a block: a block is two rows by two columns, so "
        "reshape to (n, c, h/2, 2, w/2, 2)",
        _runs_of_four,
    ),
    Mistake(
        "other_axes",
        "the maximum goes over axes 2 and 4 of (n, c, h/2, 2, w/2, 2): the entries of a block are "
        "axes 3 and 5",
        _pairs_taken_for_blocks,
    ),
    Mistake(
        "h_and_w_exchanged",
        "height and width have changed places in the reshape: it is (n, c, h/2, 2, w/2, 2)",
        _h_and_w_exchanged,
    ),
    Mistake(
        "answer_transposed",
        "rows and columns of the answer have changed places: out[..., i, j] is the block at row "
        "2 i and column 2 j",
        lambda x: nn.max_pool_forward(x).transpose(0, 1, 3, 2),
    ),
    Mistake(
        "square_images_only",
        "the height stands where the width belongs, so that only square images come out right: "
        "the answer is h/2 by w/2",
        _square_only,
    ),
    Mistake(
        "begun_at_zero",
        "negative maxima come out as 0, as if the search began there: begin with the block's "
        "first entry, or with -np.inf",
        _begun_at_zero,
    ),
    Mistake(
        "one_maximum",
        "this is the largest entry of the whole image in every place: each block has its own",
        lambda x: np.broadcast_to(
            x.max(axis=(2, 3), keepdims=True), nn.max_pool_forward(x).shape
        ).copy(),
    ),
    Mistake(
        "over_channels",
        "the channels are pooled too: each channel keeps its own maxima",
        lambda x: nn.max_pool_forward(x).max(axis=1, keepdims=True),
    ),
    Mistake(
        "one_block_for_all",
        "the largest is taken over all images and channels of a block: each image and channel has "
        "its own, so take the maximum over the two axes of the block, axis=(2, 3)",
        _over(0, 1),
    ),
    Mistake(
        "over_images",
        "the largest is taken over all images: each has its own, so take the maximum over the two "
        "axes of the block, axis=(2, 3)",
        _over(0),
    ),
    Mistake(
        "windows_of_three",
        "the window takes in a third row and column: a slice 2 i : 2 i + 2 has two",
        _windows_of_three,
    ),
    Mistake(
        "rows_only",
        "only neighbours in a row are compared, so that all rows are still there: a block is two "
        "rows by two columns",
        lambda x: np.maximum(x[..., ::2], x[..., 1::2]),
    ),
    Mistake(
        "columns_only",
        "only neighbours in a column are compared, so that all columns are still there: a block "
        "is two rows by two columns",
        lambda x: np.maximum(x[:, :, ::2], x[:, :, 1::2]),
    ),
    Mistake(
        "place_for_value",
        "this is the place of the largest entry in its block, 0 to 3: return the entry itself",
        _of_blocks(lambda blocks: blocks.argmax(axis=-1)),
    ),
    Mistake(
        "last_image_only",
        "only the last image has its maxima, all others are 0: go through all n images",
        _one_image_only,
    ),
    Mistake(
        "axes_kept",
        "the values are right, but the blocks' axes are still there, of size 1: return "
        "(n, c, h/2, w/2), without keepdims",
        lambda x: nn.max_pool_forward(x)[:, :, :, None, :, None],
    ),
    Mistake(
        "channels_last",
        "the channels come last: the order is (n, c, h/2, w/2)",
        lambda x: nn.max_pool_forward(x).transpose(0, 2, 3, 1),
    ),
)

MAX_POOL_FORWARD = Exercise(
    name="max_pool_forward",
    contract="out of shape (n, c, h/2, w/2): the largest entry of each 2 by 2 block",
    reference=nn.max_pool_forward,
    draw=draw_max_pool_forward,
    parts=(Part("out", 3),),
    mistakes=POOL_MISTAKES,
)
