"""Promises to a student whose function calls another one of theirs: no point is lost twice."""

import ast

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from course import check
from course.checking import Exercise
from course.exercises import before, by_name, lessons
from grader.demo.answers import mistaken
from tests.submissions import solutions

IMPORT = "import numpy as np\nfrom course.autodiff import Node\nfrom course import check, data, nn"
STUB = "    raise NotImplementedError()"


def called_by(exercise, source):
    used = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
    return [name for name in before(exercise.name) if name in used]


PAIRS = [
    (lesson.name, exercise.name, helper)
    for lesson in lessons().values()
    for exercise in lesson.exercises
    if isinstance(exercise, Exercise)
    for helper in called_by(exercise, solutions(lesson.name)[exercise.name])
]


@pytest.fixture
def checked():
    """Run cells in a notebook of their own, then check the exercise of a name there."""
    shell = InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))

    def run(name, *sources):
        for source in (IMPORT, *sources):
            shell.run_cell(source)
        return check(name, shell.user_ns[name], seed=5)

    yield run
    InteractiveShell.clear_instance()


def stub(source):
    tree = ast.parse(source)
    return f"def {tree.body[-1].name}({ast.unparse(tree.body[-1].args)}):\n{STUB}"


def test_there_are_such_pairs_in_the_course():
    assert ("04-backward-pass", "mlp_backward", "dense_backward") in PAIRS
    assert len({lesson for lesson, _, _ in PAIRS}) >= 5


@pytest.mark.parametrize(("lesson", "caller", "helper"), PAIRS)
@pytest.mark.parametrize("how", ["wrong", "unwritten", "absent", "stops"])
def test_the_caller_of_a_poor_helper_keeps_its_points_and_names_it(
    checked, lesson, caller, helper, how
):
    right = solutions(lesson)
    poor = {
        "wrong": f"def {helper}(*given, **named):\n    return None",
        "unwritten": stub(right[helper]),
        "absent": f"del {helper}",
        "stops": right[helper].split(":")[0] + ":\n    return nothing[0]",
    }[how]
    others = [right[name] for name in called_by(by_name()[caller], right[caller])]
    found = checked(caller, *others, poor, right[caller])
    assert found.points == found.possible, found.message
    what = ("written yet: write" if how in ("unwritten", "absent") else "right yet: mend") + " that"
    assert f"Your `{caller}` calls your `{helper}`, which is not {what} first." in found.message


@pytest.mark.parametrize(("lesson", "caller", "helper"), PAIRS)
def test_a_helper_with_a_named_mistake_costs_its_caller_nothing(checked, lesson, caller, helper):
    right, exercise = solutions(lesson), by_name()[helper]
    others = [right[name] for name in called_by(by_name()[caller], right[caller])]
    poor = mistaken(exercise, exercise.mistakes[-1])
    found = checked(caller, *others, poor, right[caller])
    assert found.points == found.possible, found.message


WRONG_DENSE = """def dense_backward(dz, x, w):
    return dz @ w.T, x.T @ dz / len(x), dz.sum(axis=0)"""
RELU = "def relu_backward(da, z):\n    return da * (z > 0)"


def test_a_caller_that_is_wrong_by_itself_is_told_its_own_mistake(checked):
    right = solutions("04-backward-pass")["mlp_backward"]
    caller = right.replace("dweights.insert(0, dw)", "dweights.insert(0, 2 * dw)")
    assert caller != right
    alone = checked("mlp_backward", solutions("04-backward-pass")["dense_backward"], RELU, caller)
    found = checked("mlp_backward", WRONG_DENSE, RELU, caller)
    assert 0 < alone.points < alone.possible
    assert (found.points, found.diagnosis) == (alone.points, alone.diagnosis)
    assert "calls your `dense_backward`, which is not right yet" in found.message


def test_two_that_make_up_for_each_other_keep_what_they_earn(checked):
    """The helper gives its results in another order, and the caller takes them so."""
    right = solutions("04-backward-pass")
    helper = "def dense_backward(dz, x, w):\n    return x.T @ dz, dz.sum(axis=0), dz @ w.T"
    caller = right["mlp_backward"].replace("da, dw, db = dense", "dw, db, da = dense")
    found = checked("mlp_backward", helper, RELU, caller)
    assert found.points == found.possible and found.headline == ""
    assert checked("dense_backward", helper).points < by_name()["dense_backward"].possible


def test_a_right_helper_is_never_replaced(checked):
    """A caller that tells the course's function from its own has nothing from it."""
    right = solutions("04-backward-pass")
    caller = (
        "def mlp_backward(dy_hat, activations, weights):\n"
        "    if dense_backward.__module__ == '__main__':\n"
        "        return [], []\n" + right["mlp_backward"].split(":\n", 1)[1]
    )
    found = checked("mlp_backward", right["dense_backward"], RELU, caller)
    assert found.points == 0


def test_two_that_lean_on_each_other_earn_what_one_of_them_does(checked):
    right = solutions("01-forward-pass")
    lazy = "def dense_forward(x, w, b):\n    return mlp_forward(x, [w], [b])[-1]"
    cells = (right["relu"], lazy, right["mlp_forward"])
    assert checked("dense_forward", *cells).points == 0
    found = checked("mlp_forward", *cells)
    assert found.points == found.possible


def test_a_helper_of_a_helper_is_the_one_that_is_named(checked):
    right = solutions("04-backward-pass")
    dense = "def dense_backward(dz, x, w):\n    relu_backward(dz, dz)\n" + (
        "    return dz @ w.T, x.T @ dz, dz.sum(axis=0)"
    )
    poor = "def relu_backward(da, z):\n    raise ValueError('no')"
    found = checked("mlp_backward", poor, dense, right["mlp_backward"])
    assert found.points == found.possible
    assert "calls your `relu_backward`, which is not right yet: mend that" in found.message


def test_a_notebook_s_own_names_are_what_they_were(checked):
    right = solutions("04-backward-pass")
    found = checked("mlp_backward", WRONG_DENSE, right["mlp_backward"], "del relu_backward")
    assert found.points == found.possible
    namespace = InteractiveShell.instance().user_ns
    assert "relu_backward" not in namespace
    assert namespace["dense_backward"].__module__ == "__main__"


def test_a_helper_that_is_no_exercise_is_named_where_it_is_not_written(checked):
    found = checked(
        "mlp_forward",
        "def layer(x, w, b):\n    raise NotImplementedError()",
        "def mlp_forward(x, weights, biases):\n    return [layer(x, weights[0], biases[0])]",
    )
    assert "layer is not written yet" in found.message


def test_the_course_s_function_of_the_same_name_is_not_taken_for_the_student_s(checked):
    caller = (
        "def mlp_forward(x, weights, biases):\n"
        "    return [nn.relu(nn.dense_forward(x, weights[0], biases[0]))]"
    )
    poor = "def relu(z):\n    return z"
    assert "calls your" not in checked("mlp_forward", poor, caller).message
    through_name = caller.replace("nn.relu", "relu")
    assert "calls your `relu`" in checked("mlp_forward", poor, through_name).message


def test_a_helper_that_is_used_inside_of_an_inner_function_is_seen(checked):
    right = solutions("01-forward-pass")
    caller = right["mlp_forward"].replace("dense_forward(", "(lambda *g: dense_forward(*g))(")
    assert caller != right["mlp_forward"]
    poor = "def dense_forward(x, w, b):\n    return 0"
    found = checked("mlp_forward", poor, right["relu"], caller)
    assert found.points == found.possible
    assert "calls your `dense_forward`" in found.message
