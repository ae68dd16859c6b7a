"""Which of a lesson's own examples a submission needs: the others are not run.

Some take seconds. One that stands as released is left out where it touches no name that the
student's code touches, by itself or by way of others that run: it can change nothing of theirs,
and shows what it shows in the instructor's notebook. The functions that are asked for are no such
names where an example writes own(function): that takes the course's where the student's is wrong.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain

from grader.judge.scopes import Touched, touched

Names = frozenset[str]
NONE: Names = frozenset()


def needed(examples: Sequence[str], own: Sequence[str], asked: Names = NONE) -> list[bool]:
    """Return, for each example in order, whether it has to run.

    own: the code that runs in any case. asked: the names that a student is to define. All of
    them have to run where a text does not tell what it touches.
    """
    cells = [found for source in examples if (found := touched(source))]
    theirs = [found for source in own if (found := touched(source))]
    if len(cells) < len(examples) or len(theirs) < len(own):
        return [True] * len(examples)
    known = set(chain(*(cell.imports for cell in cells)))
    student = NONE.union(*(cell.gives_but(known) for cell in theirs)) - asked
    student |= asked.intersection(chain(*(cell.plain for cell in cells)))
    reached = asked.union(*(cell.mentions for cell in theirs))
    data = NONE.union(*(cell.assigns for cell in theirs))
    one = reached.union(*(cell.later for cell in cells))
    return _running(_told_apart(cells, one), reached, student, data)


def _running(
    cells: Sequence[Touched], reached: Names, student: Names, assigned: Names
) -> list[bool]:
    """Return which cells run: they give what is reached, or may change it, or use the student's.

    reached: names that running code touches. student: those whose value is the student's, or made
    by it. assigned: those that are no imports, functions or classes.
    """
    data = assigned.union(*(cell.assigns for cell in cells))
    runs = [False] * len(cells)
    while True:
        new = [
            number
            for number, cell in enumerate(cells)
            if not runs[number]
            and (cell.mentions & student or cell.gives & reached or cell.mentions & reached & data)
        ]
        if not new:
            return runs
        for number in new:
            runs[number] = True
            reached |= cells[number].mentions
            student |= _passed_on(cells[number], student)


def _passed_on(cell: Touched, student: Names) -> Names:
    """Return the names by which a cell passes on what is the student's.

    A function does so only where it reads such a name itself.
    """
    if not cell.mentions & student:
        return NONE
    passed = student | (cell.gives - cell.functions.keys())
    while True:
        more = {name for name, reads in cell.functions.items() if reads & passed} - passed
        if not more:
            return passed
        passed |= more


def _told_apart(cells: Sequence[Touched], one: Names) -> list[Touched]:
    """Return cells with their names numbered: anew where a cell gives a name another value.

    one: names that keep one number.
    """
    times: Counter[str] = Counter()
    found = []
    for cell in cells:
        times.update(cell.anew - one)
        found.append(_renamed(cell, {name: f"{name} {times[name]}" for name in times}))
    return found


def _renamed(cell: Touched, new: Mapping[str, str]) -> Touched:
    def of(names: Names) -> Names:
        return frozenset(new.get(name, name) for name in names)

    functions = {new.get(name, name): of(reads) for name, reads in cell.functions.items()}
    return Touched(of(cell.mentions), of(cell.gives), of(cell.assigns), functions=functions)
