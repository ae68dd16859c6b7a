"""Promises of the deck, the memory game, the one glossary and the progress over all lessons."""

import json
import random
from datetime import date, timedelta

import nbformat
import pytest

from course import deck, glossary, memory_game, progress
from course.material import files
from course.notebook import kept
from course.notebook.definitions import fingerprint
from course.practice import keeping
from course.practice.boxes import LAST, Place, is_due, known, unknown
from course.practice.cards import Card
from course.practice.deck import Deck
from course.practice.memory import Memory
from grader.building import make

TODAY = date(2026, 11, 29)
CARDS = [Card("01-forward-pass", f"front {n}", f"back {n}") for n in range(3)]


@pytest.fixture
def work(tmp_path, monkeypatch):
    """A student's folder with lessons 01 and 02 begun, the notebook of 01 open; its path."""
    for lesson in ("01-forward-pass", "02-loss", "03-chain-rule"):
        (tmp_path / lesson).mkdir()
        nbformat.write(nbformat.v4.new_notebook(), tmp_path / lesson / f"{lesson}.ipynb")
    notes = tmp_path / "02-loss" / ".ipynb_checkpoints"
    notes.mkdir()
    (notes / "02-loss-progress.json").write_text("{}")
    path = tmp_path / "01-forward-pass" / "01-forward-pass.ipynb"
    monkeypatch.setenv("JPY_SESSION_NAME", str(path))
    return tmp_path


@pytest.fixture
def file(tmp_path):
    return tmp_path / "cards.json"


def at(day, file, cards=CARDS):
    return Deck(cards, file, today=lambda: day)


def answer(shown, well):
    shown.turn()
    (shown.knew if well else shown.did_not)()


# Boxes


def test_a_card_that_is_known_comes_after_1_2_4_8_16_days_and_so_on():
    place, days = None, []
    for _ in range(10):
        place = known(place, TODAY)
        days.append((place.due - TODAY).days)
    assert days == [1, 2, 4, 8, 16, 32, 64, 128, 128, 128] and place.box == LAST


def test_a_card_that_is_not_known_begins_again_today():
    assert unknown(TODAY) == Place(0, TODAY) and is_due(unknown(TODAY), TODAY)
    assert known(unknown(TODAY), TODAY).due == TODAY + timedelta(days=1)
    assert not is_due(known(None, TODAY), TODAY) and is_due(None, TODAY)


# The deck


def test_what_was_known_comes_tomorrow_and_what_was_not_comes_again_today(file):
    today = at(TODAY, file)
    answer(today, True)
    answer(today, False)
    assert [card.front for card in today.due] == ["front 2", "front 1"]
    assert [card.front for card in at(TODAY, file).due] == ["front 1", "front 2"]
    tomorrow = at(TODAY + timedelta(days=1), file)
    assert [card.front for card in tomorrow.due] == ["front 0", "front 1", "front 2"]


def test_a_day_s_work_ends_and_says_when_the_next_card_comes(file):
    today = at(TODAY, file)
    for _ in CARDS:
        answer(today, True)
    assert "Nothing is left for today. The next card comes in 1 day." in today._shown.value
    today.knew()  # nothing more happens
    assert len(json.loads(file.read_text())["cards"]) == 3


MANY = [Card("02-loss", f"new {n}", f"back {n}") for n in range(25)]


def test_ten_new_cards_come_a_day_and_the_others_are_told_to_wait(file):
    today = at(TODAY, file, MANY)
    assert len(today.due) == 10
    assert "10 cards to go today, 15 new ones wait (10 new ones a day)" in today._shown.value
    for _ in range(4):
        answer(today, True)
    again = at(TODAY, file, MANY)
    assert [card.front for card in again.due] == [f"new {n}" for n in range(4, 10)]
    for _ in range(6):
        answer(again, True)
    assert "Nothing is left for today; 15 new ones wait (10 new ones a day)." in again._shown.value
    assert len(at(TODAY, file, MANY).due) == 0


def test_what_is_to_be_repeated_always_comes_and_comes_first(file):
    for days in range(2):
        today = at(TODAY + timedelta(days=days), file, MANY)
        while today.due:
            answer(today, True)
    third = at(TODAY + timedelta(days=3), file, MANY)
    fronts = [card.front for card in third.due]
    assert fronts == [f"new {n}" for n in range(25)] and third.later == 0


def test_a_new_card_that_was_not_known_is_begun_and_comes_back_the_same_day(file):
    answer(at(TODAY, file, MANY), False)
    again = at(TODAY, file, MANY)
    assert [card.front for card in again.due] == [f"new {n}" for n in range(10)]
    for _ in range(10):
        answer(again, True)
    assert at(TODAY, file, MANY).later == 15


def test_a_file_from_before_days_were_counted_is_read(file):
    file.write_text(
        '{"format": "backprop cards 1", "cards": {"02-loss: new 0": [1, "2026-11-29"]}}'
    )
    assert [card.front for card in at(TODAY, file, MANY).due] == [f"new {n}" for n in range(11)]


def test_a_card_is_not_answered_before_it_is_turned(file):
    today = at(TODAY, file)
    assert "back 0" not in today._shown.value
    today.knew()
    assert "Turn the card first" in today._shown.value and len(today.due) == 3
    assert not file.exists()
    today.turn()
    assert "back 0" in today._shown.value


def test_the_deck_holds_the_lessons_that_are_begun_or_those_named(work):
    assert {card.lesson for card in deck().cards} == {"01-forward-pass", "02-loss"}
    assert {card.lesson for card in deck("03-chain-rule").cards} == {"03-chain-rule"}
    everything = sum(len(files.read(name).get("cards", ())) for name in files.lessons())
    assert len(deck("all").cards) == everything
    answer(deck(), True)
    assert (work / "cards.json").is_file()


def test_without_a_lesson_begun_one_is_to_be_named(tmp_path, monkeypatch):
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValueError, match="begun no lesson here yet: name one, as in deck"):
        deck()
    with pytest.raises(ValueError, match="no lesson '99-none'"):
        deck("99-none")


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"format": "another"}',
        '{"format": "backprop cards 1", "cards": {"a": [99, "2026-11-29"]}}',
        '{"format": "backprop cards 1", "cards": {"a": [1, "soon"]}}',
        '{"format": "backprop cards 1", "begun": [1, 2], "cards": {}}',
        '{"format": "backprop cards 1", "begun": ["2026-11-29", -1], "cards": {}}',
        "[" * 100_000,
        " " * (keeping.LONGEST + 1),
    ],
    ids=["cut", "list", "foreign", "box", "day", "begun", "number", "deep", "long"],
)
def test_a_file_that_cannot_be_read_is_told_in_a_line_and_kept_aside(file, text):
    file.write_text(text)
    (file.parent / "cards-aside-1.json").write_text("older")
    today = at(TODAY, file)
    assert "it is now cards-aside-2.json" in today._shown.value
    assert (file.parent / "cards-aside-2.json").read_text() == text
    assert (file.parent / "cards-aside-1.json").read_text() == "older"
    assert len(today.due) == 3
    answer(today, True)
    assert "front 0" in file.read_text()


def test_a_file_that_is_damaged_meanwhile_is_not_overwritten(file):
    today = at(TODAY, file)
    file.write_text("mine")
    answer(today, True)
    assert "not kept" in today._shown.value and file.read_text() == "mine"


def test_two_notebooks_keep_what_the_other_wrote_and_a_failing_disk_leaves_the_file(
    file, monkeypatch
):
    one, other = at(TODAY, file), at(TODAY, file, CARDS[1:])
    answer(one, True)
    answer(other, True)
    before = file.read_text()
    assert len(json.loads(before)["cards"]) == 2

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(keeping.Path, "write_text", full)
    answer(one, True)
    assert "No space left" in one._shown.value and file.read_text() == before


def test_without_a_kernel_the_deck_is_a_list(file):
    still = at(TODAY, file)._repr_mimebundle_()["text/html"]
    assert all(card.front in still and card.back in still for card in CARDS)


# The game


def test_two_tiles_of_a_card_are_a_pair_and_all_others_close_again():
    game = Memory(CARDS, random.Random(3))
    places = [[i for i, (pair, _) in enumerate(game.tiles) if pair == n] for n in range(3)]
    (a, b), (c, d), (e, f) = places
    assert game.pick(a).startswith("Open: ")
    assert game.pick(a) == "This tile is open already."
    assert game.pick(c).startswith("No pair: ") and game.shows(a) and game.shows(c)
    game.pick(b)
    assert not game.shows(a) and not game.shows(c)
    assert game.pick(a).endswith("2 to go")
    assert game.pick(b) == "This tile is open already."
    for tile in (c, d, e):
        game.pick(tile)
    assert game.pick(f).endswith("all found in 4 tries")
    assert all(game.shows(tile) for tile in range(6))


def test_a_tile_that_lies_face_down_gives_nothing_away():
    shown = memory_game("all", rng=random.Random(1))
    assert [button.description for button in shown.buttons] == [f"tile {n}" for n in range(1, 13)]
    shown.buttons[4].click()
    assert shown.buttons[4].description != "tile 5"


# One glossary, and progress over all lessons


def test_the_glossary_of_all_lessons_says_which_lesson_brings_a_word():
    everything = glossary()
    homes = dict(zip((term for term, _ in everything.words), everything.lessons, strict=True))
    assert len(homes) == len(everything.words)
    for name in files.lessons():
        for word in files.read(name).get("glossary", ()):
            assert homes[word["term"]] == name
    assert "(01-forward-pass)" in repr(everything) and "(01-forward-pass)" in (
        everything._repr_html_()
    )
    assert "(01-forward-pass)" not in repr(glossary("01-forward-pass"))


def test_progress_over_all_lessons_reads_the_copies_beside_the_notebook(work):
    source = "def mse_gradient(y_hat, y):\n    return (y_hat - y) / len(y)"
    path = work / "02-loss" / "02-loss.ipynb"
    cell = nbformat.v4.new_code_cell(source)
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    code = fingerprint([(source, True)], "mse_gradient")
    entry = kept.Kept("right", 4.0, 4.0, "mse_gradient", code, "2026-11-28")
    kept._write(path, {"mse_gradient": entry})
    said = repr(progress("all")).splitlines()
    assert [line.split(":")[0] for line in said] == make.lessons()
    assert said[0] == "00-start: not begun"
    assert said[2].startswith("02-loss: 4 of ") and "1 of 7 right" in said[2]
    assert "not begun" in progress("all")._repr_html_()
