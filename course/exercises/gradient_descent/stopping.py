"""Early stopping by the validation loss."""

from math import inf

from course import nn
from course.checking import Case, Exercise, Mistake, Part
from course.exercises.single import alone, as_a_number

PLATEAU = "equal losses in a row"
FALLING = "a loss that falls to the end"
ONE_EPOCH = "a single epoch"
IMPATIENT = "a patience of 1"
HERE_AND_THERE = "bad epochs here and there"
BELOW_ZERO = "losses below 0"
RISING = "a loss that only rises"
SELDOM_WRONG = (FALLING, ONE_EPOCH, IMPATIENT, HERE_AND_THERE, BELOW_ZERO, RISING)
SERIES = (  # losses, patience, min_delta or None, label
    ((5, 4, 3, 3.5, 3.2, 3.6, 2, 1), 3, None, ""),
    ((5, 4, 4.5, 4.6, 3, 3.5, 3.2, 3.1, 2.5), 3, None, "a loss that recovers in time"),
    ((5, 4, 3.5, 3.2, 3, 2.7), 2, None, FALLING),
    ((4, 3, 3.5, 2, 1), 1, None, IMPATIENT),
    ((4,), 1, None, ONE_EPOCH),
    ((4, 2, 3, 2.8, 2.6, 2.4, 2.2), 4, None, "a rise, then a slow fall"),
    ((5, 6, 4, 4.5, 3, 3.5, 2, 2.5), 2, None, HERE_AND_THERE),
    ((3, 2, 2.5, 2.4), 2, None, "an end at the last epoch"),
    ((-1, -2, -3, -2.5, -2.6), 2, None, BELOW_ZERO),
    ((3, 2, 2, 2, 2, 1), 3, None, PLATEAU),
    ((4, 3, 3, 2, 2, 2), 2, None, PLATEAU),
    ((3, 2, 2, 2, 2, 2, 2, 2), 3, None, PLATEAU),
    ((2, 3, 4, 5, 6, 7), 2, None, RISING),
    ((5, 4.8, 4.9, 4.7, 4.8, 4.9, 4.85), 2, 0.5, "a slow fall"),
    ((5, 4, 3.8, 3.6, 3.4, 2.5, 2.4, 1), 3, 0.5, ""),
    ((5, 4.7, 4.4, 4.1, 3.8, 3.5, 3.2), 3, 0.5, "a slow fall"),
    ((4, 3, 3.2, 3.1, 3.3, 2, 2.2, 2.1, 1), 3, 0.4, "rises smaller than min_delta"),
    ((5, 4, 4.2, 3.9, 3, 3.2, 3.1, 2.9, 1), 3, 0.3, "a loss that recovers in time"),
    ((9, 5, 5.2, 5.1), 2, 0.5, "a fall at once"),
    ((5, 6, 5.2, 6.1, 5.3, 6.2), 2, 0.5, ""),
    ((5, 4.6, 4.25, 4.3, 4.31, 4.32), 2, 0.5, ""),
    # by less than a min_delta that somebody may have written into the code
    ((5, 4.97, 4.94, 4.91, 4.88), 2, None, ""),
)

# Those with a min_delta are on one scale: on scales apart, some min_delta of one's own could give
# what a wrong answer gives in all of them, and so be taken for the only fault.
FIRST_WITH_MIN_DELTA = next(i for i, series in enumerate(SERIES) if series[2] is not None)
# place in SERIES: what a second case varies
OTHERS = {0: {"patience": 2}, 14: {"min_delta": 0.05}, 20: {"min_delta": 0.05}}


def draw_losses(rng):
    """Draw validation losses of all kinds, each series without a min_delta on its own scale."""
    cases = []
    for place, (losses, patience, min_delta, label) in enumerate(SERIES):
        if place <= FIRST_WITH_MIN_DELTA:
            scale = float(rng.uniform(0.4, 2.0))
        inputs = {"validation_losses": [scale * loss for loss in losses], "patience": patience}
        if min_delta is not None:
            inputs["min_delta"] = scale * min_delta
        cases.append(_case(inputs, label))
        for name, value in OTHERS.get(place, {}).items():
            varied = scale * value if name == "min_delta" else value
            cases.append(_case(inputs | {name: varied}, varied=name))
    return cases


def _case(inputs, label="", varied=""):
    words = ", ".join(f"`{name} = {_told(value)}`" for name, value in inputs.items())
    telling = label not in SELDOM_WRONG
    return Case(inputs, label=label, words=words, varied=varied, telling=telling)


def _told(value):
    if isinstance(value, list):
        return f"[{', '.join(f'{loss:.3g}' for loss in value)}]"
    return f"{value:.3g}"


def _is_better(loss, best, min_delta):
    return loss < best - min_delta


def _last_better(loss, best, better):
    return loss if better else best


def waiting(
    better=_is_better,
    remember=_last_better,
    best=inf,
    reset=0,
    extra=0,
    answer=lambda epoch, best_epoch: epoch,
    end=lambda losses: None,
):
    """Return an early_stop that differs from the right one in what is given."""

    def stop(validation_losses, patience, min_delta=0.0):
        lowest, waited, best_epoch = best, 0, 0
        for epoch, loss in enumerate(validation_losses):
            is_better = better(loss, lowest, min_delta)
            lowest = remember(loss, lowest, is_better)
            if is_better:
                waited, best_epoch = (waited if reset is None else reset), epoch
            else:
                waited += 1
            if waited >= patience + extra:
                return answer(epoch, best_epoch)
        return end(validation_losses)

    return stop


def _with_patience(changed):
    """Return an early_stop that takes another patience than the given one."""

    def stop(validation_losses, patience, min_delta=0.0):
        return nn.early_stop(validation_losses, changed(patience), min_delta)

    return stop


def _loss_returned(validation_losses, patience, min_delta=0.0):
    epoch = nn.early_stop(validation_losses, patience, min_delta)
    return None if epoch is None else validation_losses[epoch]


def _best_epoch_for_none(validation_losses, patience, min_delta=0.0):
    epoch = nn.early_stop(validation_losses, patience, min_delta)
    lowest = validation_losses.index(min(validation_losses))
    return lowest if epoch is None else epoch


def _first_loss_waited(validation_losses, patience, min_delta=0.0):
    stop = nn.early_stop([validation_losses[0], *validation_losses], patience, min_delta)
    return None if stop is None else stop - 1


def _bad_only_above(is_bad):
    """Return an early_stop with a band about the best loss in which an epoch is neither."""

    def stop(validation_losses, patience, min_delta=0.0):
        lowest, waited = inf, 0
        for epoch, loss in enumerate(validation_losses):
            if loss < lowest:
                lowest, waited = loss, 0
            elif is_bad(loss, lowest + min_delta):
                waited += 1
                if waited >= patience:
                    return epoch
        return None

    return stop


def _windows_compared(validation_losses, patience, min_delta=0.0):
    for epoch in range(patience, len(validation_losses)):
        begin = epoch - patience + 1
        before, last = validation_losses[:begin], validation_losses[begin : epoch + 1]
        if min(last) >= min(before) - min_delta:
            return epoch
    return None


def _is_plateau(case):
    return case.label == PLATEAU


def _has_min_delta(case):
    return "min_delta" in case.inputs


def _is_usual(case):
    return not (_is_plateau(case) or _has_min_delta(case))


EARLY_STOP = Exercise(
    name="early_stop",
    contract="the index of the epoch at which training stops, or None",
    reference=nn.early_stop,
    settings=("patience",),
    draw=draw_losses,
    parts=(
        Part("patience", 2, alone, where=_is_usual, variable="epoch"),
        Part("equal losses", 1, alone, where=_is_plateau, variable="epoch"),
        Part("min_delta", 2, alone, where=_has_min_delta, variable="epoch"),
        as_a_number("epoch", where=_is_usual),
    ),
    mistakes=(
        Mistake(
            "one_epoch_late",
            "it waits one epoch too long: stop when the count reaches patience, with >= and not >",
            waiting(extra=1),
        ),
        Mistake(
            "one_epoch_early",
            "it stops one epoch too early: the epoch that sets the best loss does not count as "
            "waiting, so the count begins at 0 there",
            waiting(reset=1),
        ),
        Mistake(
            "count_not_reset",
            "all bad epochs are counted: set the count back to 0 whenever the loss gets better",
            waiting(reset=None),
        ),
        Mistake(
            "compared_with_the_last",
            "each loss is compared with the one before: compare it with the best so far",
            waiting(remember=lambda loss, best, better: loss),
        ),
        Mistake(
            "best_follows_small_steps",
            "the best loss moves although the step was smaller than min_delta: keep the last loss "
            "that counted as better",
            waiting(remember=lambda loss, best, better: min(loss, best)),
        ),
        Mistake(
            "min_delta_ignored",
            "min_delta is ignored: a loss is better only below best - min_delta",
            waiting(better=lambda loss, best, min_delta: loss < best),
        ),
        Mistake(
            "min_delta_added",
            "min_delta is added, so worse losses count as better: subtract it from the best",
            waiting(better=lambda loss, best, min_delta: loss < best + min_delta),
        ),
        Mistake(
            "equal_counts_as_better",
            "an equal loss counts as better: on a plateau nothing gets better, so use < and not <=",
            waiting(better=lambda loss, best, min_delta: loss <= best - min_delta),
        ),
        Mistake(
            "best_epoch_returned",
            "this is the epoch of the best loss: return the one at which the waiting ends",
            waiting(answer=lambda epoch, best_epoch: best_epoch),
        ),
        Mistake(
            "counted_from_one",
            "epochs are counted from 1: the first one has the index 0",
            waiting(answer=lambda epoch, best_epoch: epoch + 1),
            lapse=True,
        ),
        Mistake(
            "epochs_waited",
            "this is the number of epochs waited after the best one: return the epoch's index",
            waiting(answer=lambda epoch, best_epoch: epoch - best_epoch),
        ),
        Mistake(
            "last_epoch_for_none",
            "the last epoch is returned where training need not stop: return None there",
            waiting(end=lambda losses: len(losses) - 1),
            lapse=True,
        ),
        Mistake(
            "best_epoch_for_none",
            "the epoch of the lowest loss is returned where training need not stop: return None "
            "there",
            _best_epoch_for_none,
            lapse=True,
        ),
        Mistake(
            "first_loss_waited",
            "the first epoch counts as one without a better loss, since best begins with its "
            "loss: begin with infinity, or let the loop begin with the second epoch",
            _first_loss_waited,
        ),
        Mistake(
            "bad_only_above",
            "an epoch counts as bad only above best + min_delta, as a well-known recipe has it, "
            "so an equal loss counts as nothing and small steps as better: every loss that is not "
            "below best - min_delta is one more bad epoch, so write else, not elif",
            _bad_only_above(lambda loss, limit: loss > limit),
        ),
        Mistake(
            "bad_only_from",
            "an epoch counts as bad only from best + min_delta on, so what lies between counts as "
            "nothing, and small steps as better: every loss that is not below best - min_delta is "
            "one more bad epoch, so write else, not elif",
            _bad_only_above(lambda loss, limit: loss >= limit),
        ),
        Mistake(
            "windows_compared",
            "the last losses are held against the lowest one before them, which may be a step too "
            "small to count: keep the last loss that counted as better, and hold each new one "
            "against that",
            _windows_compared,
        ),
        Mistake(
            "patience_doubled",
            "it waits twice as long as it should: count one epoch at a time",
            _with_patience(lambda patience: 2 * patience),
        ),
        Mistake(
            "exactly_patience_in_all",
            "it stops after `patience` epochs whatever the losses: count the epochs in a row "
            "without a better loss",
            lambda validation_losses, patience, min_delta=0.0: (
                patience if patience < len(validation_losses) else None
            ),
        ),
        Mistake(
            "first_bad_epoch",
            "it stops at the first epoch without a better loss: wait until there are `patience` "
            "of them in a row",
            _with_patience(lambda patience: 1),
        ),
        Mistake(
            "lowest_epoch_always",
            "this is the epoch of the lowest loss of all: return the one at which the waiting ends",
            lambda validation_losses, patience, min_delta=0.0: validation_losses.index(
                min(validation_losses)
            ),
        ),
        Mistake(
            "minus_one_for_none",
            "-1 is returned where training need not stop: return None there",
            waiting(end=lambda losses: -1),
            lapse=True,
        ),
        Mistake(
            "loss_returned",
            "this is the loss at which training stops: return the epoch's index",
            _loss_returned,
        ),
        Mistake(
            "min_delta_of_share",
            "min_delta is taken as a share of the best loss: subtract it, best - min_delta",
            waiting(better=lambda loss, best, min_delta: loss < best * (1 - min_delta)),
        ),
        Mistake(
            "length_for_none",
            "the number of epochs is returned where training need not stop: return None there",
            waiting(end=len),
            lapse=True,
        ),
        Mistake(
            "best_starts_at_zero",
            "the best loss begins at 0, which no usual loss beats: begin with infinity",
            waiting(best=0.0),
        ),
        Mistake(
            "larger_is_better",
            "a larger loss counts as better, as it would for accuracy: here smaller is better",
            waiting(better=lambda loss, best, min_delta: loss > best + min_delta, best=-inf),
        ),
    ),
)
