"""What was downloaded, a zip file or a folder: its files, each to be read with a limit.

Nothing is unpacked: names in a download are only names, so none of them can lead out of a
folder. Links are not followed, and what is packed to burst is never read beyond its limit.
"""

import io
import os
import stat
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path, PurePosixPath

from grader.classroom.zips import TroubleError, directory_trouble, entry_trouble, name_of, time_of
from grader.errors import CourseError

FILES_AT_MOST = 50_000  # of a download
NESTED_FILES_AT_MOST = 2_000  # of a zip file that a student handed in
NESTED_BYTES_AT_MOST = 32 * 2**20
DEPTH_AT_MOST = 2  # a zip file in a student's zip file in the platform's
LITTER = {".ds_store", "thumbs.db", "desktop.ini"}
LITTER_FOLDERS = {"__macosx": "macOS", ".ipynb_checkpoints": "checkpoints"}


@dataclass(frozen=True)
class File:
    """A file of a download.

    parts: its path, through nested zip files too. changed: when, by the zip file or the disk;
    without a zone where the zip file has none. time: the same of the outermost file, since a
    student's own zip file can hold any times. read_up_to: see read.
    """

    parts: tuple[str, ...]
    changed: datetime | None
    time: datetime | None
    read_up_to: Callable[[int], bytes] = field(compare=False, repr=False)

    @property
    def name(self) -> str:
        """The file's own name."""
        return self.parts[-1]

    @property
    def suffix(self) -> str:
        """How its name ends, in small letters."""
        return PurePosixPath(self.name).suffix.lower()

    def read(self, most: int) -> bytes:
        """Return its bytes. Raises TroubleError where there are more than most, or none."""
        try:
            data = self.read_up_to(most + 1)
        except TroubleError:
            raise
        except Exception as error:  # a broken zip file fails in many ways, none of them ours
            raise TroubleError(f"cannot be read ({type(error).__name__})") from None
        if len(data) > most:
            raise TroubleError(f"has more than {most / 2**20:.0f} MB")
        return data


@dataclass(frozen=True)
class Trouble:
    """A file of a download that is not read, and why, to be said after its name."""

    parts: tuple[str, ...]
    why: str


@dataclass
class Download:
    """The files of a download, and what was left out of it.

    troubles: what could not be read. litter: what the systems of students add,
    counted by kind.
    """

    path: Path
    files: list[File] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    litter: Counter[str] = field(default_factory=Counter)

    def take(self, files: Iterator[File | Trouble], most: int) -> None:
        """Add files, those of nested zip files among them; stop at so many."""
        for number, found in enumerate(files):
            if number >= most:
                self.troubles.append(Trouble(found.parts[:-1], f"has more than {most:,} files"))
                return
            kind = litter(found.parts)
            if kind:
                self.litter[kind] += 1
            elif isinstance(found, Trouble):
                self.troubles.append(found)
            elif found.suffix == ".zip":
                self._unpack(found)
            else:
                self.files.append(found)

    def _unpack(self, file: File) -> None:
        if sum(part.lower().endswith(".zip") for part in file.parts) > DEPTH_AT_MOST:
            why = "is a zip file in a zip file in a zip file: not opened"
            self.troubles.append(Trouble(file.parts, why))
            return
        try:
            trouble = directory_trouble(file.read(NESTED_BYTES_AT_MOST), NESTED_FILES_AT_MOST)
            if trouble:
                raise TroubleError(trouble)
            reopen = partial(_in_memory, file)
            nested = [_from(file, found) for found in _zipped(file.parts, reopen)]
        except TroubleError as error:
            self.troubles.append(Trouble(file.parts, str(error)))
            return
        self.take(iter(nested), NESTED_FILES_AT_MOST)


def opened(path: Path) -> Download:
    """Return what was downloaded. Raises CourseError where it is no zip file and no folder."""
    download = Download(path)
    if path.is_dir():
        download.take(_on_disk(path), FILES_AT_MOST)
    elif path.is_file():
        try:
            download.take(_zipped((), partial(_stream, path)), FILES_AT_MOST)
        except TroubleError as error:
            raise CourseError(f"{path} {error}: download it again") from None
    else:
        raise CourseError(f"{path}: there is no such zip file or folder")
    return download


def _stream(path: Path) -> io.BufferedReader:
    return path.open("rb")


def _in_memory(file: File) -> io.BytesIO:
    return io.BytesIO(file.read(NESTED_BYTES_AT_MOST))


def _from(outer: File, found: File | Trouble) -> File | Trouble:
    return replace(found, time=outer.time) if isinstance(found, File) else found


def litter(parts: tuple[str, ...]) -> str | None:
    """Return what kind of litter a path is, None where it is none."""
    for part in parts:
        kind = LITTER_FOLDERS.get(part.lower())
        if kind:
            return kind
    name = parts[-1].lower()
    return "macOS" if name.startswith("._") else "desktop files" if name in LITTER else None


def _on_disk(folder: Path) -> Iterator[File | Trouble]:
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(place) / name
            parts = path.relative_to(folder).parts
            found = path.lstat()
            if not stat.S_ISREG(found.st_mode):
                yield Trouble(parts, "is a link or no ordinary file: not followed")
                continue
            time = datetime.fromtimestamp(found.st_mtime, UTC)
            yield File(parts, time, time, partial(_bytes_of, path))
        for name in [name for name in folders if (Path(place) / name).is_symlink()]:
            parts = (Path(place) / name).relative_to(folder).parts
            yield Trouble(parts, "is a link: not followed")


def _bytes_of(path: Path, most: int) -> bytes:
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
        return file.read(most)


def _zipped(
    outer: tuple[str, ...], reopen: Callable[[], io.BufferedIOBase]
) -> Iterator[File | Trouble]:
    """Yield the files of a zip file; each is read by opening it again."""
    try:
        with reopen() as stream, zipfile.ZipFile(stream) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise TroubleError("is no zip file that can be read") from None
    for entry in entries:
        parts = (*outer, *name_of(entry))
        trouble = entry_trouble(entry)
        if trouble:
            yield Trouble(parts, trouble)
            continue

        def read(most: int, entry: zipfile.ZipInfo = entry) -> bytes:
            with (
                reopen() as stream,
                zipfile.ZipFile(stream) as archive,
                archive.open(entry) as file,
            ):
                return file.read(most)

        time = time_of(entry)
        yield File(parts, time, time, read)
