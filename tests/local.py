"""Programs that a test starts on this machine: what they need not import, and a way to servers."""

import socket
import urllib.request
from pathlib import Path

WITHOUT = str(Path(__file__).with_name("without"))  # seconds of imports that none of them uses
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # past any proxy


def free_port():
    """Return a port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
