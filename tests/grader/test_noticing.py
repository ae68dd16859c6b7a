"""Whose answer it is: calls of the library's own answers are seen, by whatever way."""

import pytest

from tests.grader.test_sitting import desk, lane, result_of

__all__ = ["desk", "lane"]

BORROWED = "it uses the library's own answers"
HOME = 'vars(sys.modules["cour" + "se.nn.layers"])["neuron"]'  # no name of the library stands there
WAYS = {
    "called": "from course import nn\ndef neuron(x, w, b):\n    return nn.neuron(x, w, b)\n",
    "an alias": "from course import nn as other\nneuron = other.neuron\n",
    "found by getattr": "import course\ndef neuron(x, w, b):\n"
    '    return getattr(getattr(course, "n" * 2), "neu" + "ron")(x, w, b)\n',
    "found in sys.modules": f"import sys\ndef neuron(x, w, b):\n    return {HOME}(x, w, b)\n",
    "in a thread": "import sys, threading\ndef neuron(x, w, b):\n    out = []\n"
    f"    run = threading.Thread(target=lambda: out.append({HOME}(x, w, b)))\n"
    "    run.start()\n    run.join()\n    return out[0]\n",
    "wrapped by C": f"import functools, sys\nneuron = functools.partial({HOME})\n",
    "its code in another function": "import sys, types\n"
    f"_f = {HOME}\nneuron = types.FunctionType(_f.__code__.replace(), _f.__globals__)\n",
    "the check's own": "import sys\ndef neuron(x, w, b):\n"
    '    found = vars(sys.modules["cour" + "se.exercises"])["find"]("neuron")\n'
    "    return found.reference(x, w, b)\n",
}


@pytest.mark.parametrize("source", WAYS.values(), ids=WAYS)
def test_the_library_s_answer_is_seen_however_it_is_reached(desk, lane, source):
    desk.fill({"neuron": source})
    outcome = result_of(desk, lane).exercises["neuron"]
    assert outcome.points == outcome.possible
    assert outcome.flags == [BORROWED]


def test_another_exercise_s_answer_of_the_lesson_counts_too(desk, lane):
    desk.fill({"dense_forward": f"import sys\n{DENSE}"})
    assert BORROWED in result_of(desk, lane).exercises["dense_forward"].flags


DENSE = f"""import numpy as np
def dense_forward(x, w, b):
    return np.array([[{HOME}(row, column, c) for column, c in zip(w.T, b)] for row in x])
"""


def test_who_turns_the_watching_off_is_told(desk, lane):
    body = (
        f"import sys\ndef neuron(x, w, b):\n    sys.setprofile(None)\n    return {HOME}(x, w, b)\n"
    )
    desk.fill({"neuron": body})
    assert any("watch the interpreter" in flag for flag in result_of(desk, lane).flags)


def test_work_of_one_s_own_is_not_accused(desk, lane):
    result = result_of(desk, lane)
    assert not any(BORROWED in outcome.flags for outcome in result.exercises.values())
    assert result.flags == []
