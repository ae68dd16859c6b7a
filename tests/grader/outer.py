"""An outer sandbox for what would harm the machine if it got out: own process ids, an own user.

Inside of it an ordinary user grades, with a limit on processes and on the size of
files; when its first process ends, everything in it ends.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from grader.paths import ROOT
from tests.grader.classes import PROGRAMS

USER = "4242"
FONTS = "/tmp/fonts"
HOLDS = ["--nproc=250", "--fsize=500000000", "--core=0"]
LEFT = "still there: "
COUNT = "ls /proc | grep -c '^[0-9]'"
OWN = 6  # processes that are there at the end: the first, sh, its child, ls, grep, setpriv's
BEGIN = 'mount -t proc proc /proc && mkdir -m 777 /tmp/home && exec "$@"'


def missing():
    """Return why there can be no outer sandbox here, or None."""
    tools = [name for name in ("bwrap", "setpriv", "prlimit", "mount") if not shutil.which(name)]
    if tools:
        return f"{', '.join(tools)} not installed (apt install bubblewrap util-linux)"
    return None if os.getuid() == 0 else "making an outer sandbox takes root"


def _fonts():
    """Return the options for matplotlib's list of fonts, which each sandbox would make anew."""
    from matplotlib import get_cachedir

    lists = [str(path) for path in Path(get_cachedir()).glob("fontlist-*.json")]
    options = ["--perms", "0777", "--dir", FONTS, "--setenv", "MPLCONFIGDIR", FONTS]
    for path in lists:
        options += ["--ro-bind", path, f"{FONTS}/{os.path.basename(path)}"]
    return options


def command(folder, *inner, user=USER):
    """Return the command that runs inner in an outer sandbox, which sees folder as /tmp/work.

    user: the number of who runs it there; as "0" it is the sandbox's root, with all that it may.
    """
    python = Path(os.path.realpath(sys.executable)).parents[1]
    places = [str(ROOT), str(python), sys.prefix]
    parents = sorted({str(p) for place in places for p in Path(place).parents} - {"/", "/tmp"})
    options = ["bwrap", "--die-with-parent", "--unshare-pid", "--unshare-net", "--unshare-ipc"]
    options += ["--perms", "1777", "--tmpfs", "/tmp"]  # first: the course may lie below it
    for parent in parents:
        options += ["--perms", "0755", "--dir", parent]
    options += ["--ro-bind", "/usr", "/usr", "--ro-bind", "/etc", "/etc"]
    for name in ("lib", "lib64", "bin", "sbin"):
        if os.path.islink(f"/{name}"):
            options += ["--symlink", os.readlink(f"/{name}"), f"/{name}"]
    for place in dict.fromkeys(places):
        options += ["--ro-bind", place, place]
    options += ["--dir", "/proc", "--dev", "/dev", "--perms", "1777", "--tmpfs", "/dev/shm"]
    options += ["--bind", str(folder), "/tmp/work"]
    options += _fonts()
    options += ["--setenv", "HOME", "/tmp/home", "--cap-add", "ALL", "--chdir", "/tmp"]
    become = ["setpriv", "--reuid", user, "--regid", user, "--clear-groups"]
    become += ["--inh-caps=-all", "--bounding-set=-all"]
    limits = ["prlimit", *HOLDS]
    return [*options, "sh", "-c", BEGIN, "sh", *(become if user != "0" else ()), *limits, *inner]


def grade(folder, lesson, *options, user=USER, seconds=None):
    """Grade the class below folder/submitted in an outer sandbox; return the process that did.

    The report is written to folder/report.json. What is there afterwards stands at the end of what
    it says: see left_behind. seconds: after which it is ended.
    """
    subprocess.run(["chmod", "-R", "777", str(folder)], check=True)
    script = (
        f"{PROGRAMS}/backprop grade {lesson} --submitted /tmp/work/submitted --out /tmp/work "
        f"--report /tmp/work/report.json {' '.join(options)}; status=$?; sleep 1; "
        f"echo {LEFT}$({COUNT}); ls -A /tmp /dev/shm; exit $status"
    )
    line = command(folder, "sh", "-c", script, user=user)
    return subprocess.run(line, capture_output=True, text=True, timeout=seconds)


def left_behind(said):
    """Return (how many processes are still there, what shared folders hold) after grading."""
    counted, _, listing = said[said.rindex(LEFT) + len(LEFT) :].partition("\n")
    return int(counted), listing
