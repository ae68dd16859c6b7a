"""A lesson's flash cards: a click or the space bar turns one, Enter shows the next."""

from dataclasses import dataclass
from typing import TypeAlias

from course.material.files import read
from course.material.page import as_html, embed

FRONT, BACK, TEXT = "#0072B2", "#444444", "#ffffff"  # contrast 5.2 and 9.7 to 1
STYLE = """
.flip-container:focus-visible .flashcard { outline: 3px solid #ffffff; outline-offset: -9px; }
.next:focus-visible { outline: 3px solid #0072B2; }
.flashcardtext { font-size: 20px !important; line-height: 1.4; }
.flashcard code {
  background: none !important; color: inherit !important; padding: 0 !important;
  white-space: nowrap !important; }
.next { color: inherit; font-size: 16px; opacity: 1; width: auto; }
.next svg { display: none; }
"""
TIDY = """(root) => {
    const deck = root.querySelector(".flip-container");
    const next = root.querySelector(".next");
    if (!deck.dataset.cards) return;
    const turned = deck.classList.contains("flip");
    const [front, back] = deck.querySelectorAll(".frontcard .front, .frontcard .back");
    front?.setAttribute("aria-hidden", turned);
    back?.setAttribute("aria-hidden", !turned);
    for (const card of deck.children)
      card.setAttribute("aria-hidden", card.classList.contains("backcard"));
    if (next.tabIndex === 0) return;
    next.tabIndex = 0;
    next.setAttribute("role", "button");
    deck.setAttribute("role", "group");
    deck.setAttribute("aria-live", "polite");
    deck.setAttribute("aria-label",
      "Flash card. The space bar turns it, the Enter key shows the next one.");
    for (const element of [deck, next])
      element.setAttribute("data-lm-suppress-shortcuts", "true");
    next.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      next.click();
    });
    // The library swallows every key, Tab among them, and so would hold the keyboard captive.
    root.addEventListener("keydown", (event) => {
      if (![" ", "Enter", "ArrowRight"].includes(event.key)) event.stopPropagation();
    }, true);
  }"""


Card: TypeAlias = dict[str, str]


@dataclass(frozen=True)
class Cards:
    """A lesson's flash cards, drawn by jupytercards in a notebook."""

    lesson: str
    cards: tuple[Card, ...]

    def __repr__(self) -> str:
        return f"Flash cards of {self.lesson}: {len(self.cards)} cards"

    def _repr_html_(self) -> str:
        from jupytercards import display_flashcards

        sides = [{side: as_html(text) for side, text in card.items()} for card in self.cards]
        return embed(
            lambda: display_flashcards(
                sides,
                front_colors=[FRONT],
                back_colors=[BACK],
                text_colors=[TEXT],
                known_widgets=False,
            ),
            STYLE,
            TIDY,
        )


def cards(lesson: str) -> Cards:
    """Return the lesson's flash cards for a notebook to show."""
    return Cards(lesson, tuple(read(lesson)["cards"]))
