"""Whether two functions are the same piece of code: their syntax trees, names of locals aside."""

import ast
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from grader.judge.trees import nodes
from grader.sandbox.limits import CODE_AT_MOST

SMALL = 45  # nodes: many people write a shorter function alike
SETS_ATTRIBUTE = re.compile(r"[\w)]\.\w+\s*=(?!=)|get_ipython")
SEARCHED = {
    "__closure__",
    "__globals__",
    "_getframe",
    "cell_contents",
    "currentframe",
    "f_back",
    "f_globals",
    "f_locals",
    "get_objects",
    "get_referents",
    "get_referrers",
    "__subclasses__",
    "setprofile",
    "settrace",
}
IMPORTS = (ast.Import, ast.ImportFrom)
REACHES = re.compile(r"course\s*\.\s*(?:nn|exercises|checking)|from\s+course\s+import[^\n]*\bnn\b")
LIBRARY = ("course.nn.", "course.exercises.", "course.checking.")


def parsed(source: str) -> ast.Module | None:
    """Return a cell's syntax tree, or None where it has none or is long; magics are left out."""
    if len(source) > CODE_AT_MOST:  # a name of many dots takes memory by the square of its length
        return None
    lines = (line for line in source.split("\n") if not line.lstrip().startswith(("%", "!")))
    try:
        return ast.parse("\n".join(lines))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


class Structure(NamedTuple):
    """How a function is built: a digest of its syntax tree, names of locals aside, and its size."""

    digest: str
    nodes: int


@lru_cache(maxsize=1024)
def structure(source: str, name: str) -> Structure | None:
    """Return the Structure of the function of that name, or None where there is none."""
    tree = parsed(source)
    functions = [node for node in nodes(tree) if _defines(node, name)] if tree else []
    if not functions:
        return None
    try:
        made, size = bare(functions[-1])
        return Structure(digest(made), size)
    except RecursionError:
        return None


def wording(source: str) -> str:
    """Return a short digest of a cell's text, remarks and white space aside."""
    lines = (re.sub(r"\s+", "", line) for line in source.split("\n"))
    return digest("\n".join(line for line in lines if line and not line.startswith("#")))


def digest(text: str) -> str:
    """Return a short digest of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _defines(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.FunctionDef) and node.name == name


def bare(code: ast.AST) -> tuple[str, int]:
    """Return code as a text without what does not compute, and how many nodes are left.

    Docstrings and annotations are taken out, and local names are numbered.
    """
    _make_plain(code)
    left = nodes(code)
    _rename(left)
    return ast.dump(code), len(left)


def _make_plain(code: ast.AST) -> None:
    """Take docstrings and annotations out of code."""
    for node in nodes(code):
        if isinstance(node, ast.FunctionDef):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                node.body = node.body[1:] or [ast.Pass()]
            node.returns, node.type_comment = None, None
        elif isinstance(node, ast.arg):
            node.annotation = None


def _rename(found: Sequence[ast.AST]) -> None:
    """Give local names numbers, in the order in which they first stand."""
    named = [node for node in found if isinstance(node, (ast.arg, ast.Name))]
    names: dict[str, str] = {}
    for node in named:
        if isinstance(node, ast.arg):
            names.setdefault(node.arg, f"v{len(names)}")
        elif isinstance(node.ctx, ast.Store):
            names.setdefault(node.id, f"v{len(names)}")
    for node in named:
        if isinstance(node, ast.arg):
            node.arg = names[node.arg]
        else:
            node.id = names.get(node.id, node.id)


def uses_library(source: str, released: Iterable[str] = (), name: str = "") -> bool:
    """Return whether code reaches for the library's own answers, beyond what was released.

    released: the cells of the lesson, which import from the library themselves. name: of the
    exercise that the code is to solve, which it may not call there.
    """
    if len(source) > CODE_AT_MOST:
        return REACHES.search(source) is not None
    called = f"nn.{name}"
    if name and called in source:
        theirs = source
        for cell in filter(lambda text: called in text, released):  # merged into one with theirs
            theirs = theirs.replace(cell.strip(), "")
        if called in _named(theirs):
            return True
    return "course" in source and not _reached(source) <= _all_reached(tuple(released))


@lru_cache(maxsize=16)
def _all_reached(released: tuple[str, ...]) -> frozenset[str]:
    return frozenset(name for source in released for name in _reached(source))


def _reached(source: str) -> frozenset[str]:
    """Return what of the library's own answers a cell's code names."""
    return frozenset(name for name in _named(source) if f"{name}.".startswith(LIBRARY))


def _named(source: str) -> frozenset[str]:
    """Return the modules that a cell's code names, and what it takes from them."""
    tree = parsed(source)
    return frozenset(name for node in nodes(tree) for name in _names(node)) if tree else frozenset()


def _names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield from (f"{node.module or ''}.{alias.name}" for alias in node.names)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        yield f"{node.value.id}.{node.attr}"


def searches(source: str) -> bool:
    """Return whether code looks through the interpreter's frames, objects or modules."""
    if not any(word in source for word in SEARCHED):
        return False
    tree = parsed(source)
    found = [node for node in nodes(tree) if isinstance(node, ast.Attribute)] if tree else []
    return any(node.attr in SEARCHED for node in found)


def patches(source: str) -> bool:
    """Return whether code sets an attribute of a module that it imports, or of IPython."""
    if not SETS_ATTRIBUTE.search(source):
        return False
    tree = parsed(source)
    if not tree:
        return False
    found = nodes(tree)
    aliases = [a for node in found if isinstance(node, IMPORTS) for a in node.names]
    modules = {(a.asname or a.name).split(".")[0] for a in aliases} | {"np"}
    targets = [t for n in found if isinstance(n, ast.Assign) for t in n.targets]
    return any(_root(t) in modules or _calls_ipython(t) for t in targets)


def _calls_ipython(target: ast.expr) -> bool:
    names = (node for node in nodes(target) if isinstance(node, ast.Name))
    return any(node.id == "get_ipython" for node in names)


def _root(target: ast.expr) -> str | None:
    """Return the name before the first dot, None where there is no dot."""
    if not isinstance(target, ast.Attribute):
        return None
    while isinstance(target, ast.Attribute):
        target = target.value
    return target.id if isinstance(target, ast.Name) else None
