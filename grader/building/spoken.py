"""What is read aloud: the text or the exchange above a listen(...), written into it."""

import json
import re
import textwrap

from grader.building.text import Cell

LISTEN = "listen(...)"
WORDS_A_MINUTE = 120
HEADING = re.compile(r"^#{1,6}[ \t].*$", re.M)
MARKS = re.compile(r"[*_`$\\]")
SPEAKER = re.compile(r"^\*\*(\w+)\.\*\* ", re.M)  # **Student.** as an exchange has it
WORDS_OF_AN_EXCHANGE = 4 * WORDS_A_MINUTE


def fill_listen(cells: list[Cell]) -> None:
    """Write the text above it into each listen(...): what is read aloud is what is written.

    An exchange may have cells of code between its turns. Raises CourseError where there is no
    text, or more of it than is listened to.
    """
    for index, cell in enumerate(cells):
        if not (cell.is_code and LISTEN in cell.source):
            continue
        said = said_in(_section(cells[:index]))
        count = sum(len(words.split()) for _, words in said)
        if not count or (cells[index - 1].is_code and len(said) < 2):
            raise cell.place.error(f"{LISTEN} without a text above it", "put it below its text")
        most = WORDS_A_MINUTE if len(said) < 2 else WORDS_OF_AN_EXCHANGE
        if count > most:
            minutes = most // WORDS_A_MINUTE
            time = "a minute" if minutes == 1 else f"{minutes} minutes"
            raise cell.place.error(
                f"{LISTEN} below {count} words", f"shorten them to {most}, which take {time}"
            )
        cell.node.source = cell.source.replace(LISTEN, spoken(said))


def _section(cells: list[Cell]) -> str:
    """Return the text since the last heading."""
    texts: list[str] = []
    for cell in reversed(cells):
        if cell.is_code:
            continue
        *before, last = HEADING.split(cell.source)
        texts.insert(0, last)
        if before:
            break
    return "\n\n".join(texts)


def said_in(text: str) -> list[tuple[str, str]]:
    """Return what is said, as (speaker, words), in turn; the speaker of a plain text is ""."""
    before, *turns = SPEAKER.split(text)
    said = [("", before), *zip(turns[::2], turns[1::2], strict=True)]
    plain = [(speaker, " ".join(MARKS.sub("", words).split())) for speaker, words in said]
    return [turn for turn in plain if turn[1]]


def spoken(said: list[tuple[str, str]]) -> str:
    """Return the call that reads aloud what is said, as Python within the length of a line."""
    if len(said) == 1:
        return "listen(\n" + _literal(said[0][1], "    ") + ")"
    turns = (f'    (\n        "{who}",\n{_literal(text, "        ")}    ),\n' for who, text in said)
    return "listen(\n" + "".join(turns) + ")"


def _literal(text: str, indent: str) -> str:
    """Return a text as Python, a literal a line."""
    lines = textwrap.wrap(text, 96 - len(indent), break_long_words=False, break_on_hyphens=False)
    literals = [json.dumps(f"{line} ", ensure_ascii=False) for line in lines[:-1]]
    literals.append(json.dumps(lines[-1], ensure_ascii=False))
    return "".join(f"{indent}{literal}\n" for literal in literals)
