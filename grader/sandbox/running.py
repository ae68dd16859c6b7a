"""Running one cell in IPython, and what is left of a cell that stops.

A package that this machine lacks was there where the student worked: its import is left out,
and the rest of the cell runs. What installs packages is left out as well. Where anything else
stops a cell, the functions that it defines below are defined nevertheless.
"""

import ast
import re
import traceback
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

from IPython.core.interactiveshell import InteractiveShell

from grader.sandbox.replies import Stop

RUN: Callable[..., Any] = InteractiveShell.run_cell  # the class's own: a cell may set others
TRANSFORM: Callable[..., str] = InteractiveShell.transform_cell
LEFT_OUT_AT_MOST = 8
SOURCE_AT_MOST = 200
TIMED = "<timed exec>"  # what %%time calls the lines below it
INSTALLS = re.compile(
    r"^([ \t]*)(?:!|%)[ \t]*(?:python3?[ \t]+-m[ \t]+)?"
    r"(?:pip3?|uv|conda|mamba|apt|apt-get)[ \t](?:[^\n]*\\\n)*[^\n]*",
    re.MULTILINE,
)
DEFINES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)


def run_cell(shell: InteractiveShell, source: str) -> dict[str, object] | None:
    """Run a cell; return where it stopped first as plain data, None where it ran to its end."""
    first: Stop | None = None
    lost: set[str] = set()
    source = without_installing(source)
    left = source
    for _ in range(LEFT_OUT_AT_MOST):
        result = RUN(shell, left, store_history=False)
        error = result.error_before_exec or result.error_in_exec
        if error is None:
            break
        line = _line(error, shell)
        body = _body(shell, left)
        first = first or _stop(error, line, source)
        at = next((n for n, node in enumerate(body) if line and _holds(node, line)), None)
        if at is None or not _wants_a_package(error, body[at], lost):
            later = body[at + 1 :] if at is not None else []
            first = _with_rest(first, later)
            if not isinstance(error, EOFError):  # it asked a person, who is told of that alone
                _define(shell, left, later)
            break
        lost |= _bound(body[at])
        if at + 1 == len(body):
            break
        left = _after(TRANSFORM(shell, left), body[at])
    return asdict(first) if first else None


def without_installing(source: str) -> str:
    """Return a cell's text without what installs packages, each line where it was."""
    if "!" not in source and "%" not in source:
        return source
    return INSTALLS.sub(lambda found: f"{found[1]}pass" + "\n" * found[0].count("\n"), source)


def _define(shell: InteractiveShell, source: str, later: list[ast.stmt]) -> None:
    """Define what stands below the line at which a cell stopped, as far as nothing has its name."""
    known = shell.user_ns.keys()
    kept = [node for node in later if _only_defines(node) and not _bound(node) <= known]
    lines = TRANSFORM(shell, source).split("\n") if kept else []
    for node in kept:
        begin = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", ()))])
        text = "\n".join(lines[begin - 1 : node.end_lineno])
        RUN(shell, "\n" * (begin - 1) + text, store_history=False, silent=True)


def _only_defines(node: ast.stmt) -> bool:
    """Return whether a statement defines a function, imports, or names a constant."""
    if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
        try:
            ast.literal_eval(node.value)
        except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
            return False
        return True
    return isinstance(node, DEFINES)


def _stop(error: BaseException, line: int | None, source: str) -> Stop:
    lines = source.split("\n")
    if line:  # IPython counts from the first line that holds something
        line += next((n for n, text in enumerate(lines) if text.strip()), 0)
    shown = lines[line - 1].strip() if line and line <= len(lines) else ""
    return Stop(type(error).__name__, _told(error), line, shown[:SOURCE_AT_MOST])


def _told(error: BaseException) -> str:
    try:
        text = error.msg if isinstance(error, SyntaxError) else str(error)
        return text.strip().split("\n")[0][:300]
    except Exception:
        return "(its message cannot be read)"


def _with_rest(stop: Stop, later: list[ast.stmt]) -> Stop:
    rest = any(not isinstance(node, ast.Expr) for node in later)
    return replace(stop, rest=rest)


def _line(error: BaseException, shell: InteractiveShell) -> int | None:
    """Return the cell's line at which it stopped."""
    if isinstance(error, SyntaxError) and error.__traceback__ is not None:
        own = any(f.f_globals is shell.user_ns for f, _ in traceback.walk_tb(error.__traceback__))
        if not own:
            return error.lineno
    line = None
    for frame, number in traceback.walk_tb(error.__traceback__):
        top = frame.f_code.co_name == "<module>" or frame.f_code.co_name.startswith("<cell line")
        if top and frame.f_globals is shell.user_ns:
            line = number + (frame.f_code.co_filename == TIMED)
    return line


def _body(shell: InteractiveShell, source: str) -> list[ast.stmt]:
    try:
        body: list[ast.stmt] = ast.parse(TRANSFORM(shell, source)).body
        return body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def _holds(node: ast.stmt, line: int) -> bool:
    return node.lineno <= line <= (node.end_lineno or node.lineno)


def _wants_a_package(error: BaseException, node: ast.stmt, lost: set[str]) -> bool:
    """Return whether a line stopped for want of a package, or of a name from one."""
    if isinstance(error, ImportError):
        return isinstance(node, (ast.Import, ast.ImportFrom))
    return isinstance(error, NameError) and error.name in lost


def _bound(node: ast.stmt) -> set[str]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {node.name}
    aliases = node.names if isinstance(node, (ast.Import, ast.ImportFrom)) else []
    names = {(alias.asname or alias.name).split(".")[0] for alias in aliases}
    stored = (n for n in ast.walk(node) if isinstance(n, ast.Name))
    return names | {n.id for n in stored if isinstance(n.ctx, ast.Store)}


def _after(source: str, node: ast.stmt) -> str:
    """Return a cell's source from a statement's end on, its lines where they were."""
    lines = source.split("\n")
    end = node.end_lineno or node.lineno
    rest = lines[end - 1].encode()[node.end_col_offset or 0 :].decode("utf-8", "replace")
    return "\n".join([*[""] * (end - 1), f"pass{rest}", *lines[end:]])
