"""Where the course's folders of data are: inside the package where a wheel was installed."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """Return the place of one of the course's folders, such as "quizzes" or "lessons".

    A wheel has them inside the package; in a repository they stand beside it.
    """
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


def installed() -> bool:
    """Return whether this is an installed course, with no repository around it."""
    return (PACKAGE / "lessons").is_dir()
