"""A hub, set up by the steps of its Dockerfile, with three users.

ada and alan learn, grace teaches.
"""

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

import pytest

from grader.paths import ROOT
from tests.hub.machine import COURSE, Machine, missing
from tests.hub.steps import steps
from tests.hub.student import PASSWORD
from tests.hub.waiting import wait_for
from tests.local import free_port

# What a test changes of the hub's own configuration: ports of its own, and one password for all.
CONFIG = """
load_subconfig("/srv/backprop-course/grader/hub/jupyterhub_config.py")
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{hub}"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy}"
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = "{password}"
c.Spawner.environment |= {{"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}}
"""


@pytest.fixture(scope="session")
def machine():
    if reason := missing():
        pytest.skip(reason)
    with tempfile.TemporaryDirectory(prefix="hub-") as name:
        Path(name).chmod(0o755)
        made = Machine(Path(name))
        _follow((ROOT / "grader" / "hub" / "Dockerfile").read_text(encoding="utf-8"), made)
        made.run("useradd -m ada; useradd -m alan; useradd -m grace")
        made.run("grader/hub/add-instructor grace", cwd=COURSE)
        yield made


def _follow(text, machine):
    """Run a Dockerfile's steps on a machine; what it installs with apt has to be there already."""
    folder = "/"
    for instruction, argument in steps(text):
        if instruction == "WORKDIR":
            folder = argument
        elif instruction == "RUN" and "apt-get install" in argument:
            words = shlex.split(argument.partition("apt-get install")[2].partition("&&")[0])
            for package in (word for word in words if not word.startswith("-")):
                machine.run(f"dpkg -s {package} >/dev/null || command -v {package} >/dev/null")
        elif instruction == "RUN":
            machine.run(argument, cwd=folder)
        else:
            assert instruction in ("FROM", "COPY", "EXPOSE", "CMD"), instruction


@pytest.fixture(scope="session")
def hub(machine):
    """The address of the hub, started by the Dockerfile's command with a test's ports."""
    port, inner, proxy = free_port(), free_port(), free_port()
    config = CONFIG.format(port=port, hub=inner, proxy=proxy, password=PASSWORD)
    (machine.folder / "srv" / "test_config.py").write_text(config)
    command = machine.command(
        "/opt/hub/bin/jupyterhub", "-f", "/srv/test_config.py", cwd="/srv", NO_PROXY="127.0.0.1"
    )
    log = machine.folder / "hub.log"
    with open(log, "w") as out:
        server = subprocess.Popen(command, stdout=out, stderr=out, stdin=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/hub/health", server, log)
        yield address
    finally:
        server.kill()  # all that runs in its view ends with it
        server.wait(60)
        if os.environ.get("BACKPROP_HUB_LOG"):
            print(log.read_text())
