"""Graded questions: an answer is a letter, and a dictionary holds them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from course.checking.plain import Opaque
from course.checking.verdict import Finding, Status, Verdict

LONG = 60


@dataclass(frozen=True)
class Questions:
    """A lesson's graded questions, a point each.

    choices: question to the letters that can be chosen. The right ones stand in
    the solution alone, so that a check in a student's notebook can tell what is
    answered, and marking needs a key. word: what one of them is called.
    """

    name: str
    choices: Mapping[str | int, Sequence[str]]
    word: str = "question"

    @property
    def possible(self) -> int:
        """All the points there are: one a question."""
        return len(self.choices)


@dataclass(frozen=True)
class Written:
    """An open question, answered in writing and graded by a person."""

    name: str
    points: int

    @property
    def possible(self) -> int:
        """All the points there are."""
        return self.points


def look_over(questions: Questions, answers: object) -> Verdict:
    """Return a Verdict that says which questions are answered, and not whether rightly."""
    found, trouble = _letters(questions, answers)
    missing = [question for question in questions.choices if question not in found]
    if trouble:
        headline, diagnosis = trouble, "wrong_answer_form"
    elif missing:
        headline = f"Still open: {questions.word} {', '.join(map(str, missing))}."
        diagnosis = "not_attempted" if not found else "unanswered"
    else:
        headline, diagnosis = f"Every {questions.word} has an answer.", None
    done = len(questions.choices) - len(missing)
    unfinished = Status.UNANSWERED if found else Status.NOT_ATTEMPTED
    status = unfinished if diagnosis else Status.ANSWERED
    return Verdict(
        questions.name,
        status,
        0,
        0,
        headline,
        diagnosis=diagnosis,
        advice="They are marked after you hand in; you can change them until then.",
        number=f"{done} of {len(questions.choices)} answered",
    )


def mark(questions: Questions, answers: object, key: Mapping[str | int, str]) -> Verdict:
    """Return the Verdict on answers, a point for each that is the key's."""
    found, trouble = _letters(questions, answers)
    findings = tuple(
        _finding(questions.word, question, found.get(question), right)
        for question, right in key.items()
    )
    points = sum(finding.points for finding in findings)
    wrong = [finding for finding in findings if not finding.right]
    status = Status.PARTLY if points else Status.WRONG
    status = status if wrong else Status.RIGHT
    return Verdict(
        questions.name,
        status if found else Status.NOT_ATTEMPTED,
        points,
        len(key),
        trouble,
        findings,
        wrong[0].diagnosis if wrong else None,
    )


def _finding(word: str, question: str | int, letter: str | None, right: str) -> Finding:
    name = f"{word} {question}"
    if letter == right:
        return Finding(name, 1, 1)
    if letter is None:
        return Finding(name, 0, 1, f"{word}_{question}_open", "No answer.")
    return Finding(name, 0, 1, f"{word}_{question}_{letter}", f"Your answer {letter} is not right.")


def _letters(questions: Questions, answers: object) -> tuple[dict[str | int, str], str]:
    """Return (question to letter for what can be read, one line on what cannot)."""
    if not isinstance(answers, dict):
        return {}, (
            f"The answers are a dictionary such as {_shape(questions)}; found {_kind(answers)}."
        )
    found: dict[str | int, str] = {}
    trouble = ""
    for question, letter in answers.items():
        if question not in questions.choices:
            trouble = (
                trouble
                or f"There is no {questions.word} {_as_written(question)}: they are "
                + (f"{', '.join(map(str, questions.choices))}.")
            )
        elif isinstance(letter, str) and letter.strip().lower() in questions.choices[question]:
            found[question] = letter.strip().lower()
        elif letter is not None and not (isinstance(letter, str) and letter == ""):
            trouble = trouble or (
                f"{questions.word.capitalize()} {question}: found {_as_written(letter)}, "
                f"expected one of {', '.join(questions.choices[question])}."
            )
    return found, trouble


def _kind(value: object) -> str:
    return value.kind if isinstance(value, Opaque) else type(value).__name__


def _as_written(value: object) -> str:
    """Return a value as it was written, its kind where that is long."""
    if isinstance(value, Opaque):
        return value.kind
    try:
        text = repr(value)
    except (ValueError, RecursionError):  # an integer of thousands of digits, for one
        return type(value).__name__
    return text if len(text) < LONG else type(value).__name__


def _shape(questions: Questions) -> str:
    """Show how answers are written: {1: "a", 2: "b", ...}."""
    first, second = map(json.dumps, list(questions.choices)[:2])
    return f'{{{first}: "a", {second}: "b", ...}}'
