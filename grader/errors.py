"""An error that a person can mend, said in one line."""


class CourseError(Exception):
    """What was found, what was expected and what to do, in one line."""
