"""Levenshtein's bound of any degree: sharp codes with ==, exact polynomials, and laws that join it to the others."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import sympy
from scipy.special import eval_jacobi

from packing import kernel
from packing.bounds import Bound, Inapplicable, cap, levenshtein, lower_bound
from packing.bounds.twopoint.delsarte_bound import delsarte
from packing.bounds.twopoint.levenshtein_bound import tight_design
from packing.bounds.twopoint.levenshtein_polynomials import coefficients_of_degree, levenshtein_coefficients, recurrence
from packing.kernel import SizeStatement
from packing.problem import Problem, lines, vectors
from packing.space import Space


@pytest.mark.parametrize(
    ("problem", "exact"),
    [
        (vectors(240, 8), "1/2"),
        (vectors(196560, 24), "1/2"),
        (vectors(4600, 23), "1/3"),
        (vectors(891, 22), "1/4"),
        (vectors(275, 22), "1/6"),
        (vectors(162, 21), "1/7"),
        (vectors(100, 22), "1/11"),
        (vectors(112, 21), "1/9"),
        (vectors(56, 7), "1/3"),
        (vectors(27, 6), "1/4"),
        (vectors(16, 5), "1/5"),
        (lines(98280, 24), "1/2"),
    ],
)
def test_sharp_codes(problem: Problem, exact: str) -> None:
    bound = levenshtein(problem)
    assert isinstance(bound, Bound)
    assert bound.exact == sympy.sympify(exact)
    statement = kernel.check(bound.certificate)
    assert isinstance(statement, SizeStatement)
    assert (statement.size, statement.strict) == (problem.n, True)


@pytest.mark.parametrize(
    "problem", [vectors(100, 10), lines(39, 3, "C"), lines(100, 3), vectors(10**6, 16), lines(70, 4, "C")]
)
def test_others_are_rounded_down_and_proved(problem: Problem) -> None:
    bound = levenshtein(problem)
    assert isinstance(bound, Bound)
    statement = kernel.check(bound.certificate)
    assert isinstance(statement, SizeStatement)
    assert problem.n - 1e-3 * problem.n < statement.size < problem.n


@pytest.mark.parametrize("problem", [vectors(30, 5), lines(25, 3, "C"), lines(24, 4), vectors(40, 4)])
def test_the_programme_is_at_least_as_strong(problem: Problem) -> None:
    fast, slow = levenshtein(problem), delsarte(problem)
    assert isinstance(fast, Bound)
    assert isinstance(slow, Bound)
    assert fast.value <= slow.value + 2e-9


@pytest.mark.parametrize("letter", "SRCH")
@pytest.mark.parametrize("d", [2, 3, 6])
def test_polynomials_against_the_formula_in_floats(letter: str, d: int) -> None:
    """(x - s) (sum r_i Q_i(x) Q_i(s))^2 from scipy's Jacobi polynomials, compared where it is positive definite."""
    where = Space.of_letter(letter, d)
    a, b = float(where.alpha) + 1, float(where.beta)
    grid = np.linspace(-1, 1, 7)
    compared = 0
    for overlap in (Fraction(1, 7), Fraction(2, 5), Fraction(7, 10)):
        s = float(2 * overlap - 1 if where.has_lines else overlap)
        for degree in (3, 5):
            f = coefficients_of_degree(where, overlap, degree)
            if f is None:
                continue
            compared += 1
            k = (degree + 1) // 2
            kernel_sum = np.zeros_like(grid)
            r = 1.0
            for i in range(k):
                q = [eval_jacobi(i, a, b, x) / eval_jacobi(i, a, b, 1.0) for x in (grid, s)]
                kernel_sum += r * q[0] * q[1]
                up, down = (
                    recurrence(i, where.alpha + 1, where.beta)[0],
                    recurrence(i + 1, where.alpha + 1, where.beta)[2],
                )
                r *= float(up / down)
            expected = (grid - s) * kernel_sum**2
            found = np.array([float(weight) for weight in f]) @ where.zonal.values(len(f) - 1, grid)
            assert np.allclose(found / found[-1], expected / expected[-1], atol=1e-9)
    assert compared or letter != "S"


def test_sizes_of_tight_designs() -> None:
    assert [tight_design(Space.sphere(24), strength) for strength in (2, 11)] == [25, 196560]
    assert [tight_design(Space.lines(3, "C"), strength) for strength in (1, 2, 3)] == [3, 9, 18]
    assert [tight_design(Space.lines(7), strength) for strength in (1, 2)] == [7, 28]


def test_where_it_does_not_apply() -> None:
    for problem, text in [
        (lines(9, 1), "needs d >= 2"),
        (vectors(16, 8), "needs n > 16: up to there degrees 1 and 2 are the best"),
        (lines(18, 3, "C"), "needs n > 18"),
    ]:
        answer = levenshtein(problem)
        assert isinstance(answer, Inapplicable)
        assert text in answer.reason


def test_many_objects_are_answered_at_once() -> None:
    for problem in (vectors(10**5, 4096), vectors(10**9, 100), lines(10**9, 100), vectors(5000, 3)):
        bound = levenshtein(problem)
        assert isinstance(bound, Bound)
        assert bound.value > 0
    few, many = cap(vectors(5000, 3)), lower_bound(vectors(5000, 3))
    assert isinstance(few, Bound)
    assert many.value >= few.value


def test_no_polynomial_fits_an_overlap_close_to_one() -> None:
    assert levenshtein_coefficients(Space.sphere(1000), Fraction(1, 4)) is None
    assert vectors(3, 3).space.letter == "S"
