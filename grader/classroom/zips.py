"""A zip file's entries: their names, times and troubles (the format is PKWARE's APPNOTE)."""

import stat
import struct
import zipfile
from datetime import UTC, datetime

END = b"PK\x05\x06"
END_BYTES = 22
END_OF_LARGE = b"PK\x06\x07"
COMMENT_AT_MOST = 0xFFFF
ENTRY_BYTES = 46  # of the directory, at least
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
EXTENDED_TIME = 0x5455
UTF_8, ENCRYPTED = 0x800, 0x1


class TroubleError(Exception):
    """What cannot be read, and why, to be said after its name."""


def directory_trouble(data: bytes, most: int) -> str | None:
    """Return why a zip file's directory is not to be read, None where it is well.

    A directory is read as a whole before anything in it can be looked at, so that a million
    entries would fill the memory; its size stands at the end.
    """
    place = data.rfind(END, max(0, len(data) - COMMENT_AT_MOST - END_BYTES))
    if place < 0 or len(data) < place + END_BYTES:
        return "is no zip file that can be read"
    if END_OF_LARGE in data[max(0, place - END_BYTES) : place]:
        return "is a zip file of the kind for more than 4 GB: not opened"
    (size,) = struct.unpack_from("<I", data, place + 12)
    return f"has more than {most:,} files" if size > most * (ENTRY_BYTES + 100) else None


def entry_trouble(entry: zipfile.ZipInfo) -> str | None:
    """Return why an entry is not read, None where it can be."""
    if entry.flag_bits & ENCRYPTED:
        return "is locked with a password"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "is a link: not followed"
    if entry.compress_type not in METHODS:
        return "is packed in an unusual way: not read"
    return None


def name_of(entry: zipfile.ZipInfo) -> tuple[str, ...]:
    """Return an entry's path as its parts; what would lead out of a folder is left out.

    Names without the mark for UTF-8 are often UTF-8 all the same: macOS writes them so.
    """
    name = entry.filename
    if not entry.flag_bits & UTF_8:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = entry.filename
    parts = name.replace("\\", "/").split("/")
    return tuple(part for part in parts if part not in ("", ".", "..")) or ("nameless",)


def time_of(entry: zipfile.ZipInfo) -> datetime | None:
    """Return when an entry was changed: in UTC where it says so, else without a zone."""
    place, extra = 0, entry.extra
    while place + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, place)
        if kind == EXTENDED_TIME and size >= 5 and place + 9 <= len(extra) and extra[place + 4] & 1:
            (seconds,) = struct.unpack_from("<i", extra, place + 5)
            return datetime.fromtimestamp(seconds, UTC)
        place += 4 + size
    try:
        return datetime(*entry.date_time)
    except ValueError:
        return None
