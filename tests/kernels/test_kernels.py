"""A forked kernel is what its command starts: the same settings, state and ways to end."""

import time

import pytest
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

from tests.kernels.provisioner import Kernel, WarmProvisioner

LOOK = """
import json, os, signal, sys
sys.stdout.write(json.dumps({
    "path": sys.path,
    "program": [sys.executable, sys.argv[0], len(sys.argv)],
    "folder": os.getcwd(),
    "variables": {k: v for k, v in os.environ.items() if k != "JPY_PARENT_PID"},
    "session": os.getsid(0) == os.getpid(),
    "signals": [str(signal.getsignal(s)) for s in (signal.SIGCHLD, signal.SIGTERM)],
    "main": [sys.modules["__main__"].__name__, __name__, sorted(globals())],
    "course": sorted(name for name in sys.modules if name.split(".")[0] in ("course", "grader")),
}))
"""


def run(client, code):
    """Return what a cell prints and the type of its error, or None."""
    said, errors = [], [None]

    def hook(message):
        content = message["content"]
        said.append(content.get("text", ""))
        errors.append(content.get("ename"))

    client.execute_interactive(code, output_hook=hook, timeout=60)
    return "".join(said), next(filter(None, errors), None)


@pytest.fixture(scope="module")
def forks():
    """What forks kernels, started here: another test may have set variables that are read early."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WarmProvisioner, "server", None)
        yield


@pytest.fixture
def started(tmp_path, forks):
    """Return a function that starts a kernel; ends them all."""
    made = []

    def start(provisioner="warm"):
        factory = KernelProvisionerFactory.instance()
        usual, factory.default_provisioner_name = factory.default_provisioner_name, provisioner
        try:
            manager = KernelManager(kernel_name="python3")
            manager.start_kernel(cwd=str(tmp_path))
        finally:
            factory.default_provisioner_name = usual
        client = manager.client()
        client.start_channels()
        client.wait_for_ready(timeout=60)
        made.append((manager, client))
        return manager, client

    if "warm" not in KernelProvisionerFactory.instance().provisioners:
        pytest.skip("this run starts each kernel by its command")
    yield start
    for manager, client in made:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_it_has_what_a_kernel_has_that_its_command_starts(started):
    forked, by_command = started(), started("local-provisioner")
    assert isinstance(forked[0].provisioner.process, Kernel)
    assert type(by_command[0].provisioner) is LocalProvisioner
    saw = [run(client, LOOK) for _, client in (forked, by_command)]
    assert saw[0] == saw[1] and saw[0][0].startswith("{")
    drawing = "import matplotlib; print(matplotlib.get_backend())"
    assert run(forked[1], drawing) == run(by_command[1], drawing)


def test_two_share_nothing_can_be_interrupted_and_end(started):
    (first, one), (second, other) = started(), started()
    run(one, "import numpy as np, random; np.seen = 1")
    assert run(other, "import numpy as np, random; print(hasattr(np, 'seen'))") == ("False\n", None)
    draw = "print(np.random.rand(), random.random())"
    assert run(one, draw) != run(other, draw)
    message = one.execute("while True: pass")
    time.sleep(0.2)
    first.interrupt_kernel()
    while (reply := one.get_shell_msg(timeout=60))["parent_header"]["msg_id"] != message:
        pass
    assert reply["content"]["ename"] == "KeyboardInterrupt"
    run(other, "import os")
    other.execute("os._exit(3)")
    for manager in (first, second):
        if manager is first:
            manager.shutdown_kernel(now=True)
        end = time.monotonic() + 60
        while manager.is_alive() and time.monotonic() < end:
            time.sleep(0.05)
        assert not manager.is_alive()


def test_what_was_read_early_takes_a_kernel_by_its_command(started, monkeypatch):
    started()
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    manager, client = started()
    assert not isinstance(manager.provisioner.process, Kernel)
    assert run(client, "import os; print(os.environ['OMP_NUM_THREADS'])") == ("7\n", None)
