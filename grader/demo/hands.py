"""Right answers as many people write them: each style of an exercise as the source of a cell."""

import ast
import copy
import inspect
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from course.exercises import lesson_of, lessons
from grader.judge.trees import nodes


@cache
def written_styles(exercise: str) -> tuple[str, ...]:
    """Return the sources of an exercise's styles, those that stand by themselves.

    Left out are those that take the library's own functions, or are made by other code.
    """
    module = f"grader.demo.styles.{lessons()[lesson_of(exercise)].slug}"
    if not find_spec(module):
        return ()
    styles = import_module(module).STYLES.get(exercise, ())
    return tuple(source for style in styles if (source := written(style, exercise)))


def written(style: Callable[..., object], name: str) -> str:
    """Return the source of a function, called by another name, with all that it needs; or ''."""
    code = getattr(style, "__code__", None)
    module = sys.modules.get(getattr(style, "__module__", ""))
    if code is None or module is None or code.co_freevars:
        return ""
    tree = _tree(module)
    own = _found(tree, style.__name__, code.co_firstlineno)
    if own is None or (style.__name__ != name and _uses(own, name)):
        return ""  # under its new name it would call itself
    function = _named(copy.deepcopy(own), name)
    needed = _needed(function, [function if node is own else node for node in tree.body])
    if any(_of_library(node) for node in needed):
        return ""
    imports = [node for node in needed if isinstance(node, (ast.Import, ast.ImportFrom))]
    rest = [node for node in needed if node not in imports]
    return "\n\n\n".join(ast.unparse(node) for node in (*imports, *rest, function)) + "\n"


@cache
def _tree(module: ModuleType) -> ast.Module:
    return ast.parse(inspect.getsource(module))


def _found(tree: ast.Module, name: str, line: int) -> ast.FunctionDef | ast.Lambda | None:
    """Return the function of a name, or the only lambda that begins on a line."""
    if name != "<lambda>":
        functions = (node for node in tree.body if isinstance(node, ast.FunctionDef))
        return next((node for node in functions if node.name == name), None)
    lambdas = [n for n in nodes(tree) if isinstance(n, ast.Lambda) and n.lineno == line]
    return lambdas[0] if len(lambdas) == 1 else None


def _uses(function: ast.AST, name: str) -> bool:
    return any(isinstance(node, ast.Name) and node.id == name for node in nodes(function))


def _named(function: ast.FunctionDef | ast.Lambda, name: str) -> ast.FunctionDef:
    if isinstance(function, ast.FunctionDef):
        calls_itself = function.name
        function.name = name
        for node in nodes(function):
            if isinstance(node, ast.Name) and node.id == calls_itself:
                node.id = name
        return function
    body: list[ast.stmt] = [ast.Return(function.body)]
    made = ast.FunctionDef(name, function.args, body, [], None, None)
    return ast.fix_missing_locations(made)


def _needed(function: ast.AST, body: Sequence[ast.stmt]) -> list[ast.stmt]:
    """Return what of a module's body a function uses, what is needed first before the rest."""
    homes = {name: node for node in body for name in _gives(node)}
    seen: list[ast.AST] = [function]
    found: list[ast.stmt] = []

    def add(node: ast.AST) -> None:
        for used in (n.id for n in nodes(node) if isinstance(n, ast.Name)):
            home = homes.get(used)
            if home is not None and home not in seen:
                seen.append(home)  # before: what it uses may use it
                add(home)
                found.append(home)

    add(function)
    return found


def _gives(node: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement of a module gives."""
    match node:
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            yield from (alias.asname or alias.name for alias in names)
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Assign(targets=[ast.Name(id=name)]):
            yield name


def _of_library(node: ast.stmt) -> bool:
    match node:
        case ast.ImportFrom(module=str(module)):
            return module.startswith(("course", "tests", "grader"))
        case ast.Import(names=names):
            return any(alias.name.startswith("course") for alias in names)
    return False
