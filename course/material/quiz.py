"""A lesson's questions: the quiz that answers at once, and the four that are graded."""

from dataclasses import dataclass

from course.material.files import read
from course.material.page import as_html, embed

BLUE, GREEN, GREY = "#0072B2", "#007354", "#666666"
COLORS = {
    "--jq-multiple-choice-bg": BLUE,
    "--jq-many-choice-bg": BLUE,
    "--jq-numeric-bg": BLUE,
    "--jq-numeric-input-bg": "#fafafa",
    "--jq-numeric-input-label": "inherit",
    "--jq-correct-color": GREEN,
    "--jq-incorrect-color": GREY,
    "--jq-text-color": "#ffffff",
}
STYLE = """
.Quiz { font-size: 16px; line-height: 1.4; margin-bottom: 28px; }
.Quiz code { white-space: nowrap !important; }
.Quiz .MCButton code, .Quiz > :first-child code {
  background: none !important; color: inherit !important; padding: 0 !important; }
.Quiz .MCButton { display: block; line-height: 1.4; text-align: left; }
.Quiz .MCButton:has(:focus-visible), .Quiz .Input-text:focus {
  outline: 3px solid #0072B2; outline-offset: 2px; }
.Quiz .Input-text::placeholder { color: #666666; font-size: 16px; }
.Quiz .Input-text { border: 2px solid #666666; color: #333333; margin: 0; }
.Quiz .InpLabel { font-size: 16px; }
.Quiz .correctButton, .Quiz .incorrectButton { color: #ffffff; }
.Quiz .MCButton.correctButton::before { content: "\\2713  "; }
.Quiz .MCButton.incorrectButton::before { content: "\\2717  "; }
.Quiz .Feedback { color: inherit; font-size: 16px; text-align: left; }
.Quiz .Feedback.correct { border-left: 5px solid #009E73; padding-left: 10px; }
.Quiz .Feedback.incorrect { border-left: 5px solid #666666; padding-left: 10px; }
"""
TIDY = """(root) => root.querySelectorAll(".Quiz").forEach((quiz) => {
    const [question, answers, feedback] = quiz.children;
    if (!feedback) return;
    answers.setAttribute("role", "group");
    answers.setAttribute("aria-labelledby", question.id);
    feedback.setAttribute("role", "status");
    answers.querySelectorAll("input").forEach((input) => {
      input.setAttribute("data-lm-suppress-shortcuts", "true");
      if (input.type === "text") {
        input.placeholder = "then press Enter";
        answers.querySelector("label").htmlFor = input.id;
      } else if (question.className === "ManyChoiceQn") input.type = "checkbox";
    });
  })"""


@dataclass(frozen=True)
class Quiz:
    """A lesson's ungraded questions, drawn by jupyterquiz in a notebook."""

    lesson: str
    questions: tuple

    def __repr__(self):
        return f"Quiz of {self.lesson}: {len(self.questions)} questions"

    def _repr_html_(self):
        from jupyterquiz import display_quiz

        drawn = [drawn_question(*numbered) for numbered in enumerate(self.questions, 1)]
        return embed(
            lambda: display_quiz(drawn, colors=COLORS, max_width=720, shuffle_answers=False),
            STYLE,
            TIDY,
        )


@dataclass(frozen=True)
class GradedQuestions:
    """A lesson's four graded questions, each with choices that have letters."""

    questions: tuple

    def __repr__(self):
        return "\n".join(
            "\n".join([f"{number}. {question['prompt']}"] + lettered(question["choices"]))
            for number, question in enumerate(self.questions, 1)
        )

    def _repr_html_(self):
        return f'<ol class="mathjax_ignore">{"".join(map(listed_question, self.questions))}</ol>'


def quiz(lesson):
    """Return the lesson's quiz; a notebook shows it, and each choice explains itself."""
    return Quiz(lesson, tuple(read(lesson)["quiz"]))


def graded_questions(lesson):
    """Return the lesson's four graded questions for a notebook to show."""
    return GradedQuestions(tuple(read(lesson)["graded"]))


def drawn_question(number, question):
    """Return one question as jupyterquiz reads it."""
    many = question["kind"] == "many_choice"
    prompt = f"{number}. {question['prompt']}{' Choose all that are right.' if many else ''}"
    return {
        "question": as_html(prompt),
        "type": question["kind"],
        "answer_cols": 1,
        "answers": numbers(question) if question["kind"] == "numeric" else texts(question),
    }


def texts(question):
    """Return the choices in words; a wrong one's explanation names what is right."""
    right = "; ".join(c["text"] for c in question["choices"] if c.get("right"))
    return [
        {
            "answer": as_html(choice["text"]),
            "correct": "right" in choice,
            "feedback": feedback(choice, right),
        }
        for choice in question["choices"]
    ]


def numbers(question):
    """Return the numbers that have an explanation of their own, and the one of all others."""
    right = next(str(c["value"]) for c in question["choices"] if c.get("right"))
    answers = [
        {
            "type": "value",
            "value": choice["value"],
            "correct": "right" in choice,
            "feedback": feedback(choice, right),
        }
        for choice in question["choices"]
    ]
    other = {"explanation": question["otherwise"]}
    return [*answers, {"type": "default", "feedback": feedback(other, right)}]


def feedback(choice, right):
    """Return a choice's explanation, with the verdict before it and what is right after it."""
    explanation = as_html(choice["explanation"])
    if "right" in choice:
        return f"<strong>Right.</strong> {explanation}"
    return (
        f"<strong>Not quite.</strong> {explanation}"
        f"<br><strong>The right answer:</strong> {as_html(right)}"
    )


def lettered(choices):
    """Return the choices as lines of text: "   a. ...", in the order of their letters."""
    return [f"   {letter}. {text}" for letter, text in sorted(choices.items())]


def listed_question(question):
    """Return a graded question as an item of an HTML list, its choices as a list inside."""
    choices = "".join(
        f"<li>{as_html(text)}</li>" for _, text in sorted(question["choices"].items())
    )
    return (
        f'<li style="margin-bottom: 1em">{as_html(question["prompt"])}'
        f'<ol style="list-style-type: lower-alpha">{choices}</ol></li>'
    )
