"""A lesson's questions: the quiz that answers at once, and the four that are graded."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from course.material.files import read
from course.material.page import HERE, as_html, script_literal

Question: TypeAlias = dict[str, Any]  # as quizzes/schema.json has it
Drawn: TypeAlias = dict[str, Any]  # as jupyterquiz has it

PAGE = """<div class="mathjax_ignore"><style>{style}</style>{boxes}</div>
<script>({script})(document.currentScript.previousElementSibling, {questions})</script>"""
BOX = """<fieldset class="Quiz"><legend>{question}</legend>{answers}
<div class="Feedback" role="status"></div></fieldset>"""
KEYS = 'data-lm-suppress-shortcuts="true"'  # Jupyter's front ends leave a key to what has it
CHOICE = f'<button type="button" class="MCButton" {KEYS}><span class="mark"></span>{{}}</button>'
NUMBER = (
    f'<label>Your number <input type="text" {KEYS}></label>'
    f'<button type="button" {KEYS}>Answer</button>'
)


@dataclass(frozen=True)
class Quiz:
    """A lesson's ungraded questions; a notebook shows them with what each answer says."""

    lesson: str
    questions: tuple[Question, ...]

    def __repr__(self) -> str:
        return f"Quiz of {self.lesson}: {len(self.questions)} questions"

    def _repr_html_(self) -> str:
        drawn = [drawn_question(*numbered) for numbered in enumerate(self.questions, 1)]
        return PAGE.format(
            style=(HERE / "quiz.css").read_text(encoding="utf-8"),
            boxes="".join(map(box, drawn)),
            script=(HERE / "quiz.js").read_text(encoding="utf-8"),
            questions=script_literal(drawn),
        )


@dataclass(frozen=True)
class GradedQuestions:
    """A lesson's four graded questions, each with choices that have letters."""

    questions: tuple[Question, ...]

    def __repr__(self) -> str:
        return "\n".join(
            "\n".join([f"{number}. {question['prompt']}"] + lettered(question["choices"]))
            for number, question in enumerate(self.questions, 1)
        )

    def _repr_html_(self) -> str:
        return f'<ol class="mathjax_ignore">{"".join(map(listed_question, self.questions))}</ol>'


def quiz(lesson: str) -> Quiz:
    """Return the lesson's quiz; a notebook shows it, and each choice explains itself."""
    return Quiz(lesson, tuple(read(lesson)["quiz"]))


def graded_questions(lesson: str) -> GradedQuestions:
    """Return the lesson's four graded questions for a notebook to show."""
    return GradedQuestions(tuple(read(lesson)["graded"]))


def box(question: Drawn) -> str:
    """Return one question as HTML: what is asked, what can be chosen, room for what it says."""
    offered = question["answers"]
    numeric = question["type"] == "numeric"
    answers = NUMBER if numeric else "".join(CHOICE.format(each["answer"]) for each in offered)
    return BOX.format(question=question["question"], answers=answers)


def drawn_question(number: int, question: Question) -> Drawn:
    """Return one question in the data format of jupyterquiz."""
    many = question["kind"] == "many_choice"
    prompt = f"{number}. {question['prompt']}{' Choose all that are right.' if many else ''}"
    return {
        "question": as_html(prompt),
        "type": question["kind"],
        "answers": numbers(question) if question["kind"] == "numeric" else texts(question),
    }


def texts(question: Question) -> list[Drawn]:
    """Return the choices in words."""
    return [
        {
            "answer": as_html(choice["text"]),
            "correct": "right" in choice,
            "feedback": as_html(choice["explanation"]),
        }
        for choice in question["choices"]
    ]


def numbers(question: Question) -> list[Drawn]:
    """Return the numbers that have an explanation of their own, and the one of all others."""
    answers = [
        {
            "type": "value",
            "value": choice["value"],
            "correct": "right" in choice,
            "feedback": as_html(choice["explanation"]),
        }
        for choice in question["choices"]
    ]
    return [*answers, {"type": "default", "feedback": as_html(question["otherwise"])}]


def lettered(choices: dict[str, str]) -> list[str]:
    """Return the choices as lines of text: "   a. ...", in the order of their letters."""
    return [f"   {letter}. {text}" for letter, text in sorted(choices.items())]


def listed_question(question: Question) -> str:
    """Return a graded question as an item of an HTML list, its choices as a list inside."""
    choices: Iterable[str] = (
        f"<li>{as_html(text)}</li>" for _, text in sorted(question["choices"].items())
    )
    return (
        f'<li style="margin-bottom: 1em">{as_html(question["prompt"])}'
        f'<ol style="list-style-type: lower-alpha">{"".join(choices)}</ol></li>'
    )
