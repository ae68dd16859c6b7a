"""The memory game: which back belongs to which front?"""

import random
from html import escape

from ipywidgets import HTML, Button, GridBox, Layout, VBox

from course.practice.cards import Card, cards_of, chosen
from course.widgets.manners import Manners

PAIRS = 6
LONGEST = 110  # characters of a tile
STYLE = """<style>.course-memory button { height: auto; line-height: 1.3; min-height: 5.5em;
overflow-wrap: anywhere; padding: 6px; white-space: normal; width: auto; }
.course-memory .found { border: 3px solid #009E73; }</style>"""


class Memory:
    """A round: tiles face down, two for each card; which are open, which are found."""

    def __init__(self, cards: list[Card], rng: random.Random):
        pairs = [(n, text) for n, card in enumerate(cards) for text in (card.front, card.back)]
        rng.shuffle(pairs)
        self.tiles, self.open, self.found, self.tries = pairs, [], set(), 0

    def pick(self, tile: int) -> str:
        """Turn a tile; return in words what became of it."""
        if len(self.open) == 2:
            self.open.clear()
        pair = self.tiles[tile][0]
        if tile in self.open or pair in self.found:
            return "This tile is open already."
        self.open.append(tile)
        if len(self.open) == 1:
            return f"Open: {self.tiles[tile][1]}"
        self.tries += 1
        first, second = self.open
        both = f"{self.tiles[first][1]} / {self.tiles[second][1]}"
        if self.tiles[first][0] != pair:
            return f"No pair: {both}"
        self.found.add(pair)
        self.open.clear()
        left = len(self.tiles) // 2 - len(self.found)
        end = f"{left} to go" if left else f"all found in {self.tries} tries"
        return f"A pair: {both}. {end}"

    def shows(self, tile: int) -> bool:
        """Return whether a tile lies face up."""
        return tile in self.open or self.tiles[tile][0] in self.found


class MemoryGame(VBox):
    """The game in a notebook: a button for each tile, and a line that says what happened."""

    def __init__(self, cards: list[Card], rng: random.Random):
        self.game = Memory(cards, rng)
        self.cards = cards
        self._told = HTML("<b>Open two tiles: a question and its answer.</b>")
        self._told.add_class("course-readout")
        self.buttons = [Button() for _ in self.game.tiles]
        for tile, button in enumerate(self.buttons):
            button.on_click(lambda _, tile=tile: self.pick(tile))
        columns = Layout(grid_template_columns="repeat(auto-fill, minmax(140px, 1fr))")
        grid = GridBox(self.buttons, layout=columns)
        super().__init__([HTML(STYLE), grid, self._told, Manners()])
        for name in ("course-panel", "course-memory"):
            self.add_class(name)
        self._show()

    def pick(self, tile: int) -> None:
        """Turn a tile and show it."""
        words = _plain(self.game.pick(tile))
        self._show()
        self._told.value = f"<b>{escape(words)}</b>"

    def _show(self) -> None:
        for tile, button in enumerate(self.buttons):
            pair, text = self.game.tiles[tile]
            shown = self.game.shows(tile)
            button.description = _plain(text) if shown else f"tile {tile + 1}"
            button.tooltip = button.description
            (button.add_class if pair in self.game.found else button.remove_class)("found")

    def __repr__(self) -> str:
        return f"A memory game with {len(self.cards)} pairs"


def _plain(text: str) -> str:
    return text.replace("`", "")


def memory_game(*lessons: str, rng: random.Random | None = None) -> MemoryGame:
    """Return a memory game with six short cards of the lessons begun, or of those named.

    rng: draws the cards. Raises ValueError, in one line, where there are none.
    """
    rng = rng or random.Random()
    cards = cards_of(chosen(lessons))
    short = [c for c in cards if max(len(c.front), len(c.back)) <= LONGEST]
    if not short:
        raise ValueError(
            "found no card that is short enough for a tile; name more lessons, as in "
            "memory_game('all')"
        )
    return MemoryGame(rng.sample(short, min(PAIRS, len(short))), rng)
