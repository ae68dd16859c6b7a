"""What the judge makes of Nodes that a student made by hand: the notebook's own verdicts."""

import nbformat
import pytest

from course.autodiff import Node
from course.exercises import by_name
from grader.judge.grading import grade
from grader.judge.plan import plan_of
from grader.sandbox.lane import Lane
from grader.sandbox.limits import Limits
from tests.exercises.catalogue import verdict_on
from tests.submissions import filled, solutions, student_notebook

LESSON = "03-chain-rule"
SEED = (3, 4)
ANSWERS = {
    "by the library": ("a * b", 0),
    "exchanged": ("Node(a.value * b.value, (a, b), (a.value, b.value))", 4),
    "told as if": ('{"value": a.value * b.value, "inputs": ["a", "b"]}', 0),
}


@pytest.fixture(scope="module")
def lane(warm):
    lane = Lane(address=warm.address, limits=Limits(seconds=4))
    yield lane
    lane.close()


@pytest.mark.parametrize("name", ANSWERS)
def test_a_node_made_by_hand_is_judged_as_in_the_notebook(lane, name):
    code, points = ANSWERS[name]
    source = f"def multiply(a, b):\n    return {code}"
    notebook = filled(student_notebook(LESSON), solutions(LESSON) | {"multiply": source})
    result = grade(nbformat.writes(notebook).encode(), plan_of(LESSON), lane, SEED)
    graded = result.exercises["multiply"]
    names = {"Node": Node}
    exec(source, names)
    own = verdict_on(by_name()["multiply"], names["multiply"], 3)
    assert (graded.points, own.points) == (points, points)
    assert graded.diagnosis == own.diagnosis
