"""Tables that a spreadsheet can open without running anything in them."""

import csv
import io
import re
from collections.abc import Iterable

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\N{FULLWIDTH EQUALS SIGN}")
NUMBER = re.compile(r"[+-]?\d{1,30}(\.\d{1,30})?")


def harmless(value: str) -> str:
    """Return a text that a spreadsheet shows: what it would take for a formula gets a quote.

    That is what OWASP advises against CSV injection. Platforms find students by their numbers, so
    that a quote before a name does not matter to them.
    """
    runs = value.startswith(STARTS) and len(value) > 1 and not NUMBER.fullmatch(value)
    return f"'{value}" if runs else value


def as_csv(rows: Iterable[Iterable[str]]) -> str:
    """Return rows as CSV, each value harmless."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([harmless(value) for value in row] for row in rows)
    return out.getvalue()


def number(value: float | None) -> str:
    """Return points as text, '' where there are none."""
    return "" if value is None else f"{value:.2f}".rstrip("0").rstrip(".")
