"""Whether a cell's text tells which names of the notebook it touches; its tree, where it does."""

import ast
import re
import warnings
from collections.abc import Iterable

from grader.judge.trees import nodes
from grader.sandbox.limits import CODE_AT_MOST

# lines that are no Python and touch no name: how pictures are shown, and what a shell does
SHELL = re.compile(r"^(?:%(?:matplotlib|config|pip|conda)\b|!(?!=))[^${\n]*$", re.MULTILINE)
# a cell of one line that begins so may be a magic, whose % can be left out there
MAGIC = re.compile(
    r"\s*(?:whos?|who_ls|reset|reset_selective|xdel|hist|history|recall|rerun|pylab)\b"
)
# what reaches a notebook's names without writing them: all at once, by a text, or by a frame
WAYS = {"globals", "locals", "vars", "dir", "eval", "exec", "get_ipython", "setattr", "delattr"}
WAYS |= {"builtins", "__builtins__", "__import__", "__main__", "modules", "inspect", "gc", "timeit"}
WAYS |= {"*", "get_type_hints"}
ATTRIBUTES = {"_getframe", "_current_frames", "settrace", "setprofile", "seterrcall", "user_ns"}
ATTRIBUTES |= {"__globals__", "f_globals", "f_locals", "InteractiveShell"}
ATTRIBUTES |= {"query", "evaluate", "bmat"}  # of pandas, numexpr and NumPy: texts of code
# packages that look at nothing of a notebook's; others, such as doctest or what was handed in
# beside it, may
NAMES = """
    __future__ abc array autograd bisect calendar cmath collections contextlib copy course
    csv dataclasses datetime decimal enum fractions functools glob hashlib heapq io
    itertools json math matplotlib mpl_toolkits numbers numpy operator os pandas pathlib
    pprint random re scipy seaborn sklearn statistics string sys textwrap time torch tqdm
    types typing warnings PIL IPython.display IPython.core.error IPython.core.display
"""
QUIET = frozenset(NAMES.split())


def told(source: str) -> tuple[str, ast.Module, list[ast.AST]] | None:
    """Return (a cell's Python, its tree, all nodes of that); None where its text does not tell."""
    if len(source) > CODE_AT_MOST or ("\n" not in source.strip() and MAGIC.match(source)):
        return None
    for text in dict.fromkeys((source, SHELL.sub("", source))):
        try:
            with warnings.catch_warnings(action="ignore"):
                tree = ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        found = nodes(tree)
        return None if _reaches(found) else (text, tree, found)
    return None


def _reaches(found: Iterable[ast.AST]) -> bool:
    """Return whether code may reach names that it does not write."""
    attributes = WAYS | ATTRIBUTES
    return any(
        (isinstance(node, ast.Name) and node.id in WAYS)
        or (isinstance(node, ast.Attribute) and node.attr in attributes)
        or (isinstance(node, ast.Constant) and _is_text(node.value) and node.value in ATTRIBUTES)
        or (isinstance(node, (ast.Import, ast.ImportFrom)) and _imports_more(node))
        for node in found
    )


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _imports_more(node: ast.Import | ast.ImportFrom) -> bool:
    """Return whether an import brings what may look at the notebook."""
    names = [alias.name for alias in node.names]
    if isinstance(node, ast.Import):
        return not all(map(_is_quiet, names))
    return (
        node.level > 0
        or not _is_quiet(node.module or "")
        or not (WAYS | ATTRIBUTES).isdisjoint(names)
    )


def _is_quiet(module: str) -> bool:
    return any(module == known or module.startswith(f"{known}.") for known in QUIET)
