"""The judge's journal: what has been graded, so that a run goes on where another one stopped.

An entry is written after the gradebook has the marks; what has no entry is graded
again, which changes nothing but the time it takes.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from grader.judge.result import Result
from grader.judge.writing import write


class Journal:
    """The entries of one lesson, a file for each student."""

    def __init__(self, folder: Path, lesson: str) -> None:
        self.folder = folder / lesson

    def seed(self, wanted: int | None, fresh: int) -> int:
        """Return the run's seed: the wanted one, else the last run's, else a fresh one."""
        seed = self.seed_of(wanted, fresh)
        write(self.folder / "run.json", json.dumps({"seed": seed}))
        return seed

    def seed_of(self, wanted: int | None, fresh: int) -> int:
        """Return the seed that a run would have, which is not begun by that."""
        kept = self._read("run.json").get("seed")
        return wanted if wanted is not None else kept if isinstance(kept, int) else fresh

    def find(self, student: str, key: str) -> Result | None:
        """Return the Result of a student's submission if it was graded with this key."""
        entry = self._read(f"of-{student}.json")
        if entry.get("key") != key:
            return None
        try:
            return Result.of_dict(entry["result"])
        except (KeyError, TypeError):
            return None

    def status(self, student: str) -> str:
        """Return how a student's submission was graded last, '' where it was not."""
        result = self._read(f"of-{student}.json").get("result")
        return str(result.get("status", "")) if isinstance(result, dict) else ""

    def all(self) -> dict[str, Result]:
        """Return student to Result of all that has an entry, whatever it was graded with."""
        results = {}
        for path in sorted(self.folder.glob("of-*.json")):
            student = path.name.removeprefix("of-").removesuffix(".json")
            found = self.find(student, str(self._read(path.name).get("key")))
            if found is not None:
                results[student] = found
        return results

    def keep(self, student: str, key: str, result: Result) -> None:
        """Write down the Result of a student's submission."""
        entry = {"key": key, "result": result.as_dict()}
        write(self.folder / f"of-{student}.json", json.dumps(entry, ensure_ascii=False))

    def _read(self, name: str) -> dict[str, Any]:
        try:
            entry = json.loads((self.folder / name).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return entry if isinstance(entry, dict) else {}


def code_of(folder: Path) -> str:
    """Return a key that changes whenever a Python file below a folder does."""
    files = sorted(folder.rglob("*.py"))
    return key_of(*(part for f in files for part in (f.relative_to(folder), f.read_bytes())))


def key_of(*parts: object) -> str:
    """Return a key that changes whenever one of the parts does; parts are bytes or text."""
    digest = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else str(part).encode("utf-8", "surrogateescape")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()
