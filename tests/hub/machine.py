"""A machine to set up, inside this one: folders, users and an environment of its own.

It is a view made by bubblewrap, as root: /etc, /home, /srv and /opt/hub are new folders of the
test, so that the steps for a real machine run as they stand and leave nothing behind.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from grader.paths import ROOT

ENVIRONMENT = "/opt/hub"
COURSE = "/srv/backprop-course"
SEEN_BY_ROOT = (".npmrc", ".config/pip")
BEGIN = 'mount -t proc proc /proc && cd "$0" && exec "$@"'


def missing():
    """Return why there can be no such machine here, or None."""
    if sys.platform != "linux" or os.getuid() != 0:
        return "a hub with users of its own takes Linux and root"
    tools = {"bwrap": "bubblewrap", "npm": "npm", "node": "nodejs", "useradd": "passwd"}
    absent = [package for program, package in tools.items() if shutil.which(program) is None]
    return f"not installed: {', '.join(absent)} (apt install them)" if absent else None


def python_home():
    """Return where the Python is from which environments are made."""
    return Path(os.path.realpath(sys.executable)).parents[1]


class Machine:
    """A machine whose folders lie below one folder of this one."""

    def __init__(self, folder):
        self.folder = folder
        for name in ("home", "srv", "root"):
            (folder / name).mkdir(mode=0o755)
        if python_home().is_relative_to("/root"):  # closed to the machine's users, usually
            (folder / python_home().relative_to("/")).mkdir(parents=True)
        shutil.copytree("/etc", folder / "etc", symlinks=True, ignore_dangling_symlinks=True)
        for name in SEEN_BY_ROOT:
            self._bring(Path.home() / name, folder / "root" / name)
        self._copy_course()
        self._seed_environment()

    @staticmethod
    def _bring(source, target):
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        elif source.exists():
            shutil.copy(source, target)

    def _copy_course(self):
        """Copy what a clone of the course holds."""
        listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True).stdout
        for name in filter(None, names.decode().split("\0")):
            if (ROOT / name).exists():
                self._bring(ROOT / name, self.folder / COURSE.lstrip("/") / name)

    def _seed_environment(self):
        """Lay this environment's packages where the new one will be, as a cache of layers does."""
        target = self.folder / "hub"
        subprocess.run(["cp", "-al", sys.prefix, target], check=True)
        for program in [*(target / "bin").iterdir(), target / "pyvenv.cfg"]:
            if program.is_symlink() or b"\0" in (text := program.read_bytes()):
                continue
            program.unlink()  # a link to the original: a new file takes its place
            program.write_bytes(text.replace(sys.prefix.encode(), ENVIRONMENT.encode()))
            program.chmod(0o755)

    def command(self, *inner, user="root", cwd="/", **variables):
        """Return the command that runs inner on the machine, as a user of it."""
        home = python_home()
        options = [
            "bwrap",
            "--die-with-parent",
            "--unshare-pid",
            "--unshare-ipc",
            "--cap-add",
            "ALL",
        ]
        options += [
            "--ro-bind",
            "/",
            "/",
            "--dev",
            "/dev",
            "--perms",
            "1777",
            "--tmpfs",
            "/dev/shm",
        ]
        options += ["--tmpfs", "/opt"]
        for path in Path("/opt").iterdir():
            options += ["--ro-bind", str(path), str(path)]
        options += ["--bind", str(self.folder / "root"), "/root"]
        options += ["--ro-bind", str(home), str(home)]
        for name in ("etc", "home", "srv"):
            options += ["--bind", str(self.folder / name), f"/{name}"]
        options += ["--bind", str(self.folder / "hub"), ENVIRONMENT]
        options += ["--perms", "1777", "--tmpfs", "/tmp", "--perms", "1777", "--tmpfs", "/var/tmp"]
        programs = os.pathsep.join([str(home / "bin"), "/usr/local/bin", os.defpath, "/usr/sbin"])
        kept = {k: v for k, v in os.environ.items() if k.startswith(("PIP_", "SSL_", "NODE_EXTRA"))}
        options += ["--clearenv"]
        own = {"PATH": programs, "HOME": "/root", "PYTHONPATH": f"{COURSE}/tests/without"}
        for name, value in (kept | own | variables).items():
            options += ["--setenv", name, str(value)]
        if user != "root":
            inner = (
                "runuser",
                "-u",
                user,
                "--",
                "env",
                f"HOME=/home/{user}",
                f"USER={user}",
                *inner,
            )
        return [*options, "sh", "-c", BEGIN, cwd, *inner]

    def run(self, line, user="root", cwd="/", seconds=300):
        """Run a line of shell on the machine; return what it printed. Raises where it fails."""
        command = self.command("bash", "-c", f"set -euo pipefail; {line}", user=user, cwd=cwd)
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds)
        if done.returncode:
            raise AssertionError(
                f"{line}\nends with {done.returncode}:\n{done.stdout}{done.stderr}"
            )
        return done.stdout + done.stderr
