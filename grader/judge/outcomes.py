"""What each exercise of a submission comes to: its ExerciseResult."""

from collections.abc import Sequence
from dataclasses import asdict, replace

from course.checking import Exercise, Finding, Questions, Status, Written, mark
from course.checking.verdict import Verdict
from course.exercises import Asked, of_lesson
from grader.judge import words
from grader.judge.handwriting import Hand, hand_of_code, hand_of_words
from grader.judge.likeness import SMALL, structure, uses_library
from grader.judge.merging import Added, Step
from grader.judge.plan import Kind, Plan
from grader.judge.pythons import explained
from grader.judge.result import ExerciseResult, Found
from grader.judge.sitting import Sitting
from grader.sandbox.replies import Stop

OF_REFERENCE = "its syntax tree is the reference's"
BORROWED = "it uses the library's own answers"
STOPPED = ("timeout", "worker_lost")
IMPORTS = ("ModuleNotFoundError", "ImportError")
BELOW = "it stands below its check, and was found there"


def outcomes(plan: Plan, sitting: Sitting) -> dict[str, ExerciseResult]:
    """Return name to outcome for all that a lesson asks for, once its sitting has been held."""
    return {asked.name: _whatever(asked, plan, sitting) for asked in of_lesson(plan.lesson)}


def _whatever(asked: Asked, plan: Plan, sitting: Sitting) -> ExerciseResult:
    """Return an exercise's outcome; what fails on the way costs it alone, and a person looks."""
    try:
        if isinstance(asked, Written):
            return _written(asked, plan, sitting.steps)
        if isinstance(asked, Questions):
            return _outcome(_marked(asked, plan, sitting), sitting)
        return _solved(asked, plan, sitting)
    except Exception as error:
        kind = type(error).__name__
        return ExerciseResult(
            0.0,
            float(asked.possible),
            "error",
            "not_comparable",
            f"The answer cannot be compared ({kind}). A person looks at it.",
            [f"it could not be graded ({kind})"],
        )


def _outcome(verdict: Verdict, sitting: Sitting) -> ExerciseResult:
    outcome = ExerciseResult(
        float(verdict.points),
        float(verdict.possible),
        verdict.status,
        verdict.diagnosis,
        verdict.message,
        findings=[_found(finding) for finding in verdict.findings],
        seconds=round(sitting.seconds.get(verdict.name, 0.0), 3),
    )
    if verdict.name in sitting.below:
        outcome.flags.append(BELOW)
    if outcome.diagnosis in STOPPED:
        outcome.flags.append("stopped by the judge")
    return outcome


def _found(finding: Finding) -> Found:
    plain: Found = asdict(finding)  # type: ignore[assignment]  # a Finding's fields are Found's
    return plain


def _solved(exercise: Exercise, plan: Plan, sitting: Sitting) -> ExerciseResult:
    name = exercise.name
    outcome = _outcome(sitting.verdicts[name], sitting)
    _compare(outcome, name, plan, solution_of(sitting.steps, name).source)
    if name in sitting.borrowed and BORROWED not in outcome.flags:
        outcome.flags.append(BORROWED)
    if name in sitting.unsteady:
        outcome.flags.append("answers differ between two draws")
    if name in sitting.odd:
        outcome.flags.append(f"it could not be compared ({sitting.odd[name]})")
    stop = sitting.stop_of(name)
    if stop and stop.kind in IMPORTS and outcome.points != outcome.possible:
        outcome.flags.append(f"its cell {stopped(stop)}")
    return outcome


def stopped(stop: Stop) -> str:
    """Say where a cell stopped, and why."""
    line = f"at line {stop.line}, `{stop.source}`, " if stop.line else ""
    return f"stops {line}with {stop.kind}: {stop.message}"


def _compare(outcome: ExerciseResult, name: str, plan: Plan, source: str) -> None:
    """Note where a solution is the reference's or uses it, and what shows whose it is."""
    own, reference = structure(source, name), structure(plan.solutions[name], name)
    if own and reference and own.digest == reference.digest and own.nodes >= SMALL:
        outcome.flags.append(OF_REFERENCE)
    if outcome.status != "not_attempted":
        outcome.hand = hand_of(plan, name, source)
    if uses_library(source, plan.released, name):
        outcome.flags.append(BORROWED)


def hand_of(plan: Plan, name: str, source: str) -> Hand:
    """Return what shows whose the answer to an exercise is."""
    released = next(p.source for p in plan.cells if p.grade_id == name)
    return hand_of_code(source, plan.names[name], released, plan.solutions[name])


def solution_of(steps: Sequence[Step], name: str) -> Step:
    """Return the step of an exercise's own cell."""
    return next(step for step in steps if step.kind is Kind.SOLUTION and step.exercise == name)


def _written(asked: Written, plan: Plan, steps: Sequence[Step]) -> ExerciseResult:
    number = next(
        n for n, s in enumerate(steps) if s.kind is Kind.WRITTEN and s.exercise == asked.name
    )
    if words.answered(steps, number) or words.elsewhere(steps, number):
        outcome = ExerciseResult(None, asked.possible, "manual", None, "A person grades this.")
        own = (step.source for step in steps if step.kind is Added.TEXT)
        text = steps[number].source if words.answered(steps, number) else "\n".join(own)
        outcome.hand = hand_of_words(text, plan.text)
        return outcome
    return ExerciseResult(0.0, asked.possible, "not_attempted", "not_attempted", "No answer.")


def _marked(questions: Questions, plan: Plan, sitting: Sitting) -> Verdict:
    """Return the Verdict on graded questions, by what their variable held."""
    variable, key = plan.keys[questions.name]
    held = sitting.letters[questions.name].held
    stop, lost = sitting.stop_of(questions.name), sitting.lost_of(questions.name)
    verdict = mark(questions, {} if held is None else held, key)
    if lost is not None and not held:
        told = f"Its cell was stopped when the notebook was graded: {lost.message}."
        return replace(verdict, status=Status.ERROR, headline=told, diagnosis=lost.kind)
    if held is None and stop is None and solution_of(sitting.steps, questions.name).changed:
        told = f"There is no variable `{variable}`: the cell of the answers has to give it a value."
        return replace(verdict, status=Status.ERROR, headline=told, diagnosis="no_variable")
    if stop is None or not any(finding.diagnosis for finding in verdict.findings):
        return verdict
    said = explained(stop, sitting.python)
    line = f"Your line {stop.line}: `{stop.source}` " if stop.line else "Its cell "
    told = f"{line}stops with {stop.kind}: {said}."
    if held is not None:
        return replace(verdict, headline=" ".join(filter(None, [verdict.headline, told])))
    return replace(verdict, status=Status.ERROR, headline=told, diagnosis=f"raised_{stop.kind}")
