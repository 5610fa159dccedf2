"""Below p = 2 orthogonal simplices are best: a floor below every packing, met where they fit."""

from __future__ import annotations

import numpy as np
import pytest
import sympy

from packing.analytic import best_partition
from packing.analytic.energy_theorems import energy_theorems
from packing.bounds import energy_bounds, least_energy
from packing.bounds.energy.orthogonal_simplices import best_simplex, simplices, transition
from packing.configuration import Packing
from packing.objective import Energy
from packing.problem import lines
from packing.search import minimize

NAME = "orthogonal simplices"


def floor(n: int, d: int, p: float, field: str = "R") -> float:
    (bound,) = [each for each in energy_bounds(lines(n, d, field), Energy(p)) if each.theorem.name == NAME]
    return bound.value


@pytest.mark.parametrize("field", ["R", "C", "H"])
@pytest.mark.parametrize("p", [0.7, 1.4, 1.6, 1.72, 1.95])
def test_no_packing_is_below(field: str, p: float) -> None:
    rng = np.random.default_rng(7)
    for n, d in ((4, 3), (5, 3), (7, 5), (9, 4)):
        problem = lines(n, d, field)
        packings = [Packing(problem.space.gaussian(n, rng), problem.space) for _ in range(3)]
        packings.append(minimize(problem, Energy(p), starts=(), restarts=2).packing)
        assert floor(n, d, p, field) <= min(Energy(p).value(packing) for packing in packings) * (1 + 1e-10)


@pytest.mark.parametrize(
    ("n", "d", "p"),
    [(5, 3, "1/2"), (9, 5, "6/5"), (10, 5, "3/2"), (5, 3, "79/50"), (6, 4, "8/5"), (12, 8, "17/10"), (9, 7, "7/4")],
)
def test_simplices_that_fit_are_best_of_all_packings(n: int, d: int, p: str) -> None:
    exponent = sympy.Rational(p)
    m = best_simplex(exponent)
    bound = least_energy(lines(n, d), Energy(p))
    assert bound.exact == simplices(n, d, exponent, m) and bound.attained
    partition = best_partition(n, d, p)
    assert partition.exact == bound.exact
    assert sorted(partition.blocks)[-(n - d) :] == [(m + 1, m)] * (n - d)
    assert "all packings" in str(partition)


def test_simplices_that_do_not_fit_are_not_said_to_be_attained() -> None:
    assert not least_energy(lines(5, 3), Energy("8/5")).attained


def test_simplices_of_all_vectors_are_best_to_the_end() -> None:
    """Where n - d divides n the bound of the weighted kernel takes over, with the same packing."""
    for p in ("171/100", "9/5", "199/100"):
        bound = least_energy(lines(12, 8), Energy(p))
        assert bound.attained
        assert sympy.simplify(bound.exact - simplices(12, 8, sympy.Rational(p), 2)) == 0


def test_neighbouring_simplices_tie_where_one_passes_to_the_next() -> None:
    for m in range(1, 12):
        p = transition(m)
        assert best_simplex(p) == m
        assert best_simplex(p.evalf(20) + sympy.Float(1e-9)) == m + 1
        gap = simplices(1, 0, p, m) - simplices(1, 0, p, m + 1)
        assert abs(sympy.N(gap, 30)) < 1e-25


@pytest.mark.parametrize("field", ["R", "C", "H"])
@pytest.mark.parametrize(("n", "d", "p", "m"), [(5, 3, 1.4, 1), (6, 4, 1.65, 2), (4, 3, 1.75, 3)])
def test_where_one_simplex_is_best_no_other_packing_is(field: str, n: int, d: int, p: float, m: int) -> None:
    found = minimize(lines(n, d, field), Energy(p), starts=(), restarts=12).packing
    assert Energy(p).value(found) == pytest.approx(floor(n, d, p, field), rel=1e-9)
    overlaps = found.overlaps
    inside = np.abs(overlaps - 1 / m) < 1e-3
    assert np.sum(inside) == (n - d) * m * (m + 1) // 2
    assert np.all(overlaps[~inside] < 1e-3)


def test_where_two_simplices_tie_mixtures_are_best_too() -> None:
    p = transition(1)
    mixed = 2 + 6 * sympy.Rational(1, 2) ** p  # a digon and a triangle: 5 vectors of R^3
    assert abs(sympy.N(mixed - simplices(5, 3, p, 1), 30)) < 1e-25


def test_a_symbol_meets_the_numbers() -> None:
    p = sympy.Symbol("p", positive=True)
    theorems = [each for each in energy_theorems(7, 5, p) if each.name == NAME]
    for value in ("1/3", "3/2", "8/5", "7/4", "37/20"):
        exponent = sympy.Rational(value)
        holding = [
            each.expression.subs(p, exponent) for each in theorems if each.condition.subs(p, exponent) == sympy.true
        ]
        assert len(holding) == 1
        assert float(holding[0]) == pytest.approx(floor(7, 5, float(exponent)), rel=1e-12)
