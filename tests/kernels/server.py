"""A process that has imported what notebooks import, and forks a kernel for each line it is given.

Run as a program, by its path: tests/kernels/provisioner.py starts it. A line asks for one kernel,
{"arguments": …, "cwd": …, "env": …}; the answer is its process id. It ends when its input does,
and the kernels with it, since each looks whether its parent is still there.
"""

import json
import os
import signal
import sys
from importlib import import_module
from importlib.util import find_spec

# Of the course nothing: that each notebook can import it is what is tested.
PRELOADED = (
    "numpy",
    "ipykernel.kernelapp",
    "matplotlib.pyplot",
    "ipywidgets",
    "anywidget",
    "yaml",
    "jsonschema",
    "tqdm",
    "threadpoolctl",
    "jupytercards",
)


def reap(*_):
    """Wait for the kernels that have ended."""
    while True:
        try:
            pid, _status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return


def become_kernel(request, server):
    """Turn this process into the kernel that was asked for; never returns."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, *([2] if request["quiet"] else [])):
        os.dup2(nothing, stream)
    os.close(nothing)
    os.environ.clear()
    os.environ.update(request["env"] | {"JPY_PARENT_PID": str(server)})
    os.chdir(request["cwd"])
    sys.argv = [find_spec("ipykernel_launcher").origin, *request["arguments"]]
    import numpy as np
    from ipykernel import kernelapp

    np.random.seed()
    kernelapp.launch_new_instance()
    os._exit(0)


def serve():
    server = os.getpid()
    os.environ["JPY_PARENT_PID"] = str(server)  # read when ipykernel is imported
    for name in PRELOADED:
        import_module(name)
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what a kernel prints to its standard output is no answer
    signal.signal(signal.SIGCHLD, reap)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            try:
                become_kernel(json.loads(line), server)
            finally:
                os._exit(1)
        print(pid, file=answers, flush=True)


if __name__ == "__main__":
    del sys.path[0]  # this folder, as `python -m ipykernel_launcher` takes away its own
    serve()
