"""Whose a downloaded file is: how learning platforms name what they give out.

Canvas ("Download Submissions"): one flat zip file of
`lovelaceada_12345_678910_work.ipynb`: the sortable name in small letters without spaces, the
user's id, the attachment's id, the file's own name; `_LATE` stands after the name of who was
late, and `anon_Ab3dE` instead of name and id where grading is anonymous. A file handed in again
under its old name is called `work-1.ipynb`. A text instead of a file ends in `_text.html`, an
address in `_link.html`. (Canvas's source, lib/content_zipper.rb.)

Moodle ("Download all submissions"): a folder for each participant,
`Ada Lovelace_123456_assignsubmission_file_/work.ipynb`, or the same as the beginning of the
file's name where folders are switched off; from 4.1 on without the last underscore. The number is
the participant's in this one assignment, `Participant_123456_…` where marking is blind, and a text
is in `…_assignsubmission_onlinetext_`. (Moodle's documentation of the assignment activity, and
its source, mod/assign/feedback/file/importziplib.php.)

Blackboard ("Assignment File Download"): one flat zip file of
`Lesson 4_al1815_attempt_2026-01-05-08-30-00_work.ipynb`: assignment, user name, when it was
handed in by the server's clock, the file's own name; and for each attempt a receipt,
`Lesson 4_al1815_attempt_2026-01-05-08-30-00.txt`, with the person's name and the time with its
zone. (Blackboard's help, "Download assignments", and files that instructors publish tools for.)
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Platform(StrEnum):
    """Where a download is from; a plain folder has names that a person has given."""

    CANVAS = "canvas"
    MOODLE = "moodle"
    BLACKBOARD = "blackboard"
    PLAIN = "plain"


@dataclass(frozen=True)
class Owner:
    """Whose a file is, and what the platform calls it.

    number: the platform's id of the person (Moodle: in this assignment; Blackboard: the user
    name). name: as far as the file's name has it. attempt: what orders the attempts of a person:
    the attachment's number, or the time in the file's name. returned: how the name of a file must
    begin that is to be given back. inner: the file's own path.
    """

    platform: Platform
    number: str
    name: str
    inner: tuple[str, ...]
    late: bool = False
    attempt: str = ""
    returned: str = ""


NAME_AT_MOST = 300
CANVAS = re.compile(
    r"(?:(?P<name>(?!LATE_anon_)[^/]{0,200}?)_)?(?P<late>LATE_)?(?P<id>\d{1,20}|anon_\w{1,20}?)_"
    r"(?:(?P<file_id>\d{1,20})_(?P<file>.+)|(?:text|link)\.html)"
)
MOODLE = re.compile(
    r"(?P<name>.{1,200}?)_(?P<id>\d{1,20})_assignsubmission_(?P<kind>[a-z]{1,30})(?:_(?P<file>.*))?"
)
BLACKBOARD = re.compile(
    r"(?P<start>.{1,250})_attempt_(?P<time>\d{4}(?:-\d\d){5})(?:_(?P<file>.+)|\.txt)"
)


def _canvas(part: str) -> Owner | None:
    match = CANVAS.fullmatch(part)
    if not match:
        return None
    late, number, file = bool(match["late"]), match["id"], match["file"]
    returned = part[: match.start("file")] if file else ""
    own = (file,) if file else ()
    attempt = match["file_id"] or ""
    return Owner(Platform.CANVAS, number, match["name"] or "", own, late, attempt, returned)


def _moodle(part: str) -> Owner | None:
    match = MOODLE.fullmatch(part)
    if not match:
        return None
    own = (match["file"],) if match["file"] else ()
    folder = f"{match['name']}_{match['id']}_assignsubmission_file_/"
    blind = match["name"] == "Participant"
    name = f"Participant {match['id']}" if blind else match["name"]
    return Owner(Platform.MOODLE, match["id"], name, own, returned=folder)


def _blackboard(part: str) -> Owner | None:
    match = BLACKBOARD.fullmatch(part)
    if not match:
        return None
    user = match["start"].rpartition("_")[2]
    own = (match["file"],) if match["file"] else ()
    start = f"{match['start']}_attempt_{match['time']}_"
    return Owner(Platform.BLACKBOARD, user, "", own, False, match["time"], start)


PATTERNS: dict[Platform, Callable[[str], Owner | None]] = {
    Platform.MOODLE: _moodle,
    Platform.BLACKBOARD: _blackboard,
    Platform.CANVAS: _canvas,
}


def owner_by(platform: Platform, parts: tuple[str, ...]) -> Owner | None:
    """Return whose a file is by a platform's pattern, in whatever folder it lies; None if nobody's.

    What follows the part with the pattern is the file's own path.
    """
    for number, part in enumerate(parts):
        if len(part) > NAME_AT_MOST:
            continue
        found = PATTERNS[platform](part)
        if found:
            own = (*found.inner, *parts[number + 1 :])
            return Owner(**(vars(found) | {"inner": own}))
    return None


def recognised(paths: Iterable[tuple[str, ...]]) -> Platform:
    """Return the platform whose pattern most of the files have; PLAIN where few have any."""
    paths = list(paths)
    counts = Counter(
        platform for parts in paths for platform in PATTERNS if owner_by(platform, parts)
    )
    best = max(PATTERNS, key=lambda platform: counts[platform])
    return best if 2 * counts[best] >= max(1, len(paths)) else Platform.PLAIN
