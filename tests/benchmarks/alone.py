"""Submissions' own cells and answers, run in this process: what grading cannot do without."""

import contextlib
import io
import time

from course.checking import Failure, Reply, call
from course.exercises import find
from grader.judge.grading import grade
from grader.sandbox.constants import constants
from grader.sandbox.limits import Limits
from grader.sandbox.outputs import Outputs
from grader.sandbox.replies import MISSING
from grader.sandbox.warm import prepare


class Alone:
    """Runs cells and calls functions as a lane does, without a sandbox, and counts their time."""

    def __init__(self):
        self.shell, self.limits, self.tried, self.seconds = prepare(), Limits(), [], 0.0
        self.borrowed = False

    def start_worker(self):
        self.shell.user_ns.clear()
        self.shell.init_user_ns()

    def end_worker(self):
        return 0.0

    def run(self, source):
        self.shell.outputs = Outputs()
        with self._counted():
            self.shell.run_cell(source, store_history=False)
        return self.shell.outputs.items

    def run_cell(self, source):
        return self.run(source), None

    def read(self, name):
        held = self.shell.user_ns.get(name, MISSING)
        return held if held == MISSING else constants(held)

    def uses(self, exercise):
        return []

    def ask(self, name, many, helpers=()):
        exercise, function = find(name), self.shell.user_ns.get(name)
        for inputs in many:
            with self._counted():
                reply = call(exercise, function, inputs) if callable(function) else None
            yield reply or Reply(failure=Failure(MISSING, ""))

    @contextlib.contextmanager
    def _counted(self):
        began = time.process_time()
        yield
        self.seconds += time.process_time() - began


def seconds_alone(plan, files, seeds):
    """Return the processor seconds that the cells of these notebooks take, on average."""
    lane = Alone()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        for file in files:
            grade(file.read_bytes(), plan, lane, seeds)
    return lane.seconds / len(files)
