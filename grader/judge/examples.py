"""Which of a lesson's own examples a submission needs: the others are not run.

Some take seconds. One that stands as released is left out where it touches no name that the
student's code touches, by itself or by way of others that run: it can change nothing of theirs,
and shows what it shows in the instructor's notebook. The functions that are asked for are no such
names where an example writes own(function), which takes the course's where the student's is wrong,
and where the student's can remember nothing from call to call.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain, takewhile
from typing import TypeVar

from grader.judge.scopes import KEEPS, Example, Touched, example, touched

Names = frozenset[str]
Found = TypeVar("Found", bound=Touched)
NONE: Names = frozenset()
UNCHANGED = "numpy"  # what is not a call of it is a number or a type
LOOKED_THROUGH = 200_000  # characters of a student's code; all of a lesson's answers have 10,000


def needed(examples: Sequence[str], own: Sequence[str], asked: Names = NONE) -> list[bool]:
    """Return, for each example in order, whether it has to run.

    own: the code that runs in any case. asked: the names that a student is to define. All of
    them have to run where a text does not tell what it touches, or changes what is imported.
    """
    everything = [True] * len(examples)
    if sum(map(len, own)) > LOOKED_THROUGH:
        return everything
    cells, theirs = _told(map(example, examples)), _told(map(touched, own))
    if len(cells) < len(examples) or len(theirs) < len(own):
        return everything
    known = set(chain(*(cell.imports for cell in cells)))
    origins = known.union(*(cell.imports for cell in theirs))
    data = NONE.union(*(cell.assigns for cell in theirs))
    if not data.isdisjoint(name for name, _ in origins):
        return everything
    student = NONE.union(*(cell.gives_but(known) for cell in theirs)) - asked
    student |= asked.intersection(chain(*(cell.plain for cell in cells)))
    student |= _remembering(asked, [*cells, *theirs])
    reached = asked.union(*(cell.mentions for cell in theirs))
    one = reached.union(*(cell.later for cell in cells), (name for name, _ in origins))
    parts = frozenset(name for name, origin in origins if origin != UNCHANGED)
    apart = _told_apart(cells, one)
    runs = _bringing(cells, {origin for name, origin in origins if name in reached})
    return _running(apart, runs, reached, student, data, parts)


def _told(cells: Iterable[Found | None]) -> list[Found]:
    """Return what is known of cells, up to the first whose text does not tell."""
    return [cell for cell in takewhile(bool, cells) if cell]


def _remembering(asked: Names, cells: Sequence[Touched]) -> Names:
    """Return the functions asked for that may keep something from call to call.

    They are all but those whose text shows that they read only functions, and imports that hold
    nothing.
    """
    defined: set[str] = set()
    readers: dict[str, set[str]] = defaultdict(set)
    for name, reads in chain(*(cell.functions.items() for cell in cells)):
        defined.add(name)
        for read in reads:
            readers[read].add(name)
    assigned = NONE.union(*(cell.assigns for cell in cells))
    imported = NONE.union(*(cell.imported for cell in cells))
    given = NONE.union(*(cell.gives for cell in cells))
    keeping = {KEEPS} | assigned | (given - imported - defined)
    keeping |= {name for cell in cells for name, origin in cell.imports if _holds(origin)}
    waiting = list(keeping)
    while waiting:
        more = readers.pop(waiting.pop(), set()) - keeping
        keeping |= more
        waiting += more
    return asked - (defined - keeping)


def _holds(origin: str) -> bool:
    """Return whether what is imported may be changed by a call: data, and chance of one state."""
    first, _, rest = origin.partition(".")
    if first == "course":
        return rest.partition(".")[0] != "nn"
    return first == "random" or rest.startswith("random")


def _bringing(cells: Sequence[Example], packages: Collection[str]) -> list[bool]:
    """Return which cells import a module that is then a part of a package which is reached."""
    below = tuple(f"{package}." for package in packages)
    deep = [{origin.rpartition(".")[0] for _, origin in cell.imports} for cell in cells]
    return [any(f"{origin}.".startswith(below) for origin in each) for each in deep]


def _running(
    cells: Sequence[Example],
    runs: list[bool],
    reached: Names,
    student: Names,
    assigned: Names,
    parts: Names,
) -> list[bool]:
    """Return which cells run: they give what is reached, or may change it, or use the student's.

    runs: which do so anyway. reached: names that running code touches. student: those whose value
    is the student's, or made by it. assigned: those that are no imports, functions or classes.
    parts: imports of which what is handed on may be changed, as by a function of the student's.
    """
    data = assigned.union(*(cell.assigns for cell in cells))

    def has_to(cell: Example) -> bool:
        changed = cell.mentions & data & reached or cell.handed & parts & read
        return bool(cell.mentions & student or cell.gives & reached or changed)

    read = reached  # but for what a cell imports and does no more with
    new = [number for number, run in enumerate(runs) if run]
    while True:
        for number in new:
            runs[number] = True
            reached |= cells[number].mentions
            read |= cells[number].mentions - cells[number].imported | cells[number].handed
            student |= _passed_on(cells[number], student)
        new = [n for n, cell in enumerate(cells) if not runs[n] and has_to(cell)]
        if not new:
            return runs


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


def _told_apart(cells: Sequence[Example], one: Names) -> list[Example]:
    """Return cells with their names numbered: anew where a cell gives a name another value.

    one: names that keep one number.
    """
    times: Counter[str] = Counter()
    found = []
    for cell in cells:
        times.update(cell.anew - one)
        found.append(_renamed(cell, {name: f"{name} {times[name]}" for name in times}))
    return found


def _renamed(cell: Example, new: Mapping[str, str]) -> Example:
    def of(names: Names) -> Names:
        return frozenset(new.get(name, name) for name in names)

    functions = {new.get(name, name): of(reads) for name, reads in cell.functions.items()}
    gives, assigns, handed = of(cell.gives), of(cell.assigns), of(cell.handed)
    return Example(of(cell.mentions), gives, assigns, cell.imports, functions, handed=handed)
