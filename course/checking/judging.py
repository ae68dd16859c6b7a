"""From an examination to a verdict: points, diagnosis and words for every aspect."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from course.checking.aspects import Aspect, Output, aspects_of
from course.checking.calling import Ask, Reply
from course.checking.compounds import SAYS_RIGHT, two_at_once
from course.checking.digits import lost_digits
from course.checking.examining import Examination, draw_for, examination_of, examine
from course.checking.exercise import Exercise, Mistake
from course.checking.fitting import fitted_mistake
from course.checking.fixing import fixed_number
from course.checking.footprints import Footprint, footprint_of
from course.checking.lapses import cost_of, lapse_in, other_shape
from course.checking.naming import cut_in, mistakes_in
from course.checking.plain import Inputs
from course.checking.settings import fixed_setting
from course.checking.verdict import Finding, Status, Verdict
from course.checking.view import Observation

NOT_SCORED = "Counts once an output is right."
GRADIENT = re.compile("d[b-df-hj-np-tv-xz]{1,3}")  # dz and dwx, no word of English


class _Watched:
    """An ask that remembers what it raised: that is none of the answer's doing."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask
        self.raised: Exception | None = None

    def __call__(self, many: Sequence[Inputs]) -> list[Reply]:
        try:
            return self.ask(many)
        except Exception as error:
            self.raised = error
            raise


def judge(exercise: Exercise, ask: Ask, seed: int) -> Verdict:
    """Return the Verdict on an answer that is reached through ask, for one seed.

    ask: a callable of a list of named inputs that returns a Reply for each. What it raises is
    raised, whenever it is asked; whatever an answer is, its check ends in a verdict.
    """
    draw, watched = draw_for(exercise, seed), _Watched(ask)
    try:
        examination = examine(watched, draw)
        if not examination.written:
            return not_attempted(exercise)
        return _verdict(examination, _findings(examination))
    except Exception as error:
        if error is watched.raised:
            raise
        return not_comparable(exercise, error)


def not_comparable(exercise: Exercise, error: Exception) -> Verdict:
    """Return the verdict on an answer whose comparison raised an error."""
    kind = type(error).__name__
    return Verdict(
        exercise.name,
        Status.ERROR,
        0,
        exercise.possible,
        f"The answer cannot be compared ({kind}): return arrays and numbers.",
        diagnosis="not_comparable",
        odd=kind,
    )


def not_attempted(exercise: Exercise) -> Verdict:
    """Return the verdict on a function that has not been written."""
    returns = "they return" if exercise.functions else "it returns"
    return Verdict(
        exercise.name,
        Status.NOT_ATTEMPTED,
        0,
        exercise.possible,
        f"Write `{exercise.call_text}`: {returns} {exercise.contract}.",
        diagnosis="not_attempted",
        advice="Replace the line `raise NotImplementedError()` with your code, run that cell, "
        "then run this one again.",
    )


def _verdict(examination: Examination, findings: tuple[Finding, ...]) -> Verdict:
    exercise = examination.exercise
    points = sum(finding.points for finding in findings)
    wrong = [finding for finding in findings if not finding.right]
    if not wrong:
        return Verdict(exercise.name, Status.RIGHT, points, exercise.possible, "", findings)
    failed = all(reply.failure for reply in examination.replies)
    call = f'check("{exercise.name}", {exercise.answer_text}, seed={examination.draw.seed})'
    return Verdict(
        exercise.name,
        Status.PARTLY if points else Status.ERROR if failed else Status.WRONG,
        points,
        exercise.possible,
        "",
        findings,
        wrong[0].diagnosis,
        repeat=f"Same inputs again: `{call}`",
        printed=examination.replies[0].printed,
    )


def _findings(examination: Examination) -> tuple[Finding, ...]:
    findings: list[Finding] = []
    exercise, lost, names = examination.exercise, 0, _names(examination.exercise)
    footprint = footprint_of(examination)
    named, digits = mistakes_in(footprint), lost_digits(footprint)
    cut = cut_in(footprint, named)
    for place, aspect in enumerate(aspects_of(exercise)):
        if aspect.is_conduct and not any(finding.points for finding in findings):
            findings.append(Finding(aspect.name, 0, aspect.points, "no_output", NOT_SCORED))
        elif digits[place] is None if place in digits else footprint.right[place]:
            findings.append(Finding(aspect.name, aspect.points, aspect.points))
        elif lapse := digits.get(place) or _lapse(aspect, footprint, named[place]):
            cost = cost_of(aspect, exercise, lost)
            lost += cost
            findings.append(_finding(aspect, aspect.points - cost, lapse, names))
        else:
            found = cut.get(place) or _found(aspect, footprint, named[place])
            findings.append(_finding(aspect, 0, found, names))
    return tuple(_inputs_once(findings))


def _inputs_once(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Yield findings in which a shape, which the sentence tells, has its inputs the first time."""
    said: set[str] = set()
    for finding in findings:
        if finding.diagnosis == "wrong_shape":
            inputs = finding.detail.partition(": found")[0]
            yield replace(finding, detail="") if inputs in said else finding
            said.add(inputs)
        else:
            yield finding


def _found(aspect: Aspect, footprint: Footprint, named: Mistake | None) -> Observation:
    """Return what makes an aspect wrong: mistakes that have a name, else what can be observed."""
    examination = footprint.examination
    if mistake := named or fitted_mistake(aspect, footprint):
        sentence = mistake.sentence
        if aspect.is_conduct and _not_an_output_s(mistake, footprint):
            sentence = SAYS_RIGHT.sub("", sentence)
        return Observation(mistake.name, sentence, _detail(aspect, examination))
    if both := two_at_once(aspect, footprint):
        return both._replace(detail=_detail(aspect, examination))
    return aspect.explain(examination)


def _outputs_right(footprint: Footprint) -> bool:
    aspects = aspects_of(footprint.examination.exercise)
    pairs = zip(aspects, footprint.right, strict=True)
    return all(right or aspect.is_conduct for aspect, right in pairs)


def _not_an_output_s(mistake: Mistake, footprint: Footprint) -> bool:
    """Return whether an output is wrong, in another way than a mistake that was made besides."""
    aspects = aspects_of(footprint.examination.exercise)
    wrong = [q for q, right in enumerate(footprint.right) if not (right or aspects[q].is_conduct)]
    theirs = footprint_of(examination_of(mistake.function, footprint.examination.draw))
    return any(theirs.is_right(q) for q in wrong)


def _detail(aspect: Aspect, examination: Examination) -> str:
    """Return what shows that an aspect is wrong."""
    if isinstance(aspect, Output):
        return aspect.detail(examination)
    return aspect.explain(examination).detail


def _lapse(aspect: Aspect, footprint: Footprint, named: Mistake | None) -> Observation | None:
    """Return what is amiss beside a right formula, in the words of a mistake if one is named."""
    if lapse := lapse_in(aspect, footprint.examination):
        if named and lapse.diagnosis.endswith(("_of_several", "another_order")):
            detail = _detail(aspect, footprint.examination)
            return Observation(named.name, named.sentence, detail)
        return lapse
    if not named and (lapse := other_shape(aspect, footprint.examination)):
        return lapse
    if small := _small_mistake(aspect, footprint, named):
        return Observation(small.name, small.sentence, _detail(aspect, footprint.examination))
    fixed = fixed_setting(aspect, footprint) or fixed_number(aspect, footprint)
    if fixed is None:
        return None
    detail = _detail(aspect, footprint.examination)
    if named:
        return Observation(named.name, named.sentence, detail)
    return fixed._replace(detail=detail)


def _small_mistake(aspect: Aspect, footprint: Footprint, named: Mistake | None) -> Mistake | None:
    """Return the mistake that has a name and is a lapse, if it is the one that was made."""
    mistakes = footprint.examination.exercise.mistakes
    if aspect.is_conduct and _outputs_right(footprint):
        return None  # what shows at the extremes alone costs what they are worth
    if not named and any(mistake.lapse and mistake.family for mistake in mistakes):
        named = fitted_mistake(aspect, footprint)
    return named if named and named.lapse else None


def _finding(aspect: Aspect, points: int, found: Observation, names: set[str]) -> Finding:
    sentence = _sentence(found.sentence, names)
    return Finding(aspect.name, points, aspect.points, found.diagnosis, sentence, found.detail)


def _names(exercise: Exercise) -> set[str]:
    return {*exercise.arguments, *(part.name for part in exercise.parts)}


def _sentence(text: str, names: set[str]) -> str:
    """End a sentence, and begin it with a capital unless it begins with a name of the code."""
    first = text.split()[0].rstrip(",:;")
    code = first in names or GRADIENT.fullmatch(first)
    if (len(first) > 1 or first == "a") and first.isalpha() and not code:
        text = text[0].upper() + text[1:]
    return text if text.endswith((".", "?")) else text + "."
