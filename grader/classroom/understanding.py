"""What a download means: who handed in which notebook, and when; nothing is written here."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from grader.classroom.archive import Download, File, Trouble
from grader.classroom.choosing import Choice, chosen, shown_name
from grader.classroom.lists import Listed
from grader.classroom.plain import common_root, plain_owner
from grader.classroom.platforms import Owner, Platform, owner_by, recognised
from grader.classroom.receipts import Receipt, owner_with, receipts
from grader.classroom.roster import AmbiguousError, Roster, Student
from grader.classroom.times import in_name, read_time, tell_apart
from grader.classroom.zips import TroubleError

STAMP_FILE, STAMP_AT_MOST = "timestamp.txt", 200


@dataclass(frozen=True)
class Part:
    """A file, or what could not be read, and whose it is; None where that cannot be told."""

    owner: Owner | None
    file: File | Trouble


@dataclass
class HandedIn:
    """What a student handed in: the choice among the files, and whether it is called late."""

    student: Student
    choice: Choice
    late: bool
    time: datetime | None = None


@dataclass
class Understood:
    """A download, understood. remarks: about files that are nobody's."""

    platform: Platform
    handed_in: list[HandedIn] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    times_of_files: bool = False

    @property
    def taken(self) -> list[HandedIn]:
        """Those with a notebook of the lesson."""
        return [each for each in self.handed_in if each.choice.file]

    @property
    def without(self) -> list[HandedIn]:
        """Those who handed in something, but no notebook of the lesson."""
        return [each for each in self.handed_in if not each.choice.file]


def understood(
    download: Download,
    lesson: str,
    roster: Roster,
    zone: ZoneInfo,
    listed: Listed | None = None,
    platform: Platform | None = None,
) -> Understood:
    """Return who handed in what. New students are added to the roster, which is not saved.

    listed: a list of the class. platform: told by the file names where it is not given.
    """
    files = download.files
    if platform is None:
        platform = recognised(file.parts for file in files)
    found = Understood(platform)
    known = receipts(files, zone) if platform is Platform.BLACKBOARD else {}
    groups: dict[str, list[Part]] = defaultdict(list)
    for part in _owned(platform, [*files, *download.troubles], lesson, known):
        if part.owner is not None:
            groups[part.owner.number].append(part)
        elif isinstance(part.file, Trouble):
            found.remarks.append(f"{shown_name(part.file.parts)} {part.file.why}")
        elif part.file.name != STAMP_FILE:
            shown = shown_name(part.file.parts)
            found.remarks.append(f"{shown}: whose it is cannot be told: left")
    for number in sorted(groups):
        _add(found, groups[number], lesson, roster)
    _date(found, files, known, zone, listed)
    return found


def _owned(
    platform: Platform, files: list[File | Trouble], lesson: str, known: dict[str, Receipt]
) -> Iterator[Part]:
    root = common_root([file.parts for file in files]) if platform is Platform.PLAIN else 0
    for file in files:
        if platform is Platform.PLAIN:
            yield Part(plain_owner(file.parts[root:], lesson), file)
        else:
            owner = owner_by(platform, file.parts)
            yield Part(owner and owner_with(known.get(owner.returned), owner), file)


def _add(found: Understood, group: list[Part], lesson: str, roster: Roster) -> None:
    owners = [part.owner for part in group if part.owner]
    try:
        student = roster.admit(owners[0], lesson)
    except AmbiguousError as trouble:
        found.remarks.append(str(trouble))
        return
    files = [(part.owner, part.file) for part in group if part.owner]
    choice = chosen([(owner, file) for owner, file in files if isinstance(file, File)], lesson)
    choice.remarks += [
        f"{shown_name(owner.inner or file.parts)} {file.why}"
        for owner, file in files
        if isinstance(file, Trouble)
    ]
    found.handed_in.append(HandedIn(student, choice, any(owner.late for owner in owners)))


def _date(
    found: Understood,
    files: list[File],
    known: dict[str, Receipt],
    zone: ZoneInfo,
    listed: Listed | None,
) -> None:
    """Fill in when each was handed in, as far as the download or the list has it."""
    from_platform = found.platform in (Platform.CANVAS, Platform.MOODLE)
    taken = [each.choice.file for each in found.taken]
    use_files = from_platform and tell_apart(file.time for file in taken if file)
    stamps = _stamps(files) if found.platform is Platform.PLAIN else {}
    for each in found.handed_in:
        owner, file = each.choice.owner, each.choice.file
        if listed is not None:
            each.late = each.late or each.student.id in listed.late
            each.time = listed.times.get(each.student.id)
        if owner is None or file is None or each.time is not None:
            continue
        receipt = known.get(owner.returned)
        if found.platform is Platform.BLACKBOARD:
            each.time = (receipt and receipt.time) or in_name(owner.attempt, zone)
        elif file.parts[:-1] in stamps:
            each.time = _stamped(stamps[file.parts[:-1]], zone)
        elif use_files and file.time is not None:
            each.time = file.time if file.time.tzinfo else file.time.replace(tzinfo=zone)
            found.times_of_files = True


def _stamps(files: list[File]) -> dict[tuple[str, ...], File]:
    """Return folder to the timestamp.txt in it; those in a student's own zip file do not count."""
    return {
        file.parts[:-1]: file
        for file in files
        if file.name == STAMP_FILE and not any(p.lower().endswith(".zip") for p in file.parts)
    }


def _stamped(file: File, zone: ZoneInfo) -> datetime | None:
    try:
        return read_time(file.read(STAMP_AT_MOST).decode("utf-8", "replace").strip(), zone)
    except TroubleError:
        return None
