"""Every attack and every honest kind, in a class of each graded lesson: what each must earn.

    python -m tests.benchmarks.hostile_class [LESSON ...] [--root] [--timeout 2] [--memory 300]

Each class is written by `backprop demo-class` and graded by `backprop grade` in an outer sandbox,
by an ordinary user, or by its root with --root. For each lesson a line: submissions and kinds,
what came out other than expected.json says, what was left running and in shared folders. Ends
with 1 where anything was.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from grader.demo.classroom import HOSTILE_SHARE
from grader.demo.hostile import ATTACKS
from tests.grader import outer
from tests.grader.classes import PROGRAMS, Graded, assert_earned
from tests.submissions import GRADED


def main():
    options = _options()
    if reason := outer.missing():
        sys.exit(reason)
    faults = sum(_faults(lesson, options) for lesson in options.lessons or GRADED)
    sys.exit(bool(faults))


def _options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lessons", nargs="*")
    parser.add_argument("--root", action="store_true")
    parser.add_argument("--timeout", type=int, default=2)
    parser.add_argument("--memory", type=int, default=300)
    parser.add_argument("--students", type=int, default=HOSTILE_SHARE * len(ATTACKS))
    return parser.parse_args()


def _faults(lesson, options):
    """Grade one class; print its line and what is wrong; return how much that is."""
    with tempfile.TemporaryDirectory(prefix="hostile-") as root:
        folder = Path(root)
        _write(lesson, options.students, folder / "submitted")
        limits = ["--timeout", str(options.timeout), "--memory", str(options.memory)]
        user = "0" if options.root else outer.USER
        done = outer.grade(folder, lesson, *limits, user=user)
        if done.returncode:
            print(f"{lesson}: grading ended with {done.returncode}: {done.stderr[-2000:]}")
            return 1
        report = json.loads((folder / "report.json").read_text())
        expected = json.loads((folder / "submitted" / "expected.json").read_text())["students"]
        graded = Graded(folder, expected, report, done.stdout)
    wrong = [*_otherwise(graded), *_left(done.stdout)]
    kinds = {student["kind"] for student in expected.values()}
    print(f"{lesson}: {len(expected)} submissions of {len(kinds)} kinds, {len(wrong)} faults")
    print("".join(f"    {fault}\n" for fault in wrong), end="", flush=True)
    return len(wrong)


def _write(lesson, students, out):
    command = [PROGRAMS / "backprop", "demo-class", "--lesson", lesson, "--out", out]
    done = subprocess.run([*command, "--students", str(students)], capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)


def _otherwise(graded):
    """Yield in words what came out other than it must."""
    for student, wanted in graded.expected.items():
        try:
            assert_earned(graded, student)
        except (AssertionError, KeyError) as fault:
            yield f"{student}, {wanted['kind']}: {fault!r}"


def _left(said):
    """Yield in words what the run left behind."""
    count, listing = outer.left_behind(said)
    if count > outer.OWN:
        yield f"left running: {count - outer.OWN} processes"
    if "flood" in listing:
        yield f"left in shared folders: {listing}"


if __name__ == "__main__":
    main()
