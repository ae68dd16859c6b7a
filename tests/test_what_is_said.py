"""Answers as learners publish them: what is said of a fault is true, and no name is another's."""

import numpy as np
import pytest

from course.exercises import by_name
from tests.exercises.catalogue import verdict_on

SEEDS = range(3)


def verdicts(name, answer):
    """Yield the verdict on an answer for each seed."""
    return (verdict_on(by_name()[name], answer, seed) for seed in SEEDS)


def said_of(name, answer):
    """Return the words that an answer gets for some seed, and check that they stay the same."""
    found = list(verdicts(name, answer))
    assert all(verdict.points < verdict.possible for verdict in found)
    assert len({tuple(finding.sentence for finding in v.findings) for v in found}) == 1
    return found[0].message


def test_what_is_kept_between_calls_is_told_where_the_values_are_wrong():
    for seed in SEEDS:
        kept = {}

        def with_memory(params, grads, learning_rate, kept=kept):
            for i, g in enumerate(grads):
                kept[i, g.shape] = 0.9 * kept.get((i, g.shape), 0) + g
            return [
                p - learning_rate * kept[i, p.shape]
                for i, (p, _) in enumerate(zip(params, grads, strict=True))
            ]

        verdict = verdict_on(by_name()["sgd_step"], with_memory, seed)
        assert verdict.diagnosis == "changed_again", verdict.message


def test_a_wrong_step_of_several_arrays_is_measured():
    def half(params, grads, learning_rate):
        return [p - learning_rate * g / 2 for p, g in zip(params, grads, strict=True)]

    assert "`params` moves 0.5 times as far as it should" in said_of("sgd_step", half)


def test_an_input_that_comes_back_in_a_number_s_place_is_named():
    def clip(grads, max_norm):
        norm = np.sqrt(sum((g**2).sum() for g in grads))
        return [g * min(1.0, max_norm / norm) if norm else g for g in grads], max_norm

    words = said_of("clip_by_global_norm", clip)
    assert "This is `max_norm` as it came" in words
    assert "`grads` changes" not in words


def test_noise_of_a_numeric_gradient_is_no_use_of_an_input():
    right = by_name()["batchnorm_backward"].reference

    def backward(dout, x, gamma, eps=1e-5):
        dx, dgamma, dbeta = right(dout, x, gamma, eps)
        return dx, dgamma, dbeta - 0.1 * gamma

    for verdict in verdicts("batchnorm_backward", backward):
        assert "`eps`" not in verdict.message


def test_three_outputs_turned_round_are_not_two_that_have_changed_places():
    right = by_name()["batchnorm_backward"].reference

    def backward(dout, x, gamma, eps=1e-5):
        dx, dgamma, dbeta = right(dout, x, gamma, eps)
        return dgamma, dbeta, dx

    for verdict in verdicts("batchnorm_backward", backward):
        assert "have changed places" not in verdict.message
        assert "return dx, dgamma, dbeta" in verdict.message
        assert 2 * verdict.possible <= 3 * verdict.points < 3 * verdict.possible

    def with_a_slip(*inputs):
        dgamma, dbeta, dx = backward(*inputs)
        return dgamma, dbeta, dx**2

    words = said_of("batchnorm_backward", with_a_slip)
    assert "have changed places" not in words
    assert "This is dgamma: return the outputs in the asked order" in words


@pytest.mark.parametrize(
    ("name", "slip"),
    [
        ("early_stop", "last_epoch_for_none"),
        ("early_stop", "best_epoch_for_none"),
        ("early_stop", "counted_from_one"),
        ("gradient_descent", "start_left_out"),
        ("gradient_descent", "points_as_columns"),
        ("clip_by_global_norm", "swapped"),
        ("dense_backward", "dx_last"),
    ],
)
def test_a_right_formula_whose_answer_is_off_at_an_end_or_in_order_keeps_two_thirds(name, slip):
    exercise = by_name()[name]
    mistake = next(mistake for mistake in exercise.mistakes if mistake.name == slip)
    for verdict in verdicts(name, mistake.function):
        assert 2 * verdict.possible <= 3 * verdict.points, verdict.message
        assert verdict.points < verdict.possible
        assert mistake.sentence[1:] in verdict.message


def test_whole_numbers_in_some_cases_are_told_and_no_mistake_that_gives_them_by_chance():
    @np.vectorize  # whose first result decides the kind of all
    def shrunk(w, amount):
        return 0 if abs(w) <= amount else w - amount if w > 0 else w + amount

    for verdict in verdicts("soft_threshold", shrunk):
        assert verdict.diagnosis == "cut_here_and_there", verdict.message
        wrong = {f.diagnosis for f in verdict.findings if not f.right and f.points == 0}
        assert wrong <= {"cut_here_and_there", "no_output"}, verdict.message


def test_none_is_no_forgotten_return_where_other_cases_get_an_answer():
    def never_enough(validation_losses, patience, min_delta=0.0):
        best, waited = np.inf, 0
        for epoch, loss in enumerate(validation_losses):
            if abs(best - loss) > min_delta:
                best, waited = loss, 0
            else:
                waited += 1
                if waited >= patience:
                    return epoch
        return None

    for verdict in verdicts("early_stop", never_enough):
        assert "is there a return" not in verdict.message
        assert "`patience` changes" not in verdict.message


def test_an_answer_that_scaling_leaves_alone_uses_the_losses_all_the_same():
    def without_min_delta(validation_losses, patience, min_delta=0.0):
        best, waited = np.inf, 0
        for epoch, loss in enumerate(validation_losses):
            best, waited = (loss, 0) if loss < best else (best, waited + 1)
            if waited >= patience:
                return epoch
        return len(validation_losses) - 1

    for verdict in verdicts("early_stop", without_min_delta):
        assert "`validation_losses` changes" not in verdict.message


@pytest.mark.parametrize("which", ["above", "from"])
def test_a_well_known_recipe_of_early_stopping_is_told_what_its_band_does(which):
    def recipe(validation_losses, patience, min_delta=0.0):
        best, waited = np.inf, 0
        for epoch, loss in enumerate(validation_losses):
            limit = best + min_delta
            if loss < best:
                best, waited = loss, 0
            elif loss > limit or (which == "from" and loss == limit):
                waited += 1
                if waited >= patience:
                    return epoch
        return None

    words = said_of("early_stop", recipe)
    assert "write else, not elif" in words
    assert "use < and not <=" not in words


def test_a_pair_of_lists_and_indices_are_told_from_pairs_of_rows():
    def order_of(x, size, rng):
        order = rng.permutation(len(x))
        return [order[i : i + size] for i in range(0, len(x), size)]

    def two_lists(x, y, batch_size, rng):
        parts = order_of(x, batch_size, rng)
        return [x[part] for part in parts], [y[part] for part in parts]

    def swapped(x, y, batch_size, rng):
        return [(y[part], x[part]) for part in order_of(x, batch_size, rng)]

    assert "as zip does" in said_of("minibatches", two_lists)
    assert "y comes before x" in said_of("minibatches", swapped)
    assert "indices" in said_of("minibatches", lambda x, y, n, rng: order_of(x, n, rng))


def test_prices_of_other_houses_are_told():
    def fit(x, y, rng):
        table = np.column_stack([x, np.ones(len(x))])
        prices = table @ np.linalg.lstsq(table, y, rcond=None)[0]
        return lambda new: prices

    verdict = verdict_on(by_name()["fit_house_prices"], fit, 0)
    assert "a house by itself gets 500 prices" in verdict.message


def test_a_block_that_goes_round_the_end_is_no_random_draw():
    def split(x, y, fraction, rng):
        order, size = np.roll(np.arange(len(x)), rng.integers(len(x))), int(fraction * len(x))
        return x[order[size:]], y[order[size:]], x[order[:size]], y[order[:size]]

    assert "neighbours" in said_of("validation_split", split)


def split_of(part):
    """Return a split whose rows are part(order, fraction), train and val."""

    def split(x, y, fraction, rng):
        train, val = part(rng.permutation(len(x)), fraction)
        return x[train], y[train], x[val], y[val]

    return split


def test_a_fixed_share_is_no_half():
    def part(order, fraction):
        size = int(0.2 * len(order))
        return order[size:], order[:size]

    assert "the same size" not in said_of("validation_split", split_of(part))


def test_one_row_in_both_parts_is_not_all_of_them():
    def part(order, fraction):
        size = int(fraction * len(order))
        return order[size - 1 :], order[:size]

    assert "One row is in both parts" in said_of("validation_split", split_of(part))

    def three_in_both(order, fraction):
        size = int(fraction * len(order))
        return order[size - 3 :], order[:size]

    words = said_of("validation_split", split_of(three_in_both))
    assert "One row" not in words
    assert "still among" not in words


def test_what_is_no_four_arrays_is_told_by_what_it_is():
    def indices(x, y, fraction, rng):
        order, size = rng.permutation(len(x)), int(fraction * len(x))
        return order[size:], order[:size]

    for answer in (indices, lambda x, y, fraction, rng: (x, y, x[:1])):
        assert "split y along" not in said_of("validation_split", answer)


def test_numbers_that_are_all_positive_are_not_said_to_come_from_one_routine():
    def start(fan_in, fan_out, rng):
        return np.abs(rng.normal(size=(fan_in, fan_out))) * np.sqrt(2 / fan_in)

    for verdict in verdicts("he_init", start):
        assert "No number is below 0" in verdict.message


def test_a_sentence_begins_with_a_capital_and_nothing_is_minus_zero():
    leaky = {m.name: m for m in by_name()["relu_backward"].mistakes}["leaky"].function
    assert "\n   A share leaks" in said_of("relu_backward", leaky)
    unmoved = {m.name: m for m in by_name()["soft_threshold"].mistakes}["crosses_zero"].function
    assert "expected -0 " not in said_of("soft_threshold", unmoved)


def test_of_two_pairs_alike_in_one_output_the_one_that_explains_all_of_them_is_named():
    exercise = by_name()["adamw_step"]
    known = {mistake.name: mistake for mistake in exercise.mistakes}
    first, second = known["penalty_and_decay"], known["corrected_m_returned"]
    words = said_of("adamw_step", exercise.compose(**first.changes, **second.changes))
    assert first.sentence[1:] in words
    assert second.sentence[1:] in words


@pytest.mark.parametrize("name", ["adam_step", "adamw_step"])
def test_a_mistake_that_shows_in_an_output_only_beside_another_is_told_there(name):
    exercise = by_name()[name]
    known = {mistake.name: mistake for mistake in exercise.mistakes}
    first, second = known["corrections_exchanged"], known["eps_not_corrected"]
    for verdict in verdicts(name, exercise.compose(**first.changes, **second.changes)):
        told = {finding.diagnosis for finding in verdict.findings if finding.diagnosis}
        assert told == {f"{first.name}_and_{second.name}"}


def test_a_case_tells_for_every_seed_where_the_right_answer_looks_for_the_largest():
    right = by_name()["max_pool_backward"].reference

    def first_image_alone(dout, x):
        return np.concatenate([right(dout[:1], x[:1]), np.zeros_like(x[1:])])

    found = [verdict_on(by_name()["max_pool_backward"], first_image_alone, s) for s in range(6)]
    assert {verdict.diagnosis for verdict in found} == {"only_special_case"}


def test_a_factor_beside_a_mistake_is_told_of_the_one_that_is_wrong_where_the_answer_is():
    right = by_name()["attention_backward"].reference

    def divided_by_four(dout, q, k, v):
        dq, dk, dv = right(dout, q, k, v)
        share = np.sqrt(q.shape[-1]) / 4
        return dq * share, dk * share, dv

    words = said_of("attention_backward", divided_by_four)
    assert "while dk is" not in words
    assert "while dq is" not in words


def test_an_entry_that_is_infinite_and_should_be_is_not_shown_as_wrong():
    def first_alone(scores):
        hidden = np.triu(np.ones(scores.shape[1:], bool), 1)
        return np.concatenate([np.where(hidden, -np.inf, scores[:1]), scores[1:]])

    assert "is -inf, expected -inf" not in said_of("causal_mask", first_alone)


@pytest.mark.parametrize("name", ["batchnorm_backward", "layernorm_backward"])
def test_a_gradient_of_beta_that_is_scaled_is_named(name):
    right = by_name()[name].reference

    def backward(dout, x, gamma, eps=1e-5):
        dx, dgamma, dbeta = right(dout, x, gamma, eps)
        return dx, dgamma, gamma * dbeta

    assert "dbeta is multiplied by gamma" in said_of(name, backward)


@pytest.mark.parametrize(("beta1", "beta2", "eps"), [(0.9, 0.999, None), (0.8, 0.99, 1e-6)])
def test_several_numbers_of_the_call_that_are_written_into_the_code_keep_two_thirds(
    beta1, beta2, eps
):
    right = by_name()["adam_step"].reference

    def step(w, dw, m, v, t, learning_rate=1e-3, b1=0.9, b2=0.999, given=1e-8):
        return right(w, dw, m, v, t, learning_rate, beta1, beta2, eps or given)

    for verdict in verdicts("adam_step", step):
        assert 2 * verdict.possible <= 3 * verdict.points < 3 * verdict.possible
        assert "`beta1` and `beta2` play no part" in verdict.message


def test_a_wrong_formula_with_numbers_of_its_own_is_no_right_one():
    right = by_name()["adam_step"].reference

    def uphill(w, dw, m, v, t, learning_rate=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
        moved, *averages = right(w, dw, m, v, t, learning_rate, 0.9, 0.999, eps)
        return (2 * w - moved, *averages)

    for verdict in verdicts("adam_step", uphill):
        assert verdict.findings[0].points == 0
        assert not verdict.findings[0].sentence.startswith("Right")


def test_nothing_is_once_what_it_should_be():
    right = by_name()["adam_step"].reference

    def rough(w, dw, m, v, t, *settings):
        moved, m, v = right(w, dw, m, v, t, *settings)
        return moved, m.astype(np.float32), v.astype(np.float32)

    def short_inside(w, dw, m, v, t, learning_rate=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
        m = (beta1 * m + (1 - beta1) * dw).astype(np.float32)
        v = (beta2 * v + (1 - beta2) * dw**2).astype(np.float32)
        step = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
        return w - learning_rate * step, m, v

    for answer in (rough, short_inside):
        for verdict in verdicts("adam_step", answer):
            assert "is 1 times what" not in verdict.message


def test_equal_weights_are_not_said_to_be_zero():
    def start(fan_in, fan_out, rng):
        return np.full((fan_in, fan_out), np.sqrt(2 / fan_in))

    words = said_of("he_init", start)
    assert "are 0" not in words
    assert "All weights have the same value" in words


def test_what_is_the_same_in_every_call_is_not_said_to_come_from_a_seed():
    assert "generator of its own" not in said_of("he_init", lambda i, o, rng: np.eye(i, o))


def test_rows_in_both_parts_that_stand_at_the_end_are_no_second_draw():
    def split(x, y, fraction, rng):
        order, size = rng.permutation(len(x)), int(fraction * len(x))
        return x[order[size:]], y[order[size:]], x[-size:], y[-size:]

    words = said_of("validation_split", split)
    assert "an order is drawn for each part" not in words.lower()
    assert "right only with" not in words.lower()


@pytest.mark.parametrize("name", ["sgd_step", "dense_backward", "adam_step"])
def test_right_values_in_a_dictionary_keep_two_thirds(name):
    exercise = by_name()[name]
    names = [part.name for part in exercise.parts if part.of_tuple]

    def answer(*inputs):
        values = exercise.reference(*inputs)
        return dict(zip(names or map(str, range(len(values))), values, strict=True))

    for verdict in verdicts(name, answer):
        assert 2 * verdict.possible <= 3 * verdict.points < 3 * verdict.possible
        assert "they come in a dictionary" in verdict.message

    def wrong(*inputs):
        return {key: -value for key, value in answer(*inputs).items()}

    assert all(verdict.points == 0 for verdict in verdicts(name, wrong))


def test_biases_beside_the_weights_cost_the_shape_alone():
    def start(fan_in, fan_out, rng):
        w = rng.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out))
        return w, np.zeros(fan_out)

    for verdict in verdicts("he_init", start):
        assert verdict.points == verdict.possible - 1
        assert "Biases come beside the weights" in verdict.message

    rows = by_name()["he_init"].reference
    for verdict in verdicts("he_init", lambda *inputs: rows(*inputs).tolist()):
        assert verdict.points == verdict.possible
