"""Kernels for the tests of notebooks, forked from a process that has imported the libraries.

A kernel started by its command imports IPython, NumPy, matplotlib and ipywidgets first, for a
second of computing; the tests start some eighty. What asks otherwise is started by its command:
another Python, other settings of what is imported already, and all of a full run.
"""

import atexit
import json
import os
import signal
import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path

from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

SERVER = Path(__file__).with_name("server.py")
KERNEL = ["-m", "ipykernel_launcher"]
# Read when Python starts, or when what is preloaded is imported.
READ_EARLY = ("PYTHON", "MPL", "OPENBLAS_", "OMP_", "MKL_", "JUPYTER_", "IPYTHON")


def early(env):
    """Return those of an environment's variables that a running process has read already."""
    return {name: value for name, value in env.items() if name.startswith(READ_EARLY)}


class Server:
    """The process that forks kernels, of this process and for these early variables."""

    def __init__(self, env):
        self.owner, self.early = os.getpid(), early(env)
        self.process = subprocess.Popen(
            [sys.executable, SERVER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=env | {"MPLBACKEND": "module://matplotlib_inline.backend_inline"},
        )
        atexit.register(self.end)

    def kernel(self, **request):
        """Return a new kernel."""
        print(json.dumps(request), file=self.process.stdin, flush=True)
        return Kernel(int(self.process.stdout.readline()))

    def end(self):
        """End the process, and with it the kernels, in the process that began it."""
        if self.owner == os.getpid():
            self.process.stdin.close()
            self.process.wait()


class Kernel:
    """A forked kernel, with what jupyter_client uses of a subprocess.Popen."""

    stdin = stdout = stderr = None

    def __init__(self, pid):
        self.pid = pid

    def poll(self):
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return 0
        return None

    def wait(self):
        return self.poll()

    def send_signal(self, number):
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self):
        self.send_signal(signal.SIGKILL)

    def terminate(self):
        self.send_signal(signal.SIGTERM)


class WarmProvisioner(LocalProvisioner):
    """Forks kernels where it can, and runs their command where it cannot."""

    server = None  # one for all, started with the first kernel

    async def launch_kernel(self, cmd, **kwargs):
        env = kwargs.get("env") or dict(os.environ)
        if cmd[0] != sys.executable or cmd[1:3] != KERNEL or not self._has_server(env):
            return await super().launch_kernel(cmd, **kwargs)
        self.cwd = str(kwargs.get("cwd") or Path.cwd())
        quiet = kwargs.get("stderr") is not None
        self.process = self.server.kernel(arguments=cmd[3:], cwd=self.cwd, env=env, quiet=quiet)
        self.pid = self.pgid = self.process.pid
        return self.connection_info

    @classmethod
    def _has_server(cls, env):
        """Return whether kernels with these variables can be forked; start what forks them."""
        if cls.server is None or cls.server.owner != os.getpid():
            WarmProvisioner.server = Server(env)
        return cls.server.early == early(env)


def install():
    """Make these the kernels that this process starts."""
    if not hasattr(os, "fork") or sys.platform != "linux" or os.environ.get("BACKPROP_FULL"):
        return
    name, group = "warm", KernelProvisionerFactory.GROUP_NAME
    place = f"{__name__}:{WarmProvisioner.__name__}"
    KernelProvisionerFactory.provisioners[name] = EntryPoint(name, place, group)
    KernelProvisionerFactory.instance().default_provisioner_name = name
