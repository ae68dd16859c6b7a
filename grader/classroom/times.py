"""Times of submission: read from a platform's words, shown and kept in the instructor's zone."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import dateutil.parser
import dateutil.tz

from grader.errors import CourseError
from grader.judge.zones import zone_called

STAMP = "%Y-%m-%d %H:%M:%S.%f"
SHOWN = "%a %d %b %Y, %H:%M"
IN_ONE_GO = timedelta(minutes=30)  # what packing a download may take
TEXT_AT_MOST = 100


def zone_of(name: str) -> ZoneInfo:
    """Return a time zone by its name. Raises CourseError where there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise CourseError(
            f"no time zone {name!r}: set c.Exchange.timezone in nbgrader_config.py to a name such "
            'as "Europe/Berlin"'
        ) from None


def read_time(text: str, zone: ZoneInfo) -> datetime | None:
    """Return the time that a platform's words say, in their zone or else in this one; None if none.

    Letters such as CST mean the zone's own where it calls itself so.
    """
    if not text or len(text) > TEXT_AT_MOST or not re.search(r"\d", text):
        return None
    try:
        found: datetime = dateutil.parser.parse(
            text, tzinfos=lambda name, offset: _zone(name, offset, zone)
        )
    except (ValueError, OverflowError, TypeError, AttributeError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=zone)


def _zone(name: str | None, offset: int | None, zone: ZoneInfo) -> tzinfo | None:
    if offset is not None:
        east: tzinfo = dateutil.tz.tzoffset(name, offset)
        return east
    return zone_called(name, zone)


def in_name(text: str, zone: ZoneInfo) -> datetime | None:
    """Return the time in a name such as 2026-01-05-08-30-00."""
    try:
        return datetime.strptime(text, "%Y-%m-%d-%H-%M-%S").replace(tzinfo=zone)
    except ValueError:
        return None


def tell_apart(times: Iterable[datetime | None]) -> bool:
    """Return whether the times of a zip file's entries can be those of submission.

    Canvas, and Moodle where it sends while it packs, give each file the time of the download.
    """
    known = [time.replace(tzinfo=None) for time in times if time is not None]
    return len(known) > 1 and max(known) - min(known) > IN_ONE_GO


def stamp(time: datetime) -> str:
    """Return what stands in timestamp.txt; nbgrader reads the zone as the third word."""
    zone = str(time.tzinfo)
    if isinstance(time.tzinfo, ZoneInfo) and time.replace(fold=1).utcoffset() == time.utcoffset():
        return f"{time.strftime(STAMP)} {zone}"
    return f"{time.astimezone(UTC).strftime(STAMP)} UTC"


def shown(time: datetime, zone: ZoneInfo) -> str:
    """Return a time as the instructor reads it."""
    return f"{time.astimezone(zone).strftime(SHOWN)} {zone.key}"
