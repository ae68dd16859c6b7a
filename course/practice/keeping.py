"""Where cards are, kept in a small file beside the student's work."""

import contextlib
import json
import os
from datetime import date
from itertools import count
from pathlib import Path

from course.notebook.kept import FOLDER, notebook
from course.practice.boxes import LAST, Begun, Place, on

NAME = "cards.json"
FORMAT = "backprop cards 1"
LONGEST = 1_000_000  # bytes that are read; a card takes a hundred


def work_folder() -> Path:
    """Return the folder of the student's work: what holds the lessons, or the notebook's own."""
    path = notebook()
    if path is None:
        return Path.cwd()
    return path.parent.parent if path.parent.name == path.stem else path.parent


def begun(names: tuple[str, ...]) -> list[str]:
    """Return which of the lessons the student has begun: one with a verdict, or the open one."""
    folder, path = work_folder(), notebook()
    return [
        name
        for name in names
        if (path and path.stem == name)
        or any((at / FOLDER / f"{name}-progress.json").is_file() for at in (folder, folder / name))
    ]


def read(file: Path) -> tuple[dict[str, Place], Begun | None]:
    """Return card to place, and how many were begun on which day, None where that is not known.

    Raises ValueError where the file is damaged or something else.
    """
    if not file.exists():
        return {}, None
    try:
        with file.open("rb") as opened:
            text = opened.read(LONGEST + 1)
        data = json.loads(text) if len(text) <= LONGEST else None
        if data["format"] != FORMAT:
            raise ValueError("another format")
        places = {str(card): _place(*entry) for card, entry in data["cards"].items()}
        return places, _begun(*data["begun"]) if "begun" in data else None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise ValueError("not what deck() writes") from None


def opened(file: Path) -> tuple[dict[str, Place], Begun | None, str]:
    """Return what is read and "", or nothing and a line about a file that cannot be read.

    Such a file gets a name that nothing has yet: nothing is overwritten.
    """
    try:
        return *read(file), ""
    except (ValueError, OSError) as error:
        try:
            aside = _put_aside(file)
        except OSError:
            return {}, None, f"{file} cannot be used ({error}): what you know is not kept."
        told = f"{file.name} was {error}: it is now {aside.name}, and the deck begins anew."
        return {}, None, told


def _place(box: int, due: str) -> Place:
    if type(box) is not int or not 0 <= box <= LAST:
        raise ValueError("no box")
    return Place(box, date.fromisoformat(due))


def _begun(day: str, number: int) -> Begun:
    if type(number) is not int or number < 0:
        raise ValueError("no number")
    return Begun(date.fromisoformat(day), number)


def keep(file: Path, card: str, place: Place, today: date) -> str:
    """Keep where a card is; return a line where that cannot be done, "" otherwise.

    One that was nowhere yet counts among those begun today.
    """
    try:
        places, begun = read(file)  # another notebook may have written meanwhile
        new = on(today, begun) + (card not in places)
        _write(file, {**places, card: place}, Begun(today, new))
    except (OSError, ValueError) as error:
        words = getattr(error, "strerror", None) or str(error)
        return f"not kept, because {file} cannot be used ({words}): run deck() again"
    return ""


def _put_aside(file: Path) -> Path:
    """Give a file a name that nothing has yet; return that."""
    names = (f"{file.stem}-aside-{number}{file.suffix}" for number in count(1))
    aside = next(place for name in names if not (place := file.with_name(name)).exists())
    return file.rename(aside)


def _write(file: Path, places: dict[str, Place], begun: Begun) -> None:
    """Write whole or not at all."""
    cards = {card: [place.box, place.due.isoformat()] for card, place in places.items()}
    new = file.with_name(f".{file.name}.{os.getpid()}.new")
    try:
        kept = {"format": FORMAT, "begun": [begun.day.isoformat(), begun.number], "cards": cards}
        text = json.dumps(kept, indent=1, ensure_ascii=False)
        new.write_text(text + "\n", encoding="utf-8")
        new.replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            new.unlink()
        raise
