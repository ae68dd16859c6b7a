"""The names of the notebook that a cell's code touches, told by scope.

A parameter, or what a function assigns, is no name of the notebook, however it is called.
"""

import ast
import re
import symtable
import warnings
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from grader.judge.trees import nodes
from grader.sandbox.limits import CODE_AT_MOST

# lines that are no Python and touch no name: how pictures are shown, and what a shell does
SHELL = re.compile(r"^(?:%(?:matplotlib|config|pip|conda)\b|!).*$", re.MULTILINE)
# what reaches a notebook's names without writing them: all at once, by a text, or by a frame
WAYS = {"globals", "locals", "vars", "dir", "eval", "exec", "get_ipython", "timeit", "inspect"}
WAYS |= {"gc", "builtins", "__builtins__", "__import__", "__main__", "modules", "*"}
ATTRIBUTES = {"_getframe", "__globals__", "f_globals", "f_locals", "f_back", "query", "evaluate"}
KEPT = re.compile(r"In|Out|_oh|_ih|_dh|_+|_i{1,3}|_i?\d+")  # what IPython keeps of earlier cells
AT_ONCE = {"listcomp", "setcomp", "dictcomp", "genexpr", "lambda"}  # no lesson keeps a lambda
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
Origin = tuple[str, str]  # a name, and what it is imported from


@dataclass(frozen=True)
class Touched:
    """What a cell does with the notebook's names.

    mentions: all that it reads, gives or takes away. gives: what it binds. assigns: what it gives
    that is more than imports, functions and classes, and what it puts something into. anew: what
    it gives before it reads it. later: what its functions read when they are called. plain: what
    it writes otherwise than as own(name), which takes the course's function where a student's is
    not right. functions: name to the names that it reads, of those that it defines.
    """

    mentions: frozenset[str]
    gives: frozenset[str]
    assigns: frozenset[str]
    anew: frozenset[str] = frozenset()
    later: frozenset[str] = frozenset()
    plain: frozenset[str] = frozenset()
    imports: frozenset[Origin] = frozenset()
    functions: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def gives_but(self, known: Collection[Origin]) -> frozenset[str]:
        """Return what it gives, what is imported as elsewhere aside."""
        same = {name for name, origin in self.imports if (name, origin) in known}
        return self.gives - (same - self.assigns)


@lru_cache(maxsize=1024)
def touched(source: str) -> Touched | None:
    """Return what a cell touches; None where its text does not tell."""
    if len(source) > CODE_AT_MOST:
        return None
    source = SHELL.sub("", source)
    try:
        with warnings.catch_warnings(action="ignore"):
            tree = ast.parse(source)
            table = symtable.symtable(source, "cell", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    found = nodes(tree)
    inner, top = list(_inner(table.get_children())), table.get_symbols()
    gives = {s.get_name() for s in (*top, *(symbol for symbol, _ in inner)) if _is_given(s)}
    mentions = {s.get_name() for s in top} | {symbol.get_name() for symbol, _ in inner}
    if _reaches(found) or any(KEPT.fullmatch(name) for name in mentions - gives):
        return None
    fixed = {s.get_name() for s in top if s.is_imported() or s.is_namespace()}
    assigns = gives - fixed | mentions.intersection(_changed(found))
    return Touched(
        frozenset(mentions),
        frozenset(gives),
        frozenset(assigns),
        frozenset(_anew(tree.body)),
        frozenset(symbol.get_name() for symbol, is_later in inner if is_later),
        frozenset(_plain(found)),
        frozenset(_imports(found)),
        {name: reads for name, reads in _functions(tree, table) if name not in assigns},
    )


def _inner(tables: Sequence[symtable.SymbolTable]) -> Iterator[tuple[symtable.Symbol, bool]]:
    """Yield (name of the notebook in a function, class or comprehension, whether it is read later).

    What stands in a comprehension or lambda of the cell itself is read at once.
    """
    waiting = [(child, False) for child in tables]
    while waiting:
        each, later = waiting.pop()
        later = later or each.get_name() not in AT_ONCE
        in_class = each.get_type() == "class"
        for symbol in each.get_symbols():
            if symbol.is_global() or (in_class and symbol.is_referenced()):
                yield symbol, later
        waiting += [(child, later) for child in each.get_children()]


def _functions(
    tree: ast.Module, table: symtable.SymbolTable
) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield (function of the cell itself, names of the notebook that it and its head read)."""
    heads = {node.name: _parts(node)[0] for node in tree.body if isinstance(node, FUNCTIONS)}
    for child in table.get_children():
        name = child.get_name()
        if name in heads:
            body = {symbol.get_name() for symbol, _ in _inner([child])}
            yield name, frozenset(body.union(*map(_names, heads[name])))


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
    waiting = list(body)
    while waiting:
        statement = waiting.pop(0)
        reads, binds, then = _parts(statement)
        for node in reads:
            read |= _names(node) - anew
        anew |= binds - read
        waiting = then + waiting
    return anew


Parts = tuple[Sequence[ast.AST], set[str], list[ast.stmt]]


def _parts(statement: ast.stmt) -> Parts:
    """Return (what a statement reads first, the names that it binds, what it does next)."""
    if isinstance(statement, FUNCTIONS):
        outside = [n for n in statement.args.defaults + statement.args.kw_defaults if n]
        return [*statement.decorator_list, *outside], {statement.name}, []
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return [], {name for name, _ in _imports([statement])}, []
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
    reads: list[ast.AST] = [*values]
    binds: set[str] = set()
    for node in (node for target in targets for node in nodes(target)):
        if isinstance(node, (ast.Attribute, ast.Subscript)):
            reads.append(node)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            binds.add(node.id)
    return reads, binds, []


def _reaches(found: Iterable[ast.AST]) -> bool:
    """Return whether code may reach names that it does not write."""
    return any(
        (isinstance(node, ast.Name) and node.id in WAYS)
        or (isinstance(node, ast.Attribute) and node.attr in WAYS | ATTRIBUTES)
        or (isinstance(node, ast.alias) and not WAYS.isdisjoint(node.name.split(".")))
        or (isinstance(node, ast.ImportFrom) and node.module in WAYS)
        for node in found
    )


def _changed(found: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the names that are assigned to or deleted, or a part of whose values is."""
    for node in found:
        if not isinstance(getattr(node, "ctx", None), (ast.Store, ast.Del)):
            continue
        while isinstance(node, (ast.Attribute, ast.Subscript)):
            node = node.value
        if isinstance(node, ast.Name):
            yield node.id


def _plain(found: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the names that are written elsewhere than in own(name)."""
    found = list(found)
    calls = [node for node in found if isinstance(node, ast.Call)]
    in_own = {id(node.args[0]) for node in calls if _is_own(node.func) and len(node.args) == 1}
    yield from (node.id for node in found if isinstance(node, ast.Name) and id(node) not in in_own)


def _is_own(function: ast.expr) -> bool:
    return isinstance(function, ast.Name) and function.id == "own"


def _imports(found: Iterable[ast.AST]) -> Iterator[tuple[str, str]]:
    """Yield (name, what it is imported from)."""
    for node in found:
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.split(".")[0]
                yield (alias.asname, alias.name) if alias.asname else (top, top)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield alias.asname or alias.name, f"{node.module}.{alias.name}"
