"""The figures of a class: who earned what, which mistakes were made, and which come together."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from statistics import mean, median

from course.checking import Questions, Written
from course.exercises import of_lesson
from course.material.files import read
from grader.judge.attention import for_a_person
from grader.judge.plan import Plan
from grader.judge.result import GRADED, Found, Result

PAIRS_SHOWN = 12
PAIR_AT_LEAST = 2
NO_MISTAKE = ("not_attempted", "no_output")  # what follows from something else


@dataclass(frozen=True)
class Made:
    """A mistake, how many made it, and what one of them read."""

    name: str
    count: int
    sentence: str
    example: str


@dataclass(frozen=True)
class Row:
    """An exercise: how many have it right, in part, not, or did not try; and its mistakes."""

    name: str
    possible: float
    right: int
    partly: int
    wrong: int
    untried: int
    mistakes: tuple[Made, ...]

    @property
    def graded(self) -> int:
        """How many submissions there are of it."""
        return self.right + self.partly + self.wrong + self.untried


@dataclass(frozen=True)
class Choice:
    """One choice of a question, and how many took it."""

    letter: str
    text: str
    count: int
    right: bool


@dataclass(frozen=True)
class Asked:
    """A graded question with its choices. open: how many gave no answer."""

    name: str
    prompt: str
    choices: tuple[Choice, ...]
    open: int


@dataclass(frozen=True)
class Pair:
    """Two mistakes that the same people made. share: of those with the rarer one, 0 to 1."""

    first: str
    second: str
    count: int
    share: float


@dataclass(frozen=True)
class ClassFigures:
    """All that the page on a class shows.

    points: of each graded submission, as the machine gave them. possible: of the lesson without
    what a person grades. waiting: student to lines for a person. without: status to students that
    could not be graded.
    """

    lesson: str
    points: tuple[float, ...]
    possible: float
    by_person: float
    exercises: tuple[Row, ...]
    questions: tuple[Asked, ...]
    pairs: tuple[Pair, ...]
    waiting: tuple[tuple[str, tuple[str, ...]], ...]
    unread: int
    without: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def mean(self) -> float:
        """The mean of the points, 0 where there are none."""
        return mean(self.points) if self.points else 0.0

    @property
    def median(self) -> float:
        """The median of the points, 0 where there are none."""
        return median(self.points) if self.points else 0.0


def of_class(plan: Plan, results: dict[str, Result]) -> ClassFigures:
    """Return the figures of a class. results: student to Result."""
    known = {exercise.name: exercise for exercise in of_lesson(plan.lesson)}
    graded = {student: result for student, result in results.items() if result.status == GRADED}
    written = [name for name, exercise in known.items() if isinstance(exercise, Written)]
    machine = [name for name in known if name not in written]
    functions = [name for name in machine if not isinstance(known[name], Questions)]
    questions = [name for name in machine if name not in functions]
    return ClassFigures(
        plan.lesson,
        tuple(_points(result) for result in graded.values()),
        float(sum(known[name].possible for name in machine)),
        float(sum(known[name].possible for name in written)),
        tuple(_row(name, known[name].possible, graded) for name in functions),
        tuple(asked for name in questions for asked in _asked(plan, name, graded)),
        tuple(_pairs(functions, graded)),
        tuple((student, tuple(lines)) for student, lines in for_a_person(results)),
        sum(e.status == "manual" for r in graded.values() for e in r.exercises.values()),
        tuple(_without(results)),
    )


def _points(result: Result) -> float:
    return float(sum(outcome.points or 0.0 for outcome in result.exercises.values()))


def _row(name: str, possible: float, graded: dict[str, Result]) -> Row:
    outcomes = [result.exercises[name] for result in graded.values() if name in result.exercises]
    untried = sum(outcome.status == "not_attempted" for outcome in outcomes)
    right = sum(outcome.points == outcome.possible for outcome in outcomes)
    wrong = sum(not outcome.points for outcome in outcomes) - untried
    made = Counter[str]()
    first: dict[str, Found] = {}
    for outcome in outcomes:
        for what, found in _mistakes(outcome.findings).items():
            made[what] += 1
            first.setdefault(what, found)
    mistakes = tuple(
        Made(what, count, first[what]["sentence"], _example(first[what]))
        for what, count in made.most_common()
    )
    return Row(
        name, possible, right, len(outcomes) - right - wrong - untried, wrong, untried, mistakes
    )


def _mistakes(findings: list[Found]) -> dict[str, Found]:
    """Return diagnosis to its first finding: one mistake may cost several parts."""
    seen: dict[str, Found] = {}
    for found in findings:
        if found["diagnosis"] and found["diagnosis"] not in NO_MISTAKE:
            seen.setdefault(found["diagnosis"], found)
    return seen


def _example(found: Found) -> str:
    return f"{found['name']}: {found['detail']}" if found["detail"] else ""


def _asked(plan: Plan, name: str, graded: dict[str, Result]) -> list[Asked]:
    """Return the questions of one group, each with what was chosen."""
    _, key = plan.keys[name]
    texts = _texts(plan.lesson, name, list(key))
    chosen: dict[str, Counter[str]] = defaultdict(Counter)
    for result in graded.values():
        for found in result.exercises[name].findings:
            chosen[found["name"]][_letter(found, key)] += 1
    return [
        Asked(
            label := _label(question, list(chosen)),
            prompt,
            tuple(
                Choice(letter, text, chosen[label][letter], letter == key[question])
                for letter, text in choices.items()
            ),
            chosen[label][""],
        )
        for question, (prompt, choices) in texts.items()
    ]


def _label(question: str | int, names: list[str]) -> str:
    """Return what the findings call a question, such as 'question 2'."""
    return next((n for n in names if n.split()[-1] == str(question)), str(question))


def _letter(found: Found, key: dict[str | int, str]) -> str:
    """Return the letter that was chosen, '' where there is none."""
    question = found["name"].split()[-1]
    if found["diagnosis"] is None:
        return next(letter for asked, letter in key.items() if str(asked) == question)
    last = found["diagnosis"].rsplit("_", 1)[-1]
    return last if len(last) == 1 else ""


def _texts(
    lesson: str, name: str, questions: list[str | int]
) -> dict[str | int, tuple[str, dict[str, str]]]:
    """Return question to (prompt, letter to choice); both are '' where the lesson's text has them.

    The lesson's file of questions has the texts of those that it numbers.
    """
    asked = read(lesson)["graded"]
    if questions != list(range(1, len(asked) + 1)):
        letters = dict.fromkeys(_letters(lesson, name), "")
        return {question: ("", letters) for question in questions}
    return {
        question: (entry["prompt"], dict(sorted(entry["choices"].items())))
        for question, entry in zip(questions, asked, strict=True)
    }


def _letters(lesson: str, name: str) -> tuple[str, ...]:
    """Return the letters that a group of questions may be answered with."""
    for exercise in of_lesson(lesson):
        if exercise.name == name and isinstance(exercise, Questions):
            return tuple(next(iter(exercise.choices.values())))
    raise LookupError(f"found no questions {name!r} in {lesson}")


def _pairs(functions: list[str], graded: dict[str, Result]) -> list[Pair]:
    """Return the pairs of mistakes in two exercises that come together, most common first."""
    made: dict[str, set[str]] = defaultdict(set)
    for student, result in graded.items():
        for name in functions:
            for found in _mistakes(result.exercises[name].findings):
                made[f"{name}: {found}"].add(student)
    pairs = []
    for (first, ours), (second, theirs) in combinations(made.items(), 2):
        both = len(ours & theirs)
        if both >= PAIR_AT_LEAST and first.split(":")[0] != second.split(":")[0]:
            pairs.append(Pair(first, second, both, both / min(len(ours), len(theirs))))
    return sorted(pairs, key=lambda pair: (-pair.count, -pair.share))[:PAIRS_SHOWN]


def _without(results: dict[str, Result]) -> list[tuple[str, tuple[str, ...]]]:
    by_status: dict[str, list[str]] = defaultdict(list)
    for student, result in results.items():
        if result.status != GRADED:
            by_status[result.status].append(student)
    return [(status, tuple(students)) for status, students in sorted(by_status.items())]
