"""A run: every submission of a lesson graded, its marks and files written, none of it twice."""

import pickle
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from tqdm import tqdm

from grader.errors import CourseError
from grader.judge import reading
from grader.judge.beside import Beside
from grader.judge.carrying import carry_secret, carry_to_feedback
from grader.judge.clock import parsed_time
from grader.judge.executors import Pool, is_loss
from grader.judge.folders import Folders
from grader.judge.grading import unreadable
from grader.judge.handing import Submission, submission
from grader.judge.holding import STOPPED
from grader.judge.journal import Journal, code_of, key_of
from grader.judge.pages import feedback_task
from grader.judge.plan import Plan
from grader.judge.result import FAILED, MISSING, Result
from grader.judge.task import Settings, grade_task, seeds_of
from grader.judge.writing import write
from grader.judge.zones import zone_in
from grader.paths import ROOT
from grader.sandbox.limits import MEMORY_MB, SECONDS

if TYPE_CHECKING:
    from grader.judge.gradebook import Marks

Bar: TypeAlias = Any  # tqdm's, which has no types


@dataclass(frozen=True)
class Options:
    """How to run; what each is, backprop grade --help says. fresh: a first run's seed."""

    seconds: float = SECONDS
    memory_mb: int = MEMORY_MB
    seed: int | None = None
    fresh: int = field(default_factory=lambda: random.randrange(100_000))
    force: bool = False
    sandbox: bool = True
    feedback: bool = False


class Run:
    """One run over a lesson's submissions.

    results: student to Result, filled in as they come. waiting: student to what
    is being graded. kept: whose results are an earlier run's. seed: of the draws. open_marks
    opens the gradebook: submissions are handed out first, where none of them may be graded yet.
    """

    def __init__(
        self,
        plan: Plan,
        folders: Folders,
        options: Options,
        open_marks: "Callable[[], Marks]",
        pool: Pool,
    ) -> None:
        self.plan, self.folders, self.options = plan, folders, options
        self.open_marks, self.pool = open_marks, pool
        self.journal = Journal(folders.journal, plan.lesson)
        self.seed = self.journal.seed(options.seed, options.fresh)
        self.results: dict[str, Result] = {}
        self.waiting: dict[str, Submission] = {}
        self.kept: set[str] = set()
        self.zone = zone_in(folders.config)
        self.of_plan = key_of(code_of(ROOT / "course"), repr(plan), self.seed, self.zone)

    @cached_property
    def marks(self) -> "Marks":
        """The gradebook, in which the lesson is entered."""
        marks = self.open_marks()
        marks.prepare(self.plan)
        return marks

    @cached_property
    def known(self) -> set[str]:
        """Who was in the gradebook when it was first looked at."""
        return self.marks.students()

    def start(self) -> dict[str, Result]:
        """Grade what has not been graded; return student to Result for all. Raises CourseError."""
        names = reading.students(self.folders.submitted, self.plan.lesson)
        if not names:
            raise CourseError(
                f"{self.folders.submitted}: no submission of {self.plan.lesson} there: collect "
                "them first, or name their folder with --submitted"
            )
        self._grade(names)
        self.marks.settle(self.kept)
        if self.options.feedback:
            self._give_feedback()
        return dict(sorted(self.results.items()))

    def _grade(self, names: list[str]) -> None:
        with self._bar(names, "grading") as bar:
            ended = self.pool.run(grade_task, self._tasks(names, bar))
            _ = self.marks  # what cannot be written need not be waited for
            for student, outcome in ended:
                submission = self.waiting.pop(student)
                if isinstance(outcome, BaseException):
                    outcome = self._failed(outcome)
                self._keep(submission, outcome)
                bar.update()

    def _bar(self, names: list[str], what: str) -> Bar:
        return tqdm(total=len(names), desc=what, unit="submission", file=sys.stderr, smoothing=0.1)

    def _tasks(
        self, names: list[str], bar: Bar
    ) -> Iterator[tuple[str, tuple[bytes, bytes, Beside]]]:
        """Yield what is to be graded by a sandbox; deal with all the rest on the way."""
        settings = self._settings()
        for name in names:
            submission = self._read(name)
            done = None if self.options.force else self._done(submission)
            if done is not None:
                self.results[name] = done
                self.kept.add(name)
                bar.update()
            elif submission.data is None:
                self._keep(submission, self._without_notebook(submission))
                bar.update()
            else:
                self.waiting[name] = submission
                yield name, (settings, submission.data, submission.beside)

    def _settings(self) -> bytes:
        options = self.options
        return pickle.dumps(
            Settings(
                self.plan,
                seeds_of(self.seed),
                options.sandbox,
                options.seconds,
                options.memory_mb,
            )
        )

    def _read(self, name: str) -> Submission:
        """Return a student's Submission, whatever its folder holds."""
        found = submission(self.folders.submitted, name, self.plan.lesson)
        files = (part for item in found.beside.files.items() for part in item)
        words = found.timestamp, found.trouble, found.absent
        return replace(found, key=key_of(self.of_plan, *words, found.data or b"", *files))

    def _done(self, submission: Submission) -> Result | None:
        """Return the Result of a submission that is graded already, with all of its traces."""
        found = self.journal.find(submission.student, submission.key)
        if found is None or not self._graded_file(submission.student).exists():
            return None
        return found if submission.student in self.known else None

    def _graded_file(self, student: str) -> Path:
        lesson = self.plan.lesson
        return self.folders.autograded / student / lesson / f"{lesson}.ipynb"

    def _without_notebook(self, submission: Submission) -> Result:
        if submission.trouble:
            return unreadable(self.plan, submission.trouble)
        return unreadable(self.plan, submission.absent, MISSING)

    def _failed(self, error: BaseException) -> Result:
        if isinstance(error, CourseError):
            raise error
        if is_loss(error):
            return unreadable(self.plan, f"{STOPPED}: grading it ended the judge's process twice")
        reason = str(error).strip().splitlines()[-1:] or [""]
        return unreadable(
            self.plan, f"grading failed ({type(error).__name__}: {reason[0][:200]})", FAILED
        )

    def _keep(self, submission: Submission, result: Result) -> None:
        """Write a submission's graded notebook, then its marks, then its entry in the journal."""
        student = submission.student
        named = not reading.name_trouble(student)
        self.results[student if named else ascii(student)[1:-1]] = result
        if not named or result.status == FAILED:
            return
        timestamp = self._time(submission, result)
        path = self._graded_file(student)
        write(path, result.notebook, 0o444)
        if timestamp is not None:
            write(path.with_name("timestamp.txt"), submission.timestamp + "\n", 0o444)
        carry_secret(self.folders.submitted, student, self.plan.lesson, path.parent)
        self.marks.write(student, result, timestamp)
        self.journal.keep(student, submission.key, result)
        result.notebook = ""

    def _time(self, submission: Submission, result: Result) -> datetime | None:
        try:
            return parsed_time(submission.timestamp, self.zone)
        except ValueError:
            result.flags.append("timestamp.txt says no time: the time of submission is not known")
            return None

    def _give_feedback(self) -> None:
        lesson = self.plan.lesson
        names = [
            name
            for name in self.results
            if not reading.name_trouble(name) and self._graded_file(name).exists()
        ]
        with self._bar(names, "feedback") as bar:
            for student, page in self.pool.run(feedback_task, self._pages(names)):
                if isinstance(page, BaseException):
                    self.results[student].flags.append(
                        f"no feedback page could be made ({type(page).__name__})"
                    )
                else:
                    page_path = self.folders.feedback / student / lesson / f"{lesson}.html"
                    write(page_path, page)
                    carry_to_feedback(self.folders.submitted, student, lesson, page_path.parent)
                bar.update()

    def _pages(self, names: list[str]) -> Iterator[tuple[str, tuple[str, dict[str, Any], str]]]:
        for name in names:
            text = self._graded_file(name).read_text(encoding="utf-8")
            yield name, (text, self.marks.feedback_of(name), self.plan.lesson)
