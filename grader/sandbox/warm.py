"""The warm process: imports what lessons use, and then does nothing but fork workers.

It runs inside of the sandbox. Each lane of the judge that connects has a process there, forked
from this one, which reads its orders from the connection: a fork for each socket that it is
handed, an end for a worker that has had its time. None of them runs a student's code.
"""

import contextlib
import gc
import json
import os
import select
import signal
import socket
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, NoReturn

from grader.sandbox import confine
from grader.sandbox.watch import watch
from grader.sandbox.worker import Shell, Worker, end, new_shell

CONTROL = 3
LESSON = "--lesson"
REAP_SECONDS = 5.0
LEAVE_SECONDS, LEAVE_STEPS = 0.8, 80
READABLE = ("/usr", "/lib", "/lib64", "/opt", "/dev", "/etc")


def main() -> None:
    """Serve lanes, each in a process of its own, until the judge has gone."""
    confine.lift_soft_limits()
    listening, life = (socket.socket(fileno=int(number)) for number in sys.argv[1:3])
    sandboxed = "--no-sandbox" not in sys.argv
    stage, shell = "confining", None
    try:
        if sandboxed:
            confine.become_nobody()
            try_confining()
        else:
            confine.die_with_parent()
        stage = "importing"
        shell = prepare(lesson_in(sys.argv))
        told: dict[str, Any] = {"ready": True}
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"[:1000]
        told = {"failed": reason, "stage": stage, "sandbox": sandboxed}
    while control := next_lane(listening, life):
        if os.fork() == 0:
            listening.close()
            life.close()
            serve(control, shell, told, sandboxed)
        control.close()
    for _ in range(LEAVE_STEPS):
        if not reap():
            return
        time.sleep(LEAVE_SECONDS / LEAVE_STEPS)


def next_lane(listening: socket.socket, life: socket.socket) -> socket.socket | None:
    """Return the next connection, None where the judge has gone; see to lanes that have ended."""
    while True:
        ready, _, _ = select.select([listening, life], [], [], REAP_SECONDS)
        reap()
        if life in ready:
            return None
        if listening in ready:
            return listening.accept()[0]


def reap() -> bool:
    """Take note of lanes that have ended; return whether there are others."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
        return True
    return False


def serve(
    control: socket.socket, shell: Shell | None, told: dict[str, Any], sandboxed: bool
) -> NoReturn:
    """Be a lane's process: fork one worker after the other until the connection closes."""
    try:
        confine.die_with_parent()
        if control.fileno() != CONTROL:
            os.dup2(control.fileno(), CONTROL)
            control.close()
            control = socket.socket(fileno=CONTROL)
        say(control, told)
        while shell is not None and serve_one(control, shell, sandboxed):
            pass
    finally:
        end()


def lesson_in(arguments: Sequence[str]) -> str | None:
    """Return the lesson that the judge named, None where it named none."""
    return arguments[arguments.index(LESSON) + 1] if LESSON in arguments else None


def prepare(lesson: str | None = None) -> Shell:
    """Import what a lesson's notebooks import, and return the shell; the workers share it all.

    lesson: without one, the exercises of all lessons are imported.
    """
    gc.disable()  # what is imported is kept
    import matplotlib

    matplotlib.use("module://matplotlib_inline.backend_inline")
    import matplotlib.pyplot  # noqa: F401

    import course.autodiff
    import course.examples
    import course.notebook
    import course.plots
    import course.training  # noqa: F401
    from course.exercises import by_name, of_lesson

    for module in iter_modules(course.examples.__path__):
        import_module(f"course.examples.{module.name}")
    by_name() if lesson is None else of_lesson(lesson)
    shell = new_shell()  # after the course, which would follow what runs in it
    run_cell: Callable[[str], Any] = shell.run_cell
    run_cell("import numpy as np\nnp.linalg.norm(np.ones((2, 2)) @ np.ones((2, 2)))\ndel np")
    gc.freeze()
    gc.enable()
    return shell


def try_confining() -> None:
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


def say(control: socket.socket, message: dict[str, Any]) -> None:
    """Send one message to the judge."""
    control.send(json.dumps(message).encode())


def serve_one(control: socket.socket, shell: Shell, sandboxed: bool) -> bool:
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


def see_off(control: socket.socket, keeper: int, ended: int) -> bool:
    """Wait for a worker's keeper to end, or end it when the judge says so; report its time."""
    there = True
    watched: list[Any] = [ended, control]
    while True:
        ready, _, _ = select.select(watched if there else watched[:1], [], [])
        if ended in ready:
            break
        there = bool(control.recv(4096))
        os.kill(keeper, signal.SIGTERM)
    os.close(ended)
    _, status, used = os.wait4(keeper, 0)
    if there:
        say(control, {"ended": status, "seconds": used.ru_utime + used.ru_stime})
    return there


def keep(
    control: socket.socket,
    connection: socket.socket,
    shell: Shell,
    order: dict[str, Any],
    sandboxed: bool,
) -> NoReturn:
    """Enter fresh namespaces, start the worker as their first process, and wait for it."""
    child = 0

    def stop(*_: object) -> None:
        if child:
            (os.kill if sandboxed else os.killpg)(child, signal.SIGKILL)
        else:
            os._exit(1)

    signal.signal(signal.SIGTERM, stop)
    try:
        if sandboxed:
            confine.enter_namespaces()
        confine.die_with_parent()  # after: new rights make the kernel forget it
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            work(connection, shell, order, sandboxed)
        connection.close()
        control.close()
        os.waitpid(child, 0)
    finally:
        os._exit(0)


def work(
    connection: socket.socket, shell: Shell, order: dict[str, Any], sandboxed: bool
) -> NoReturn:
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


def folders_of_python() -> set[str]:
    """Return the folders in which Python and its packages are."""
    names = ("stdlib", "platstdlib", "purelib", "platlib")
    return {*(sysconfig.get_path(name) for name in names), sys.prefix, sys.base_prefix}


if __name__ == "__main__":
    main()
