"""Who writes alike, and which lines a person reads first: on classes of many hands."""

import ast
import json
from random import Random

import pytest

from course.exercises import lessons
from grader.demo.answers import Answers
from grader.demo.variety import noted, rename
from grader.judge.alike import alike
from grader.judge.attention import for_a_person, of_reference
from grader.judge.folders import folders
from grader.judge.likeness import structure, wording
from grader.judge.outcomes import OF_REFERENCE
from grader.judge.plan import plan_of
from grader.judge.result import GRADED, ExerciseResult, Result
from grader.report.alike import alike_page, compared

GRADED_LESSONS = [name for name, lesson in lessons().items() if lesson.graded]
PEOPLE, COPIES = 200, 20
LINES_AT_MOST = PEOPLE // 50


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
    exercises = {}
    for name, source in sources.items():
        own, reference = structure(source, name), structure(plan.solutions[name], name)
        outcome = exercises[name] = ExerciseResult(1.0, 1.0, "right")
        if own != reference:
            outcome.ways, outcome.nodes = [own.digest, wording(source)], own.nodes
    return Result(GRADED, exercises)


@pytest.fixture(scope="module", params=GRADED_LESSONS)
def people(request):
    """A plan, and student to the sources of everybody's functions."""
    plan, rng = plan_of(request.param), Random(5)
    answers = Answers(plan)
    names = [exercise.name for exercise in answers.exercises]
    hands = [answers.by_hand(rng) for _ in range(PEOPLE)]
    return plan, {f"s{n:03d}": {name: h[name] for name in names} for n, h in enumerate(hands)}


def test_people_who_write_for_themselves_are_not_paired(people):
    plan, sources = people
    for count in (12, 40, PEOPLE):
        found = alike({s: result_of(plan, sources[s]) for s in list(sources)[:count]})
        assert len({s for pair in found for s in (pair.first, pair.second)}) <= LINES_AT_MOST


def test_copies_are_paired_with_what_they_were_copied_from(people):
    plan, sources = people
    rng, originals, whole = Random(7), {}, dict(sources)
    for number in range(COPIES):
        original = rng.choice(list(sources))
        whole[f"copy-{number}"] = copied(sources[original], rng)
        originals[f"copy-{number}"] = original
    pairs = {(p.first, p.second) for p in alike({s: result_of(plan, w) for s, w in whole.items()})}
    functions = len(next(iter(sources.values())))  # of one alone nothing adds up, of three little
    least = {1: 0, 3: COPIES // 2}.get(functions, COPIES - 1)
    assert sum(pair in pairs for pair in originals.items()) >= least


def test_nobody_is_paired_for_the_reference(people):
    plan, sources = people
    known = Answers(plan).right()
    given = {name: known[name] for name in next(iter(sources.values()))}
    assert alike({f"s{n}": result_of(plan, given) for n in range(20)}) == []


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
        way = ExerciseResult(1.0, 1.0, "right", ways=["same"], nodes=900)
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
