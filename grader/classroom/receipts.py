"""Blackboard's receipts: a text file for each attempt, with name, user name, time and zone.

Name: Ada Lovelace (al1815)
Assignment: Lesson 4
Date Submitted: Monday, January 5, 2026 8:30:00 AM CST
Current Grade: Needs Grading
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from grader.classroom.archive import File
from grader.classroom.platforms import Owner, Platform, owner_by
from grader.classroom.times import read_time
from grader.classroom.zips import TroubleError

RECEIPT_AT_MOST = 100_000
NAME = re.compile(r"^Name: (?P<name>[^\n]{1,200}?) ?\((?P<user>[^()\n]{1,100})\)\s*$", re.MULTILINE)
DATE = re.compile(r"^Date Submitted: (?P<date>[^\n]{1,100})$", re.MULTILINE)


@dataclass(frozen=True)
class Receipt:
    """Who handed in an attempt, and when."""

    user: str
    name: str
    time: datetime | None


def receipts(files: Iterable[File], zone: ZoneInfo) -> dict[str, Receipt]:
    """Return the beginning of an attempt's file names to its receipt."""
    found = {}
    for file in files:
        owner = owner_by(Platform.BLACKBOARD, file.parts)
        if owner and not owner.inner:
            try:
                text = file.read(RECEIPT_AT_MOST).decode("utf-8", "replace").replace("\r", "")
            except TroubleError:
                continue
            name, date = NAME.search(text), DATE.search(text)
            time = read_time(date["date"].strip(), zone) if date else None
            user = name["user"].strip() if name else owner.number
            found[owner.returned] = Receipt(user, name["name"] if name else "", time)
    return found


def owner_with(receipt: Receipt | None, owner: Owner) -> Owner:
    """Return an attempt's owner as its receipt has it: a user name may hold underscores."""
    if receipt is None:
        return owner
    return Owner(**(vars(owner) | {"number": receipt.user, "name": receipt.name}))
