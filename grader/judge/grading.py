"""Grading one submission: from the bytes of its file to its Result."""

import ast
import json
import time
from dataclasses import asdict

from course.checking import Questions, Written, mark
from course.exercises import of_lesson
from grader.judge import reading
from grader.judge.likeness import fingerprint, patches, searches, uses_library
from grader.judge.merging import ADDED, ADDED_TEXT, merged, tampered
from grader.judge.notebook import graded_notebook
from grader.judge.outputs import has_script
from grader.judge.plan import RUN, SOLUTION, WRITTEN
from grader.judge.result import GRADED, UNREADABLE, ExerciseResult, Result
from grader.judge.sitting import Sitting
from grader.sandbox.limits import CODE_AT_MOST

BORROWED = "it uses the library's own answers"
STOPPED = ("timeout", "worker_lost")


def grade(data, plan, lane, seeds):
    """Return the Result of a submission.

    data: the bytes of its notebook's file. lane: a sandbox. seeds: of the two draws.
    """
    began, busy = time.monotonic(), time.process_time()
    try:
        submitted = reading.cells_of(data)
        steps = merged(plan, submitted)
    except reading.UnreadableError as error:
        return unreadable(plan, str(error))
    sitting = Sitting(lane, steps, seeds)
    sitting.hold()
    exercises = {e.name: _whatever(e, plan, steps, sitting) for e in of_lesson(plan.lesson)}
    result = Result(GRADED, exercises, _flags(plan, steps, submitted, sitting))
    result.notebook = json.dumps(graded_notebook(plan, steps, exercises), ensure_ascii=False)
    result.unanswered = [
        step.planned.grade_id
        for step in steps
        if step.kind in (SOLUTION, WRITTEN) and (step.missing or step.source == step.pristine)
    ]
    result.own = sitting.own_seconds
    result.busy = time.process_time() - busy + sitting.own_seconds
    result.seconds = time.monotonic() - began
    return result


def unreadable(plan, why, status=UNREADABLE):
    """Return the Result of a submission that cannot be graded: nothing earned, and why."""
    exercises = {
        exercise.name: ExerciseResult(0, exercise.possible, status, status, why)
        for exercise in of_lesson(plan.lesson)
    }
    result = Result(status, exercises, [why])
    result.notebook = json.dumps(graded_notebook(plan, merged(plan, []), exercises))
    return result


def _whatever(exercise, plan, steps, sitting):
    """Return an exercise's outcome; what fails on the way costs it alone, and a person looks."""
    try:
        return _outcome(exercise, plan, steps, sitting)
    except Exception as error:
        kind = type(error).__name__
        return ExerciseResult(
            0.0,
            float(exercise.possible),
            "error",
            "not_comparable",
            f"The answer cannot be compared ({kind}). A person looks at it.",
            [f"it could not be graded ({kind})"],
        )


def _outcome(exercise, plan, steps, sitting):
    if isinstance(exercise, Written):
        return _written(exercise, steps)
    verdict = (
        _marked(exercise, plan, steps)
        if isinstance(exercise, Questions)
        else sitting.verdicts[exercise.name]
    )
    outcome = ExerciseResult(
        float(verdict.points),
        float(verdict.possible),
        verdict.status,
        verdict.diagnosis,
        verdict.message,
        seconds=round(sitting.seconds.get(exercise.name, 0.0), 3),
        findings=[asdict(finding) for finding in verdict.findings],
    )
    if exercise.name in plan.solutions:
        _compare(outcome, exercise.name, plan, steps)
        if exercise.name in sitting.borrowed and BORROWED not in outcome.flags:
            outcome.flags.append(BORROWED)
        if exercise.name in sitting.unsteady:
            outcome.flags.append("answers differ between two draws")
        if exercise.name in sitting.odd:
            outcome.flags.append(f"it could not be compared ({sitting.odd[exercise.name]})")
        if verdict.diagnosis in STOPPED:
            outcome.flags.append("stopped by the judge")
    return outcome


def _compare(outcome, name, plan, steps):
    """Note where a solution is the reference's or uses it, and what others' can be compared by."""
    source = _solution(steps, name).source
    own = fingerprint(source, name)
    outcome.fingerprint = own
    if own and own == fingerprint(plan.solutions[name], name):
        outcome.flags.append("its syntax tree is the reference's")
    if uses_library(source):
        outcome.flags.append(BORROWED)


def _solution(steps, name):
    return next(step for step in steps if step.kind == SOLUTION and step.exercise == name)


def _written(exercise, steps):
    step = next(s for s in steps if s.kind == WRITTEN and s.exercise == exercise.name)
    answered = not step.missing and step.source != step.pristine
    if answered:
        return ExerciseResult(None, exercise.possible, "manual", None, "A person grades this.")
    return ExerciseResult(0.0, exercise.possible, "not_attempted", "not_attempted", "No answer.")


def _marked(questions, plan, steps):
    """Return the Verdict on graded questions, whose answers are read and never run."""
    variable, key = plan.keys[questions.name]
    return mark(questions, answers_of(_solution(steps, questions.name).source, variable), key)


def answers_of(source, variable):
    """Return the dictionary that a cell assigns to a variable last, {} where there is none."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}

    def names(target):
        return isinstance(target, ast.Name) and target.id == variable

    for node in reversed(body):
        if isinstance(node, ast.Assign) and any(map(names, node.targets)):
            try:
                return ast.literal_eval(node.value)
            except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
                return {}
    return {}


def _flags(plan, steps, submitted, sitting):
    """Return what a person should look at in the submission as a whole, a line each."""
    flags = [f"it tried {text}, and was refused or watched" for text in sitting.tried]
    if sitting.late:
        flags.append("it took too long as a whole: the cells after that were not run")
    flags += tampered(plan, submitted)
    flags += [
        f"a cell of its own was stopped: {lost.message}"
        for number, lost in sitting.lost.items()
        if steps[number].kind in (ADDED, RUN)
    ]
    theirs = [s for s in steps if s.kind == ADDED or (s.kind == RUN and s.source != s.pristine)]
    solutions = [step for step in steps if step.kind == SOLUTION]
    if any(uses_library(step.source) for step in theirs):
        flags.append("an added or changed cell uses the library's own answers")
    if any(len(step.source) > CODE_AT_MOST for step in (*theirs, *solutions)):
        flags.append(f"a cell of more than {CODE_AT_MOST:,} characters was not looked through")
    if any(has_script(step.source) for step in steps if step.kind in (WRITTEN, ADDED_TEXT)):
        flags.append("its text holds scripts, which are shown and do not run")
    theirs += solutions
    if any(patches(step.source) for step in theirs):
        flags.append("it replaces functions of libraries")
    if any(searches(step.source) for step in theirs):
        flags.append("it looks through the interpreter's frames or memory")
    return flags
