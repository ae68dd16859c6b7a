"""An environment of its own, outside of the repository, with the course's wheel in it."""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

from grader.paths import ROOT

SOURCES = ("pyproject.toml", "setup.py", "README.md", "LICENSE", "LICENSE-text")
FOLDERS = ("course", "grader", "lessons", "quizzes", "solutions")
IGNORED = shutil.ignore_patterns("__pycache__", "*.egg-info", "build", ".*", "gradebook.db*")
COURSE, SOLUTIONS = "backprop_course-*.whl", "backprop_course_solutions-*.whl"


def sources(folder: Path) -> Path:
    """Copy what the wheels are built from: a build leaves files where it runs."""
    for name in SOURCES:
        shutil.copy(ROOT / name, folder)
    for name in FOLDERS:
        shutil.copytree(ROOT / name, folder / name, ignore=IGNORED)
    return folder


def build(source: Path, target: Path) -> None:
    """Build the wheel of a project, with the setuptools that is here."""
    options = ["--no-deps", "--no-build-isolation", "--no-index", "-q", "-w", target]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, source], check=True)


def environment(folder: Path) -> Path:
    """Make a virtual environment with all that is installed here but the course; return its bin.

    The packages' files are links to those here, which takes a second where downloading them
    takes minutes; they lie in the environment itself, so that the sandbox sees them there.
    """
    venv.create(folder, with_pip=False)
    here = Path(sys.prefix)
    packages = Path(sysconfig.get_path("purelib")).relative_to(here)
    for part in (packages, Path("share"), Path("etc")):
        wanted = [path for path in (here / part).iterdir() if "backprop" not in path.name]
        _link(wanted, folder / part)
    scripts = folder / Path(sysconfig.get_path("scripts")).relative_to(here)
    for program in (here / scripts.name).iterdir():
        _copy_program(program, scripts / program.name, here, folder)
    return scripts


def _link(found: list[Path], folder: Path) -> None:
    """Lay links to files and folders into a folder; copies where it is on another disk."""
    folder.mkdir(parents=True, exist_ok=True)
    copy = ["cp", "-R", "-P", "-p"]
    if subprocess.run([*copy, "-l", *found, folder], capture_output=True).returncode:
        subprocess.run([*copy, *found, folder], check=True)


def _copy_program(found: Path, place: Path, old: Path, new: Path) -> None:
    """Copy a package's program, for the new environment's Python."""
    if found.is_symlink() or place.exists() or "backprop" in found.name:
        return
    data = found.read_bytes()
    if data.startswith(b"#!" + os.fsencode(old)):
        place.write_bytes(data.replace(os.fsencode(old), os.fsencode(new), 1))
        place.chmod(0o755)


def install(scripts: Path, wheel: Path) -> None:
    """Install a wheel into an environment, whose other packages are there."""
    python = ["--python", scripts / "python"]
    options = ["--no-deps", "--no-index", "-q"]
    command = [sys.executable, "-m", "pip", *python, "install", *options, wheel]
    subprocess.run(command, check=True)
