"""Writing a class: submissions with their names and times, and what each must earn."""

import json
import os
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

from grader.demo.answers import Answers
from grader.demo.honest import KINDS, Desk, Lost
from grader.demo.hostile import ATTACKS
from grader.errors import CourseError
from grader.judge.plan import Plan, plan_of

NAMES = (
    "ada",
    "alan",
    "barbara",
    "claude",
    "donald",
    "edsger",
    "frances",
    "grace",
    "hedy",
    "john",
    "karen",
    "katherine",
    "kurt",
    "leslie",
    "margaret",
    "niklaus",
    "radia",
    "richard",
    "shafi",
    "tim",
    "tony",
    "whitfield",
)
HANDED_IN = "2026-01-{day:02d} {hour:02d}:{minute:02d}:00.000000 UTC"
HOSTILE_SHARE = 5  # one in so many attacks the grader
WEIGHTS = {"right": 8, "named mistakes": 8, "half done": 2}


def write_class(
    lesson: str, count: int, out: Path, seed: int, honest: bool = False
) -> Counter[str]:
    """Write count submissions of a lesson below out, and expected.json; return kind to number.

    Raises CourseError where out is not empty or the lesson not known.
    """
    plan = plan_of(lesson)
    if out.exists() and any(out.iterdir()):
        raise CourseError(f"{out} is not empty: name a new folder")
    answers, rng = Answers(plan), Random(seed)
    expected: dict[str, dict[str, Any]] = {}
    kinds: Counter[str] = Counter()
    for number, kind in enumerate(_kinds(count, rng, honest)):
        student = f"{rng.choice(NAMES)}-{number:04d}"
        expected[student] = write_submission(plan, answers, rng, kind, out, student)
        kinds[kind] += 1
    write_expected(out, lesson, expected)
    return kinds


def _kinds(count: int, rng: Random, honest: bool) -> list[str]:
    """Return the kinds of a class: each as often as in life, all of them where there is room."""
    known = list(KINDS)
    weighted = rng.choices(known, [WEIGHTS.get(name, 1) for name in known], k=count)
    kinds = (known + weighted)[:count] if count >= 2 * len(known) else weighted
    if not honest:
        attacks = list(ATTACKS)
        rng.shuffle(attacks)
        for number in range(count // HOSTILE_SHARE):
            kinds[-1 - number] = attacks[number % len(attacks)]
    rng.shuffle(kinds)
    return kinds


def write_submission(
    plan: Plan, answers: Answers, rng: Random, kind: str, out: Path, student: str
) -> dict[str, Any]:
    """Write one submission of a kind; return what it must earn, as expected.json has it."""
    desk = Desk(plan, answers, rng)
    folder = out / student / plan.lesson
    if kind in KINDS:
        lost, data = KINDS[kind](desk), None
    else:
        lost, data = ATTACKS[kind].stage(desk)
    folder.mkdir(parents=True)
    path = folder / f"{plan.lesson}.ipynb"
    if data is None:
        path.write_text(json.dumps(desk.notebook, indent=1), encoding="utf-8")
    else:
        data(path)
    time = HANDED_IN.format(day=rng.randint(1, 28), hour=rng.randint(0, 23), minute=0)
    if folder.is_symlink():
        return {"kind": kind, "hostile": True, "exercises": _earned(answers, lost)}
    if not os.path.lexists(folder / "timestamp.txt"):
        (folder / "timestamp.txt").write_text(time)
    return {"kind": kind, "hostile": kind not in KINDS, "exercises": _earned(answers, lost)}


def _earned(answers: Answers, lost: Lost) -> dict[str, dict[str, Any]]:
    """Return name to {points, most, diagnosis}: points None where they are not told beforehand."""
    earned = {}
    for name, whole in answers.machine_marked.items():
        possible = float(whole)
        points, diagnosis = lost.get(name, (possible, None))
        told = None if points is None or points == "any" else float(points)
        most = possible if points == "any" else possible - 1 if told is None else told
        earned[name] = {"points": told, "most": most, "diagnosis": diagnosis}
    return earned


def write_expected(out: Path, lesson: str, expected: dict[str, dict[str, Any]]) -> None:
    """Write expected.json beside the submissions."""
    text = json.dumps({"lesson": lesson, "students": expected}, indent=1, ensure_ascii=False)
    (out / "expected.json").write_text(text + "\n", encoding="utf-8")
