"""From an examination to a verdict: points, diagnosis and words for every part."""

from course.checking.comparing import first_difference, relative_error
from course.checking.examining import ENDED, examine, question
from course.checking.exercise import MISSING
from course.checking.fitting import fitted_mistake
from course.checking.marking import aspects, marked_mistakes, marks, part_right, same_trace
from course.checking.observing import View, observe
from course.checking.plain import describe
from course.checking.verdict import Finding, Verdict

CONDUCT = {
    "at the extremes": ("extremes", "very large or very small inputs go wrong"),
    "inputs unchanged": ("input_changed", "the function changes its input"),
    "a second call": ("second_call", "asked again with the same inputs, the answer is another one"),
}
NOT_SCORED = "Counts once an output is right."


def judge(exercise, ask, seed):
    """Return the Verdict on a function that is reached through ask, for one seed.

    ask: a callable of a list of named inputs that returns a Reply for each.
    """
    asked = question(exercise, seed)
    examination = examine(ask, asked.cases)
    if not examination.written:
        return not_attempted(exercise)
    findings = _findings(exercise, asked, examination, seed)
    return _verdict(exercise, findings, examination, seed)


def not_attempted(exercise):
    """Return the verdict on a function that has not been written."""
    return Verdict(
        exercise.name,
        "not_attempted",
        0,
        exercise.possible,
        f"Write `{exercise.call_text}`: it returns {exercise.contract}.",
        diagnosis="not_attempted",
        advice="Replace the line `raise NotImplementedError()` with your code, run that cell, "
        "then run this one again.",
    )


def _verdict(exercise, findings, examination, seed):
    points = sum(finding.points for finding in findings)
    wrong = [finding for finding in findings if not finding.right]
    if not wrong:
        return Verdict(exercise.name, "right", points, exercise.possible, "", tuple(findings))
    failed = all(reply.failure for reply in examination.replies)
    return Verdict(
        exercise.name,
        "partly" if points else "error" if failed else "wrong",
        points,
        exercise.possible,
        "",
        tuple(findings),
        wrong[0].diagnosis,
        repeat=f'Same inputs again: `check("{exercise.name}", {exercise.name}, seed={seed})`',
        printed=examination.replies[0].printed,
    )


def _findings(exercise, asked, examination, seed):
    findings = []
    earned = False
    found = marks(exercise, asked, examination)
    for place, aspect in enumerate(aspects(exercise)):
        if not (aspect.part or earned):
            findings.append(Finding(aspect.name, 0, aspect.points, "no_output", NOT_SCORED))
        elif found.right[place]:
            earned = True
            findings.append(Finding(aspect.name, aspect.points, aspect.points))
        else:
            named = named_mistake(place, found, marked_mistakes(exercise, seed))
            named = named or fitted_mistake(exercise, seed, aspect, examination)
            findings.append(_wrong(exercise, aspect, named, asked, examination))
    return findings


def named_mistake(place, found, mistakes):
    """Return the named mistake that leaves the very trace of this answer in an aspect, or None.

    Of several, it is the one that is like the answer in the most aspects.
    """
    like = [
        (mistake, theirs)
        for mistake, theirs in mistakes
        if not theirs.right[place] and same_trace(found.traces[place], theirs.traces[place])
    ]
    if len(like) > 1:
        return max(like, key=lambda pair: found.alike(pair[1]))[0]
    return like[0][0] if like else None


def _wrong(exercise, aspect, named, asked, examination):
    """Say what is wrong with one aspect: a mistake, else what can be observed of it."""
    if aspect.part:
        diagnosis, sentence, detail = _of_part(exercise, aspect.part, asked, examination)
    else:
        diagnosis, sentence = CONDUCT[aspect.name]
        detail = _of_conduct(exercise, aspect, asked, examination)
    if named:
        diagnosis, sentence = named.name, named.sentence
    names = (*exercise.arguments, *(part.name for part in exercise.parts))
    return Finding(aspect.name, 0, aspect.points, diagnosis, _sentence(sentence, names), detail)


def _sentence(text, names):
    """End a sentence, and begin it with a capital unless it begins with a name of the code."""
    first = text.split()[0]
    if len(first) > 1 and first.rstrip(",:;").isalpha() and first not in names:
        text = text[0].upper() + text[1:]
    return text if text.endswith((".", "?")) else text + "."


def _of_part(exercise, part, asked, examination):
    """Return (diagnosis, sentence, detail) of an output that no mistake names."""
    usual = asked.usual_of(part)
    for i in usual:
        failure = examination.replies[i].failure
        if failure:
            return _of_failure(exercise, failure, asked.cases[i])
    values = tuple(examination.replies[i].value for i in usual)
    expected = tuple(asked.expected[i] for i in usual)
    view = View(
        part.variable or part.name,
        tuple(asked.cases[i] for i in usual),
        tuple(part.of(value) for value in values),
        tuple(part.of(value) for value in expected),
        part.tolerance or asked.tolerance,
        tuple(p.name for p in exercise.parts if p.of_tuple),
        values,
        {p.name: tuple(map(p.of, expected)) for p in exercise.parts if p is not part},
        part.flaw,
    )
    diagnosis, sentence = observe(view)
    return diagnosis, sentence, _difference(exercise, view)


def _of_failure(exercise, failure, case):
    with_inputs = f"With {case.told}"
    if failure.kind in ENDED:
        return failure.kind, failure.message, f"{with_inputs}."
    if not failure.fits:
        return (
            "wrong_signature",
            f"it cannot be called as `{exercise.call_text}`: {failure.message}",
            "",
        )
    line = f"Your line {failure.line}: `{failure.source}` stops with " if failure.line else ""
    return (
        f"raised_{failure.kind}",
        f"it stops with {failure.kind}",
        f"{line}{failure.kind}: {failure.message}. {with_inputs}.",
    )


def _difference(exercise, view):
    """Show one entry of the answer beside what is expected, on the first wrong case."""
    columns = view.cases, view.values, view.expected
    for case, value, expected in zip(*columns, strict=True):
        if view.flaw:
            if flaw := view.flaw(value, expected):
                return f"With {case.told}: {flaw}."
            continue
        found = first_difference(value, expected, view.tolerance, view.name)
        if found:
            name, yours, wanted = found
            numeric = exercise.numeric and not case.convention
            proof = "the numeric gradient says" if numeric else "expected"
            return (
                f"With {case.told}: your `{name}` is {yours:.6g}, {proof} "
                f"{wanted:.6g} "
                f"(relative error {relative_error(yours, wanted):.2g})."
            )
    for case, value, expected, right in zip(*columns, view.right(), strict=True):
        if not right:
            found = "" if value is MISSING else f"found {describe(value)}, "
            return f"With {case.told}: {found}expected {describe(expected)}."
    return ""


def _of_conduct(exercise, aspect, asked, examination):
    if aspect.name == "at the extremes":
        return _of_extremes(exercise, asked, examination)
    if aspect.name == "inputs unchanged":
        changed = {name for reply in examination.replies for name in reply.changed}
        names = ", ".join(f"`{name}`" for name in exercise.arguments if name in changed)
        return f"Changed: {names}. Work on a copy, or make a new array."
    first, again = examination.replies[0], examination.again
    if again.failure:
        return f"The second call stops with {again.failure.kind}: {again.failure.message}"
    return (
        f"First {describe(first.value)}, then {describe(again.value)}. "
        "Is something kept between calls, such as a global or a default list?"
    )


def _of_extremes(exercise, asked, examination):
    for i in asked.extreme:
        reply, inputs = examination.replies[i], asked.cases[i].told
        if reply.failure:
            return f"With {inputs}: {reply.failure.kind}: {reply.failure.message}"
        for part in (part for part in exercise.parts if part.where(asked.cases[i])):
            value, expected = part.of(reply.value), part.of(asked.expected[i])
            if part_right(part, reply.value, asked.expected[i], exercise.tolerance):
                continue
            found = first_difference(value, expected, exercise.tolerance, part.name)
            if found:
                return (
                    f"With {inputs}: your `{found[0]}` is {found[1]:.6g}, expected {found[2]:.6g}."
                )
        if reply.warnings:
            return f"With {inputs} it warns: {reply.warnings[0]}"
    return ""
