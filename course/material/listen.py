"""A button that reads a text aloud with the browser's own speech."""

from dataclasses import dataclass

from course.material.page import button

Said = str | tuple[str, str]


@dataclass(frozen=True)
class Listen:
    """A text with a button that reads it aloud: what each speaker says, in turn."""

    said: tuple[tuple[str, str], ...]

    @property
    def speakers(self) -> list[str]:
        """Who speaks, in the order of their first words."""
        return list(dict.fromkeys(speaker for speaker, _ in self.said))

    def __repr__(self) -> str:
        words = sum(len(text.split()) for _, text in self.said)
        voices = f" in {len(self.speakers)} voices" if len(self.speakers) > 1 else ""
        return f"Listen: {words} words{voices}"

    def _repr_html_(self) -> str:
        label = "Listen to this text" if len(self.said) == 1 else "Listen to this exchange"
        said = [[self.speakers.index(speaker), text] for speaker, text in self.said]
        return button("▶ Listen", label, "listen.js", said)


def listen(*said: Said) -> Listen:
    """Return a button for a notebook to show; where the browser has no speech, it says so.

    said: a text, or pairs of a speaker and what is said, in turn: each speaker
    has a voice of their own.
    """
    return Listen(tuple(("", each) if isinstance(each, str) else each for each in said))
