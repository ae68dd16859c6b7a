"""How large a learning rate may be."""

import numpy as np

from course import nn
from course.checking import Case, Exercise, Mistake, Tolerance
from course.exercises.single import single_number

DIAGONAL = "a diagonal matrix"
ONE_WEIGHT = "a single weight"


def draw_hessians(rng):
    """Draw symmetric positive definite matrices with eigenvalues that are well apart.

    Of a diagonal matrix routines give the eigenvalues as they stand: there the largest is
    neither first nor last, and of four the smallest is neither.
    """
    cases = []
    for d, turned, label in (
        (3, True, ""),
        (2, True, ""),
        (5, True, ""),
        (3, False, DIAGONAL),
        (4, False, DIAGONAL),
        (1, False, ONE_WEIGHT),
    ):
        eigenvalues = rng.permutation(np.cumprod(rng.uniform(1.5, 2.5, d)))
        turn = np.linalg.qr(rng.normal(size=(d, d)))[0] if turned else np.eye(d)
        if label == DIAGONAL:
            largest = int(np.argmax(eigenvalues))
            eigenvalues[[1, largest]] = eigenvalues[[largest, 1]]
            smallest = int(np.argmin(eigenvalues))
            eigenvalues[[2, smallest]] = eigenvalues[[smallest, 2]]
        hessian = turn @ np.diag(eigenvalues) @ turn.T
        hessian = (hessian + hessian.T) / 2
        cases.append(Case({"hessian": hessian}, label=label, telling=label != ONE_WEIGHT))
    return cases


def _eigenvalues(hessian):
    return np.linalg.eigvalsh(hessian)


LARGEST_STABLE_LEARNING_RATE = Exercise(
    name="largest_stable_learning_rate",
    contract="a number: 2 over the largest eigenvalue",
    reference=nn.largest_stable_learning_rate,
    draw=draw_hessians,
    parts=single_number("learning rate", 3, Tolerance(1e-6, 1e-10), variable="learning_rate"),
    mistakes=(
        Mistake(
            "one_over_largest",
            "this rate reaches the bottom in one step along the steepest direction: twice as much "
            "is the limit, 2 over the largest eigenvalue",
            lambda hessian: 1 / _eigenvalues(hessian)[-1],
        ),
        Mistake(
            "smallest_eigenvalue",
            "this is 2 over the smallest eigenvalue: the steepest direction sets the limit, and "
            "that is the largest one, which eigvalsh puts last",
            lambda hessian: 2 / _eigenvalues(hessian)[0],
        ),
        Mistake(
            "one_over_smallest",
            "this is 1 over the smallest eigenvalue: the limit is 2 over the largest",
            lambda hessian: 1 / _eigenvalues(hessian)[0],
        ),
        Mistake(
            "largest_diagonal_entry",
            "this takes the largest entry of the diagonal: the steepest direction may lie between "
            "the axes, so take the largest eigenvalue",
            lambda hessian: 2 / np.max(np.diag(hessian)),
        ),
        Mistake(
            "trace",
            "this divides by the sum of all eigenvalues: divide by the largest",
            lambda hessian: 2 / np.trace(hessian),
        ),
        Mistake(
            "frobenius_norm",
            "np.linalg.norm without a second argument is the root of the sum of squares: take the "
            "largest eigenvalue",
            lambda hessian: 2 / np.linalg.norm(hessian),
        ),
        Mistake(
            "best_rate",
            "this is the rate that converges fastest, 2 over the sum of the smallest and the "
            "largest eigenvalue: the limit is 2 over the largest alone",
            lambda hessian: 2 / (_eigenvalues(hessian)[0] + _eigenvalues(hessian)[-1]),
        ),
        Mistake(
            "inverted",
            "this is the largest eigenvalue over 2: the limit is 2 over the eigenvalue",
            lambda hessian: _eigenvalues(hessian)[-1] / 2,
        ),
        Mistake(
            "determinant",
            "this divides by the determinant, the product of all eigenvalues: divide by the "
            "largest",
            lambda hessian: 2 / np.linalg.det(hessian),
        ),
        Mistake(
            "all_eigenvalues",
            "this is one limit for each eigenvalue: the smallest of them holds, 2 over the "
            "largest eigenvalue",
            lambda hessian: 2 / _eigenvalues(hessian),
        ),
        Mistake(
            "first_of_eig",
            "this takes the first eigenvalue, and np.linalg.eig gives them in no order: take the "
            "largest, with np.max",
            lambda hessian: 2 / np.linalg.eig(hessian)[0][0],
        ),
        Mistake(
            "last_of_eig",
            "this takes the last eigenvalue, and np.linalg.eig gives them in no order: take the "
            "largest, with np.max",
            lambda hessian: 2 / np.linalg.eig(hessian)[0][-1],
        ),
        Mistake(
            "smallest_of_diagonal",
            "this takes the smallest entry of the diagonal: take the largest eigenvalue",
            lambda hessian: 2 / np.min(np.diag(hessian)),
        ),
        Mistake(
            "largest_row_sum",
            "this takes the largest sum along a row, which is at least the largest eigenvalue: "
            "take the eigenvalue itself",
            lambda hessian: 2 / np.linalg.norm(hessian, np.inf),
        ),
        Mistake(
            "mean_eigenvalue",
            "this divides by the mean of the eigenvalues: divide by the largest",
            lambda hessian: 2 / np.mean(_eigenvalues(hessian)),
        ),
        Mistake(
            "root_of_eigenvalue",
            "this divides by the root of the largest eigenvalue: divide by the eigenvalue",
            lambda hessian: 2 / np.sqrt(_eigenvalues(hessian)[-1]),
        ),
        Mistake(
            "condition_number",
            "this divides by the condition number, largest over smallest eigenvalue: divide by "
            "the largest",
            lambda hessian: 2 * _eigenvalues(hessian)[0] / _eigenvalues(hessian)[-1],
        ),
        Mistake(
            "eigenvectors_used",
            "this takes an entry of the eigenvectors: the eigenvalues come first from "
            "np.linalg.eigh",
            lambda hessian: 2 / np.max(np.linalg.eigh(hessian)[1]),
        ),
        Mistake(
            "eigenvalue_returned",
            "this is the largest eigenvalue: the limit is 2 over it",
            lambda hessian: _eigenvalues(hessian)[-1],
        ),
    ),
)
