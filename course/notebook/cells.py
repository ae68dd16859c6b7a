"""What became of the cells that were run: a check knows when it sees an older version."""

import ast
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING

from course.exercises import by_name

if TYPE_CHECKING:
    from IPython.core.interactiveshell import ExecutionResult, InteractiveShell

LONGEST = 100_000  # characters of a cell that are read
TOLD = 150
USE = re.compile(r"\b(?:check|own)\(")  # where a lesson takes a function of the student's
DEFINITION = re.compile(
    r"^[ \t]*(?:async[ \t]+)?(?:(?P<kind>def|class)[ \t]+(?P<defined>\w+)"
    r"|(?P<assigned>\w+)[ \t]*=(?!=))",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Failed:
    """A cell that was to define a name and ended in an error before it did.

    head: how it defines the name, such as "def neuron". error: the error in
    words. line: the cell's line where it ended, where that is known.
    """

    head: str
    error: str
    line: int | None

    def __str__(self) -> str:
        place = f"line {self.line}: {self.error}" if self.line else self.error
        return f"your last cell with `{self.head}` ended in an error ({place})"


_failed: dict[str, Failed] = {}
_ran: list[tuple[str, bool]] = []


def shell() -> "InteractiveShell | None":
    """Return the IPython that runs the notebook, or None outside of one."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython else None


def follow() -> None:
    """Remember from now on how each cell ends."""
    running = shell()
    if running is not None:
        running.events.register("post_run_cell", remember)


def remember(result: "ExecutionResult") -> None:
    """Remember which names a cell that has ended was to define, and whether it did."""
    error = result.error_before_exec or result.error_in_exec
    source = ((result.info and result.info.raw_cell) or "")[:LONGEST]
    if result.error_before_exec is None:
        _ran.append((source, error is None))
    line = _line_of(error)
    done = _defined(source, line) if result.error_in_exec else set()
    for match in DEFINITION.finditer(source):
        name = match["defined"] or match["assigned"]
        if error is None or name in done:
            _failed.pop(name, None)
        else:
            head = f"{match['kind']} {name}" if match["kind"] else f"{name} ="
            _failed[name] = Failed(head, _told(error), line)
    if isinstance(error, NameError) and USE.search(source) and error.name in by_name():
        print(_of_missing(error.name, "to check " if "check(" in source else ""))


def ran() -> list[tuple[str, bool]]:
    """Return (source, whether it ran to its end) of the cells that were run, in order."""
    return list(_ran)


def note_on(name: str) -> str:
    """Say that a name holds an older version, where the last cell to define it failed; else ""."""
    failed = _failed.get(name)
    return f"Y{str(failed)[1:]}; this is the version before it." if failed else ""


def _of_missing(name: str, use: str) -> str:
    failed = _failed.get(name)
    return f"There is no `{name}` {use}yet: " + (
        f"{failed}." if failed else f"run the cell with `def {name}` first."
    )


def name_of(value: object, likely: str) -> str:
    """Return the notebook's name of a value: the likely one where several are the same."""
    running = shell()
    names = running.user_ns if running else {}
    if names.get(likely) is value:
        return likely
    own = (name for name, held in names.items() if held is value and not name.startswith("_"))
    return next(own, likely)


def _line_of(error: BaseException | None) -> int | None:
    if isinstance(error, SyntaxError):
        return error.lineno
    return _line_in_cell(error.__traceback__) if error else None


def _line_in_cell(tb: TracebackType | None) -> int | None:
    """Return the line of the cell itself: the first one that is not IPython's."""
    while tb is not None:
        if tb.tb_frame.f_globals.get("__name__") == "__main__":
            return tb.tb_lineno
        tb = tb.tb_next
    return None


def _defined(source: str, line: int | None) -> set[str]:
    """Return the names that a cell had defined when it ended at this line."""
    tree = parsed(source)
    return {
        name
        for node in (ast.walk(tree) if tree else ())
        if line is not None and getattr(node, "end_lineno", line) < line
        for name in _names(node)
    }


def parsed(source: str) -> ast.Module | None:
    """Return a cell's syntax tree, its magics as IPython reads them; None where it has none."""
    running = shell()
    transform: Callable[[str], str] = running.transform_cell if running else str
    try:
        return ast.parse(transform(source[:LONGEST]))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _names(node: ast.AST) -> list[str]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return [node.name]
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    return []


def _told(error: BaseException) -> str:
    """Return an error's kind and its first line, which may fail to be written."""
    try:
        text = str(error.msg if isinstance(error, SyntaxError) else error)
    except Exception:
        text = ""
    first = text.strip().split("\n")[0][:TOLD]
    return f"{type(error).__name__}: {first}" if first else type(error).__name__
