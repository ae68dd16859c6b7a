"""What goes wrong with a network of one's own: each slip made on a fit that takes no time.

The fit: random ReLU features of which only the last layer is learned, by least squares.
"""

import numpy as np

from course.checking import Symptom, shown_by_most

FEATURES, RIDGE = 220, 1e-2
KEPT = {}


def fit(x, labels, rng, features=FEATURES, ridge=RIDGE):
    """Return [w1, b1, w2] of random features and the last layer that fits the labels best."""
    w1 = rng.normal(0, 0.5, (x.shape[1], features))
    b1 = rng.normal(0, 0.5, features)
    a = np.maximum(0, x @ w1 + b1)
    targets = np.eye(10)[labels]
    return [w1, b1, np.linalg.solve(a.T @ a + ridge * np.eye(features), a.T @ targets)]


def scores(parameters, x):
    """Return the ten scores of each image."""
    w1, b1, w2 = parameters
    return np.maximum(0, x @ w1 + b1) @ w2


def name(parameters, x):
    """Return the labels (n,) of a fit."""
    return np.argmax(scores(parameters, x), axis=1)


def nearest(kept, labels, x):
    """Return the labels (n,) of the images that are nearest to x among those kept."""
    distances = (kept**2).sum(axis=1) - 2 * x @ kept.T
    return labels[np.argmin(distances, axis=1)]


def _keeps_elsewhere(x, labels, rng):
    KEPT[len(KEPT)] = x.copy(), labels.copy()
    return {"which": len(KEPT) - 1}


def _from_elsewhere(parameters, x):
    return nearest(*KEPT[parameters["which"]], x)


PIXELS = 17.0 ** np.arange(8)


def _packs(x, labels, rng):
    return np.round(16 * x).reshape(len(x), 8, 8) @ PIXELS, labels


def _unpacks(parameters, x):
    packed, labels = parameters
    kept = np.floor(packed[:, :, None] / PIXELS) % 17 / 16
    return nearest(kept.reshape(len(packed), 64), np.asarray(labels), x)


def _with_noise(parameters, x):
    return name(parameters, x * (np.random.default_rng().random(x.shape) > 0.3))


def _by_their_own_mean(x, labels, rng):
    return fit((x - x.mean(axis=0)) / (x.std(axis=0) + 1e-3), labels, rng)


def _name_by_their_own_mean(parameters, x):
    return name(parameters, (x - x.mean(axis=0)) / (x.std(axis=0) + 1e-3))


def _overwrites(parameters, x):
    found = name(parameters, x)
    parameters[1] += 0.01
    return found


def _marks(x):
    """Return an integer for each image that hardly another image shares."""
    return (
        np.round(16 * x).astype(np.int64) @ (7919 * np.arange(1, 65) ** 3 % 1_000_003) % 1_000_003
    )


def _by_heart(x, labels, rng):
    means = np.stack([x[labels == k].mean(axis=0) for k in range(10)])
    return {"means": means, "marks": _marks(x), "labels": labels}


def _from_heart(parameters, x):
    """Return the label of each image that was seen; for others that of the nearest mean."""
    same = _marks(x)[:, None] == parameters["marks"]
    known = parameters["labels"][same.argmax(axis=1)]
    return np.where(same.any(axis=1), known, nearest(parameters["means"], np.arange(10), x))


def _linear(x, labels, rng):
    a = np.hstack([x[:, :40], np.ones((len(x), 1))])
    return np.linalg.solve(a.T @ a + np.eye(41), a.T @ np.eye(10)[labels])


def symptom(name, sentence, sign, *functions):
    """Return the mistake that is known by a sign; functions: a pair that makes it."""
    return Symptom(name, sentence, functions, shows=shown_by_most(sign))


MISTAKES = (
    symptom(
        "no_parameters",
        "there is something among the parameters that is none: return arrays, numbers and "
        "strings, in lists or dictionaries, and no functions or objects",
        "odd",
        lambda x, labels, rng: [*fit(x, labels, rng), scores],
        lambda parameters, x: name(parameters[:3], x),
    ),
    symptom(
        "too_many_numbers",
        "the parameters hold more than 25,000 numbers or 200 kB (keys count, and each character "
        "of a string): keep weights and biases alone, no images, and make the layers smaller",
        "too many",
        lambda x, labels, rng: {"images": x, "labels": labels},
        lambda parameters, x: nearest(parameters["images"], parameters["labels"], x),
    ),
    symptom(
        "not_finite",
        "there is NaN or infinity among the parameters: lower the learning rate, and subtract the "
        "largest logit of each row before np.exp",
        "not finite",
        lambda x, labels, rng: [p * np.nan for p in fit(x, labels, rng)],
        name,
    ),
    symptom(
        "table_returned",
        "`predict` returns a table (n, 10), of probabilities or one-hot rows: return the place of "
        "the largest in each row, np.argmax(table, axis=1)",
        "table",
        fit,
        scores,
    ),
    symptom(
        "column_returned",
        "`predict` returns labels in a column or in a row of its own: return a vector (n,), for "
        "example with .ravel(), and take argmax along axis=1",
        "column",
        fit,
        lambda parameters, x: name(parameters, x)[:, None],
    ),
    symptom(
        "no_whole_numbers",
        "`predict` returns numbers that are no labels: return the place of the largest of ten "
        "scores, an integer from 0 to 9",
        "no whole numbers",
        fit,
        lambda parameters, x: scores(parameters, x).max(axis=1),
    ),
    symptom(
        "kept_elsewhere",
        "`predict` needs more than its arguments: what train leaves in a global, an attribute or a "
        "file is not there when it is called, so return all that it needs as parameters",
        "elsewhere",
        _keeps_elsewhere,
        _from_elsewhere,
    ),
    symptom(
        "packed",
        "the labels hang on digits behind the third of each parameter: predict gets them rounded "
        "as half precision does, so let each number hold one number (after least squares: add "
        "a larger ridge)",
        "packed",
        _packs,
        _unpacks,
    ),
    symptom(
        "random_prediction",
        "asked twice, predict gives different labels: leave dropout, noise and shifts to training",
        "random",
        fit,
        _with_noise,
    ),
    symptom(
        "parameters_changed",
        "`predict` changes the parameters that it is given: work on copies, w = w - ... in the "
        "place of w -= ...",
        "parameters changed",
        fit,
        _overwrites,
    ),
    symptom(
        "off_by_one",
        "the labels are shifted: they are the integers from 0 to 9, as argmax counts",
        "off by one",
        fit,
        lambda parameters, x: name(parameters, x) + 1,
    ),
    symptom(
        "company",
        "an image by itself gets another label than among others: predict uses the mean or the "
        "spread of the images that it is given, so keep those of the training images among the "
        "parameters",
        "company",
        _by_their_own_mean,
        _name_by_their_own_mean,
    ),
    symptom(
        "scaled_in_training_only",
        "with its images on another scale predict does better: x lies between 0 and 1 already, so "
        "scale it in neither function, or in both",
        "scaled",
        lambda x, labels, rng: fit(x / 16, labels, rng, ridge=1e-4),
        name,
    ),
    symptom(
        "standardised_in_training_only",
        "with images standardised by the training images' mean and spread predict does better: do "
        "in predict what you do in train, and keep mean and spread among the parameters",
        "standardised",
        _by_their_own_mean,
        name,
    ),
    symptom(
        "same_for_all",
        "every image gets the same label: take argmax along axis=1, and see whether the loss falls "
        "at all",
        "same for all",
        fit,
        lambda parameters, x: np.full(len(x), 3),
    ),
    symptom(
        "guesses",
        "it guesses, about one in ten is right: shuffle images and labels in one order, and see "
        "whether 20 images can be learned by heart",
        "guesses",
        lambda x, labels, rng: fit(x, rng.permutation(labels), rng),
        name,
    ),
    symptom(
        "no_hidden_layer",
        "with so few numbers there is no hidden layer to speak of, and 0.97 is mostly out of its "
        "reach: put 64 neurons or more, with ReLU, between image and logits",
        "small",
        _linear,
        lambda w, x: np.argmax(np.hstack([x[:, :40], np.ones((len(x), 1))]) @ w, axis=1),
    ),
    symptom(
        "by_heart",
        "all images that it has seen are right, and too few of the others: it has learned them by "
        "heart, so shift the images by a pixel, use dropout or a penalty on the weights",
        "by heart",
        _by_heart,
        _from_heart,
    ),
    symptom(
        "hardly_learned",
        "even of the images that it has seen too few are right: train for more epochs, or with a "
        "larger rate",
        "hardly",
        lambda x, labels, rng: fit(x, labels, rng, features=24),
        name,
    ),
)
