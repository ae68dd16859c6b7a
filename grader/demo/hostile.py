"""Submissions that attack the grader, each by one idea.

In each of them one exercise, the victim, is wrong. What it must earn is nothing,
whatever the attack does; the other exercises are answered rightly, and earn what
the attack leaves of them.
"""

import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from course.checking import Exercise
from grader.demo import attacks_on_code, attacks_on_files, attacks_on_notebooks
from grader.demo.honest import Desk, Lost, Points

ANY: tuple[Points, None] = ("any", None)
Writer: TypeAlias = Callable[[Path], None]
Stage: TypeAlias = Callable[[Desk], tuple[Lost, Writer | None]]


@dataclass(frozen=True)
class Attack:
    """One attack. stage: changes a Desk; returns what is lost, and a writer of the file or None.

    dangerous: it would harm the machine if it got out.
    """

    name: str
    stage: Stage
    dangerous: bool = False


def _staged(before: str, inside: str, wrong: str) -> Stage:
    """Return a stage: code in a cell before, and inside of the victim's function."""

    def stage(desk: Desk) -> tuple[Lost, Writer | None]:
        victim = desk.answers.exercises[0]
        body = textwrap.indent(textwrap.dedent(inside).strip() or "pass", "    ")
        source = f"def {victim.name}(*given):\n{body}\n    return {wrong}\n"
        desk.fill(desk.answers.right() | {victim.name: source})
        if before.strip():
            code = textwrap.dedent(before).strip().replace("VICTIM", victim.name)
            desk.add(desk.place(victim.name), code)
        return _nothing_for(victim, desk), None

    return stage


def _nothing_for(victim: Exercise, desk: Desk) -> Lost:
    return {name: (0, None) if name == victim.name else ANY for name in desk.answers.machine_marked}


def _on_notebook(change: Callable[[Desk, str], None]) -> Stage:
    def stage(desk: Desk) -> tuple[Lost, Writer | None]:
        victim = desk.answers.exercises[0]
        wrong = f"def {victim.name}(*given):\n    return 0.0\n"
        desk.fill(desk.answers.right() | {victim.name: wrong})
        change(desk, victim.name)
        return _nothing_for(victim, desk), None

    return stage


def _on_file(write: Writer) -> Stage:
    def stage(desk: Desk) -> tuple[Lost, Writer | None]:
        return {name: (0, None) for name in desk.answers.machine_marked}, write

    return stage


def _all() -> Iterator[Attack]:
    for entry in attacks_on_code.ATTACKS:
        stage = _staged(entry.before, entry.inside, entry.wrong)
        yield Attack(entry.name, stage, entry.dangerous)
    for name, change in attacks_on_notebooks.ATTACKS.items():
        yield Attack(name, _on_notebook(change))
    for name, write in attacks_on_files.ATTACKS.items():
        yield Attack(name, _on_file(write))


ATTACKS = {attack.name: attack for attack in _all()}
