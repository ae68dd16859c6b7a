"""A lesson's file in quizzes/: its quiz, graded questions, flash cards and words."""

import difflib

from course.places import folder

FOLDER = folder("quizzes")


def lessons():
    """Return the names of the lessons that have a file in quizzes/, in order."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def read(lesson):
    """Return the quiz, graded, cards and glossary of one lesson, such as "01-forward-pass".

    Raises ValueError, in one line, for a lesson without a file and for a file
    that is no YAML. Its contents are validated where lessons are built and
    tested: importing jsonschema takes a second that no student should wait.
    """
    import yaml

    path = FOLDER / f"{lesson}.yaml"
    if lesson not in lessons():
        near = difflib.get_close_matches(str(lesson), lessons(), n=1, cutoff=0)
        remedy = f"use '{near[0]}', the nearest" if near else f"add the file {path.name}"
        raise ValueError(f"found no lesson '{lesson}'; expected one of quizzes/; {remedy}")
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.MarkedYAMLError as error:
        raise ValueError(
            f"quizzes/{path.name}, line {error.problem_mark.line + 1}: {error.problem}; "
            "expected YAML; correct the line (quotes help where a text holds ': ' or '# ')"
        ) from None
