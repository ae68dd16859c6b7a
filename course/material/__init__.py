"""What a lesson asks and tells besides its text: quiz, flash cards, glossary, a voice."""

from course.material.cards import cards
from course.material.glossary import glossary
from course.material.listen import listen
from course.material.needs import ready
from course.material.quiz import graded_questions, quiz
from course.material.steps import steps

__all__ = ["cards", "glossary", "graded_questions", "listen", "quiz", "ready", "steps"]
