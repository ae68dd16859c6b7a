"""Groups of processes with limits: found where they are to be had, and set as they should be.

The folders are a likeness of the kernel's; that the kernel does with them what it documents is
not tried here.
"""

import pytest

from grader.sandbox import cgroups
from grader.sandbox.limits import Limits


@pytest.fixture
def kernel(tmp_path, monkeypatch):
    """A likeness of the files of a judge in a scope of its own, below its user's slice."""
    scope = tmp_path / "cgroup" / "user.slice" / "app.slice" / "run-1.scope"
    scope.mkdir(parents=True)
    for place, handed_on in ((scope, ""), (scope.parent, "cpu memory pids"), (tmp_path, "")):
        (place / "cgroup.subtree_control").write_text(handed_on)
        (place / "cgroup.procs").write_text("")
    own, mounts = tmp_path / "own", tmp_path / "mounts"
    own.write_text("0::/user.slice/app.slice/run-1.scope\n")
    mounts.write_text(f"30 24 0:26 / {tmp_path}/cgroup rw,nosuid - cgroup2 cgroup2 rw\n")
    monkeypatch.setattr(cgroups, "OWN", own)
    monkeypatch.setattr(cgroups, "MOUNTS", mounts)
    monkeypatch.setattr(cgroups.Group, "_ends", lambda self: ended["here"])
    ended = {"here": 0}
    cgroups.folder.cache_clear()
    yield scope.parent, ended
    cgroups.folder.cache_clear()


def test_a_group_is_made_where_memory_and_processes_can_be_limited(kernel):
    place, _ = kernel
    group = cgroups.group_of(4242, Limits(memory_mb=300))
    assert group is not None and group.path.parent == place
    found = {path.name: path.read_text() for path in group.path.iterdir()}
    assert found["memory.max"] == str(450 * 2**20)
    assert found["memory.swap.max"] == "0" and found["memory.oom.group"] == "1"
    assert int(found["pids.max"]) < 60
    assert found["cgroup.procs"] == "4242"


def test_an_end_by_the_kernel_is_told_once(kernel):
    _, ended = kernel
    group = cgroups.group_of(1, Limits())
    assert not group.passed()
    ended["here"] = 1
    assert group.passed() and not group.passed()


def test_where_memory_is_not_handed_on_there_is_no_group(kernel):
    place, _ = kernel
    (place / "cgroup.subtree_control").write_text("pids")
    assert cgroups.folder() is None
    assert cgroups.group_of(1, Limits()) is None


def test_the_first_version_of_control_groups_is_left_alone(kernel):
    cgroups.OWN.write_text("8:pids:/\n4:memory:/somewhere\n")
    assert cgroups.folder() is None
