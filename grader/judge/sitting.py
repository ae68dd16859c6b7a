"""One submission's sitting: its cells run in order, each check answered, what breaks replaced."""

import time

from course.checking import Failure, Reply
from course.checking.examining import draw_for
from course.checking.judging import judge
from course.checking.verdict import Verdict
from course.exercises import find
from grader.errors import CourseError
from grader.judge.outputs import Shown
from grader.judge.plan import CHECK, SOLUTION
from grader.judge.weighing import allowed, within
from grader.sandbox.lane import LostError, NotStartedError
from grader.sandbox.replies import MISSING

RESTARTS_AT_MOST = 12
SLOW_SECONDS = 2.0
WORDS = {"timeout": "its cell did not end", "worker_lost": "its cell ended the whole process"}


class Sitting:
    """Runs a submission's steps on a lane; a worker that is lost costs one exercise.

    lane: where code runs. steps: as merged. seeds: two, for two draws.
    """

    def __init__(self, lane, steps, seeds):
        self.lane, self.steps, self.seeds = lane, steps, seeds
        self.lost = {}  # number of a step to the LostError that it caused
        self.tried = []
        self.restarts = 0
        self.verdicts, self.seconds, self.unsteady, self.borrowed = {}, {}, [], []
        self.own_seconds = 0.0
        self.shown, self.odd = Shown(), {}
        self.end = time.monotonic() + lane.limits.whole_seconds

    @property
    def late(self):
        """Whether the submission has had its time."""
        return time.monotonic() > self.end

    def hold(self):
        """Run all steps; afterwards verdicts, outputs and seconds are filled in."""
        self.lane.start_worker()
        for number, step in enumerate(self.steps):
            began = time.monotonic()
            if step.runs and step.source.strip():
                self._run(number, step)
            elif step.kind == CHECK and hasattr(find(step.exercise), "draw"):
                self._check(number, step)
            if step.exercise:
                spent = self.seconds.get(step.exercise, 0.0)
                self.seconds[step.exercise] = spent + time.monotonic() - began
        self._end_worker()

    def _run(self, number, step):
        if self._given_up():
            return
        try:
            step.outputs = self.shown.of(self.lane.run(step.source))
        except LostError as lost:
            self._lose(number, lost)
            step.outputs = [_stopped(lost)]

    def _given_up(self):
        return self.restarts > RESTARTS_AT_MOST or self.late

    def _lose(self, number, lost):
        """Note what a step did, and bring a fresh worker to where the last one was."""
        self.lost[number] = lost
        self._end_worker()
        while self.restarts < RESTARTS_AT_MOST and not self.late:
            self.restarts += 1
            self.lane.start_worker()
            failed = self._replay(number)
            if failed is None:
                return
            self._end_worker()
        self.restarts += 1

    def _replay(self, until):
        """Run again all that ran before a step; return the step that fails now, or None."""
        for number, step in enumerate(self.steps[:until]):
            if step.runs and step.source.strip() and number not in self.lost and not self.late:
                try:
                    self.lane.run(step.source)
                except LostError as lost:
                    self.lost[number] = lost
                    return number
        return None

    def _end_worker(self):
        self.own_seconds += self.lane.end_worker()
        self.tried += [text for text in self.lane.tried if text not in self.tried]

    def _check(self, number, step):
        exercise = find(step.exercise)
        solution = self._solution_of(step.exercise)
        began = time.monotonic()
        asked = _Asking(self.lane, exercise, self._trouble(solution), self._error_of(solution))
        self.lane.borrowed = False
        verdict = self._verdict(exercise, asked, self.seeds[0])
        slow = time.monotonic() - began > SLOW_SECONDS
        if asked.lost is None and not slow and verdict.status != "not_attempted":
            again = self._verdict(exercise, asked, self.seeds[1])
            if again.points != verdict.points and asked.lost is None:
                self.unsteady.append(exercise.name)
        if self.lane.borrowed:
            self.borrowed.append(exercise.name)
        self.verdicts[exercise.name] = verdict
        if asked.lost is not None:
            self._lose(number, asked.lost)

    def _verdict(self, exercise, asked, seed):
        """Return the verdict; what cannot be compared costs this exercise, and a person looks."""
        draw = draw_for(exercise, seed)  # what fails in there is not the student's doing
        inputs = (case.inputs for case in draw.cases)
        asked.most = allowed(*inputs, *draw.expected)
        try:
            return judge(exercise, asked, seed)
        except (CourseError, NotStartedError):
            raise
        except Exception as error:  # whatever an answer makes of the comparison
            self.odd[exercise.name] = type(error).__name__
            return Verdict(
                exercise.name,
                "error",
                0,
                exercise.possible,
                f"The answer cannot be compared ({type(error).__name__}): return arrays and "
                "numbers.",
                diagnosis="not_comparable",
            )

    def _solution_of(self, name):
        return next(
            n
            for n, step in enumerate(self.steps)
            if step.kind == SOLUTION and step.exercise == name
        )

    def _trouble(self, number):
        """Return the Reply to every call where a solution's own cell was stopped, else None."""
        if self.late:
            seconds = self.lane.limits.whole_seconds
            why = f"all cells together did not end within {seconds:g} seconds"
            return Reply(failure=Failure("timeout", why))
        if self._given_up():
            return Reply(failure=Failure("worker_lost", "too many cells had to be stopped before"))
        if number in self.lost:
            lost = self.lost[number]
            return Reply(failure=Failure(lost.kind, f"{WORDS[lost.kind]}: {lost.message}"))
        return None

    def _error_of(self, number):
        """Return the error output of a solution's cell, or None."""
        outputs = self.steps[number].outputs
        return next((o for o in outputs if o["output_type"] == "error"), None)


class _Asking:
    """Asks the lane, and goes on with the same answer where the worker is lost."""

    def __init__(self, lane, exercise, trouble, error):
        self.lane, self.exercise, self.trouble, self.error = lane, exercise, trouble, error
        self.lost, self.most = None, 0

    def __call__(self, many):
        replies, most = [], self.most or allowed(*many)
        if self.trouble is None:
            try:
                for reply in self.lane.ask(self.exercise.name, many):
                    replies.append(within(self._known(reply), most))
            except LostError as lost:
                self.lost = lost
                self.trouble = Reply(failure=Failure(lost.kind, lost.message))
        return replies + [self.trouble] * (len(many) - len(replies))

    def _known(self, reply):
        """Return a Reply, or the trouble that there is no function to be called any more."""
        if reply.failure and reply.failure.kind == MISSING:
            self.trouble = Reply(failure=_without_function(reply.failure.message, self.error))
        return self.trouble or reply


def _without_function(found, error):
    """Return why there is no function: another thing of its name, a failed cell, nothing yet."""
    if found:
        return Failure("NameError", f"the name stands for a value of type {found}, not a function")
    if error is None:
        return Failure("NotImplementedError", "", unwritten=True)
    name, text = (str(error.get(key, "")) for key in ("ename", "evalue"))
    return Failure(name[:100] or "Error", text.split("\n")[0][:300])


def _stopped(lost):
    return {
        "output_type": "stream",
        "name": "stdout",
        "text": f"This cell was stopped when the notebook was graded: {lost.message}.\n",
    }
