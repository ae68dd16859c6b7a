"""One submission's sitting: its cells run in order, each check answered, what breaks replaced."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from course.checking import Exercise, Questions, Reply
from course.checking.verdict import Status, Verdict
from course.exercises import before, find
from grader.errors import CourseError
from grader.judge.asking import SLOW_SECONDS, Asking, cell_stopped, ended, verdict_of
from grader.judge.letters import Reading, as_letters, read_twice, written_letters
from grader.judge.merging import Step
from grader.judge.outputs import Shown
from grader.judge.plan import Kind
from grader.judge.recognising import defines
from grader.sandbox.lane import Lane
from grader.sandbox.losing import LostError, NotStartedError
from grader.sandbox.replies import Stop

RESTARTS_AT_MOST = 12
NOT_KNOWN = "raised_NameError"


class Sitting:
    """Runs a submission's steps on a lane; a worker that is lost costs one exercise.

    lane: where code runs. steps: as merged. seeds: two, for two draws. names: name of
    an exercise or questions to the names that its cell must define. files: handed in beside the
    notebook. python: the version that the notebook names. below: whose answer stands below its
    check. unsteady: whose answers changed.
    """

    def __init__(
        self,
        lane: Lane,
        steps: Sequence[Step],
        seeds: tuple[int, int],
        names: Mapping[str, tuple[str, ...]],
        files: Mapping[str, bytes],
        python: str = "",
    ) -> None:
        self.lane, self.steps, self.seeds = lane, steps, seeds
        self.names, self.files, self.python = names, dict(files), python
        self.lost: dict[int, LostError] = {}  # number of a step to what it caused
        self.stops: dict[int, Stop] = {}  # number of a step to where its cell stopped
        self.tried: list[str] = []
        self.restarts = 0
        self.verdicts: dict[str, Verdict] = {}
        self.letters: dict[str, Reading] = {}
        self.seconds: dict[str, float] = {}
        self.unsteady: list[str] = []
        self.below: list[str] = []
        self.borrowed: list[str] = []  # whose answers called the library's
        self.odd: dict[str, str] = {}  # exercise to the exception that comparing it raised
        self.shown = Shown()
        self.own_seconds = 0.0
        self.end = time.monotonic() + lane.limits.whole_seconds
        self._unfound: set[int] = set()  # checks that found no function, or a stub

    @property
    def late(self) -> bool:
        """Whether the submission has had its time."""
        return time.monotonic() > self.end

    def hold(self) -> None:
        """Run all steps; afterwards verdicts, letters, outputs and seconds are filled in."""
        self._begin()
        for number, step in enumerate(self.steps):
            began = time.monotonic()
            if step.runs:
                self._run(number)
            elif step.kind is Kind.CHECK:
                self._contained(step.exercise or "", self._answer, number)
            if step.exercise:
                spent = self.seconds.get(step.exercise, 0.0)
                self.seconds[step.exercise] = spent + time.monotonic() - began
        self._look_again()
        self._end_worker()

    def stop_of(self, name: str) -> Stop | None:
        """Return where the cell stopped that was to answer an exercise, if it did."""
        wanted = self.names[name]
        own = self._solution_of(name)
        others = [
            n
            for n, step in enumerate(self.steps)
            if step.runs and step.changed and defines(step.source, wanted)
        ]
        return next((self.stops[n] for n in (own, *others) if n in self.stops), None)

    def lost_of(self, name: str) -> LostError | None:
        """Return what an exercise's own cell did to its worker, None where that went on."""
        return self.lost.get(self._solution_of(name))

    def _begin(self) -> None:
        self.lane.start_worker()
        if self.files:
            self.lane.put(self.files)

    def _run(self, number: int) -> None:
        if self._given_up():
            return
        try:
            outputs = self._execute(number)
            self.steps[number].outputs = self.shown.of(outputs)
        except LostError as lost:
            self._lose(number, lost)
            self.steps[number].outputs = [_stopped(lost)]

    def _execute(self, number: int) -> list[Any]:
        """Run a step's cell, and the released one too where a changed one stops."""
        step = self.steps[number]
        outputs, stop = self.lane.run_cell(step.source)
        if stop is not None:
            self.stops[number] = stop
            if step.kind is Kind.RUN and step.changed and step.pristine:
                self.lane.run(step.pristine)
        return outputs

    def _given_up(self) -> bool:
        return self.restarts > RESTARTS_AT_MOST or self.late

    def _lose(self, number: int, lost: LostError) -> None:
        """Note what a step did, and bring a fresh worker to where the last one was."""
        if number < len(self.steps):
            self.lost[number] = lost
        self._end_worker()
        while self.restarts < RESTARTS_AT_MOST and not self.late:
            self.restarts += 1
            self._begin()
            if self._replay(number):
                return
            self._end_worker()
        self.restarts += 1

    def _replay(self, until: int) -> bool:
        """Run again all that ran before a step; return False where one of them fails now."""
        for number, step in enumerate(self.steps[:until]):
            if step.runs and number not in self.lost and not self.late:
                try:
                    self._execute(number)
                except LostError as lost:
                    self.lost[number] = lost
                    return False
        return True

    def _end_worker(self) -> None:
        self.own_seconds += self.lane.end_worker()
        self.tried += [text for text in self.lane.tried if text not in self.tried]

    def _contained(self, name: str, work: Callable[..., None], *given: Any) -> None:
        """Do work for an exercise; what fails in it unexpectedly costs this exercise alone."""
        try:
            work(*given)
        except (CourseError, NotStartedError):
            raise
        except Exception as error:
            self.odd[name] = type(error).__name__

    def _answer(self, number: int) -> None:
        exercise = find(self.steps[number].exercise or "")
        if isinstance(exercise, Exercise):
            self.verdicts[exercise.name] = self._check(number, exercise)
        elif isinstance(exercise, Questions):
            self._read(number, exercise)

    def _check(self, number: int, exercise: Exercise) -> Verdict:
        began = time.monotonic()
        name = exercise.name
        asking = Asking(self.lane, exercise, self._trouble(name), self.stop_of(name), self.python)
        self.lane.borrowed = False
        blamed = self._blamed(name, asking)
        verdict = verdict_of(exercise, asking, self.seeds[0], blamed)
        slow = time.monotonic() - began > SLOW_SECONDS
        if verdict.status == "not_attempted" or asking.missing:
            self._unfound.add(number)
        elif asking.lost is None and not slow:
            again = verdict_of(exercise, asking, self.seeds[1], blamed)
            if again.points != verdict.points and asking.lost is None:
                self.unsteady.append(exercise.name)
        if asking.odd:
            self.odd[name] = asking.odd
        if self.lane.borrowed and exercise.name not in self.borrowed:
            self.borrowed.append(exercise.name)
        if asking.lost is not None:
            self._lose(number, asking.lost)
        return verdict

    def _blamed(self, name: str, asking: Asking) -> dict[str, Status]:
        """Return function to status: what an answer calls of earlier ones that are not right."""
        known = {f: self.verdicts.get(earlier.name) for f, earlier in before(name).items()}
        poor = {
            f: verdict.status
            for f, verdict in known.items()
            if verdict and verdict.status is not Status.RIGHT
        }
        used = asking.uses() if poor else ()
        return {function: status for function, status in poor.items() if function in used}

    def _read(self, number: int, questions: Questions) -> None:
        name = questions.name
        solution = self._solution_of(name)
        (variable,) = self.names[name]
        written = written_letters(self.steps[solution].source, variable)
        self.letters[name] = Reading(written)
        if self._given_up() or solution in self.lost:
            return
        try:
            first, second = (self.lane.read(variable) for _ in range(2))
        except LostError as lost:
            self._lose(number, lost)
            return
        self.letters[name] = read_twice(first, second)
        if not self.letters[name].steady:
            self.unsteady.append(name)

    def _look_again(self) -> None:
        """Look once more, at the end, for what was not there when its check was made."""
        for number, step in enumerate(self.steps):
            if self._given_up() or step.kind is not Kind.CHECK or not step.exercise:
                continue
            exercise = find(step.exercise)
            if isinstance(exercise, Exercise):
                self._contained(exercise.name, self._check_again, number, exercise)
            elif isinstance(exercise, Questions):
                self._contained(exercise.name, self._read_again, number, exercise)

    def _check_again(self, number: int, exercise: Exercise) -> None:
        name, before = exercise.name, self.verdicts[exercise.name]
        later = [step for step in self.steps[number:] if step.runs]
        below = number in self._unfound and any(
            defines(step.source, self.names[name]) for step in later
        )
        helped = before.diagnosis == NOT_KNOWN and any(step.changed for step in later)
        if not (below or helped):
            return
        self._unfound.discard(number)
        verdict = self._check(len(self.steps), exercise)
        if len(self.steps) not in self._unfound and (below or verdict.points > before.points):
            self.verdicts[name] = verdict
            self.below.append(name)
        self._unfound.discard(len(self.steps))

    def _read_again(self, number: int, questions: Questions) -> None:
        reading, (variable,) = self.letters[questions.name], self.names[questions.name]
        later = (step for step in self.steps[number:] if step.runs)
        if not any(variable in step.source for step in later):
            return
        if not any(map(reading.is_open, questions.choices)):
            return
        try:
            held = as_letters(self.lane.read(variable))
        except LostError as lost:
            self._lose(len(self.steps), lost)
            return
        completed = reading.completed(held, questions.choices)
        if completed != reading:
            self.letters[questions.name] = completed
            self.below.append(questions.name)

    def _solution_of(self, name: str) -> int:
        return next(
            n
            for n, step in enumerate(self.steps)
            if step.kind is Kind.SOLUTION and step.exercise == name
        )

    def _trouble(self, name: str) -> Reply | None:
        """Return the Reply to every call where a solution's own cell was stopped, else None."""
        number = self._solution_of(name)
        if self.late:
            seconds = self.lane.limits.whole_seconds
            return ended("timeout", f"all cells together did not end within {seconds:g} seconds")
        if self._given_up():
            return ended("worker_lost", "too many cells had to be stopped before")
        return cell_stopped(self.lost[number]) if number in self.lost else None


def _stopped(lost: LostError) -> dict[str, Any]:
    return {
        "output_type": "stream",
        "name": "stdout",
        "text": f"This cell was stopped when the notebook was graded: {lost.message}.\n",
    }
