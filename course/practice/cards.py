"""The cards of lessons as one list, each with its lesson."""

from dataclasses import dataclass

from course.material import files
from course.practice.keeping import begun


@dataclass(frozen=True)
class Card:
    """A card of a lesson: what is asked, and the answer."""

    lesson: str
    front: str
    back: str

    @property
    def key(self) -> str:
        """What it is known by where it is kept."""
        return f"{self.lesson}: {self.front}"


def chosen(named: tuple[str, ...]) -> list[str]:
    """Return the lessons named, all of them for "all", those begun where none is named.

    Raises ValueError for a lesson without cards, and where none is named and none begun.
    """
    all_lessons = files.lessons()
    if named == ("all",):
        return list(all_lessons)
    found = list(named) or begun(all_lessons)
    if not found:
        raise ValueError(
            "You have begun no lesson here yet: name one, as in deck('01-forward-pass'), or all "
            "of them, deck('all')."
        )
    return found


def cards_of(lessons: list[str]) -> list[Card]:
    """Return the cards of these lessons, in order."""
    return [
        Card(lesson, card["front"], card["back"])
        for lesson in lessons
        for card in files.read(lesson).get("cards", ())
    ]
