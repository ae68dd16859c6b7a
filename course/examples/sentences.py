"""Three heads made by hand: which word of a sentence looks at which, and how sharply."""

import numpy as np

from course.nn import attention_weights

SENTENCE = "the weight that erred gets the blame"
MOST_WORDS = 8
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def words_of(sentence):
    """Return the first eight words of a sentence."""
    return sentence.split()[:MOST_WORDS]


def letters_alike(words):
    """Return (q, k): words look at words with the same letters."""
    counts = np.array([[word.lower().count(c) for c in LETTERS] for word in words], dtype=float)
    vectors = counts / np.maximum(np.linalg.norm(counts, axis=1, keepdims=True), 1.0)
    return vectors, vectors


def word_before(words):
    """Return (q, k): every word looks at the one before it, the first one at itself."""
    places = np.eye(len(words))
    return places[np.maximum(np.arange(len(words)) - 1, 0)], places


def nothing_learned(words):
    """Return (q, k): all scores are 0, so everyone looks at everyone alike."""
    return np.zeros((len(words), 1)), np.zeros((len(words), 1))


HEADS = {
    "letters alike": letters_alike,
    "the word before": word_before,
    "nothing learned": nothing_learned,
}


def head_weights(words, head, sharpness=6.0, causal=False):
    """Return the weights (t, t) of a head on words; sharpness is the highest score there is."""
    q, k = HEADS[head](words)
    scale = sharpness * np.sqrt(q.shape[-1])
    return attention_weights(scale * q[None], k[None], causal)[0]
