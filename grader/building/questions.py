"""A lesson's questions and cards: that its file in quizzes/ is what the lesson needs."""

from course.checking import Questions
from course.exercises import of_lesson
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
    asked = {number: tuple(q["choices"]) for number, q in enumerate(data["graded"], 1)}
    known = [exercise.choices for exercise in of_lesson(lesson) if isinstance(exercise, Questions)]
    if asked not in known:
        raise CourseError(
            f"{file}, graded: found the choices {asked}; expected those of a Questions in "
            f"course.exercises, {known}; make them the same"
        )
