"""A submission's rows in nbgrader's gradebook, as its own add_submission makes them."""

from dataclasses import dataclass

from nbgrader.api import (
    Comment,
    Grade,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Asked:
    """What a lesson has in the gradebook, read once for a class.

    graded, commented: ids of the cells that get a grade, a comment. names: id of a cell to its
    grade_id.
    """

    assignment_id: str
    notebook_id: str
    graded: tuple[str, ...]
    commented: tuple[str, ...]
    names: dict[str, str]

    @classmethod
    def of(cls, notebook: Notebook) -> "Asked":
        """Return what is asked in an nbgrader Notebook."""
        tasks = notebook.task_cells
        graded = {cell.id: cell.name for cell in (*notebook.grade_cells, *tasks)}
        commented = {cell.id: cell.name for cell in (*notebook.solution_cells, *tasks)}
        place = notebook.assignment_id, notebook.id
        return cls(*place, tuple(graded), tuple(commented), graded | commented)


def enter(db: Session, asked: Asked, student: str) -> SubmittedAssignment:
    """Add a student's empty submission to the session, all of it or nothing; return it.

    nbgrader commits the student, the submission and its marks one after the other. Here they are
    one transaction, so that none is seen without the rest.
    """
    with db.no_autoflush:
        if db.get(Student, student) is None:
            db.add(Student(id=student))
        submission = SubmittedAssignment(assignment_id=asked.assignment_id, student_id=student)
        notebook = SubmittedNotebook(notebook_id=asked.notebook_id, assignment=submission)
        for cell in asked.graded:
            Grade(cell_id=cell, notebook=notebook)
        for cell in asked.commented:
            Comment(cell_id=cell, notebook=notebook)
        db.add(submission)
    return submission
