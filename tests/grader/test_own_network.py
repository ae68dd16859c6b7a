"""What the judge says of a network of one's own: right, and round the limit."""

import nbformat
import pytest

from grader.judge.grading import grade
from grader.judge.plan import plan_of
from grader.sandbox.lane import Lane
from tests.submissions import filled, solutions, student_notebook

LESSON = "13-your-own-network"
KEPT = """KEPT = {}

def train(x, labels, rng):
    KEPT[len(KEPT)] = x.copy(), labels.copy()
    return {"which": len(KEPT) - 1}

def predict(parameters, x):
    images, labels = KEPT[parameters["which"]]
    return labels[np.argmin((images**2).sum(axis=1) - 2 * x @ images.T, axis=1)]
"""
CASES = {
    "right": (solutions(LESSON)["train_predict"], None, 10),
    "images kept in a global": (KEPT, "kept_elsewhere", 0),
}


@pytest.fixture(scope="module")
def lane(warm):
    lane = Lane(address=warm.address)
    yield lane
    lane.close()


@pytest.mark.parametrize("case", CASES)
def test_the_judge_grades_a_network_of_one_s_own(lane, case):
    source, diagnosis, points = CASES[case]
    notebook = filled(student_notebook(LESSON), {"train_predict": source})
    result = grade(nbformat.writes(notebook).encode(), plan_of(LESSON), lane, (3, 4))
    found = result.exercises["train_predict"]
    assert (found.points, found.diagnosis) == (points, diagnosis), found.message
    assert not found.flags
