"""Leitner's boxes: a card that was known comes later, one that was not comes back today."""

from dataclasses import dataclass
from datetime import date, timedelta

LAST = 8  # a card in the last box comes back after 128 days
NEW_A_DAY = 10  # each comes back four times in its first two weeks


@dataclass(frozen=True)
class Place:
    """Where a card is: its box, from 0, and the day on which it is due."""

    box: int
    due: date


@dataclass(frozen=True)
class Begun:
    """How many new cards were begun on a day."""

    day: date
    number: int


def on(today: date, begun: Begun | None) -> int:
    """Return how many cards have been begun today."""
    return begun.number if begun and begun.day == today else 0


def known(place: Place | None, today: date) -> Place:
    """Return where a card goes that was known: a box on, due in 1, 2, 4, 8, 16 ... days."""
    box = min((place.box if place else 0) + 1, LAST)
    return Place(box, today + timedelta(days=2 ** (box - 1)))


def unknown(today: date) -> Place:
    """Return where a card goes that was not known: to the first box, due today."""
    return Place(0, today)


def is_due(place: Place | None, today: date) -> bool:
    """Return whether a card is to be repeated: a new one is."""
    return place is None or place.due <= today
