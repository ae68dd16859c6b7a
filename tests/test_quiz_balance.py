"""A quiz asks what is known: nothing but the right answer gives the right answer away."""

import re
from collections import Counter

import pytest

from course.material import files
from tests.submissions import GRADED, solutions

each = pytest.mark.parametrize("name", GRADED)


def quiz(name, kind):
    """Return the (choices, which are right) of a lesson's practice questions of a kind."""
    asked = [q["choices"] for q in files.read(name)["quiz"] if q["kind"] == kind]
    return [([c["text"] for c in cs], ["right" in c for c in cs]) for cs in asked]


def key(name):
    """Return the letters of a lesson's graded questions, in order."""
    spaces = {}
    exec(solutions(name)[f"{name[3:].replace('-', '_')}_questions"], spaces)
    return "".join(letter for _, letter in sorted(spaces["answers"].items()))


def single(name):
    """Return the (choices, which is right) of every question with one right answer in words."""
    graded = [q["choices"] for q in files.read(name)["graded"]]
    lettered = [
        (list(choices.values()), [letter == right for letter in choices])
        for choices, right in zip(graded, key(name), strict=True)
    ]
    return quiz(name, "multiple_choice") + lettered


def guessed(questions, best):
    """Return the share that is right by guessing the longest (best=max) or shortest choice.

    Where several are the longest, one of them is guessed.
    """
    score = 0
    for choices, right in questions:
        lengths = [len(choice.replace("`", "")) for choice in choices]
        guess = [r for length, r in zip(lengths, right, strict=True) if length == best(lengths)]
        score += sum(guess) / len(guess)
    return score / len(questions)


def places(questions):
    return Counter(right.index(True) for _, right in questions)


def over_all(part):
    return [question for name in GRADED for question in part(name)]


# Each quiz by itself


@each
def test_the_longest_choice_is_no_better_a_guess_than_another(name):
    assert guessed(single(name), max) <= 1 / 3


@each
def test_the_shortest_choice_is_not_much_better_a_guess_than_another(name):
    assert guessed(single(name), min) <= 1 / 2


@each
def test_right_choices_stand_at_three_places_or_more_and_at_none_too_often(name):
    at = places(quiz(name, "multiple_choice"))
    assert len(at) >= 3 and max(at.values()) <= at.total() / 2


def test_hardly_a_key_uses_each_letter_once():
    """By chance one in eleven does; more would give the last letter to whoever knows three."""
    used = {name: len(set(key(name))) for name in GRADED}
    assert min(used.values()) >= 2
    assert sum(count == 4 for count in used.values()) <= len(used) / 11, used


@each
def test_no_choice_speaks_of_another_one_s_place_or_of_all_of_them(name):
    """So they can be shown in any order, and "all of these" is never the way out."""
    said = [c for cs, _ in single(name) + quiz(name, "many_choice") for c in cs]
    words = (" of the above", " of these", "both a and", "both of them", "answer a", "choice a")
    assert [c for c in said if any(word in c.casefold() for word in words)] == []


# All quizzes together


def test_over_all_quizzes_length_says_nothing():
    assert guessed(over_all(single), max) <= 0.3
    assert guessed(over_all(single), min) <= 0.4


def test_over_all_quizzes_the_place_says_nothing():
    at = places(over_all(lambda name: quiz(name, "multiple_choice")))
    assert max(at.values()) <= at.total() * 0.35


def test_no_two_lessons_share_a_key():
    keys = {name: key(name) for name in GRADED}
    assert sorted(keys.values()) == sorted(set(keys.values())), keys


def test_no_letter_of_a_key_is_likelier_than_another():
    """Over all keys, and for each of the four questions over the lessons."""
    keys = [key(name) for name in GRADED]
    letters = Counter("".join(keys))
    assert set(letters) == set("abcd")
    assert min(letters.values()) / letters.total() >= 0.15
    assert max(letters.values()) / letters.total() <= 0.35
    for question in zip(*keys, strict=True):
        assert max(Counter(question).values()) <= max(2, len(keys) / 2)


def test_tick_all_questions_have_one_to_all_right_and_no_number_is_usual():
    counts = Counter(sum(right) for _, right in over_all(lambda name: quiz(name, "many_choice")))
    assert set(counts) >= {1, 2, 3, 4}
    assert max(counts.values()) <= counts.total() / 2


@pytest.mark.parametrize("name", GRADED)
def test_a_quiz_shows_no_marks_of_markdown_and_asks_once_for_all_that_are_right(name):
    text = (files.FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    without_code = re.sub(r"`[^`]*`", "", text)
    assert re.findall(r"\*\w[^*\n]*\w\*|\*\*\S|\b_\w+_\b", without_code) == []
    many = [q["prompt"] for q in files.read(name)["quiz"] if q["kind"] == "many_choice"]
    assert [prompt for prompt in many if re.search(r"\b[Tt]ick\b|\bChoose all\b", prompt)] == []
