"""The names of the notebook that a cell's code touches, told by scope.

A parameter, or what a function assigns, is no name of the notebook, however it is called.
"""

import ast
import re
import symtable
import warnings
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from grader.judge import binding
from grader.judge.telling import told

KEPT = re.compile(r"In|Out|_oh|_ih|_dh|_+|_i{1,3}|_i?\d+")  # what IPython keeps of earlier cells
AT_ONCE = {"listcomp", "setcomp", "dictcomp", "genexpr", "lambda"}  # no lesson keeps a lambda
KEEPS = "it keeps something"  # among the names that a function reads, of which none has spaces
Origin = tuple[str, str]  # a name, and what it is imported from


@dataclass(frozen=True)
class Touched:
    """What a cell does with the notebook's names.

    mentions: all that it reads, gives or takes away. gives: what it binds. assigns: what it gives
    that is more than imports, functions and classes, and what it puts something into. functions:
    name to the names that it reads, of those that it defines; KEEPS is among them where one may
    remember something from call to call by itself.
    """

    mentions: frozenset[str]
    gives: frozenset[str]
    assigns: frozenset[str]
    imports: frozenset[Origin] = frozenset()
    functions: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def imported(self) -> frozenset[str]:
        """The names that it imports."""
        return frozenset(name for name, _ in self.imports)

    def gives_but(self, known: Collection[Origin]) -> frozenset[str]:
        """Return what it gives, what is imported as elsewhere aside."""
        same = {name for name, origin in self.imports if (name, origin) in known}
        return self.gives - (same - self.assigns)


@dataclass(frozen=True)
class Example(Touched):
    """What one of the lesson's own examples does with the notebook's names.

    anew: what it gives before it reads it. later: what its functions read when they are called.
    plain: what it writes otherwise than as own(name), which takes the course's function where a
    student's is not right. handed: what it does more with than to call it, or a part of it.
    """

    anew: frozenset[str] = frozenset()
    later: frozenset[str] = frozenset()
    plain: frozenset[str] = frozenset()
    handed: frozenset[str] = frozenset()


class Read(NamedTuple):
    """A cell whose text tells: its tree, all nodes of that, its names, and those in functions."""

    tree: ast.Module
    nodes: Sequence[ast.AST]
    table: symtable.SymbolTable
    inner: list[tuple[symtable.Symbol, bool]]


def touched(source: str) -> Touched | None:
    """Return what a cell touches; None where its text does not tell."""
    read = _read(source)
    return _touched(read) if read else None


@lru_cache(maxsize=128)
def example(source: str) -> Example | None:
    """Return what an example touches; None where its text does not tell.

    A lesson's examples come again with each submission; what students write does not.
    """
    read = _read(source)
    basic = _touched(read) if read else None
    if read is None or basic is None:
        return None
    return Example(
        **vars(basic),
        anew=frozenset(binding.anew(read.tree.body)),
        later=frozenset(symbol.get_name() for symbol, is_later in read.inner if is_later),
        plain=frozenset(binding.plain(read.nodes)),
        handed=frozenset(binding.handed(read.nodes)),
    )


def _read(source: str) -> Read | None:
    cell = told(source)
    if cell is None:
        return None
    text, tree, found = cell
    try:
        with warnings.catch_warnings(action="ignore"):
            table = symtable.symtable(text, "cell", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return Read(tree, found, table, list(_inner(table.get_children())))


def _touched(read: Read) -> Touched | None:
    tree, found, table, inner = read
    top = _top(tree, found, table)
    gives = {s.get_name() for s in (*top, *(symbol for symbol, _ in inner)) if _is_given(s)}
    mentions = {s.get_name() for s in top} | {symbol.get_name() for symbol, _ in inner}
    gives |= mentions & {node.target.id for node in found if isinstance(node, ast.NamedExpr)}
    kept = {name for name in mentions if KEPT.fullmatch(name)}
    if kept and kept - binding.anew(tree.body):
        return None
    fixed = {s.get_name() for s in top if s.is_imported() or s.is_namespace()}
    assigns = gives - fixed | mentions.intersection(binding.changed(found))
    return Touched(
        frozenset(mentions),
        frozenset(gives),
        frozenset(assigns),
        frozenset(binding.imports(found)),
        {name: reads for name, reads in _functions(tree, table) if name not in assigns},
    )


def _top(
    tree: ast.Module, found: Iterable[ast.AST], table: symtable.SymbolTable
) -> list[symtable.Symbol]:
    """Return the names of the cell itself.

    From Python 3.12 on, what comprehensions bind for themselves stands among its symbols.
    """
    symbols = table.get_symbols()
    if not any(isinstance(node, binding.LOOPS) for node in found):
        return symbols
    written = set(binding.written(tree))
    return [symbol for symbol in symbols if symbol.get_name() in written]


def _inner(tables: Sequence[symtable.SymbolTable]) -> Iterator[tuple[symtable.Symbol, bool]]:
    """Yield (name of the notebook in a function, class or comprehension, whether it is read later).

    What stands in a comprehension or lambda of the cell itself is read at once.
    """
    waiting = [(child, False) for child in tables]
    while waiting:
        each, later = waiting.pop()
        later = later or each.get_name() not in AT_ONCE
        if isinstance(each, symtable.Function):  # deep ones have a great many that are no globals
            yield from ((each.lookup(name), later) for name in each.get_globals())
        else:
            in_class = each.get_type() == "class"
            for symbol in each.get_symbols():
                if symbol.is_global() or (in_class and symbol.is_referenced()):
                    yield symbol, later
        waiting += [(child, later) for child in each.get_children()]


def _functions(
    tree: ast.Module, table: symtable.SymbolTable
) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield (function of the cell itself, names of the notebook that it and its head read)."""
    heads: dict[str, set[str]] = defaultdict(set)
    for node in tree.body:
        if isinstance(node, binding.FUNCTIONS):
            first = binding.parts_of(node)[0]
            heads[node.name].update(*map(binding.names_in, first))
            if binding.may_keep(node):
                heads[node.name].add(KEEPS)
    bodies: dict[str, set[str]] = defaultdict(set)
    for child in table.get_children():
        bodies[child.get_name()].update(symbol.get_name() for symbol, _ in _inner([child]))
    for name, reads in heads.items():
        yield name, frozenset(reads | bodies[name])


def _is_given(symbol: symtable.Symbol) -> bool:
    return symbol.is_assigned() or symbol.is_imported()
