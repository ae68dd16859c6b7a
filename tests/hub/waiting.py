"""Waiting for a server that a test has started."""

import contextlib
import time

from tests.local import DIRECT


def wait_for(url, server, log, seconds=60):
    """Return once url answers; raises with the server's own words where it does not."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        with contextlib.suppress(OSError), DIRECT.open(url, timeout=5):
            return
        time.sleep(0.1)
    raise RuntimeError(f"nothing answered at {url}; it said:\n{log.read_text()[-4000:]}")
