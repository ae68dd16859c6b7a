"""Promises of lesson 13: what a network may keep and see, and how one is told what is amiss."""

import numpy as np
import pytest

from course.checking import asking, judge, judging
from course.checking.examining import draw_for, examine
from course.exercises.your_own_network import TRAIN_PREDICT
from course.exercises.your_own_network.keeping import Surroundings
from course.exercises.your_own_network.slips import fit, name, nearest
from course.exercises.your_own_network.solving import predict, train
from course.exercises.your_own_network.splits import labels_of
from course.exercises.your_own_network.weighing import copied, weight_of
from course.plots import draw_confusion, draw_digits
from course.widgets.digit import EMPTY, digit_widget
from course.widgets.ink import bitmap_of, counted
from course.widgets.learning import LearningCurve
from tests.drawn_digits import DRAWN

POSSIBLE = TRAIN_PREDICT.possible
KEPT = {}


def verdict_on(*answer, seed=1):
    return judge(TRAIN_PREDICT, asking(TRAIN_PREDICT, answer), seed)


def features_of(x, w1, b1):
    return np.maximum(0, x @ w1 + b1)


# What a split is


def test_a_split_has_1297_digits_to_learn_from_and_500_others_and_tells_no_answer():
    (first, second, third) = draw_for(TRAIN_PREDICT, 1).cases
    for case in (first, second, third):
        assert case.inputs["x"].shape == (1297, 64) and case.inputs["new"].shape == (500, 64)
        assert set(case.inputs) == {"x", "labels", "rng", "new"}
        seen = {image.tobytes() for image in case.inputs["x"]}
        assert sum(image.tobytes() in seen for image in case.inputs["new"]) == 0
        np.testing.assert_array_equal(labels_of(case.inputs["x"]), case.inputs["labels"])
    assert not np.array_equal(first.inputs["new"], second.inputs["new"])


# What parameters weigh


@pytest.mark.parametrize(
    ("parameters", "numbers"),
    [
        ([np.zeros((3, 4)), np.zeros(4, np.float32)], 16),
        ({"w": np.zeros(5), "layers": (1, 2.5, True, None)}, 5 + 4 + 1 + 6),
        ("relu", 4),
        (2**31, 2),
        (2**4000, 251),
        (np.array([1, 2**40, -(2**17)]), 1 + 3 + 2),
        (np.array([2**64 - 1], dtype=np.uint64), 4),
        ({(1, "ab"): 0}, 4),
        (np.array([np.zeros(3), 7], dtype=object), 4),
        (np.float64(3), 1),
    ],
)
def test_numbers_of_all_kinds_are_counted(parameters, numbers):
    weight = weight_of(parameters)
    assert (weight.numbers, weight.odd) == (numbers, "")


@pytest.mark.parametrize(
    ("thing", "words"),
    [
        (fit, "a function, `fit`"),
        (b"pixels", "of type bytes"),
        (bytearray(9), "of type bytearray"),
        ({1, 2}, "of type set"),
        (1 + 2j, "of type complex"),
        (np.zeros(3, complex), "dtype complex128"),
        (np.array(["a"]), "dtype <U1"),
        (np.zeros(2, "datetime64[s]"), "dtype datetime64"),
        (np.zeros(2, [("a", float)]), "an array of dtype [("),
        (object(), "of type object"),
        (memoryview(b"x"), "of type memoryview"),
    ],
)
def test_what_is_no_parameter_is_told(thing, words):
    assert words in weight_of([1.0, {"a": thing}]).odd


def test_nesting_is_bounded():
    endless = []
    endless.append(endless)
    assert "lists in more than" in weight_of(endless).odd
    wide = [0] * 1000
    for _ in range(10):
        wide = [wide] * 1000
    assert weight_of(wide).numbers < 600_000


def test_parameters_are_copied_and_rounded_to_three_digits():
    w = np.random.default_rng(0).normal(size=(20, 20))
    parameters = [w, (1.23456789, "relu"), {"n": 123456789}]
    short = copied(parameters, rounded=True)
    assert np.max(np.abs(short[0] / w - 1)) <= 2.0**-11
    assert short[1] == (1.234375, "relu") and short[2] == {"n": 123456789}
    assert copied(parameters)[0] is not w
    np.testing.assert_array_equal(copied(parameters)[0], w)
    odd = np.array([np.nan, np.inf, 1e-300, 0.0])
    np.testing.assert_array_equal(copied([odd], rounded=True)[0], [np.nan, np.inf, 0, 0])


# Ways round the limits


def kept_in_an_attribute(x, labels, rng):
    kept_in_an_attribute.images = x, labels
    return [0.0]


def kept_in_a_default(x, labels, rng, memory=[]):  # noqa: B006
    memory[:] = [x, labels]
    return [0.0]


def kept_in_a_module(x, labels, rng):
    np.kept_images = x, labels
    return [0.0]


def kept_by_key(x, labels, rng):
    KEPT[float(x.sum())] = x.copy(), labels.copy()
    return {"key": x.sum()}


AROUND = {
    "an attribute": (
        kept_in_an_attribute,
        lambda p, x: nearest(*kept_in_an_attribute.images, x),
    ),
    "a default": (kept_in_a_default, lambda p, x: nearest(*kept_in_a_default.__defaults__[0], x)),
    "a module": (kept_in_a_module, lambda p, x: nearest(*np.kept_images, x)),
    "a key": (kept_by_key, lambda p, x: nearest(*KEPT[p["key"]], x)),
}


@pytest.mark.parametrize("where", AROUND)
def test_images_that_are_kept_elsewhere_are_not_there(where):
    verdict = verdict_on(*AROUND[where])
    assert (verdict.diagnosis, verdict.points) == ("kept_elsewhere", 0), verdict.message


def test_files_are_no_place_either(tmp_path):
    place = tmp_path / "kept.npz"

    def keeping(x, labels, rng):
        np.savez(place, x=x, labels=labels)
        return [0.0]

    def reading(parameters, x):
        with np.load(place) as kept:
            return nearest(kept["x"], kept["labels"], x)

    verdict = verdict_on(keeping, reading)
    assert (verdict.diagnosis, verdict.points) == ("kept_elsewhere", 0), verdict.message
    assert "and no files" in verdict.message
    assert place.open("rb").read(2) == b"PK"  # afterwards files are there as ever


def test_a_closure_keeps_nothing_either():
    box = {}

    def train(x, labels, rng):
        box["all"] = x, labels
        return [0.0]

    verdict = verdict_on(train, lambda p, x: nearest(*box["all"], x))
    assert verdict.diagnosis == "kept_elsewhere"
    assert "all" in box  # afterwards the student finds it as it was


def test_what_was_learned_of_the_data_beforehand_is_of_no_use():
    from course import data

    verdict = verdict_on(lambda x, labels, rng: [0.0], lambda p, x: nearest(*data.digits(), x))
    assert verdict.points <= 2, verdict.message


@pytest.mark.parametrize("base", [17, 32, 256])
def test_eight_pixels_in_one_number_do_not_count(base):
    powers = [base**k for k in range(6 if base == 256 else 8)]

    def pack(x, labels, rng):
        rows = np.round(16 * x).astype(int).reshape(len(x), -1)
        pad = -rows.shape[1] % len(powers)
        rows = np.pad(rows, ((0, 0), (0, pad))).reshape(len(x), -1, len(powers))
        return [rows @ np.array(powers, dtype=float), labels]

    def unpack(parameters, x):
        packed, labels = parameters
        digits = np.floor(packed[..., None] / powers) % base
        return nearest(digits.reshape(len(packed), -1)[:, :64] / 16, labels, x)

    verdict = verdict_on(pack, unpack)
    assert verdict.diagnosis == "packed" and verdict.points < POSSIBLE / 2, verdict.message


def test_whole_numbers_hold_no_more():
    def pack(x, labels, rng):
        return [[int("".join(f"{p:02d}" for p in row)) for row in np.round(16 * x).astype(int)]]

    verdict = verdict_on(pack, lambda p, x: np.zeros(len(x), int))
    assert verdict.diagnosis == "too_many_numbers"


def test_surroundings_are_put_back_as_they_were_and_then_as_they_are():
    def one():
        return KEPT

    KEPT.clear()
    around = Surroundings((one,))
    KEPT["new"] = 1
    one.mark = 2
    with around.back():
        assert one() == {} and not hasattr(one, "mark")
    assert one() == {"new": 1} and one.mark == 2
    KEPT.clear()


# What is told


def test_images_kept_are_told_with_their_numbers():
    verdict = verdict_on(
        lambda x, labels, rng: {"x": x, "labels": labels},
        lambda p, x: nearest(p["x"], p["labels"], x),
    )
    assert "the parameters hold 84,312 numbers, at most 25,000" in verdict.message
    assert verdict.points < POSSIBLE / 2


def test_a_training_that_takes_too_long_is_told(monkeypatch):
    clock = iter(np.arange(0.0, 1000.0, 23.0))
    monkeypatch.setattr("course.checking.examining.time.monotonic", lambda: next(clock))
    verdict = verdict_on(fit, name)
    assert "it takes 23 seconds, at most 20" in verdict.message


def test_labels_changed_in_place_cost_a_point():
    def changing(x, labels, rng):
        found = fit(x, labels, rng)
        labels += 1
        return found

    right, poor = verdict_on(fit, name), verdict_on(changing, name)
    assert (right.points - poor.points, poor.findings[-1].diagnosis) == (1, "input_changed")


def test_a_second_training_that_fails_is_no_matter():
    def only_1297(x, labels, rng):
        assert len(x) == 1297
        return fit(x, labels, rng)

    assert verdict_on(only_1297, name).points == verdict_on(fit, name).points


def test_a_predict_that_stops_later_is_told_why():
    def remembers(x, labels, rng):
        KEPT["it"] = fit(x, labels, rng)
        return {}

    verdict = verdict_on(remembers, lambda p, x: name(KEPT["it"], x))
    assert verdict.diagnosis == "kept_elsewhere"
    assert "predict stops with KeyError" in verdict.message
    KEPT.clear()


# The network of the lesson


def test_the_lesson_s_own_network_earns_all_and_each_split_more_than_97_percent():
    answer = train, predict
    found = examine(asking(TRAIN_PREDICT, answer), draw_for(TRAIN_PREDICT, 11))
    shares = [p.numbers["accuracy"] for p in found.performances]
    assert np.mean(shares) >= 0.97
    assert {p.numbers["numbers"] for p in found.performances} == {19_210}
    assert not any(p.signs for p in found.performances)


def test_other_hands_cost_about_three_percent():
    """What the lesson says of the last 500 images, in the order in which they came."""
    from course import data

    x, labels = data.digits()
    found = train(x[:1297], labels[:1297], np.random.default_rng(5))
    assert 0.93 < np.mean(predict(found, x[1297:]) == labels[1297:]) < 0.97


# The pad


@pytest.fixture(scope="module")
def learned():
    from course import data

    x, labels = data.digits()
    return train(x[:1297], labels[:1297], np.random.default_rng(2))


def test_drawn_digits_have_as_much_ink_as_the_data():
    from course import data

    drawn = np.stack([counted(bitmap_of(strokes)) for _, strokes in DRAWN])
    assert abs(drawn.mean() - data.digits()[0].mean()) < 0.05
    assert drawn.min() >= 0 and drawn.max() == 1


def test_size_and_place_of_a_drawing_play_no_part():
    for _, strokes in DRAWN:
        small = [0.3 * np.asarray(points) + [0.6, 0.05] for points in strokes]
        np.testing.assert_array_equal(bitmap_of(small), bitmap_of(strokes))


def test_eight_of_ten_drawn_digits_are_read(learned):
    pad = digit_widget(lambda x: predict(learned, x))
    said = [pad.said([np.asarray(s).tolist() for s in strokes]) for _, strokes in DRAWN]
    right = [f"says {digit} " in told["told"] for (digit, _), told in zip(DRAWN, said, strict=True)]
    assert sum(right) >= 8
    assert all(abs(sum(told["shares"]) - 1) < 1e-9 for told in said)


def test_the_pad_says_what_it_cannot_do():
    pad = digit_widget(lambda x: 1 / 0)
    assert pad.said([]) == pad.said([[[0.5, 0.5]] * 4_000]) == pad.answer
    assert pad.answer["told"] == EMPTY
    assert "stops with ZeroDivisionError" in pad.said([[[0.1, 0.1], [0.2, 0.5]]])["told"]


def test_an_interrupt_leaves_a_curve_and_what_was_learned(capsys):
    learned = 0
    with LearningCurve(60) as curve:
        for epoch in curve:
            learned = epoch
            curve.add(0.9, 0.8)
            if epoch == 12:
                raise KeyboardInterrupt
    assert learned == 12
    assert "stopped after 12 of 60 epochs: 0.900 of the seen right" in curve.words.value
    with pytest.raises(ValueError), LearningCurve(3):
        raise ValueError("another error is the student's to see")


def test_where_all_is_right_the_pictures_say_so():
    labels = np.arange(10)
    all_right = draw_confusion(labels, labels)
    assert all_right.description.endswith("10 of 10 digits are right.")
    assert all_right.axes[0].images[0].get_array().mask.all()  # no field is tinted
    one_wrong = draw_confusion(labels, np.where(labels == 4, 9, labels))
    assert one_wrong.description.endswith("Most often a 4 is taken for a 9: 1 of them.")
    assert np.argwhere(~one_wrong.axes[0].images[0].get_array().mask).tolist() == [[4, 9]]
    nothing = draw_digits(np.zeros((0, 64)), labels[:0], labels[:0])
    assert [text.get_text() for text in nothing.texts] == ["not a single one"]


def test_two_functions_to_write_are_asked_for_in_the_plural():
    asked = judging.not_attempted(TRAIN_PREDICT).message
    assert "`train(x, labels, rng)` and `predict(parameters, x)`: they return parameters" in asked
