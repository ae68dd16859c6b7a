"""The time of submission, as a timestamp.txt says it."""

from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

import dateutil.parser
from nbgrader.utils import parse_utc

from grader.judge.zones import IN_NUMBERS, split_letters, zone_called


def parsed_time(text: str, zone: tzinfo | None = None) -> datetime | None:
    """Return the time that a timestamp.txt says, in UTC, None where it says none.

    zone: the instructor's, where letters such as CST may mean several. Raises ValueError where
    the text is no time, or its letters are no zone that is known.
    """
    if not text:
        return None
    try:
        time, letters = split_letters(text)
        if not letters:
            known = dateutil.parser.parse(text) if IN_NUMBERS.fullmatch(text) else text
            found: datetime = parse_utc(known)
            return found
        meant = zone_called(letters, zone) or ZoneInfo(letters)
        found = parse_utc(dateutil.parser.parse(time).replace(tzinfo=meant))
        return found
    except Exception as error:
        raise ValueError(text) from error
