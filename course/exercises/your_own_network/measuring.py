"""What the labels are worth: the share that is right, and what marks them when something is amiss.

It runs where the check is, and believes nothing that it is told but the labels themselves.
"""

import numpy as np

from course.checking import Performance, Step, in_each
from course.checking.plain import as_array, describe
from course.exercises.your_own_network.conversation import SCALES
from course.exercises.your_own_network.splits import labels_of
from course.exercises.your_own_network.weighing import BYTES_AT_MOST, NUMBERS_AT_MOST

SECONDS_AT_MOST = 20.0
CLASSES = 10
THRESHOLDS = 0.94, 0.96, 0.97
WELL, BADLY, LEARNED = (
    0.9,
    0.2,
    0.5,
)  # a share right as that of one who has learned, and of one who guesses
MARGIN = 0.05  # of the share right: what another way of asking has to add to explain it
BY_HEART, HARDLY = 0.995, 0.9  # the share right of the images that it has seen
SMALL = 1_000  # numbers: a hidden layer of 14 has more


def measured(attempt):
    """Return the Performance of a training: its numbers, its seconds, the share that is right."""
    told, case = attempt.value, attempt.case
    if not isinstance(told, dict):
        return Performance(case, "nothing is returned", signs=frozenset({"nothing"}))
    if odd := told.get("odd"):
        trouble = (
            f"there is {odd} among the parameters" if isinstance(odd, str) else "no parameters"
        )
        return Performance(case, trouble, signs=frozenset({"odd"}))
    numbers = {
        "numbers": _number(told.get("numbers")),
        "kilobytes": _number(told.get("bytes")) / 1000,
        "seconds": attempt.seconds,
    }
    if "labels" not in told:
        flaw = within_limits(Performance(case, numbers=numbers)) or "predict was not asked"
        return Performance(case, flaw, numbers, frozenset({"too many"}))
    right = labels_of(case.inputs["new"])
    numbers["accuracy"] = share(told.get("labels"), right)
    numbers["of the seen"] = share(told.get("of the seen"), case.inputs["labels"])
    remark = form_flaw(told, right)
    signs = signs_of(told, right, numbers)
    return Performance(case, numbers=numbers, signs=frozenset(signs), remark=remark)


def _number(value):
    return float(value) if isinstance(value, (int, float)) and value >= 0 else np.inf


def labels_in(value, n):
    """Return labels as integers (n,), None where there are not n whole numbers."""
    found = as_array(value)
    if found is None or found.shape != (n,) or not np.isfinite(found).all():
        return None
    return found.astype(int) if np.array_equal(found, np.round(found)) else None


def share(value, right):
    """Return the share of labels that is right, 0 where there are none."""
    labels = labels_in(value, len(right))
    return 0.0 if labels is None else float(np.mean(labels == right))


def form_flaw(told, right):
    """Return what is amiss with the form of the labels, "" where nothing is."""
    found, at_once = told.get("labels"), told.get("at once")
    if labels_in(at_once, len(right)) is None:
        return (
            f"predict gives {describe(at_once)}, asked are labels, integers of shape {right.shape}"
        )
    if isinstance(found, str):
        return f"with copied parameters, after another training, predict stops with {found[:120]}"
    if labels_in(found, len(right)) is None:
        return f"with copied parameters predict gives {describe(found)}"
    return ""


def conduct_flaw(performance):
    """Return how predict depends on more than its arguments, "" where it does not."""
    signs = performance.signs
    if performance.remark:
        return performance.remark
    if "company" in signs:
        return "images by themselves get other labels than among others"
    if "random" in signs:
        return "asked twice, predict gives other labels"
    if "parameters changed" in signs:
        return "after predict the parameters are not what they were"
    return ""


def signs_of(told, right, numbers):
    """Return the names of what marks the answers, those that explain a low share among them."""
    n, accuracy = len(right), numbers["accuracy"]
    labels, at_once = (labels_in(told.get(name), n) for name in ("labels", "at once"))
    once = share(told.get("at once"), right)
    apart = share(told.get("apart"), right)
    signs = _form_signs(told.get("at once"), n)
    if numbers["numbers"] > NUMBERS_AT_MOST or 1000 * numbers["kilobytes"] > BYTES_AT_MOST:
        signs.add("too many")
    if told.get("finite") is not True:
        signs.add("not finite")
    if told.get("changed") is True:
        signs.add("parameters changed")
    if at_once is not None and _differ(at_once, labels_in(told.get("twice"), n)):
        signs.add("random")
    elif once > apart + MARGIN:
        signs.add("elsewhere")
    elif apart > accuracy + MARGIN:
        signs.add("packed")
    if labels is None:
        return signs
    signs |= _value_signs(labels, right)
    if _differ_alone(labels, told.get("alone")) and "random" not in signs:
        signs.add("company")
    shares = {name: share(told.get(name), right) for name in (*SCALES, "standardised")}
    best = max(shares, key=lambda name: shares[name])  # what helps most is what is missing
    if shares[best] > max(accuracy + MARGIN, 0.5):
        signs.add("standardised" if best == "standardised" else "scaled")
    if accuracy < THRESHOLDS[-1]:
        seen = numbers["of the seen"]
        signs |= {"small"} if numbers["numbers"] < SMALL else set()
        signs |= {"by heart"} if seen >= BY_HEART else {"hardly"} if seen < HARDLY else set()
    return signs


def _form_signs(value, n):
    found = as_array(value)
    if found is None:
        return set()
    if found.shape == (n, CLASSES):
        return {"table"}
    if found.shape in ((CLASSES, n), (n, 1), (1, n)):
        return {"column"}
    if found.shape == (n,) and not np.array_equal(found, np.round(found)):
        return {"no whole numbers"}
    return set()


def _value_signs(labels, right):
    if np.all(labels == labels[0]):
        return {"same for all"}
    shares = [float(np.mean((labels - right) % CLASSES == by)) for by in range(CLASSES)]
    if max(shares[1:]) > WELL:
        return {"off by one"}
    return {"guesses"} if shares[0] < BADLY else set()


def _differ(one, other):
    return other is None or np.count_nonzero(one != other) > 1


def _differ_alone(labels, alone):
    if not isinstance(alone, list):
        return True
    found = [labels_in(each, 1) for each in alone]
    return sum(f is None or f[0] != label for f, label in zip(found, labels, strict=False)) > 1


def accuracy_at_least(least):
    """Return the flaw of a mean share right, over the splits, that is below the least."""

    def below(performances):
        if trouble := in_each(within_limits)(performances):
            return trouble
        if trouble := in_each(lambda performance: performance.remark)(performances):
            return trouble
        shares = [performance.numbers["accuracy"] for performance in performances]
        if np.mean(shares) >= least:
            return ""
        each = ", ".join(f"{share:.3f}" for share in shares)
        return (
            f"Of the unseen digits {np.mean(shares):.3f} are right ({each}), and {least:g} or "
            "more is asked."
        )

    return below


def within_limits(performance):
    """Return which of the limits is passed, "" where none is."""
    found = performance.numbers
    if found["numbers"] > NUMBERS_AT_MOST:
        return f"the parameters hold {found['numbers']:,.0f} numbers, at most {NUMBERS_AT_MOST:,}"
    if 1000 * found["kilobytes"] > BYTES_AT_MOST:
        return f"the parameters take {found['kilobytes']:.0f} kB, at most {BYTES_AT_MOST // 1000}"
    if found["seconds"] > SECONDS_AT_MOST:
        return f"it takes {found['seconds']:.0f} seconds, at most {SECONDS_AT_MOST:.0f}"
    return ""


def once_learned(flaw):
    """Return the flaw of a step that counts once there is something learned to speak of."""

    def first(performances):
        if amiss := in_each(flaw)(performances):
            return amiss
        mean = np.mean([performance.numbers["accuracy"] for performance in performances])
        return "" if mean >= LEARNED else "Counts once half of the unseen digits are right."

    return first


STEPS = (
    Step("a label for each image", 1, in_each(lambda performance: performance.remark)),
    Step("within the limits", 1, once_learned(within_limits)),
    Step("predict depends on its arguments alone", 1, once_learned(conduct_flaw)),
    Step("0.94 of the unseen digits right", 3, accuracy_at_least(THRESHOLDS[0])),
    Step("0.96 of the unseen digits right", 2, accuracy_at_least(THRESHOLDS[1])),
    Step("0.97 of the unseen digits right", 1, accuracy_at_least(THRESHOLDS[2])),
)
