"""Scored exercises: measured, never compared; a mistake is known by what an answer did."""

import numpy as np
import pytest

from course.checking import (
    Case,
    Performance,
    Reply,
    ScoredExercise,
    Step,
    Symptom,
    asking,
    in_each,
    judge,
    shown_by_most,
)
from course.checking.plain import as_array, plain

MOST_NUMBERS = 20
SECONDS = 5.0


def train(x, labels, rng):
    """Return the classes' means: a nearest-mean classifier."""
    return {"means": np.stack([x[labels == k].mean(axis=0) for k in range(3)]), "note": "means"}


def predict(parameters, x):
    return np.argmin(((x[:, None] - parameters["means"]) ** 2).sum(axis=2), axis=1)


def draw_splits(rng):
    """Draw three clouds of points, some to learn from and some unseen."""
    cases = []
    for _ in range(3):
        centres = 4.0 * np.eye(3)
        labels = np.concatenate([np.arange(3), rng.integers(3, size=147)])
        x = centres[labels] + rng.normal(size=(150, 3))
        inputs = {
            "x": x[:100],
            "labels": labels[:100],
            "rng": int(rng.integers(2**31)),
            "new": x[100:],
            "right": labels[100:],
        }
        cases.append(Case(inputs, 100, words="100 points to learn from and 50 others"))
    return cases


def train_then_predict(answer, arguments):
    """Train twice, so that nothing may be kept outside of the parameters, and keep the first."""
    train_it, predict_it = answer
    parameters = plain(train_it(*arguments.values()))
    train_it(arguments["x"][::-1].copy(), arguments["labels"], np.random.default_rng(1))
    return parameters, predict_it


def labels_of(returned, arguments, inputs):
    parameters, predict_it = returned
    size = sum(np.size(value) for value in parameters.values())
    return {"size": int(size), "labels": plain(predict_it(parameters, inputs["new"].copy()))}


def measured(attempt):
    """Return the share that is right, the number of parameters and the seconds."""
    labels, right = as_array(attempt.value["labels"]), attempt.case.inputs["right"]
    if labels is None or labels.shape != right.shape:
        return Performance(attempt.case, trouble="no label for each point")
    signs = {"same for all"} if np.all(labels == labels[0]) else set()
    signs |= {"nan"} if np.isnan(labels).any() else set()
    numbers = {
        "accuracy": float(np.mean(labels == right)),
        "parameters": attempt.value["size"],
        "seconds": attempt.seconds,
    }
    return Performance(attempt.case, numbers=numbers, signs=frozenset(signs))


def too_large(performances):
    return any(p.numbers.get("parameters", 0) > MOST_NUMBERS for p in performances)


def mean_at_least(number, least, words):
    """Return the flaw of performances whose mean of a number is below the least."""

    def below(performances):
        if trouble := in_each(lambda performance: "")(performances):
            return trouble
        mean = sum(p.numbers[number] for p in performances) / len(performances)
        return "" if mean >= least else f"{words} {mean:.3g}, and {least:.3g} or more is asked."

    return below


def each_at_most(number, most, words):
    """Return the flaw of performances of which one has a number that is above the most."""

    def above(performance):
        found = performance.numbers[number]
        return "" if found <= most else f"{words} {found:.6g}, and {most:.6g} or less is asked"

    return in_each(above)


def never_run(*given):
    raise AssertionError("the check of a scored exercise runs no answer but the student's")


TRAIN_PREDICT = ScoredExercise(
    name="train_predict",
    contract="parameters, and a label for each point",
    functions=("train", "predict"),
    reference=(train, predict),
    draw=draw_splits,
    convert={"rng": np.random.default_rng},
    use=train_then_predict,
    collect=labels_of,
    measure=measured,
    second_call=0,
    steps=(
        Step("at most 20 numbers", 1, each_at_most("parameters", MOST_NUMBERS, "it keeps")),
        Step("at most 5 seconds", 1, each_at_most("seconds", SECONDS, "it takes")),
        Step("half right", 1, mean_at_least("accuracy", 0.5, "the share that is right is")),
        Step("nearly all right", 2, mean_at_least("accuracy", 0.9, "the share that is right is")),
    ),
    mistakes=(
        Symptom("kept_the_data", "the data are kept", (never_run, never_run), shows=too_large),
        Symptom(
            "same_for_all",
            "all points get one label",
            (never_run, never_run),
            shows=shown_by_most("same for all"),
        ),
        Symptom("nan", "the labels are NaN", (never_run, never_run), shows=shown_by_most("nan")),
    ),
)


def verdict_on(*answer, ask=None):
    return judge(TRAIN_PREDICT, ask or asking(TRAIN_PREDICT, answer), 3)


def test_two_functions_are_one_answer():
    verdict = verdict_on(train, predict)
    assert (verdict.points, verdict.status) == (TRAIN_PREDICT.possible, "right"), verdict.message
    assert TRAIN_PREDICT.possible == 6
    assert TRAIN_PREDICT.arguments == ("x", "labels", "rng")
    assert TRAIN_PREDICT.call_text == "train(x, labels, rng)` and `predict(parameters, x)"


def test_an_answer_is_found_by_its_functions_names():
    names = {"train": train, "predict": predict, "train_predict": 3}
    assert TRAIN_PREDICT.answer_in(names) == ((train, predict), None)
    assert TRAIN_PREDICT.answer_in({"train": train}) == (None, None)
    assert TRAIN_PREDICT.answer_in({"train": train, "predict": 3}) == (None, "int")
    assert TRAIN_PREDICT.takes((train, predict))
    assert not TRAIN_PREDICT.takes(train)


def test_either_function_may_be_unwritten():
    def unwritten(parameters, x):
        raise NotImplementedError()

    assert verdict_on(train, unwritten).status == "not_attempted"


@pytest.mark.parametrize(
    ("answer", "diagnosis", "lost"),
    [
        ((train, lambda p, x: np.zeros(len(x))), "same_for_all", 3),
        ((lambda x, labels, rng: {**train(x, labels, rng), "x": x}, predict), "kept_the_data", 1),
        ((train, lambda p, x: np.full(len(x), np.nan)), "nan", 3),
        ((train, lambda p, x: predict(p, x)[:, None]), "score", 6),
        ((train, lambda p, x: predict(p, x) * (np.arange(len(x)) % 3 > 0)), "score", 2),
        ((train, lambda p, x: p["no"]), "raised_KeyError", 6),
    ],
)
def test_a_mistake_is_known_by_what_the_answer_did(answer, diagnosis, lost):
    verdict = verdict_on(*answer)
    assert (verdict.diagnosis, verdict.possible - verdict.points) == (diagnosis, lost)


def test_what_an_answer_keeps_outside_of_its_parameters_is_that_of_another_training():
    kept = []

    def remembering(x, labels, rng):
        kept[:] = [train(x, labels, rng)]
        return {}

    verdict = verdict_on(remembering, lambda p, x: predict(kept[0], x))
    assert verdict.points < verdict.possible


def test_a_score_that_is_not_reached_is_told():
    answer = train, lambda p, x: predict(p, x) * (np.arange(len(x)) % 5 > 0)
    message = verdict_on(*answer).message
    assert "and 0.9 or more is asked" in message


def test_time_is_measured_by_whoever_asks(monkeypatch):
    clock = iter(np.arange(0.0, 1000.0, 6.0))
    monkeypatch.setattr("course.checking.examining.time.monotonic", lambda: next(clock))
    verdict = verdict_on(train, predict)
    assert verdict.points == TRAIN_PREDICT.possible - 1
    assert "it takes 6, and 5 or less is asked" in verdict.message


def test_a_reply_from_another_process_is_scored_as_well():
    replies = [
        Reply({"size": 9, "labels": case.inputs["right"]})
        for case in draw_splits(np.random.default_rng(3))
    ]
    told = iter(replies)
    verdict = verdict_on(ask=lambda many: [next(told) for _ in many])
    assert verdict.points == TRAIN_PREDICT.possible
