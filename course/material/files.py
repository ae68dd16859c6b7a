"""A lesson's file in quizzes/: its quiz, graded questions, flash cards and words."""

import difflib
from typing import Any

from course.places import folder

FOLDER = folder("quizzes")


def lessons() -> tuple[str, ...]:
    """Return the names of the lessons that have a file in quizzes/, in order."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def read(lesson: str) -> dict[str, list[Any]]:
    """Return the quiz, graded, cards and glossary of one lesson, such as "01-forward-pass".

    Raises ValueError, in one line, for a lesson without a file and for a file
    that is no YAML. Its contents are validated where lessons are built and
    tested: importing jsonschema takes a second that no student should wait.
    """
    import yaml

    path = FOLDER / f"{lesson}.yaml"
    if lesson not in lessons():
        raise ValueError(
            f"found no lesson '{lesson}'; expected one of quizzes/; {_remedy(str(lesson))}"
        )
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # several times as fast, where it is
    try:
        data: dict[str, list[Any]] = yaml.load(path.read_text(encoding="utf-8"), loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise ValueError(
            f"quizzes/{path.name}, line {mark.line + 1 if mark else 1}: {error.problem}; "
            "expected YAML; correct the line (quotes help where a text holds ': ' or '# ')"
        ) from None
    return data


def _remedy(lesson: str) -> str:
    """Say which name was meant, or that the file is still to be written."""
    alike = [name for name in lessons() if name[:2] == lesson[:2] or name[3:] == lesson[3:]]
    if near := difflib.get_close_matches(lesson, alike, n=1, cutoff=0.5):
        return f"use '{near[0]}', the nearest"
    return f"add quizzes/{lesson}.yaml"
