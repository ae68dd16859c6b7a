"""A task that ends its process: in a module of its own, which a process imports at once."""

import os
import time


def ended_by(name):
    if name == "guilty":
        os._exit(1)
    time.sleep(0.05)
    return name
