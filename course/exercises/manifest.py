"""A lesson's manifest: what it asks for, in the order of its text."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from course.checking import Exercise, Questions, Written

NAME = re.compile(r"\d\d-[a-z][a-z0-9]*(-[a-z0-9]+)*")
DILEMMA_POINTS = 5


@dataclass(frozen=True)
class Lesson:
    """What a lesson asks for. A module of course.exercises is a lesson where it holds a LESSON.

    name: that of its text and of its file in quizzes/, such as "04-backward-pass". exercises:
    those to be solved, in the order of the text. further: the names of those that are *Going
    further*; the others are the core. graded: its checks earn points, and four graded questions
    and a dilemma follow the exercises; where it is not, nothing of it reaches a gradebook.
    """

    name: str
    exercises: tuple[Exercise | Questions, ...] = ()
    further: tuple[str, ...] = ()
    graded: bool = True

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name):
            raise ValueError(
                f"a lesson named {self.name!r}; expected two digits and words, as in "
                "'04-backward-pass'; correct its name"
            )
        if not isinstance(self.exercises, tuple) or not isinstance(self.further, tuple):
            raise ValueError(
                f"the lesson {self.name} whose exercises or further are no tuple; "
                "end a single one with a comma: (NEURON,)"
            )
        for exercise in self.exercises:
            if not isinstance(exercise, Exercise | Questions):
                raise ValueError(
                    f"the lesson {self.name} with a {type(exercise).__name__} among its exercises; "
                    "expected objects of Exercise or Questions; name those"
                )
        for name in self.further:
            if name not in (exercise.name for exercise in self.exercises):
                raise ValueError(
                    f"the lesson {self.name} with {name!r} in further; expected the name of one "
                    "of its exercises; correct it or take it out"
                )

    @property
    def slug(self) -> str:
        """Its name as Python would have it, such as backward_pass."""
        return self.name[3:].replace("-", "_")

    @property
    def core(self) -> tuple[Exercise | Questions, ...]:
        """The exercises that everybody solves."""
        return tuple(e for e in self.exercises if e.name not in self.further)

    @cached_property
    def asked(self) -> tuple[Exercise | Questions | Written, ...]:
        """All that is asked for, in order: the exercises, then questions and dilemma if graded."""
        if not self.graded:
            return self.exercises
        return (
            *self.exercises,
            Questions(f"{self.slug}_questions", QuizChoices(self.name)),
            Written(f"{self.slug}_dilemma", DILEMMA_POINTS),
        )


@dataclass(frozen=True, eq=False)
class QuizChoices(Mapping[str | int, tuple[str, ...]]):
    """Question to its letters, for a lesson's graded questions.

    They stand in the lesson's file in quizzes/ alone, which is read when they are first asked
    for: importing yaml and the file would slow down every check.
    """

    lesson: str

    @cached_property
    def _letters(self) -> dict[str | int, tuple[str, ...]]:
        from course.material.files import read

        graded = enumerate(read(self.lesson)["graded"], start=1)
        return {number: tuple(sorted(question["choices"])) for number, question in graded}

    def __getitem__(self, question: str | int) -> tuple[str, ...]:
        return self._letters[question]

    def __iter__(self) -> Iterator[str | int]:
        return iter(self._letters)

    def __len__(self) -> int:
        return len(self._letters)
