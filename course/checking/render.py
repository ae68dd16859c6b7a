"""How a verdict reads: as text, and as HTML for light and dark pages."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from course.checking.verdict import Finding, Verdict

    Group: TypeAlias = tuple[Finding, ...]

MARKS = {
    "right": ("✓", "#009E73"),
    "partly": ("◐", "#0072B2"),
    "wrong": ("✗", "#D55E00"),
    "error": ("✗", "#D55E00"),
    "not_attempted": ("○", "#666666"),
    "answered": ("●", "#0072B2"),
    "unanswered": ("◐", "#0072B2"),
    "unknown": ("?", "#666666"),
}
WORDS = {
    "right": "Right",
    "partly": "Partly right",
    "wrong": "Not right yet",
    "error": "Stopped by an error",
    "not_attempted": "Not attempted yet",
    "answered": "Answered",
    "unanswered": "Answered in part",
    "unknown": "Not checked",
}
BOX = (
    "border-left:4px solid {colour};padding:0.4em 0.9em;margin:0.3em 0;"
    "background:rgba(128,128,128,0.10);color:var(--jp-content-font-color1,inherit);"
    "font-family:var(--jp-content-font-family,sans-serif);line-height:1.5;max-width:50em"
)
HIDDEN = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)"


def points_text(points: float, possible: float) -> str:
    """Say points as a person would: '3 of 5 points', '1 of 1 point'."""
    return f"{points:g} of {possible:g} point{'' if possible == 1 else 's'}"


def title(verdict: Verdict) -> str:
    """Say name, status and points in one line."""
    words = f"{verdict.name}: {WORDS[verdict.status].lower()}"
    if verdict.possible:
        words += f", {points_text(verdict.points, verdict.possible)}"
    return words


def grouped(findings: Sequence[Finding]) -> list[Group]:
    """Put together what says the same, so that it is said once: right ones where neighbours are."""
    groups: dict[tuple[int, str], list[Finding]] = {}
    for place, (right, run) in enumerate(groupby(findings, key=lambda finding: finding.right)):
        for finding in run:
            groups.setdefault((place if right else -1, finding.sentence), []).append(finding)
    return [tuple(group) for group in groups.values()]


def group_name(group: Group) -> str:
    """Name a group by its parts."""
    return ", ".join(finding.name for finding in group)


def group_points(group: Group) -> tuple[float, float]:
    """Return (points, possible) of a group."""
    return sum(f.points for f in group), sum(f.possible for f in group)


def said_of(groups: Sequence[Group]) -> list[tuple[Group, list[str]]]:
    """Return each group with its sentence and its details, but for what was said before."""
    said: set[str] = set()
    found = []
    for group in groups:
        texts = dict.fromkeys((group[0].sentence, *(finding.detail for finding in group)))
        found.append((group, [text for text in texts if text and text not in said]))
        said |= texts.keys()
    return found


def to_text(verdict: Verdict) -> str:
    """Return a verdict as plain text, a line a finding."""
    lines = [title(verdict)]
    if verdict.headline:
        lines.append(verdict.headline)
    for group, texts in said_of(_shown(verdict)):
        mark = "ok" if group[0].right else "--"
        lines.append(f"{mark} {group_name(group)} ({points_text(*group_points(group))})")
        lines += [f"   {text}" for text in texts]
    if verdict.printed:
        lines.append(f"Your function printed: {verdict.printed}")
    return "\n".join(lines + [text for text in (verdict.advice, verdict.repeat) if text])


def _shown(verdict: Verdict) -> list[Group]:
    """Findings are listed unless all are right: what is right reads the same every time."""
    return [] if verdict.status in ("right", "not_attempted") else grouped(verdict.findings)


def to_html(verdict: Verdict) -> str:
    """Return a verdict as HTML; every word that is not ours is escaped."""
    mark, colour = MARKS[verdict.status]
    rows = "".join(_row(group, texts) for group, texts in said_of(_shown(verdict)))
    heading = (
        f'<div><span aria-hidden="true" style="color:{colour};font-weight:bold">{mark}</span> '
        f"<strong>{WORDS[verdict.status]}</strong> · <code>{escape(verdict.name)}</code>"
        + (f" · {points_text(verdict.points, verdict.possible)}" if verdict.possible else "")
        + "</div>"
    )
    return (
        f'<div role="status" aria-label="Check of {escape(title(verdict))}" '
        f'style="{BOX.format(colour=colour)}">{heading}{_paragraph(verdict.headline)}'
        + (f'<ul style="margin:0.3em 0;padding-left:1.2em">{rows}</ul>' if rows else "")
        + _printed(verdict.printed)
        + _paragraph(verdict.advice)
        + _paragraph(verdict.repeat, small=True)
        + "</div>"
    )


def _row(group: Group, texts: list[str]) -> str:
    right = group[0].right
    mark, colour = MARKS["right" if right else "wrong"]
    points = points_text(*group_points(group))
    body = "".join(map(_paragraph, texts))
    return (
        '<li style="list-style:none">'
        f'<span aria-hidden="true" style="color:{colour};font-weight:bold">{mark}</span>'
        f'<span style="{HIDDEN}">{"right" if right else "wrong"}: </span> '
        f"<strong>{escape(group_name(group))}</strong> ({points}){body}</li>"
    )


def _paragraph(text: str, small: bool = False) -> str:
    if not text:
        return ""
    size = "font-size:0.9em;" if small else ""
    return f'<div style="{size}white-space:pre-wrap;margin:0.15em 0">{_with_code(text)}</div>'


def _with_code(text: str) -> str:
    """Escape text and set what stands between backticks as code."""
    pieces = text.split("`")
    if len(pieces) % 2 == 0:
        return escape(text)
    return "".join(
        f"<code>{escape(piece)}</code>" if i % 2 else escape(piece)
        for i, piece in enumerate(pieces)
    )


def _printed(text: str) -> str:
    if not text:
        return ""
    return (
        "<details><summary>What your function printed in its first call</summary>"
        f'<pre style="margin:0.2em 0">{escape(text)}</pre></details>'
    )
