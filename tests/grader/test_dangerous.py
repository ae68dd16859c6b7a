"""Attacks that would harm the machine if they got out, met by an ordinary user's grading."""

import json
import os
import subprocess

import pytest

from grader.demo.hostile import ATTACKS
from tests.grader import outer
from tests.grader.classes import LESSON, PROGRAMS, Graded, assert_earned, write_kinds

DANGEROUS = {f"attack-{n:02d}": a.name for n, a in enumerate(ATTACKS.values()) if a.dangerous}
COUNT = "ls /proc | grep -c '^[0-9]'"

pytestmark = [
    pytest.mark.skipif(outer.missing() is not None, reason=str(outer.missing())),
]


@pytest.fixture(scope="module")
def attacked(tmp_path_factory):
    """All dangerous attacks and a bystander, graded in an outer sandbox by an ordinary user."""
    folder = tmp_path_factory.mktemp("dangerous")
    expected = write_kinds(folder, {**DANGEROUS, "z-bystander": "right"})
    for path in [folder, *folder.rglob("*")]:
        os.chmod(path, 0o777)
    script = (
        f"{PROGRAMS}/backprop grade {LESSON} --submitted /tmp/work/submitted --out /tmp/work "
        "--report /tmp/work/report.json --timeout 4 --memory 300; status=$?; sleep 1; "
        f"echo left $({COUNT}); ls -A /tmp /dev/shm; exit $status"
    )
    done = subprocess.run(
        outer.command(folder, "sh", "-c", script), capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return Graded(folder, expected, json.loads((folder / "report.json").read_text()), done.stdout)


@pytest.mark.parametrize("student", [*DANGEROUS, "z-bystander"], ids=[*DANGEROUS.values(), "none"])
def test_it_earns_nothing_that_was_not_earned(attacked, student):
    assert_earned(attacked, student)


def test_nothing_is_left_running(attacked):
    (line,) = [text for text in attacked.said.splitlines() if text.startswith("left ")]
    shell_sh_ls_grep_and_the_first = 6
    assert int(line.split()[1]) <= shell_sh_ls_grep_and_the_first


def test_nothing_is_left_in_shared_folders(attacked):
    listing = attacked.said[attacked.said.index("left ") :]
    assert "flood" not in listing


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("a fork bomb", "to start a process"),
        ("a memory flood by children", "MB of memory"),
        ("a memory flood that is shared", "MB of memory"),
        ("a memory flood by forks of forks", "MB of memory"),
        ("a memory flood behind messages", "MB of memory"),
        ("kill -1", "to signal a process"),
        ("every process stopped", "to signal a process"),
        ("a daemon that outlives its parent", "to start a process"),
    ],
)
def test_the_instructor_reads_what_was_tried(attacked, kind, words):
    student = next(student for student, name in DANGEROUS.items() if name == kind)
    assert any(words in flag for flag in attacked.report["students"][student]["flags"])
