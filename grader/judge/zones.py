"""Time zones written as letters, such as PST, of which Python knows only a few."""

import re
from datetime import datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from traitlets.config import Config

# Several zones share some of these; they are the ones of North America, where the platforms that
# write them are at home, and of Europe.
LETTERS = {
    "UTC": 0, "GMT": 0, "WET": 0, "BST": 1, "WEST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3,
    "AST": -4, "ADT": -3, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6,
    "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10,
}  # fmt: skip
ENDS_IN_LETTERS = re.compile(r"(?P<time>.*(?:\d|[AP]M))\s+(?P<letters>[A-Z]{2,5})")
IN_NUMBERS = re.compile(r".*\d(?:\s*[+-]\d\d:?\d\d|\s+[AP]M)")  # which nbgrader misreads
HALVES = ("AM", "PM")  # of a day


def zone_called(letters: str | None, own: tzinfo | None) -> tzinfo | None:
    """Return the zone that letters mean, own where that one calls itself so; None if unknown."""
    if own is not None:
        names = (datetime(2026, month, 1, tzinfo=own).tzname() for month in (1, 7))
        if letters in names:
            return own
    if letters not in LETTERS:
        return None
    return timezone(timedelta(hours=LETTERS[letters]), letters)


def split_letters(text: str) -> tuple[str, str]:
    """Return a time and the letters of a zone behind it, "" where there are none."""
    match = ENDS_IN_LETTERS.fullmatch(text)
    if match is None or match["letters"] in HALVES:
        return text, ""
    return match["time"], match["letters"]


def zone_in(config: Config) -> ZoneInfo | None:
    """Return the instructor's zone, as nbgrader's exchange is configured, None where it is not."""
    try:
        return ZoneInfo(str(config.get("Exchange", {}).get("timezone", "UTC")))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
