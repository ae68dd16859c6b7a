"""Whether a large class takes no more of each thing than a small one, and what workers add.

    python -m tests.benchmarks.grading_scale --students 2000 --workers 2

Prints the judge's memory after 100 submissions and at the end, and the rate along the way.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from grader.demo.answers import Answers
from grader.demo.classroom import write_submission
from grader.demo.honest import KINDS
from grader.judge.plan import plan_of

PROGRAMS = Path(sys.executable).parent
STEPS = 10


def main():
    options = _options()
    with tempfile.TemporaryDirectory(prefix="scale-") as root:
        folder = Path(root)
        _write_class(folder / "submitted", options.lesson, options.students)
        for workers in options.workers:
            out = folder / f"by-{workers}"
            _run(folder, out, options.lesson, options.students, workers)


def _options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lesson", default="01-forward-pass")
    parser.add_argument("--students", type=int, default=2000)
    parser.add_argument("--workers", type=int, nargs="+", default=[2])
    return parser.parse_args()


def _write_class(out, lesson, count):
    plan, rng = plan_of(lesson), random.Random(1)
    answers, kinds = Answers(plan), list(KINDS)
    for number in range(count):
        write_submission(plan, answers, rng, kinds[number % len(kinds)], out, f"s{number:05d}")


def _run(folder, out, lesson, count, workers):
    """Grade once, looking at the judge's memory and journal on the way."""
    command = [PROGRAMS / "backprop", "grade", lesson, "--workers", str(workers)]
    places = ["--submitted", folder / "submitted", "--out", out]
    began = time.monotonic()
    errors = tempfile.TemporaryFile("w+")  # noqa: SIM115 (a pipe would be full of the bar)
    judge = subprocess.Popen([*command, *places], stdout=subprocess.DEVNULL, stderr=errors)
    marks = [100, *range(count // STEPS, count + 1, count // STEPS)]
    marks = sorted({mark for mark in marks if mark < count})
    journal, seen = out / ".judge" / lesson, (began, 0)
    print(f"{workers} workers:")
    while judge.poll() is None:
        done = sum(1 for _ in journal.glob("of-*.json")) if journal.exists() else 0
        if marks and done >= marks[0]:
            marks.pop(0)
            seen = _say(judge.pid, done, seen)
        time.sleep(0.05)
    errors.seek(0)
    assert judge.returncode == 0, errors.read()[-2000:]
    total = time.monotonic() - began
    print(f"  {count} in {total:.0f} s: {60 * count / total:.0f} a minute, start included")


def _say(pid, done, seen):
    now = time.monotonic()
    with open(f"/proc/{pid}/status") as file:
        memory = next(int(line.split()[1]) for line in file if line.startswith("VmRSS"))
    each = (now - seen[0]) / max(1, done - seen[1])
    print(f"  {done:6d} graded  {memory / 1024:7.1f} MB  {1000 * each:7.1f} ms each since")
    return now, done


if __name__ == "__main__":
    main()
