"""What is said where an input is used as what it is not, and of shapes in several outputs."""

import numpy as np
import pytest

from course import nn
from course.exercises import by_name
from tests.exercises.catalogue import verdict_on


def squares_of_the_list(weights, strength):
    return strength / 2 * np.sum(weights**2), strength * weights


def step_of_the_list(params, grads, learning_rate):
    return params - learning_rate * grads


def sum_of_the_list(weights, strength):
    return strength / 2 * weights.sum(), weights


def losses_below(validation_losses, patience, min_delta=0.0):
    return validation_losses < min_delta


def step_of_the_function(gradient, w0, learning_rate, steps):
    return [w0 - learning_rate * gradient]


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("l2_penalty", squares_of_the_list, "`weights` is a list of 2 arrays"),
        ("l2_penalty", squares_of_the_list, "computes with the list itself (`**`)"),
        ("sgd_step", step_of_the_list, "computes with the list itself (`*`)"),
        ("l2_penalty", sum_of_the_list, "asks it for `sum`"),
        ("early_stop", losses_below, "`validation_losses` is a list of 8 numbers"),
        ("gradient_descent", step_of_the_function, "`gradient` is a function"),
    ],
)
def test_an_input_that_is_used_as_what_it_is_not_is_named_with_what_to_do(name, answer, words):
    message = verdict_on(by_name()[name], answer, 1).message
    assert words in message and "It stops with" not in message, message
    assert "one by one" in message or "call it" in message, message


def test_wrong_shapes_of_several_outputs_say_their_inputs_once():
    def first_entries(dz, x, w):
        return tuple(value.ravel()[:1] for value in nn.dense_backward(dz, x, w))

    message = verdict_on(by_name()["dense_backward"], first_entries, 1).message
    assert message.count("With dz (4, 2), x (4, 3), w (3, 2)") == 1, message
    assert message.count("expected shape") == 3
