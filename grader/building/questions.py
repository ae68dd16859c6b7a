"""A lesson's questions and cards: that its file in quizzes/ is what the lesson needs."""

from course.material.files import read
from course.material.schema import validate
from grader.errors import CourseError


def check_material(lesson):
    """Raise CourseError where a lesson's file in quizzes/ breaks the rules or the library's."""
    file = f"quizzes/{lesson}.yaml"
    try:
        data = read(lesson)
        validate(data, file)
    except ValueError as error:
        raise CourseError(str(error)) from None
