"""Attacks that would harm the machine if they got out, met by an ordinary user's grading."""

import json

import pytest

from grader.demo.hostile import ATTACKS
from tests.grader import outer
from tests.grader.classes import LESSON, Graded, assert_earned, write_kinds

DANGEROUS = {f"attack-{n:02d}": a.name for n, a in enumerate(ATTACKS.values()) if a.dangerous}

pytestmark = [
    pytest.mark.skipif(outer.missing() is not None, reason=str(outer.missing())),
]


@pytest.fixture(scope="module")
def attacked(tmp_path_factory):
    """All dangerous attacks and a bystander, graded in an outer sandbox by an ordinary user."""
    folder = tmp_path_factory.mktemp("dangerous")
    expected = write_kinds(folder, {**DANGEROUS, "z-bystander": "right"})
    done = outer.grade(folder, LESSON, "--timeout", "4", "--memory", "300", seconds=300)
    assert done.returncode == 0, done.stderr[-3000:]
    return Graded(folder, expected, json.loads((folder / "report.json").read_text()), done.stdout)


@pytest.mark.parametrize("student", [*DANGEROUS, "z-bystander"], ids=[*DANGEROUS.values(), "none"])
def test_it_earns_nothing_that_was_not_earned(attacked, student):
    assert_earned(attacked, student)


def test_nothing_is_left_running(attacked):
    count, _ = outer.left_behind(attacked.said)
    assert count <= outer.OWN


def test_nothing_is_left_in_shared_folders(attacked):
    _, listing = outer.left_behind(attacked.said)
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
