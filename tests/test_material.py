"""Promises of the quiz, the flash cards, the glossary and the Listen button."""

import copy
import json
import random
import subprocess
import sys

import pytest

from course.material import files, schema
from course.material.cards import cards
from course.material.glossary import glossary
from course.material.listen import listen
from course.material.quiz import graded_questions, quiz
from tests.submissions import GRADED

LESSON = "01-forward-pass"
LESSONS = files.lessons()


@pytest.fixture
def lesson():
    return copy.deepcopy(files.read(LESSON))


# The files


@pytest.mark.parametrize("name", LESSONS)
def test_every_lessons_file_keeps_the_rules(name):
    data = files.read(name)
    graded = name in GRADED
    schema.validate(data, name, graded)
    if graded:
        assert len(data["quiz"]) >= 8 and len(data["graded"]) == 4 and len(data["cards"]) >= 6
    assert all(choice["explanation"] for q in data.get("quiz", ()) for choice in q["choices"])
    assert all(any("right" in choice for choice in q["choices"]) for q in data.get("quiz", ()))


@pytest.mark.parametrize("name", GRADED)
def test_graded_questions_hold_a_prompt_and_choices_and_nothing_that_marks_an_answer(name):
    for question in files.read(name)["graded"]:
        assert set(question) == {"prompt", "choices"}
        assert all(isinstance(text, str) for text in question["choices"].values())


@pytest.mark.parametrize("name", LESSONS)
def test_no_question_offers_the_same_choice_twice(name):
    data = files.read(name)
    offered = [[c.get("text", c.get("value")) for c in q["choices"]] for q in data.get("quiz", ())]
    offered += [list(q["choices"].values()) for q in data.get("graded", ())]
    assert all(len(choices) == len(set(choices)) for choices in offered)


@pytest.mark.parametrize("name", GRADED)
def test_the_right_choice_does_not_always_stand_at_the_same_place(name):
    choices = [q["choices"] for q in files.read(name)["quiz"] if q["kind"] == "multiple_choice"]
    places = [["right" in choice for choice in each].index(True) for each in choices]
    assert all(places.count(place) <= len(places) / 2 for place in places)


def test_no_word_has_two_meanings():
    terms = [
        word["term"].casefold() for name in LESSONS for word in files.read(name).get("glossary", ())
    ]
    assert sorted(terms) == sorted(set(terms))


def spoil(*path, **change):
    """Return a function that changes, adds or (with None) deletes keys at a path in the data."""

    def at(data):
        for step in path:
            data = data[step]
        data.update(change)
        for key in [key for key, value in change.items() if value is None]:
            del data[key]

    return at


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (spoil(cards=None), "the whole file: found no 'cards'; expected the keys quiz,"),
        (spoil(extra=1), "the whole file: found 'extra'; expected the keys quiz,"),
        (lambda data: data["quiz"].clear(), "quiz: found 0; expected a list of 8 or more"),
        (spoil("quiz", 1, kind="guess"), "quiz 2 kind: found 'guess'; expected multiple_choice,"),
        (
            spoil("quiz", 1, "choices", 0, explanation=None),
            "quiz 2 choices 1: found no 'explanation'; expected a text, its explanation",
        ),
        (
            spoil("quiz", 1, "choices", 0, text=3),
            "quiz 2 choices 1 text: found the number 3; expected a text; write it so (quotes",
        ),
        (spoil("quiz", 1, "choices", 0, text=" "), "quiz 2 choices 1 text: found an empty text"),
        (
            spoil("quiz", 1, "choices", 0, right=True),
            "quiz 2 choices: found several with right: true; expected 3 choices or more, one",
        ),
        (
            spoil("quiz", 1, "choices", 2, right=None),
            "quiz 2 choices: found none with right: true; expected 3 choices or more, one",
        ),
        (
            spoil("quiz", 1, "choices", 0, right=False),
            "quiz 2 choices 1 right: found false; expected right: true, or no such key",
        ),
        (
            lambda data: [choice.pop("right", None) for choice in data["quiz"][2]["choices"]],
            "quiz 3 choices: found none with right: true; expected 3 choices or more, one or more",
        ),
        (
            spoil("quiz", 0, "choices", 0, value="one"),
            "quiz 1 choices 1 value: found a text; expected a number",
        ),
        (spoil("quiz", 0, otherwise=None), "quiz 1: found no 'otherwise'; expected the keys"),
        (spoil("quiz", 1, otherwise="x"), "quiz 2: found 'otherwise'; expected the keys prompt"),
        (lambda data: data["graded"].pop(), "graded: found 3; expected a list of exactly 4"),
        (
            lambda data: data["graded"].append(data["graded"][0]),
            "graded: found 5; expected a list of exactly 4 questions; take out what is too much",
        ),
        (
            spoil("graded", 3, answer="b"),
            "graded 4: found 'answer'; expected a prompt and its choices; the answer stands",
        ),
        (
            spoil("graded", 3, "choices", d=None),
            "graded 4 choices: found no 'd'; expected four choices with the letters a, b, c and d",
        ),
        (spoil("cards", 0, back=None), "cards 1: found no 'back'; expected a front and a back"),
        (spoil("glossary", 0, meaning=["x"]), "glossary 1 meaning: found a list; expected a text"),
    ],
)
def test_a_broken_rule_is_one_line_with_file_place_found_expected_and_remedy(
    lesson, broken, message
):
    broken(lesson)
    with pytest.raises(ValueError) as caught:
        schema.validate(lesson, "quizzes/x.yaml")
    assert str(caught.value).startswith(f"quizzes/x.yaml, {message}")
    assert str(caught.value).count("; ") >= 2 and "\n" not in str(caught.value)


def keywords(schema):
    """Yield every keyword that a schema or a schema inside it uses."""
    for keyword, value in schema.items():
        yield keyword
        inside = []
        if keyword in ("properties", "$defs"):
            inside = value.values()
        elif keyword == "allOf":
            inside = value
        elif keyword in ("items", "if", "then", "contains"):
            inside = [value]
        for each in inside:
            yield from keywords(each) if isinstance(each, dict) else ()


def test_every_rule_of_the_schema_has_words_for_its_breach():
    rules = json.loads((files.FOLDER / "schema.json").read_text())
    speak_through_others = {"properties", "items", "allOf", "if", "then", "$ref", "$defs"}
    notes = {"$schema", "title", "description"}
    assert set(keywords(rules)) - speak_through_others - notes == set(schema.RULES)


def test_a_file_that_is_no_yaml_is_one_line_with_its_line_number(tmp_path, monkeypatch):
    (tmp_path / "09-x.yaml").write_text("quiz:\n  - prompt: a: b\n")
    monkeypatch.setattr(files, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match=r"^quizzes/09-x\.yaml, line 2: [^\n]+; expected YAML; "):
        files.read("09-x")


def test_an_empty_file_is_one_line():
    with pytest.raises(ValueError, match="^quizzes/x.yaml, the whole file: found nothing; "):
        schema.validate(None, "quizzes/x.yaml")


def test_a_student_does_not_wait_for_jsonschema():
    code = f"import sys, course; course.quiz('{LESSON}'); assert 'jsonschema' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=files.FOLDER.parent)


@pytest.mark.parametrize("show", [quiz, graded_questions, cards, glossary])
def test_an_unknown_lesson_names_the_nearest(show):
    with pytest.raises(ValueError, match="^found no lesson '01-forward'.*'01-forward-pass'"):
        show("01-forward")


# What a notebook shows


def test_text_is_stable_and_says_what_is_shown(lesson):
    assert repr(quiz(LESSON)) == f"Quiz of 01-forward-pass: {len(lesson['quiz'])} questions"
    assert repr(cards(LESSON)) == f"Flash cards of 01-forward-pass: {len(lesson['cards'])} cards"
    assert repr(listen("Two words")) == "Listen: 2 words"
    assert repr(listen(("A", "One."), ("B", "Two."))) == "Listen: 2 words in 2 voices"
    assert repr(graded_questions(LESSON)).startswith(f"1. {lesson['graded'][0]['prompt']}\n   a. ")


@pytest.mark.parametrize("show", [quiz, cards])
def test_output_is_the_same_every_time_and_leaves_random_alone(shell, show):
    random.seed(5)
    before = random.getstate()
    first = show(LESSON)._repr_html_()
    assert random.getstate() == before
    random.seed(6)
    assert show(LESSON)._repr_html_() == first


def test_the_glossary_is_alphabetical_and_without_a_lesson_holds_every_word():
    terms = [term for term, _ in glossary().words]
    assert terms == sorted(terms, key=str.casefold)
    assert set(terms) == {
        w["term"] for name in LESSONS for w in files.read(name).get("glossary", ())
    }
    assert "neuron: " in repr(glossary(LESSON))
