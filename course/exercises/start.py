"""Lesson 00: one turn of one weight, to learn how an exercise and its check work."""

from course.checking import Case, Exercise, Mistake
from course.exercises.drawing import away_from_zero
from course.exercises.manifest import Lesson
from course.exercises.single import single_number


def turn_weight(weight, blame, rate):
    """Return a weight after one step against its blame, weight - rate * blame.

    weight, blame, rate: numbers. blame: how fast the error grows when the weight does.
    """
    return weight - rate * blame


def draw_turn(rng):
    """Draw weights and blames of either sign, and rates below and above 1."""
    rates = rng.uniform(0.05, 0.4), rng.uniform(1.5, 2.5), rng.uniform(0.5, 0.9), 0.01
    signs = (1, 1), (-1, 1), (1, -1), (-1, -1)
    cases = []
    for rate, (of_weight, of_blame) in zip(rates, signs, strict=True):
        weight = of_weight * float(abs(away_from_zero(rng, (), 1.2, 4.0)))
        blame = of_blame * float(abs(away_from_zero(rng, (), 1.2, 4.0)))
        cases.append(Case({"weight": weight, "blame": blame, "rate": float(rate)}))
    return cases


TURN_WEIGHT = Exercise(
    name="turn_weight",
    contract="a number: the weight less the rate times its blame",
    reference=turn_weight,
    settings=("rate",),
    draw=draw_turn,
    parts=single_number("weight", 4),
    inputs_kept=0,
    second_call=0,
    mistakes=(
        Mistake(
            "towards_blame",
            "the weight goes with its blame, so the error grows: go against it, with a minus",
            lambda weight, blame, rate: weight + rate * blame,
        ),
        Mistake(
            "rate_left_out",
            "the rate plays no part, so the step is the whole blame: multiply the blame by it",
            lambda weight, blame, rate: weight - blame,
        ),
        Mistake(
            "step_alone",
            "this is the step by itself: take it away from the weight",
            lambda weight, blame, rate: rate * blame,
        ),
        Mistake(
            "turned_step_alone",
            "this is the step by itself, turned round: add the weight to it",
            lambda weight, blame, rate: -rate * blame,
        ),
        Mistake(
            "rate_divides",
            "the blame is divided by the rate: multiply the two",
            lambda weight, blame, rate: weight - blame / rate,
        ),
        Mistake(
            "rate_subtracted",
            "the rate is taken away whatever the blame is: multiply it by the blame first",
            lambda weight, blame, rate: weight - rate,
        ),
        Mistake(
            "brackets",
            "the weight less the blame, times the rate: multiply rate and blame first",
            lambda weight, blame, rate: (weight - blame) * rate,
        ),
        Mistake(
            "step_first",
            "the weight is taken away from the step: it is the other way round",
            lambda weight, blame, rate: rate * blame - weight,
        ),
        Mistake(
            "weight_in_step",
            "the step is multiplied by the weight as well: it is the rate times the blame",
            lambda weight, blame, rate: weight - rate * blame * weight,
        ),
        Mistake(
            "nothing_moves",
            "the weight stays as it was: take the rate times the blame away from it",
            lambda weight, blame, rate: weight,
        ),
    ),
)

LESSON = Lesson("00-start", exercises=(TURN_WEIGHT,), graded=False)
