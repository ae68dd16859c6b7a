"""Small tasks on sequences, for attention: digits to reverse, pairs to look up, letters to go on.

Inputs are one-hot, (n, t, d); labels are integers, (n, t), and NOT_ASKED where no answer counts.
"""

import numpy as np

DIGITS, LENGTH, PAIRS = 10, 8, 6
NOT_ASKED = -1


def reversal(n, rng):
    """Return (x, labels): eight digits, each with its place beside it, and the same reversed.

    x: (n, 8, 18), one-hot digit and one-hot place; labels: (n, 8).
    """
    digits = rng.integers(DIGITS, size=(n, LENGTH))
    places = np.broadcast_to(np.eye(LENGTH), (n, LENGTH, LENGTH))
    return np.concatenate([np.eye(DIGITS)[digits], places], axis=-1), digits[:, ::-1]


def lookup(n, rng):
    """Return (x, labels): six pairs of a name and a digit, then a name whose digit is asked.

    x: (n, 7, 30), one-hot name, digit and asked name; labels: (n, 7), NOT_ASKED but at the last
    place.
    """
    names = np.array([rng.permutation(DIGITS)[:PAIRS] for _ in range(n)])
    digits, asked = rng.integers(DIGITS, size=(n, PAIRS)), rng.integers(PAIRS, size=n)
    one_hot, every = np.eye(DIGITS), np.arange(n)
    x = np.zeros((n, PAIRS + 1, 3 * DIGITS))
    x[:, :PAIRS, :DIGITS], x[:, :PAIRS, DIGITS : 2 * DIGITS] = one_hot[names], one_hot[digits]
    x[:, PAIRS, 2 * DIGITS :] = one_hot[names[every, asked]]
    labels = np.full((n, PAIRS + 1), NOT_ASKED)
    labels[:, PAIRS] = digits[every, asked]
    return x, labels


def alphabet(text):
    """Return the different characters of a text, sorted."""
    return "".join(sorted(set(text)))


def one_hot(text, letters):
    """Return a text as (len(text), len(letters)), a row for each character."""
    return np.eye(len(letters))[[letters.index(c) for c in text]]


def windows(text, length):
    """Return (x, labels): every stretch of a text, and what follows each of its characters.

    x: (n, length, letters), one-hot in the order of `alphabet`; labels: (n, length).
    """
    x = one_hot(text, alphabet(text))
    starts = range(len(text) - length)
    labels = x.argmax(axis=1)
    return (
        np.stack([x[i : i + length] for i in starts]),
        np.stack([labels[i + 1 : i + length + 1] for i in starts]),
    )
