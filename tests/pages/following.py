"""Following a page of docs/ word for word: its commands are run, its files written."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from grader.paths import ROOT

PIECE = re.compile(
    r"^(?P<said>[^\n]*:)\n\n(?P<fence>`{3,})(?:python|markdown|text)\n(?P<text>.*?)^(?P=fence)$"
    r"|^```sh\n(?P<commands>.*?)^```$",
    re.M | re.S,
)
COPIED = ("course", "grader", "quizzes", "solutions", "lessons", "tests", "docs")


def copy_of_the_house(folder):
    """Make a copy of the repository whose .venv is this one; return its root."""
    root = folder / "copy"
    for name in COPIED:
        ignored = shutil.ignore_patterns(".ipynb_checkpoints")
        shutil.copytree(ROOT / name, root / name, ignore=ignored)
    for path in ROOT.iterdir():
        if path.is_file():
            shutil.copy(path, root)
    (root / ".venv").symlink_to(Path(sys.prefix))
    return root


def follow(page, root):
    """Do in a copy what a page says, in its order; return (command, exit status, output) of each.

    Sentences that end in a colon say where the block after them goes; shell blocks are run.
    """
    done = []
    for piece in PIECE.finditer((ROOT / "docs" / page).read_text()):
        if piece["commands"] is None:
            put(piece["said"], piece["text"], root)
            continue
        for command in piece["commands"].splitlines():
            done.append((command, *run(command, root)))
    return done


def put(said, text, root):
    """Write a block of a page where the sentence before it says."""
    match said.split("`"):
        case ["Write ", name, ":"]:
            (root / name).write_text(text)
        case ["In ", name, ", before the line ", line, ":"]:
            gap = "\n\n" if name.endswith(".py") else ""
            change(root / name, f"\n{line}", f"\n{text}{gap}{line}")
        case ["In ", name, ", after the line ", line, ":"]:
            change(root / name, f"{line}\n", f"{line}\n{text}")
        case ["In ", name, ", replace the line ", line, ":"]:
            change(root / name, f"{line}\n", text)
        case ["In ", name, ", replace from the line ", first, " up to the line ", last, ":"]:
            whole = (root / name).read_text()
            old = whole[whole.index(f"{first}\n") : whole.index(f"{last}\n")]
            change(root / name, old, text)
        case _:
            raise AssertionError(f"nobody could follow this: {said}")


def change(path, old, new):
    """Replace a piece of a file, which must be in it once."""
    text = path.read_text()
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new))


def run(command, root):
    """Run a command of a page in the copy, with the copy's course and grader."""
    paths = os.pathsep.join([str(root), os.environ["PYTHONPATH"]])
    environment = os.environ | {"PYTHONPATH": paths}
    for name in [name for name in environment if name.startswith(("PYTEST_", "COV_"))]:
        del environment[name]
    done = subprocess.run(
        command, shell=True, cwd=root, env=environment, capture_output=True, text=True, timeout=300
    )
    return done.returncode, done.stdout + done.stderr
