"""An eps of one's own costs the points of eps, whichever it is and whatever is drawn."""

import pytest

from course.exercises import find
from tests.exercises.catalogue import verdict_on

EPS_PARTS = 2  # points: dx and dgamma where eps counts
SEEDS = (0, 76, 174)  # with the last two a row's terms nearly cancel, so that any eps shows


@pytest.mark.parametrize("own", (1e-3, 3e-4, 1e-8))
@pytest.mark.parametrize("name", ("batchnorm_backward", "layernorm_backward"))
def test_an_eps_of_one_s_own_outside_the_root_costs_what_eps_is_worth(name, own):
    exercise = find(name)
    outside = next(m for m in exercise.mistakes if m.name == "eps_outside_root_with_own_eps")
    for seed in SEEDS:
        verdict = verdict_on(exercise, outside.family(own), seed)
        assert verdict.points == exercise.possible - EPS_PARTS
        assert verdict.diagnosis == outside.name
