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

LEFT = "still there: "
COUNT = "ls /proc | grep -c '^[0-9]'"
OWN = 6  # the first process, sh, its child, ls, grep and what becomes them


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
        done = subprocess.run(_command(lesson, options, folder), capture_output=True, text=True)
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
    subprocess.run(["chmod", "-R", "a+rwX", out.parent], check=True)


def _command(lesson, options, folder):
    limits = f"--timeout {options.timeout} --memory {options.memory}"
    script = (
        f"{PROGRAMS}/backprop grade {lesson} --submitted /tmp/work/submitted --out /tmp/work "
        f"--report /tmp/work/report.json {limits}; status=$?; sleep 1; "
        f"echo {LEFT}$({COUNT}); ls -A /tmp /dev/shm; exit $status"
    )
    return outer.command(folder, "sh", "-c", script, user="0" if options.root else outer.USER)


def _otherwise(graded):
    """Yield in words what came out other than it must."""
    for student, wanted in graded.expected.items():
        try:
            assert_earned(graded, student)
        except (AssertionError, KeyError) as fault:
            yield f"{student}, {wanted['kind']}: {fault!r}"


def _left(said):
    """Yield in words what the run left behind."""
    counted, _, listing = said[said.rindex(LEFT) + len(LEFT) :].partition("\n")
    if int(counted) > OWN:
        yield f"left running: {int(counted) - OWN} processes"
    if "flood" in listing:
        yield f"left in shared folders: {listing}"


if __name__ == "__main__":
    main()
