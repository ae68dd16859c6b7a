"""The warm process: imports what lessons use, and then does nothing but fork workers.

It runs inside of the sandbox and reads its orders from a socket: a fork for
each socket that it is handed, an end for a worker that has had its time. It
runs no student's code.
"""

import gc
import json
import os
import select
import signal
import socket
import sys
import sysconfig
import tempfile

from grader.sandbox import confine
from grader.sandbox.watch import watch
from grader.sandbox.worker import Worker, end, new_shell

CONTROL = 3
READABLE = ("/usr", "/lib", "/lib64", "/opt", "/dev", "/etc")


def main():
    """Serve orders on the control socket until it closes."""
    control = socket.socket(fileno=CONTROL)
    sandboxed = "--no-sandbox" not in sys.argv
    stage = "confining"
    try:
        if sandboxed:
            confine.become_nobody()
            try_confining()
        else:
            confine.die_with_parent()
        stage = "importing"
        shell = prepare()
    except Exception as error:
        say(control, {"failed": f"{type(error).__name__}: {error}"[:1000], "stage": stage})
        return
    say(control, {"ready": os.getpid()})
    while serve_one(control, shell, sandboxed):
        pass


def prepare():
    """Import what notebooks import, and return the shell; all of it is shared by the workers."""
    import matplotlib

    matplotlib.use("module://matplotlib_inline.backend_inline")
    import matplotlib.pyplot  # noqa: F401

    import course
    import course.plots  # noqa: F401
    from course.exercises import by_name

    by_name()
    shell = new_shell()
    course.check  # noqa: B018
    shell.run_cell("import numpy as np\nnp.linalg.norm(np.ones((2, 2)) @ np.ones((2, 2)))\ndel np")
    gc.collect()
    gc.freeze()
    return shell


def try_confining():
    """Confine a process that does nothing, to know that workers can be confined here.

    Raises OSError, which says what the system refuses.
    """
    ours, theirs = os.pipe()
    keeper = os.fork()
    if keeper == 0:
        told = b""
        try:
            confine.enter_namespaces()
            child = os.fork()
            if child:
                os.waitpid(child, 0)
                os._exit(0)
            confine.cover()
            confine.give_up_privileges()
            told = b"confined"
        except OSError as error:
            told = str(error).encode()
        finally:
            os.write(theirs, told)
            os._exit(0)
    os.close(theirs)
    with os.fdopen(ours, "rb") as pipe:
        told = pipe.read()
    os.waitpid(keeper, 0)
    if told != b"confined":
        raise OSError(told.decode() or "a process cannot be confined")


def say(control, message):
    """Send one message to the judge."""
    control.send(json.dumps(message).encode())


def serve_one(control, shell, sandboxed):
    """Fork one worker and see it to its end; return False where the judge has gone."""
    data, descriptors, _, _ = socket.recv_fds(control, 4096, 1)
    if not data:
        return False
    order = json.loads(data)
    if order["do"] != "fork":
        return True  # the end of a worker that has ended by itself meanwhile
    connection = socket.socket(fileno=descriptors[0])
    ended, alive = os.pipe()  # the keeper holds one end until its own end
    keeper = os.fork()
    if keeper == 0:
        keep(control, connection, shell, order, sandboxed)
    connection.close()
    os.close(alive)
    return see_off(control, keeper, ended)


def see_off(control, keeper, ended):
    """Wait for a worker's keeper to end, or end it when the judge says so; report its time."""
    there = True
    while True:
        ready, _, _ = select.select([ended, control] if there else [ended], [], [])
        if ended in ready:
            break
        there = bool(control.recv(4096))
        os.kill(keeper, signal.SIGTERM)
    os.close(ended)
    _, status, used = os.wait4(keeper, 0)
    if there:
        say(control, {"ended": status, "seconds": used.ru_utime + used.ru_stime})
    return there


def keep(control, connection, shell, order, sandboxed):
    """Enter fresh namespaces, start the worker as their first process, and wait for it."""
    child = 0

    def stop(*_):
        if child:
            (os.kill if sandboxed else os.killpg)(child, signal.SIGKILL)
        else:
            os._exit(1)

    signal.signal(signal.SIGTERM, stop)
    try:
        if sandboxed:
            confine.enter_namespaces()
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            work(connection, shell, order, sandboxed)
        connection.close()
        control.close()
        os.waitpid(child, 0)
    finally:
        os._exit(0)


def work(connection, shell, order, sandboxed):
    """Be a worker: give everything up, then serve until the end."""
    try:
        scratch = confine.SCRATCH
        confine.die_with_parent()
        if sandboxed:
            space = confine.address_space()
            confine.cover()
            confine.give_up_privileges()
        else:
            os.setsid()
            space, scratch = confine.address_space(), tempfile.mkdtemp(dir=order["scratch"])
        os.chdir(scratch)
        os.environ["HOME"] = scratch
        sys.path.insert(0, "")
        os.dup2(1, 2)  # nothing that the next worker could read: both lead nowhere now
        os.dup2(connection.fileno(), CONTROL)
        connection.detach()
        os.closerange(CONTROL + 1, confine.FILES * 8)
        worker = Worker(shell, socket.socket(fileno=CONTROL))
        confine.limit(space, order["memory_mb"], order["seconds"], processes=sandboxed)
        watch(worker.tell, (*READABLE, *folders_of_python()), (scratch, "/dev/shm", "/dev/null"))
        worker.serve()
    finally:
        end()


def folders_of_python():
    """Return the folders in which Python and its packages are."""
    names = ("stdlib", "platstdlib", "purelib", "platlib")
    return {*(sysconfig.get_path(name) for name in names), sys.prefix, sys.base_prefix}


if __name__ == "__main__":
    main()
