"""What a person should look at in a submission as a whole, a line each."""

from collections.abc import Iterator

from grader.judge.beside import Beside
from grader.judge.cells import Submitted
from grader.judge.likeness import patches, searches, uses_library
from grader.judge.merging import Added, Step
from grader.judge.outcomes import IMPORTS, stopped
from grader.judge.outputs import has_script
from grader.judge.plan import Kind, Plan
from grader.judge.pythons import KINDS as SYNTAX
from grader.judge.sitting import NOT_KNOWN, Sitting
from grader.judge.tampering import tampered
from grader.sandbox.limits import CODE_AT_MOST


def flags(plan: Plan, submitted: Submitted, sitting: Sitting, beside: Beside) -> list[str]:
    """Return the lines for a person, once a sitting has been held."""
    steps = sitting.steps
    found = [f"it tried {text}, and was refused or watched" for text in sitting.tried]
    if sitting.late:
        found.append("it took too long as a whole: the cells after that were not run")
    found += tampered(plan, submitted.cells)
    found += [
        f"a cell of its own was stopped: {lost.message}"
        for number, lost in sitting.lost.items()
        if steps[number].kind in (Added.CODE, Kind.RUN)
    ]
    found += _stops(sitting)
    found += _of_code(plan, sitting, beside)
    if any(has_script(step.source) for step in steps if step.kind in (Kind.WRITTEN, Added.TEXT)):
        found.append("its text holds scripts, which are shown and do not run")
    left_out = sum(step.left_out for step in steps)
    if left_out:
        found.append(
            f"pictures in its text left out: {left_out}, too large or neither PNG nor JPEG: "
            "look into what was handed in"
        )
    found += [
        f"{name}: its answers changed while they were read; what changed does not count"
        for name in sitting.unsteady
        if name in sitting.letters
    ]
    return found + list(beside.told)


def _stops(sitting: Sitting) -> Iterator[str]:
    """Yield where cells stopped that are not an exercise's, and others may have needed."""
    needed = any(v.diagnosis == NOT_KNOWN for v in sitting.verdicts.values())
    for number, stop in sitting.stops.items():
        step = sitting.steps[number]
        cut = stop.rest or stop.kind in (*IMPORTS, *SYNTAX)
        if step.kind is Kind.RUN and step.changed and cut:
            yield f"{step.name}, as changed, {stopped(stop)}; the released cell was run as well"
        elif step.kind is Added.CODE and cut and needed:
            yield f"{step.name} {stopped(stop)}"


def _of_code(plan: Plan, sitting: Sitting, beside: Beside) -> Iterator[str]:
    steps, modules = sitting.steps, list(beside.modules.values())
    own = [step.source for step in steps if _is_own(step)]
    if any(uses_library(source, plan.released) for source in own):
        yield "an added or changed cell uses the library's own answers"
    if any(uses_library(source) for source in modules):
        yield "a module handed in beside the notebook uses the library's own answers"
    theirs = [*own, *modules, *(step.source for step in steps if step.kind is Kind.SOLUTION)]
    if any(len(source) > CODE_AT_MOST for source in theirs):
        yield f"a cell of more than {CODE_AT_MOST:,} characters was not looked through"
    if any(patches(source) for source in theirs):
        yield "it replaces functions of libraries"
    if any(searches(source) for source in theirs):
        yield "it looks through the interpreter's frames or memory"


def _is_own(step: Step) -> bool:
    return step.kind is Added.CODE or (step.kind is Kind.RUN and step.changed)
