"""The words of the course: a lesson's new ones, or all of them."""

from dataclasses import dataclass

from course.material.files import lessons, read
from course.material.page import as_html

# JupyterLab floats a term beside its meaning: one of two lines would push all that follow aside.
LIST = "display: grid; grid-template-columns: fit-content(40%) 1fr; gap: 4px 16px"
ITEM = "margin: 0; width: auto"


@dataclass(frozen=True)
class Glossary:
    """Words with their meanings, as pairs; a notebook shows them as a definition list.

    lessons: for each word the one that brings it, where words of several are together.
    """

    words: tuple[tuple[str, str], ...]
    lessons: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return "\n".join(
            f"{term}: {meaning}{f' ({lesson})' if lesson else ''}"
            for (term, meaning), lesson in self._told
        )

    @property
    def _told(self) -> list[tuple[tuple[str, str], str]]:
        return list(zip(self.words, self.lessons or ("",) * len(self.words), strict=True))

    def _repr_html_(self) -> str:
        items = "".join(
            f'<dt style="{ITEM}"><strong>{as_html(term)}</strong></dt>'
            f'<dd style="{ITEM}">{as_html(meaning)}'
            f"{f' <small>({lesson})</small>' if lesson else ''}</dd>"
            for (term, meaning), lesson in self._told
        )
        return f'<dl class="mathjax_ignore" style="{LIST}">{items}</dl>'


def glossary(lesson: str | None = None) -> Glossary:
    """Return the lesson's new words, or those of all lessons, in alphabetical order."""
    sources = lessons() if lesson is None else [lesson]
    found = [
        (word["term"], word["meaning"], source)
        for source in sources
        for word in read(source).get("glossary", ())
    ]
    found.sort(key=lambda word: word[0].casefold())
    homes = tuple(source for _, _, source in found) if lesson is None else ()
    return Glossary(tuple((term, meaning) for term, meaning, _ in found), homes)
