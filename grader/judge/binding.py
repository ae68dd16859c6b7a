"""What code reads, binds and changes, as its statements say it."""

import ast
from collections.abc import Iterable, Iterator, Sequence

from grader.judge.trees import nodes

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
LOOPS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
DRAWING = {"default_rng", "Generator", "SeedSequence"}  # of NumPy's: what has its own state
Parts = tuple[Sequence[ast.AST], set[str], list[ast.stmt]]


def anew(body: Iterable[ast.stmt]) -> set[str]:
    """Return the names that statements bind before any of them reads them.

    A loop of the lesson's is taken to run; what stands in a branch may not.
    """
    bound: set[str] = set()
    read: set[str] = set()
    waiting = list(body)[::-1]
    while waiting:
        reads, binds, then = parts_of(waiting.pop())
        for node in reads:
            read |= names_in(node) - bound
        bound |= binds - read
        waiting += then[::-1]
    return bound


def parts_of(statement: ast.stmt) -> Parts:
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


def imports(found: Iterable[ast.AST]) -> Iterator[tuple[str, str]]:
    """Yield (name, what it is imported from)."""
    for node in found:
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.split(".")[0]
                yield (alias.asname, alias.name) if alias.asname else (top, top)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield alias.asname or alias.name, f"{node.module}.{alias.name}"


def _bound(targets: Iterable[ast.expr], values: list[ast.expr]) -> Parts:
    """Return the Parts of an assignment; what a part is put into is read."""
    parts = [node for target in targets for node in nodes(target)]
    names = [node for node in parts if isinstance(node, ast.Name)]
    read: list[ast.AST] = [node for node in names if not isinstance(node.ctx, ast.Store)]
    return [*values, *read], {n.id for n in names if isinstance(n.ctx, ast.Store)}, []


def names_in(node: ast.AST) -> set[str]:
    """Return the names that are written in some code."""
    return {each.id for each in nodes(node) if isinstance(each, ast.Name)}


def _stored(target: ast.expr) -> set[str]:
    names = [node for node in nodes(target) if isinstance(node, ast.Name)]
    return {name.id for name in names if isinstance(name.ctx, ast.Store)}


def written(tree: ast.Module) -> Iterator[str]:
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


def changed(found: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the names that are assigned to or deleted, or a part of whose values is."""
    for node in found:
        if not isinstance(getattr(node, "ctx", None), (ast.Store, ast.Del)):
            continue
        root = _root(node)
        if isinstance(root, ast.Name):
            yield root.id


def plain(found: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the names that are written elsewhere than in own(name)."""
    found = list(found)
    calls = [node for node in found if isinstance(node, ast.Call)]
    in_own = {id(node.args[0]) for node in calls if _is_own(node.func) and len(node.args) == 1}
    yield from (node.id for node in found if isinstance(node, ast.Name) and id(node) not in in_own)


def _is_own(function: ast.expr) -> bool:
    return isinstance(function, ast.Name) and function.id == "own"


def handed(found: Iterable[ast.AST]) -> Iterator[str]:
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


def may_keep(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Return whether a function may remember: by a decorator, a default, or numbers of chance."""
    defaults = [d for d in node.args.defaults + node.args.kw_defaults if d]
    old = (ast.Constant, ast.Name, ast.Attribute, ast.UnaryOp)  # not made for this function alone
    made = [default for default in defaults if not isinstance(default, old)]
    return bool(node.decorator_list or made) or any(map(_is_chance, nodes(node)))


def _is_chance(node: ast.AST) -> bool:
    """Return whether code draws from what all of a notebook draws from."""
    if not isinstance(node, ast.Attribute) or node.attr in DRAWING:
        return False
    of = node.value
    return "random" in (getattr(of, "attr", None), getattr(of, "id", None))
