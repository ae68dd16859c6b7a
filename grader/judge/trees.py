"""Syntax trees, walked in a fraction of the time that the library's own walk takes."""

import ast

TEXTS = {"arg", "attr", "id", "kind", "level", "module", "name", "asname", "type_comment"}


class _Fields(dict[type[ast.AST], tuple[str, ...]]):
    """A kind of node to those of its fields that can hold nodes."""

    def __missing__(self, kind: type[ast.AST]) -> tuple[str, ...]:
        found = () if kind is ast.Constant else tuple(f for f in kind._fields if f not in TEXTS)
        self[kind] = found
        return found


_fields = _Fields()


def nodes(tree: ast.AST) -> list[ast.AST]:
    """Return a tree's nodes, level after level, as ast.walk gives them."""
    found = [tree]
    for node in found:  # which grows meanwhile
        for name in _fields[type(node)]:
            value = getattr(node, name, None)
            if isinstance(value, ast.AST):
                found.append(value)
            elif isinstance(value, list):
                found.extend(item for item in value if isinstance(item, ast.AST))
    return found
