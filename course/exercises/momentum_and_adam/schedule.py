"""The learning rate of a step: a warm-up, then half a cosine."""

from course import nn
from course.checking import Case, Exercise, Part
from course.exercises.momentum_and_adam.schedule_mistakes import SCHEDULE_MISTAKES

NO_WARMUP = "no warm-up (warmup = 0)"
ALL_WARMUP = "a warm-up to the end (warmup = steps)"


def draw_schedules(rng):
    """Draw steps in the warm-up and after it, at its ends, without one and with nothing else.

    After one in the warm-up and one behind it stand more, in which a single number is another.
    """
    warmup = int(rng.integers(4, 8))
    steps = warmup + int(rng.integers(9, 17))
    peak = round(float(rng.uniform(0.2, 0.9)), 3)
    rising, falling = int(rng.integers(1, warmup - 1)), int(rng.integers(warmup + 2, steps - 3))
    usual = {"steps": steps, "peak": peak, "warmup": warmup}
    cases = [_case(usual | {"step": step}) for step in (rising, falling)]
    cases += _varying(usual | {"step": falling}, steps=steps + 7, peak=2 * peak, step=falling + 1)
    cases += [_case(usual | {"step": rising})]
    cases += _varying(usual | {"step": rising}, warmup=warmup + 2, peak=2 * peak, step=rising + 1)
    cases += [
        _case(usual | {"step": step}, label)
        for step, label in (
            (0, "the first step of all"),
            (warmup - 1, "the last step of the warm-up"),
            (warmup, "the first step after the warm-up"),
            (steps - 1, "the last step of all"),
        )
    ]
    cases += [_case(usual | {"warmup": 0, "step": s}, NO_WARMUP) for s in (0, falling, steps - 1)]
    whole = usual | {"warmup": steps}
    return cases + [_case(whole | {"step": s}, ALL_WARMUP) for s in (rising, steps - 1)]


def _case(given, label="", varied=""):
    inputs = {name: given[name] for name in ("step", "steps", "peak", "warmup")}
    words = ", ".join(f"`{name} = {value}`" for name, value in inputs.items())
    telling = not label
    return Case(inputs, label=label, words=words, varied=varied, telling=telling)


def _varying(given, **others):
    return [_case(given | {name: value}, varied=name) for name, value in others.items()]


def in_warmup(case):
    """Whether the step is one of a warm-up that others follow."""
    return case.inputs["step"] < case.inputs["warmup"] < case.inputs["steps"]


def after_warmup(case):
    """Whether the step is one after a warm-up."""
    return 0 < case.inputs["warmup"] <= case.inputs["step"]


def without_warmup(case):
    """Whether there is no warm-up."""
    return case.inputs["warmup"] == 0


def all_warmup(case):
    """Whether there is nothing but a warm-up."""
    return case.inputs["warmup"] == case.inputs["steps"]


LEARNING_RATE_AT = Exercise(
    name="learning_rate_at",
    contract="the rate of one step, a number: peak * (step + 1) / warmup in the warm-up, then down "
    "half a cosine",
    reference=nn.learning_rate_at,
    settings=("steps", "peak", "warmup"),
    draw=draw_schedules,
    parts=(
        Part("the warm-up", 2, where=in_warmup, variable="rate"),
        Part("the cosine", 2, where=after_warmup, variable="rate"),
        Part("without a warm-up", 1, where=without_warmup, variable="rate"),
        Part("nothing but warm-up", 1, where=all_warmup, variable="rate"),
    ),
    inputs_kept=0,
    mistakes=SCHEDULE_MISTAKES,
)
