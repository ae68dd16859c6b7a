"""JupyterHub's configuration for a class: users of this machine, one environment for all."""

import os
import sys
from pathlib import Path

c = get_config()  # type: ignore[name-defined]  # noqa: F821

STATE = Path(os.environ.get("BACKPROP_HUB_STATE", "/srv/jupyterhub"))
STATE.mkdir(mode=0o700, parents=True, exist_ok=True)
PROGRAMS = Path(sys.executable).parent

c.JupyterHub.bind_url = "http://:8000"
c.JupyterHub.db_url = f"sqlite:///{STATE / 'jupyterhub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(STATE / "cookie_secret")
c.ConfigurableHTTPProxy.pid_file = str(STATE / "proxy.pid")
c.ConfigurableHTTPProxy.command = [str(PROGRAMS / "configurable-http-proxy")]

# Whoever has an account on this machine may log in, with its password.
c.JupyterHub.authenticator_class = "pam"
c.Authenticator.allow_all = True

c.Spawner.cmd = [str(PROGRAMS / "jupyterhub-singleuser")]
c.Spawner.default_url = "/lab"
# Kernels, and nbgrader in a terminal, find the programs of the environment.
c.Spawner.environment = {"PATH": f"{PROGRAMS}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
