"""The code behind a name: its definition, and those of all that it uses, as one hash."""

import ast
import hashlib
import symtable
from collections.abc import Iterable, Iterator
from functools import lru_cache

from course.notebook.cells import parsed


def fingerprint(sources: Iterable[tuple[str, bool]], name: str) -> str | None:
    """Return a hash of a name's definition and of all that it uses of these cells.

    sources: (a cell, whether it ran to its end), in order. The last definition
    of a name counts; where it stands in a cell that failed, it is not known
    whether it was reached. Returns None where the name is not defined or not
    known. Comments and layout play no part.
    """
    definitions: dict[str, str] = {}
    unknown: set[str] = set()
    for source, whole in sources:
        found = definitions_in(source)
        definitions |= found
        unknown = unknown - found.keys() if whole else unknown | found.keys()
    reached: set[str] = set()
    waiting = [name]
    while waiting:
        each = waiting.pop()
        if each in definitions and each not in reached:
            reached.add(each)
            waiting += _used(definitions[each])
    if name not in reached or reached & unknown:
        return None
    code = "\n".join(f"{each}: {definitions[each]}" for each in sorted(reached))
    return hashlib.sha256(code.encode()).hexdigest()


@lru_cache(maxsize=1024)
def definitions_in(source: str) -> dict[str, str]:
    """Return name to the statement that defines it, for the names that a cell defines."""
    tree = parsed(source)
    return {
        name: ast.unparse(node) for node in (tree.body if tree else ()) for name in _bound(node)
    }


def _bound(node: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement of a cell binds, those inside of its functions aside."""
    waiting: list[ast.AST] = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield each.name
        elif isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
            yield each.id
        elif isinstance(each, ast.alias):
            yield (each.asname or each.name).split(".")[0]
        elif not isinstance(each, ast.Lambda):
            waiting += ast.iter_child_nodes(each)


def _used(code: str) -> Iterator[str]:
    """Yield the names of the notebook that a statement uses, at any depth."""
    waiting = [symtable.symtable(code, "cell", "exec")]
    while waiting:
        table = waiting.pop()
        top = table.get_type() == "module"
        for symbol in table.get_symbols():
            if symbol.is_global() or (top and symbol.is_referenced()):
                yield symbol.get_name()
        waiting += table.get_children()
