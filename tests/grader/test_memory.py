"""The count of a submission's memory: right, and cheap enough for four looks a second."""

import os
import subprocess
import sys

import pytest

from grader.sandbox import memory
from grader.sandbox.memory import descendants, holds_more

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it reads Linux's /proc")
READY = "echo ready; "
FILLED = "block = bytearray(60 << 20); print('ready', flush=True); input()"
THREAD = (
    "import threading, subprocess; own = lambda: subprocess.Popen(['sleep', '60']).wait(); "
    "threading.Thread(target=own).start(); print('ready', flush=True); input()"
)
SHAPES = {
    "none": ("read _", 0),
    "one below the other": ("sh -c 'sleep 60; :'; :", 2),
    "several": ("sleep 60 & sleep 60 & wait", 2),
    "several, one of them with one": ("sleep 60 & sh -c 'sleep 60; :'; wait", 3),
}


class Family:
    """A process that is there until the end of a block, with all that it starts."""

    def __init__(self, *words):
        self.words = words

    def __enter__(self):
        self.process = subprocess.Popen(
            self.words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        )
        assert self.process.stdout.readline() == b"ready\n"
        return self.process.pid

    def __exit__(self, *_):
        os.killpg(self.process.pid, 9)
        self.process.communicate()


@pytest.mark.parametrize("shape", SHAPES)
def test_all_that_descends_is_found(shape):
    script, count = SHAPES[shape]
    with Family("sh", "-c", READY + script) as root:
        while len(memory._among_all(root)) < count:  # they start beside us
            pass
        assert sorted(descendants(root)) == sorted(memory._among_all(root))
        assert len(descendants(root)) == count


def test_what_a_thread_started_is_found():
    with Family(sys.executable, "-S", "-c", THREAD) as root:
        assert memory._line(root) is None  # of one with threads the short way is not sure
        while not descendants(root):  # the thread starts beside us
            pass
        assert len(descendants(root)) == 1


def test_memory_is_counted_where_it_could_be_too_much():
    with Family("sh", "-c", f'"{sys.executable}" -S -c "{FILLED}"; :') as root:
        assert holds_more(root, 55)
        assert not holds_more(root, 90)


def test_a_look_far_below_the_limit_walks_over_no_pages(monkeypatch):
    looked = []
    read = memory._read
    monkeypatch.setattr(memory, "_read", lambda path: looked.append(path) or read(path))
    with Family("sh", "-c", f'"{sys.executable}" -S -c "{FILLED}"; :') as root:
        assert not holds_more(root, 500)
        assert not any("smaps" in path for path in looked)
        assert len(looked) < 10  # whatever else the machine runs
        assert holds_more(root, 40)
        assert any("smaps" in path for path in looked)
