"""Wrong schedules of the learning rate."""

from math import cos, pi, sin

from course import nn
from course.checking import Mistake


def rise_of(step, steps, peak, warmup):
    """Return the right rate of a step in the warm-up."""
    return peak * (step + 1) / warmup


def share_of(step, steps, warmup):
    """Return how far a step is on the way down, from 0 to nearly 1."""
    return (step - warmup) / (steps - warmup)


def half_cosine(share):
    """Return the share of the peak that is left."""
    return (1 + cos(pi * share)) / 2


def wrong(
    rise=rise_of, share=share_of, fall=half_cosine, rising=lambda step, warmup: step < warmup
):
    """Return a schedule of which some formulas are replaced by wrong ones."""

    def learning_rate_at(step, steps, peak, warmup):
        if rising(step, warmup):
            return rise(step, steps, peak, warmup)
        return peak * fall(share(step, steps, warmup))

    return learning_rate_at


def _rise_first(step, steps, peak, warmup):
    rise = peak * (step + 1) / warmup
    return rise if step < warmup else nn.learning_rate_at(step, steps, peak, warmup)


def _share_first(step, steps, peak, warmup):
    share = (step - warmup) / (steps - warmup)
    return peak * (step + 1) / warmup if step < warmup else peak * half_cosine(share)


def _both_first(step, steps, peak, warmup):
    rise, share = peak * (step + 1) / warmup, (step - warmup) / (steps - warmup)
    return rise if step < warmup else peak * half_cosine(share)


def _both_at_once(step, steps, peak, warmup):
    rise = min(1.0, (step + 1) / warmup) if warmup else 1.0
    return peak * rise * half_cosine(step / steps)


SCHEDULE_MISTAKES = (
    Mistake(
        "rise_divides_by_zero",
        "with warmup = 0 this divides by 0: work out the rise only where step < warmup",
        _rise_first,
    ),
    Mistake(
        "cosine_divides_by_zero",
        "with warmup = steps this divides by 0: work out the cosine only where step is no longer "
        "below warmup",
        _share_first,
    ),
    Mistake(
        "both_divide_by_zero",
        "with warmup = 0 or warmup = steps this divides by 0: choose first, and work out only the "
        "formula that holds for this step",
        _both_first,
    ),
    Mistake(
        "rise_from_zero",
        "the warm-up begins with a rate of 0, so the first step is lost: steps count from 0, so "
        "take (step + 1) / warmup",
        wrong(rise=lambda step, steps, peak, warmup: peak * step / warmup),
    ),
    Mistake(
        "rise_misses_the_peak",
        "the warm-up divides by warmup + 1, so its last step is below the peak: divide by warmup",
        wrong(rise=lambda step, steps, peak, warmup: peak * (step + 1) / (warmup + 1)),
    ),
    Mistake(
        "warmup_one_too_long",
        "the warm-up takes one step too many and goes above the peak: it is for step < warmup",
        wrong(rising=lambda step, warmup: step <= warmup and warmup > 0),
    ),
    Mistake(
        "warmup_one_too_short",
        "the cosine begins one step too early: the warm-up is for step < warmup",
        wrong(rising=lambda step, warmup: step < warmup - 1),
    ),
    Mistake(
        "rise_over_all_steps",
        "the warm-up rises over all steps: it is to reach the peak after warmup steps, so divide "
        "by warmup",
        wrong(rise=lambda step, steps, peak, warmup: peak * (step + 1) / steps),
    ),
    Mistake(
        "no_warmup",
        "there is no warm-up, the cosine runs from the first step: while step < warmup the rate "
        "rises, peak * (step + 1) / warmup",
        lambda step, steps, peak, warmup: peak * half_cosine(step / steps),
    ),
    Mistake(
        "flat_warmup",
        "the rate is the peak all through the warm-up: it rises, peak * (step + 1) / warmup",
        wrong(rise=lambda step, steps, peak, warmup: peak),
    ),
    Mistake(
        "warmup_downwards",
        "the rate falls in the warm-up: it rises, peak * (step + 1) / warmup",
        wrong(rise=lambda step, steps, peak, warmup: peak * (1 - step / warmup)),
    ),
    Mistake(
        "rise_from_zero_to_the_end",
        "the warm-up begins with a rate of 0 and reaches the peak in its last step, "
        "step / (warmup - 1): the first step would be lost, so take (step + 1) / warmup",
        wrong(rise=lambda step, steps, peak, warmup: peak * step / max(1, warmup - 1)),
    ),
    Mistake(
        "rise_floored",
        "// throws away what follows the point, so the warm-up is 0 nearly to its end: divide "
        "with /",
        wrong(rise=lambda step, steps, peak, warmup: peak * ((step + 1) // warmup)),
    ),
    Mistake(
        "peak_left_out_in_warmup",
        "the warm-up rises to 1: multiply by peak",
        wrong(rise=lambda step, steps, peak, warmup: (step + 1) / warmup),
    ),
    Mistake(
        "peak_left_out",
        "this is the share of the peak: multiply both formulas by peak",
        lambda step, steps, peak, warmup: nn.learning_rate_at(step, steps, 1.0, warmup),
    ),
    Mistake(
        "cosine_over_all_steps",
        "the cosine is counted from the first step of all, step / steps: it begins after the "
        "warm-up, (step - warmup) / (steps - warmup)",
        wrong(share=lambda step, steps, warmup: step / steps),
    ),
    Mistake(
        "steps_not_shortened",
        "the cosine is stretched over all steps, so it never gets down: divide by steps - warmup",
        wrong(share=lambda step, steps, warmup: (step - warmup) / steps),
    ),
    Mistake(
        "warmup_not_subtracted",
        "the cosine is counted from the first step of all: subtract warmup from step as well",
        wrong(share=lambda step, steps, warmup: step / (steps - warmup)),
    ),
    Mistake(
        "ends_at_zero",
        "the cosine ends at 0 with the last step, which is then lost: divide by steps - warmup, "
        "without - 1",
        wrong(share=lambda step, steps, warmup: (step - warmup) / max(1, steps - 1 - warmup)),
    ),
    Mistake(
        "one_step_ahead",
        "the cosine is a step ahead: the first step after the warm-up has the peak itself, so "
        "take step - warmup, without + 1",
        wrong(share=lambda step, steps, warmup: (step + 1 - warmup) / (steps - warmup)),
    ),
    Mistake(
        "not_halved",
        "the cosine is not halved, so the rate jumps to twice the peak: 1 + cos runs from 2 to 0, "
        "divide it by 2",
        wrong(fall=lambda share: 1 + cos(pi * share)),
    ),
    Mistake(
        "pi_left_out",
        "the cosine is taken without pi, so it stops half way down: cos(pi * ...)",
        wrong(fall=lambda share: (1 + cos(share)) / 2),
    ),
    Mistake(
        "degrees",
        "180 stands for pi: cos wants radians here, so half a turn is pi",
        wrong(fall=lambda share: (1 + cos(180 * share)) / 2),
    ),
    Mistake(
        "whole_turn",
        "the cosine makes a whole turn, so the rate comes up again: half a turn is pi, not 2 pi",
        wrong(fall=lambda share: (1 + cos(2 * pi * share)) / 2),
    ),
    Mistake(
        "quarter_turn",
        "this is a quarter of a cosine, cos(pi / 2 * ...): take (1 + cos(pi * ...)) / 2",
        wrong(fall=lambda share: cos(pi * share / 2)),
    ),
    Mistake(
        "upside_down",
        "the cosine is upside down, so the rate falls to 0 and climbs: take 1 + cos, not 1 - cos",
        wrong(fall=lambda share: (1 - cos(pi * share)) / 2),
    ),
    Mistake(
        "sine",
        "this is a sine: it is a cosine that falls all the way from the peak",
        wrong(fall=lambda share: (1 + sin(pi * share)) / 2),
    ),
    Mistake(
        "one_left_out",
        "the 1 is left out, so the rate falls below 0: take (1 + cos(...)) / 2",
        wrong(fall=lambda share: cos(pi * share)),
    ),
    Mistake(
        "one_left_out_and_halved",
        "the 1 is left out, so the rate begins at half the peak and falls below 0: take "
        "(1 + cos(...)) / 2",
        wrong(fall=lambda share: cos(pi * share) / 2),
    ),
    Mistake(
        "only_cosine_halved",
        "only the cosine is halved, so the rate begins at 1.5 times the peak: put brackets around "
        "the sum, (1 + cos(...)) / 2",
        wrong(fall=lambda share: 1 + cos(pi * share) / 2),
    ),
    Mistake.with_number(
        "floor_kept",
        "the rate falls to {number} of the peak and no further: here it falls all the way, half "
        "a cosine from the peak to 0",
        lambda floor: wrong(fall=lambda share: floor + (1 - floor) * half_cosine(share)),
        0.1,
        (1e-4, 0.9),
    ),
    Mistake(
        "linear_decay",
        "the rate falls along a straight line: here it is half a cosine, flat at both ends",
        wrong(fall=lambda share: 1 - share),
    ),
    Mistake(
        "constant_after_warmup",
        "the rate stays at the peak after the warm-up: let it fall along half a cosine (and divide "
        "with /, since // throws away what follows the point)",
        wrong(fall=lambda share: 1.0),
    ),
    Mistake(
        "restarts",
        "the cosine begins anew half way, which is known as warm restarts: here it runs down once",
        wrong(fall=lambda share: half_cosine(2 * share % 1)),
    ),
    Mistake(
        "rise_times_cosine",
        "the rise is multiplied into a cosine that runs from the first step: each of the two has "
        "steps of its own",
        _both_at_once,
    ),
    Mistake(
        "step_and_steps_exchanged",
        "step and steps have changed places: the inputs come in the order step, steps, peak, "
        "warmup",
        lambda step, steps, peak, warmup: nn.learning_rate_at(steps, step, peak, warmup),
    ),
    Mistake(
        "peak_and_warmup_exchanged",
        "peak and warmup have changed places: the inputs come in the order step, steps, peak, "
        "warmup",
        lambda step, steps, peak, warmup: nn.learning_rate_at(step, steps, warmup, peak),
    ),
)
