"""Pictures that a student pasted into an answer: PNG and JPEG, and nothing else that claims so.

JupyterLab keeps them as a cell's attachments, Colab writes them into the text itself. Either
way they end as attachments with names of the judge's own.
"""

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

PICTURE_AT_MOST = 4 * 2**20  # characters of base64
OF_A_CELL = 8
TRIES = 32  # signs of a picture that are looked at in a text
NAME_AT_MOST = 200
BEGINS = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}
ENDINGS = {"image/png": "png", "image/jpeg": "jpg"}
TEXT_AT_MOST = 200_000
SIGN = ";base64,"
BEFORE = re.compile(
    r"(?:!\[[^\]\n]{0,200}\]\(|<img\s[^>]{0,200}?src=[\"'])data:(image/[a-z.+-]{1,20})\Z"
)
WINDOW = 450  # no beginning of a picture in a text is longer
DATA = re.compile(r"[A-Za-z0-9+/=]+")
AFTER = re.compile(r"\s?(?:\"[^\"\n]{0,200}\")?\)|[\"'][^>]{0,200}>")
REFERENCE = re.compile(
    r"!\[[^\]\n]{0,200}\]\(attachment:(picture-\d{1,2}\.(?:png|jpg))(?:\s\"[^\"\n]{0,200}\")?\)"
    r"|<img\s[^>]{0,200}?src=[\"']attachment:(picture-\d{1,2}\.(?:png|jpg))[\"'][^>]{0,200}>"
)


@dataclass(frozen=True)
class Picture:
    """A picture in a cell. name: the judge's own. mime: image/png or image/jpeg. data: base64."""

    name: str
    mime: str
    data: str

    @property
    def reference(self) -> str:
        """How Markdown shows it."""
        return f"![picture](attachment:{self.name})"


def taken_out(text: str, attachments: object) -> tuple[str, tuple[Picture, ...], int]:
    """Return a cell's text with references of the judge's own, its pictures, and what is left out.

    attachments: as in a notebook's file, where anything may stand.
    """
    text, found, left_out = _out_of_text(text)
    if len(text) > TEXT_AT_MOST:
        return text, (), left_out
    given = list(attachments.items()) if isinstance(attachments, dict) else []
    for name, kinds in given[:OF_A_CELL]:
        picture = _of_kinds(kinds, len(found) + 1)
        if picture is None or not isinstance(name, str) or len(name) > NAME_AT_MOST:
            left_out += 1
            continue
        found.append(picture)
        for written in {name, quote(name), quote(name, safe="()!'*~")}:
            text = text.replace(f"attachment:{written}", f"attachment:{picture.name}")
    shown = {match[1] or match[2] for match in REFERENCE.finditer(text)}
    missing = [picture.reference for picture in found if picture.name not in shown]
    left_out += len(given[OF_A_CELL:])
    return "\n\n".join([text, *missing]), tuple(found), left_out


def _out_of_text(text: str) -> tuple[str, list[Picture], int]:
    """Return a text without the pictures that are written into it, these, and what is left out."""
    parts: list[str] = []
    found: list[Picture] = []
    done = left_out = 0
    at = text.find(SIGN)
    for _ in range(TRIES):
        if at < 0:
            break
        begin = max(done, at - WINDOW)
        before = BEFORE.search(text[begin:at])
        data = DATA.match(text, at + len(SIGN))
        after = AFTER.match(text, data.end()) if data else None
        if before and data and after:
            picture = _picture(before[1], data[0], len(found) + 1)
            shown = picture.reference if picture else "(a picture that is left out)"
            parts += [text[done : begin + before.start()], shown]
            done = after.end()
            found += [picture] if picture else []
            left_out += picture is None
        at = text.find(SIGN, max(done, at + 1))
    return "".join([*parts, text[done:]]), found, left_out


def _of_kinds(kinds: object, number: int) -> Picture | None:
    if not isinstance(kinds, dict):
        return None
    made = (_picture(mime, kinds.get(mime), number) for mime in BEGINS)
    return next((picture for picture in made if picture), None)


def _picture(mime: str, data: object, number: int) -> Picture | None:
    """Return a Picture if it is one, by its first bytes and not by what it says it is."""
    if isinstance(data, list):
        data = "".join(part for part in data if isinstance(part, str))
    mime = {"image/jpg": "image/jpeg"}.get(mime, mime)
    if not isinstance(data, str) or mime not in BEGINS or number > OF_A_CELL:
        return None
    if len(data) > PICTURE_AT_MOST or not data.isascii():
        return None
    data = "".join(data.split())
    try:
        if not base64.b64decode(data, validate=True).startswith(BEGINS[mime]):
            return None
    except (ValueError, binascii.Error):
        return None
    return Picture(f"picture-{number}.{ENDINGS[mime]}", mime, data)


def marked(text: str, pictures: Sequence[Picture]) -> tuple[str, dict[str, str]]:
    """Return a text with a plain word for each reference to a picture, and word to reference.

    So that text and pictures can be treated apart; the words are none that a text has.
    """
    if not pictures:
        return text, {}
    kept = {picture.name: picture for picture in pictures}
    words: dict[str, str] = {}

    def word(match: re.Match[str]) -> str:
        picture = kept.get(match[1] or match[2])
        if picture is None:
            return match[0]
        made = f"x\ue000{len(words)}\ue000x"
        words[made] = picture.reference
        return made

    return REFERENCE.sub(word, text.replace("\ue000", "")), words
