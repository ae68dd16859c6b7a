"""Jupyter as a student on their own wants it: by its own settings and configuration alone."""

import os
import socket
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import zmq
from jupyter_core.paths import jupyter_runtime_dir

CONFIGURATION = Path(__file__).with_name("configuration")
PATH = "JUPYTER_CONFIG_PATH"


def configure() -> None:
    """Put the course's configuration of Jupyter on the path, for what this process starts.

    A student's own settings, made in JupyterLab, stay above it.
    """
    others = [place for place in os.environ.get(PATH, "").split(os.pathsep) if place]
    own = str(CONFIGURATION)
    os.environ[PATH] = os.pathsep.join([own, *(place for place in others if place != own)])


def transport() -> dict[str, str]:
    """Return the options of a kernel's manager that keep what it says on this machine.

    Sockets in the file system where it has them, else encryption: over plain TCP other users
    of the machine can listen, and each kernel says so.
    """
    return {"transport": "ipc"} if _has_sockets() else {"transport_encryption": "auto"}


def _has_sockets() -> bool:
    """Return whether a kernel's sockets can be made where Jupyter makes them."""
    if os.name == "nt" or not zmq.has("ipc"):
        return False
    place = Path(jupyter_runtime_dir(), f"kernel-{uuid4()}-ipc-1")  # as jupyter_client names them
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with socket.socket(socket.AF_UNIX) as probe:
            probe.bind(str(place))
    except OSError:  # the path is too long, or the file system has none
        return False
    finally:
        with suppress(OSError):
            place.unlink()
    return True
