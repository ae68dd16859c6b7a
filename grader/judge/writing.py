"""Writing a file whole or not at all."""

import contextlib
import os
from pathlib import Path

from grader.errors import CourseError


def write(path: Path, content: str | bytes, mode: int = 0o644) -> None:
    """Write a file whole or not at all.

    Raises CourseError, in one line, where it cannot be written.
    """
    new = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(new, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode("utf-8"))
            file.flush()
            os.fchmod(file.fileno(), mode)
        os.replace(new, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            new.unlink()
        raise CourseError(
            f"{path} cannot be written ({os.strerror(error.errno or 0).lower()}): mend that and "
            "run the same command again, which goes on where this one stopped"
        ) from None
