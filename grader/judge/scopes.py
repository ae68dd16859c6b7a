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

from grader.judge.telling import imports, told
from grader.judge.trees import nodes

KEPT = re.compile(r"In|Out|_oh|_ih|_dh|_+|_i{1,3}|_i?\d+")  # what IPython keeps of earlier cells
AT_ONCE = {"listcomp", "setcomp", "dictcomp", "genexpr", "lambda"}  # no lesson keeps a lambda
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
LOOPS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
KEEPS = "it keeps something"  # among the names that a function reads, of which none has spaces
DRAWING = {"default_rng", "Generator", "SeedSequence"}  # of NumPy's: what has its own state
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


def touched(source: str) -> Touched | None:
    """Return what a cell touches; None where its text does not tell."""
    cell = told(source)
    found = _tables(cell[0]) if cell else None
    return _touched(cell[1], cell[2], *found) if cell and found else None


@lru_cache(maxsize=128)
def example(source: str) -> Example | None:
    """Return what an example touches; None where its text does not tell.

    A lesson's examples come again with each submission; what students write does not.
    """
    cell = told(source)
    found = _tables(cell[0]) if cell else None
    basic = _touched(cell[1], cell[2], *found) if cell and found else None
    if cell is None or found is None or basic is None:
        return None
    return Example(
        **vars(basic),
        anew=frozenset(_anew(cell[1].body)),
        later=frozenset(symbol.get_name() for symbol, is_later in found[1] if is_later),
        plain=frozenset(_plain(cell[2])),
        handed=frozenset(_handed(cell[2])),
    )


Inner = list[tuple[symtable.Symbol, bool]]


def _tables(text: str) -> tuple[symtable.SymbolTable, Inner] | None:
    try:
        with warnings.catch_warnings(action="ignore"):
            table = symtable.symtable(text, "cell", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return table, list(_inner(table.get_children()))


def _touched(
    tree: ast.Module, found: Sequence[ast.AST], table: symtable.SymbolTable, inner: Inner
) -> Touched | None:
    top = _top(tree, found, table)
    gives = {s.get_name() for s in (*top, *(symbol for symbol, _ in inner)) if _is_given(s)}
    mentions = {s.get_name() for s in top} | {symbol.get_name() for symbol, _ in inner}
    gives |= mentions & {node.target.id for node in found if isinstance(node, ast.NamedExpr)}
    kept = {name for name in mentions if KEPT.fullmatch(name)}
    if kept and kept - _anew(tree.body):
        return None
    fixed = {s.get_name() for s in top if s.is_imported() or s.is_namespace()}
    assigns = gives - fixed | mentions.intersection(_changed(found))
    return Touched(
        frozenset(mentions),
        frozenset(gives),
        frozenset(assigns),
        frozenset(imports(found)),
        {name: reads for name, reads in _functions(tree, table) if name not in assigns},
    )


def _top(
    tree: ast.Module, found: Iterable[ast.AST], table: symtable.SymbolTable
) -> list[symtable.Symbol]:
    """Return the names of the cell itself.

    From Python 3.12 on, what comprehensions bind for themselves stands among its symbols.
    """
    symbols = table.get_symbols()
    if not any(isinstance(node, LOOPS) for node in found):
        return symbols
    written = set(_written(tree))
    return [symbol for symbol in symbols if symbol.get_name() in written]


def _written(tree: ast.Module) -> Iterator[str]:
    """Yield the names that are written, but for those that a comprehension binds for itself."""
    none: frozenset[str] = frozenset()
    waiting: list[tuple[ast.AST, frozenset[str]]] = [(tree, none)]
    while waiting:
        node, bound = waiting.pop()
        if isinstance(node, LOOPS):
            first = node.generators[0].iter
            waiting.append((first, bound))
            bound |= none.union(*(_stored(each.target) for each in node.generators))
        elif isinstance(node, ast.NamedExpr):
            yield node.target.id
        for value in vars(node).values():
            for each in value if isinstance(value, list) else [value]:
                if isinstance(each, ast.AST):
                    waiting.append((each, bound))
                elif isinstance(each, str) and each not in bound:
                    yield each.split(".")[0]


def _stored(target: ast.expr) -> set[str]:
    names = [node for node in nodes(target) if isinstance(node, ast.Name)]
    return {name.id for name in names if isinstance(name.ctx, ast.Store)}


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
        if isinstance(node, FUNCTIONS):
            heads[node.name].update(*map(_names, _parts(node)[0]), [KEEPS] * _keeps(node))
    bodies: dict[str, set[str]] = defaultdict(set)
    for child in table.get_children():
        bodies[child.get_name()].update(symbol.get_name() for symbol, _ in _inner([child]))
    for name, reads in heads.items():
        yield name, frozenset(reads | bodies[name])


def _keeps(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Return whether a function may remember: by a decorator, a default, or numbers of chance."""
    defaults = [d for d in node.args.defaults + node.args.kw_defaults if d]
    plain = (ast.Constant, ast.Name, ast.Attribute, ast.UnaryOp)
    made = [default for default in defaults if not isinstance(default, plain)]
    return bool(node.decorator_list or made) or any(map(_is_chance, nodes(node)))


def _is_chance(node: ast.AST) -> bool:
    """Return whether code draws from what all of a notebook draws from."""
    if not isinstance(node, ast.Attribute) or node.attr in DRAWING:
        return False
    of = node.value
    return "random" in (getattr(of, "attr", None), getattr(of, "id", None))


def _names(node: ast.AST) -> set[str]:
    return {each.id for each in nodes(node) if isinstance(each, ast.Name)}


def _is_given(symbol: symtable.Symbol) -> bool:
    return symbol.is_assigned() or symbol.is_imported()


def _anew(body: Iterable[ast.stmt]) -> set[str]:
    """Return the names that statements bind before any of them reads them.

    A loop of the lesson's is taken to run; what stands in a branch may not.
    """
    anew: set[str] = set()
    read: set[str] = set()
    waiting = list(body)[::-1]
    while waiting:
        reads, binds, then = _parts(waiting.pop())
        for node in reads:
            read |= _names(node) - anew
        anew |= binds - read
        waiting += then[::-1]
    return anew


Parts = tuple[Sequence[ast.AST], set[str], list[ast.stmt]]


def _parts(statement: ast.stmt) -> Parts:
    """Return (what a statement reads first, the names that it binds, what it does next)."""
    if isinstance(statement, FUNCTIONS):
        returns = [statement.returns] if statement.returns else []
        return [*statement.decorator_list, statement.args, *returns], {statement.name}, []
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return [], {name for name, _ in imports([statement])}, []
    if isinstance(statement, ast.Assign):
        return _bound(statement.targets, [statement.value])
    if isinstance(statement, ast.For):
        reads, binds, _ = _bound([statement.target], [statement.iter])
        return reads, binds, statement.body + statement.orelse
    if isinstance(statement, ast.With):
        targets = [item.optional_vars for item in statement.items if item.optional_vars]
        reads, binds, _ = _bound(targets, [item.context_expr for item in statement.items])
        return reads, binds, statement.body
    return [statement], set(), []


def _bound(targets: Iterable[ast.expr], values: list[ast.expr]) -> Parts:
    """Return the Parts of an assignment; what a part is put into is read."""
    parts = [node for target in targets for node in nodes(target)]
    names = [node for node in parts if isinstance(node, ast.Name)]
    read: list[ast.AST] = [node for node in names if not isinstance(node.ctx, ast.Store)]
    return [*values, *read], {n.id for n in names if isinstance(n.ctx, ast.Store)}, []


def _changed(found: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the names that are assigned to or deleted, or a part of whose values is."""
    for node in found:
        if not isinstance(getattr(node, "ctx", None), (ast.Store, ast.Del)):
            continue
        root = _root(node)
        if isinstance(root, ast.Name):
            yield root.id


def _plain(found: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the names that are written elsewhere than in own(name)."""
    found = list(found)
    calls = [node for node in found if isinstance(node, ast.Call)]
    in_own = {id(node.args[0]) for node in calls if _is_own(node.func) and len(node.args) == 1}
    yield from (node.id for node in found if isinstance(node, ast.Name) and id(node) not in in_own)


def _handed(found: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the names that are read otherwise than to call them or a part of theirs."""
    found = list(found)
    called = {id(_root(node.func)) for node in found if isinstance(node, ast.Call)}
    for node in found:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and id(node) not in called:
            yield node.id


def _root(node: ast.AST) -> ast.AST:
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return node


def _is_own(function: ast.expr) -> bool:
    return isinstance(function, ast.Name) and function.id == "own"
