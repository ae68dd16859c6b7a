"""What was earned before this kernel started, kept beside the notebook.

Each verdict is kept with a hash of the code that it was on: the definition that was checked
and all that it uses of the notebook. What the notebook holds now must have the same hash, or
nothing is said to be earned.
"""

import contextlib
import datetime
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from course.checking import Verdict
from course.checking.render import WORDS
from course.notebook import cells
from course.notebook.definitions import fingerprint

LONGEST = 20_000_000  # bytes of a notebook that are read
FOLDER = ".ipynb_checkpoints"  # Jupyter hides it, git ignores it, nbgrader does not hand it out


@dataclass(frozen=True)
class Kept:
    """A verdict as it is kept: status, points, the names of what was checked, its hash, a date."""

    status: str
    points: float
    possible: float
    names: str
    code: str
    date: str

    @property
    def day(self) -> str:
        """The date as a person writes it, such as 28 November 2026."""
        day = datetime.date.fromisoformat(self.date)
        return f"{day.day} {day:%B %Y}"


def notebook() -> Path | None:
    """Return the file of the notebook that this kernel works for, where that is known."""
    shell = cells.shell()
    told = shell.user_ns.get("__vsc_ipynb_file__") if shell else None
    path = Path(str(told or os.environ.get("JPY_SESSION_NAME", "")))
    return path if path.suffix == ".ipynb" and path.is_file() else None


def notebook_of(lesson: str) -> Path | None:
    """Return the student's copy of a lesson, beside this notebook; None where there is none."""
    path = notebook()
    here = path.parent if path else Path.cwd()
    name = f"{lesson}.ipynb"
    around = here.parent if path and here.name == path.stem else here
    places = (around / lesson / name, around / name, here / name)
    return next((place for place in places if place.is_file()), None)


def keep(verdict: Verdict, names: Sequence[str]) -> None:
    """Keep a verdict on what the notebook gives these names, where there is a notebook's file."""
    path, code = notebook(), _code(cells.ran(), names)
    if path is None or code is None:
        return
    today = datetime.date.today().isoformat()
    entry = Kept(verdict.status, verdict.points, verdict.possible, " ".join(names), code, today)
    entries = _read(path) | {verdict.name: entry}
    _write(path, entries)


def earned_before(path: Path | None = None) -> dict[str, tuple[Kept, bool]]:
    """Return exercise to (what was kept of it, whether the notebook still holds that code).

    path: a notebook's file, that of this kernel where none is named.
    """
    path = path or notebook()
    if path is None:
        return {}
    sources = _sources(path)
    return {
        exercise: (entry, _code(sources, entry.names.split()) == entry.code)
        for exercise, entry in _read(path).items()
    }


def _code(sources: Sequence[tuple[str, bool]], names: Sequence[str]) -> str | None:
    """Return the hashes of these names' code, None where one is not known."""
    codes = [fingerprint(sources, name) for name in names]
    known = [code for code in codes if code]
    return " ".join(known) if len(known) == len(codes) else None


def _file(path: Path) -> Path:
    return path.parent / FOLDER / f"{path.stem}-progress.json"


def _read(path: Path) -> dict[str, Kept]:
    """Return what is kept beside a notebook; what cannot be read counts as nothing."""
    try:
        entries = json.loads(_file(path).read_text(encoding="utf-8"))
        return {exercise: _entry(entry) for exercise, entry in entries.items()}
    except (OSError, ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return {}


def _entry(data: dict[str, str]) -> Kept:
    return Kept(
        data["status"] if data["status"] in WORDS else "unknown",
        float(data["points"]),
        float(data["possible"]),
        str(data["names"]),
        str(data["code"]),
        datetime.date.fromisoformat(data["date"]).isoformat(),
    )


def _write(path: Path, entries: dict[str, Kept]) -> None:
    """Write whole or not at all; a folder that cannot be written is no reason to fail a check."""
    file = _file(path)
    text = json.dumps({exercise: asdict(entry) for exercise, entry in entries.items()}, indent=1)
    with contextlib.suppress(OSError):
        file.parent.mkdir(exist_ok=True)
        new = file.with_suffix(f".{os.getpid()}.new")
        new.write_text(text + "\n", encoding="utf-8")
        new.replace(file)


def _sources(path: Path) -> list[tuple[str, bool]]:
    """Return the sources of a notebook's code cells, as if each ran to its end."""
    try:
        if path.stat().st_size > LONGEST:
            return []
        written = json.loads(path.read_text(encoding="utf-8"))["cells"]
        found = [cell["source"] for cell in written if cell["cell_type"] == "code"]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return []
    return [("".join(source), True) for source in found]
