"""All cards in one deck, with what to repeat today."""

from collections import deque
from collections.abc import Callable
from datetime import date
from pathlib import Path

from ipywidgets import HTML, Button, HBox, Layout, VBox

from course.material.page import as_html
from course.practice import keeping
from course.practice.boxes import NEW_A_DAY, is_due, known, on, unknown
from course.practice.cards import Card, cards_of, chosen
from course.widgets.manners import Manners

BOX = '<div class="mathjax_ignore" style="{}"><small>{}</small><p>{}</p>{}</div>'
LOOK = (
    "border: 1px solid currentColor; border-radius: 6px; font-size: 16px; line-height: 1.4; "
    "max-width: 560px; min-height: 9em; padding: 8px 14px; white-space: normal"
)


class Deck(VBox):
    """The cards that are due today, one at a time, with buttons; a still list without a kernel.

    What is to be repeated always comes, and behind it so many new ones a day. cards: those of the
    lessons that count; file: where it is kept which are known; today: what day it is. A file that
    cannot be read is kept aside, and told in a line.
    """

    def __init__(self, cards: list[Card], file: Path, today: Callable[[], date] = date.today):
        self.cards, self.file, self._today = cards, file, today
        self.places, begun, note = keeping.opened(file)
        known_ones = (c for c in cards if c.key in self.places)
        new = [c for c in cards if c.key not in self.places]
        some = max(NEW_A_DAY - on(today(), begun), 0)
        self.due = deque([c for c in known_ones if is_due(self.places[c.key], today())])
        self.due.extend(new[:some])
        self.later = len(new[some:])
        self.turned = False
        self._shown = HTML()
        self._shown.add_class("course-readout")
        buttons = []
        for words, action in (
            ("turn the card", self.turn),
            ("I knew it", self.knew),
            ("not yet", self.did_not),
        ):
            button = Button(description=words, tooltip=words)
            button.on_click(lambda _, action=action: action())
            buttons.append(button)
        row = HBox(buttons, layout=Layout(flex_flow="row wrap"))
        super().__init__([self._shown, row, Manners()])
        self.add_class("course-panel")
        self._show(note)

    def turn(self) -> None:
        """Show the answer, or the question again."""
        self.turned = not self.turned
        self._show()

    def knew(self) -> None:
        """Put the card a box on: it comes later."""
        self._answered(True)

    def did_not(self) -> None:
        """Put the card into the first box: it comes back today."""
        self._answered(False)

    def _answered(self, well: bool) -> None:
        if not self.due:
            return
        if not self.turned:
            self._show("Turn the card first: say the answer, then look.")
            return
        card, today = self.due.popleft(), self._today()
        before = self.places.get(card.key)
        place = known(before, today) if well else unknown(today)
        self.places[card.key] = place
        if not well:
            self.due.append(card)
        days = (place.due - today).days
        back = "it comes back today" if not days else f"it comes back in {_number(days, 'day')}"
        told = keeping.keep(self.file, card.key, place, today)
        self.turned = False
        self._show(f"{'Known' if well else 'Not yet'}: {told or back}.")

    def _show(self, told: str = "") -> None:
        self._shown.value = self._as_html(told)

    def _as_html(self, told: str) -> str:
        if not self.due:
            return BOX.format(LOOK, as_html(told), f"<b>{as_html(self._done())}</b>", "")
        card = self.due[0]
        later = f", {self._wait}" if self.later else ""
        head = f"{_number(len(self.due), 'card')} to go today{later} · {card.lesson}"
        side = f"<b>{as_html(card.front)}</b>"
        back = f"<p>{as_html(card.back)}</p>" if self.turned else ""
        if told:
            head = f"{as_html(told)}<br>{head}"
        return BOX.format(LOOK, head, side, back)

    @property
    def _wait(self) -> str:
        """How many new cards come on later days, and why."""
        words = "new one waits" if self.later == 1 else "new ones wait"
        return f"{self.later} {words} ({NEW_A_DAY} new ones a day)"

    def _done(self) -> str:
        if self.later:
            return f"Nothing is left for today; {self._wait}."
        dates = [place.due for c in self.cards if (place := self.places.get(c.key))]
        if not dates:
            return "There are no cards."
        days = (min(dates) - self._today()).days
        return f"Nothing is left for today. The next card comes in {_number(days, 'day')}."

    def __repr__(self) -> str:
        return f"A deck of {_number(len(self.cards), 'card')}, {len(self.due)} to repeat today"

    def _repr_mimebundle_(self, **kwargs: object) -> dict[str, object]:
        """Return the widget, and for those who have no kernel all cards as a list."""
        items = "".join(
            f"<dt><b>{as_html(c.front)}</b></dt><dd>{as_html(c.back)}</dd>" for c in self.cards
        )
        still = {"text/plain": repr(self), "text/html": f'<dl class="mathjax_ignore">{items}</dl>'}
        return {**super()._repr_mimebundle_(**kwargs), **still}


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def deck(*lessons: str) -> Deck:
    """Return the cards of the lessons begun, with those to repeat today one after the other.

    Ten new ones come a day. lessons: the names of others, or "all". What is known is kept in
    cards.json beside the lessons; a file of that name that cannot be read is kept aside. Raises
    ValueError, in one line, where no lesson is begun or a name is not known.
    """
    return Deck(cards_of(chosen(lessons)), keeping.work_folder() / keeping.NAME)
