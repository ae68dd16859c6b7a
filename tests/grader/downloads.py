"""A class's zip files as learning platforms give them out, by their public patterns."""

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Berlin")
DUE = datetime(2026, 3, 1, 23, 59, tzinfo=ZONE)
FIRST = ("Ada", "Alan", "Barbara", "Claude", "Donald", "Edsger", "Frances", "Grace", "Zoë", "José")
LAST = ("Lovelace", "Turing", "Liskov", "O'Shannon", "Knuth", "van der Dijkstra", "Müller")
PACKED = datetime(2026, 3, 9, 18, 0)  # when the platform packed the zip file


@dataclass(frozen=True)
class Person:
    """A student of the class as a platform knows them."""

    first: str
    last: str
    number: int
    login: str
    time: datetime
    late: bool

    @property
    def full(self) -> str:
        return f"{self.first} {self.last}"

    @property
    def sortable(self) -> str:
        return f"{self.last}, {self.first}"


def people(count, late_every=6):
    """Return a class: no two of one name, one of them late in each so many."""
    found = []
    for n in range(count):
        late = n % late_every == 3
        time = DUE + timedelta(hours=20) if late else DUE - timedelta(hours=3 * n + 1)
        first, last = FIRST[n % len(FIRST)], LAST[(n // len(FIRST) + n) % len(LAST)]
        login = f"{first[0].lower()}{last[:2].lower()}_{1800 + n}"
        found.append(Person(first, f"{last}{'' if n < 70 else n}", 5000 + n, login, time, late))
    return found


def canvas(path, handed_in, name):
    """Write Canvas's zip file. handed_in: (person, bytes) each. name: of the students' files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for n, (who, data) in enumerate(handed_in):
            plain = "".join(c for c in who.sortable.lower() if c.isalnum() or c == "_")
            late = "_LATE" if who.late else ""
            add(archive, f"{plain}{late}_{who.number}_{91000 + n}_{name}", data, PACKED)


def moodle(path, handed_in, name, offset=0):
    """Write Moodle's zip file, a folder for each participant."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for who, data in handed_in:
            folder = f"{who.full}_{who.number + offset}_assignsubmission_file_"
            add(archive, f"{folder}/{name}", data, PACKED)


def blackboard(path, handed_in, name, title="Lesson 4"):
    """Write Blackboard's zip file, a receipt with each attempt."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for who, data in handed_in:
            start = f"{title}_{who.login}_attempt_{who.time:%Y-%m-%d-%H-%M-%S}"
            receipt = (
                f"Name: {who.full} ({who.login})\nAssignment: {title}\n"
                f"Date Submitted: {who.time:%A, %B %d, %Y %I:%M:%S %p %Z}\n"
                "Current Grade: Needs Grading\n\nSubmission Field:\n\nComments:\n\nFiles:\n"
                f"\tOriginal filename: {name}\n\tFilename: {start}_{name}\n"
            )
            add(archive, f"{start}.txt", receipt.encode(), PACKED)
            add(archive, f"{start}_{name}", data, PACKED)


def add(archive, name, data, time):
    """Add a file to a zip file with a time of its own."""
    entry = zipfile.ZipInfo(name, time.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, data)


def canvas_list(path, class_):
    """Write Canvas's gradebook export."""
    rows = [["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Current Score"]]
    rows.append(["    Points Possible", "", "", "", "", "(read only)"])
    rows += [[p.sortable, p.number, f"S{p.number}", p.login, "A", ""] for p in class_]
    rows.append(["Student, Test", "999", "", "", "A", ""])
    _table(path, rows)


def worksheet(path, class_, handed_in, offset=0, most=60):
    """Write the grading worksheet of Moodle's assignment."""
    there = {who.number for who, _ in handed_in}
    rows = [
        ["Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade"]
        + ["Grade can be changed", "Last modified (submission)", "Last modified (grade)"]
        + ["Feedback comments"]
    ]
    for p in class_:
        late = " - 20 hours late" if p.late else ""
        status = f"Submitted for grading{late}" if p.number in there else "No submission"
        time = f"{p.time:%A, %d %B %Y, %I:%M %p}" if p.number in there else "-"
        number = f"Participant {p.number + offset}"
        known = [number, p.full, f"{p.login}@uni.example", status]
        rows.append([*known, "", most, "Yes", time, "-", ""])
    _table(path, rows)


def _table(path, rows):
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    Path(path).write_text("\ufeff" + out.getvalue(), encoding="utf-8")
