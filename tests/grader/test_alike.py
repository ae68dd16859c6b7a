"""Who writes alike, and which lines a person reads first: on classes of many hands.

A lesson of one exercise has a class of 200, as all have with BACKPROP_FULL=1: in those, as in
classes of 100, none or two are paired of those who write for themselves, in every lesson.
"""

import ast
import json
import os
from random import Random

import pytest

from course.exercises import lessons
from grader.demo.answers import Answers
from grader.demo.variety import noted, rename
from grader.judge.alike import alike
from grader.judge.attention import for_a_person, of_reference
from grader.judge.folders import folders
from grader.judge.handwriting import Hand, hand_of_words
from grader.judge.outcomes import OF_REFERENCE, hand_of
from grader.judge.plan import plan_of
from grader.judge.result import GRADED, ExerciseResult, Result
from grader.report.alike import alike_page, compared

GRADED_LESSONS = [name for name, lesson in lessons().items() if lesson.graded]
WHOLE, COPIES = 200, 40
PEOPLE = WHOLE if os.environ.get("BACKPROP_FULL") else 100
LINES_FOR = 50  # so many people may make one wrong line


def copied(sources, rng):
    """Return somebody's code with other names of variables, or other remarks, or as it is."""
    how = rng.randrange(3)
    if how == 0:
        return sources
    if how == 1:
        return {name: noted(source, rng) for name, source in sources.items()}
    return {name: with_other_names(source, rng) for name, source in sources.items()}


def with_other_names(source, rng):
    tree = ast.parse(source)
    for function in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
        rename(function, rng)
    return ast.unparse(tree)


def result_of(plan, sources):
    """Return a Result with what grading notes of each solution's code."""
    return Result(
        GRADED,
        {
            name: ExerciseResult(1.0, 1.0, "right", hand=hand_of(plan, name, source))
            for name, source in sources.items()
        },
    )


@pytest.fixture(scope="module", params=GRADED_LESSONS)
def people(request):
    """A plan, student to what grading notes of everybody's functions, and to their sources."""
    plan, rng = plan_of(request.param), Random(5)
    answers = Answers(plan)
    names = [exercise.name for exercise in answers.exercises]
    count = PEOPLE if len(names) > 1 else WHOLE  # one exercise alone tells less
    hands = [answers.by_hand(rng) for _ in range(count)]
    sources = {f"s{n:03d}": {name: h[name] for name in names} for n, h in enumerate(hands)}
    return plan, {student: result_of(plan, of) for student, of in sources.items()}, sources


def test_people_who_write_for_themselves_are_not_paired(people):
    _, results, _ = people
    for count in (12, 40, len(results)):
        found = alike({s: results[s] for s in list(results)[:count]})
        named = {s for pair in found for s in (pair.first, pair.second)}
        assert len(named) <= len(results) // LINES_FOR


def test_copies_are_paired_with_what_they_were_copied_from(people):
    plan, results, sources = people
    rng, originals, whole = Random(7), {}, dict(results)
    for number in range(COPIES):
        original = rng.choice(list(sources))
        whole[f"copy-{number}"] = result_of(plan, copied(sources[original], rng))
        originals[f"copy-{number}"] = original
    pairs = {(p.first, p.second) for p in alike(whole)}
    assert sum(pair in pairs for pair in originals.items()) >= COPIES - 2
    hands = [{originals.get(student, student) for student in pair} for pair in pairs]
    assert len(set().union(*(hand for hand in hands if len(hand) > 1))) <= len(results) // LINES_FOR


def test_nobody_is_paired_for_the_reference(people):
    plan, _, sources = people
    known = Answers(plan).right()
    given = {name: known[name] for name in next(iter(sources.values()))}
    assert alike({f"s{n}": result_of(plan, given) for n in range(20)}) == []


def of_hands(*hands):
    """Return a class of 60 in which some have these hands, and nobody else shows anything."""
    results = {f"s{n:02d}": flagged(relu="-") for n in range(60)}
    for number, hand in enumerate(hands):
        results[f"s{number:02d}"].exercises |= {
            name: ExerciseResult(None, 1.0, "manual", hand=of) for name, of in hand.items()
        }
    return {(pair.first, pair.second): pair.exercises for pair in alike(results)}


def test_sentences_that_nobody_else_has_pair_their_writers():
    own = (
        "I would always take the smaller of the two models here. The bigger one costs more than "
        "the whole ward can pay in a year. I would ask the nurses, who see every one of them, "
        "which fractures it misses. Then I would measure that again with people of all ages."
    )
    other = own.replace("smaller", "bigger").replace("nurses", "doctors").replace("again", "once")
    said, otherwise = hand_of_words(own, ""), hand_of_words(other, "")
    assert len(said.said) == 4
    assert of_hands({"dilemma": said}, {"dilemma": said}) == {("s00", "s01"): ("dilemma",)}
    assert of_hands({"dilemma": said}, {"dilemma": otherwise}) == {}
    assert hand_of_words(own, own).said == []  # what the lesson says itself


def test_a_habit_of_names_pairs_nobody():
    habits = {f"e{n}": Hand(names=[f"ergebnis{n}", f"summe{n}"]) for n in range(6)}
    assert of_hands(habits, habits) == {}


def test_code_that_does_not_parse_is_compared_by_its_text():
    plan = plan_of("01-forward-pass")
    broken = "def relu(z):\n    retrun z * (z > 0)\n"
    one, other = (hand_of(plan, "relu", text) for text in (broken, broken + "\n# done"))
    assert one.built == other.built != {}


def test_a_copy_is_known_by_its_helpers_whatever_they_are_called():
    plan = plan_of("01-forward-pass")
    helper = "def {0}({1}):\n    {2} = {1} > 0\n    return {1} * {2}\n\n"
    code = helper + "def relu(z):\n    return {0}(z)"
    one, other = (
        hand_of(plan, "relu", code.format(*names)) for names in (("f", "x", "m"), ("_g", "y", "n"))
    )
    assert one.built == other.built != {}
    assert (one.names, other.names) == (["f", "m", "x"], ["_g", "n", "y"])


def flagged(*flags, **by_exercise):
    exercises = {
        name: ExerciseResult(1.0, 1.0, "right", flags=[flag]) for name, flag in by_exercise.items()
    }
    return Result(GRADED, exercises, list(flags))


def test_the_gravest_comes_first():
    found = dict(
        for_a_person(
            {
                "ada": flagged("a cell was changed"),
                "alan": flagged("a cell was changed", relu="stopped by the judge"),
                "barbara": flagged("it tried a network connection"),
                "claude": flagged(),
                "donald": flagged(relu="it uses the library's own answers"),
            }
        )
    )
    assert list(found) == ["barbara", "alan", "donald", "ada"]
    assert found["alan"] == ["relu: stopped by the judge", "a cell was changed"]


def test_what_many_have_is_one_count():
    results = {f"s{n}": flagged(relu=OF_REFERENCE) for n in range(9)}
    assert list(for_a_person(results)) == []
    assert of_reference(results) == {"relu": 9}
    few = {"ada": flagged(relu=OF_REFERENCE), "alan": flagged()}
    assert [student for student, _ in for_a_person(few)] == ["ada"]


def test_their_code_stands_side_by_side_with_what_both_have_marked():
    first, second = compared("a = 1\nb = 2\nreturn a", "b = 2\nreturn a\n\n")
    assert [line.shared for line in first] == [False, True, True]
    assert [line.shared for line in second] == [True, True, False, False]


def test_a_page_of_pairs_escapes_their_code(tmp_path):
    code = "def relu(z):\n    return '<script>'  # by hand"
    results = {f"s{n}": flagged() for n in range(20)}
    for student in ("s3", "s7"):
        way = ExerciseResult(1.0, 1.0, "right", hand=Hand({"": ("same", 900)}))
        results[student] = Result(GRADED, {f"e{n}": way for n in range(8)})
        home = tmp_path / "autograded" / student / "lesson"
        home.mkdir(parents=True)
        cells = [
            {"metadata": {"nbgrader": {"grade_id": f"e{n}"}}, "source": code} for n in range(8)
        ]
        (home / "lesson.ipynb").write_text(json.dumps({"cells": cells}))
    count, page = alike_page("lesson", folders(tmp_path, tmp_path), results)
    assert count == 1
    assert "<script" not in page
    assert page.count("<mark>") == 8 * 2 * 2
