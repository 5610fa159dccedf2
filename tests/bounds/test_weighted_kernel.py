"""Floors from the kernel of the Gram matrix: below every packing, and met by what equality asks for."""

from __future__ import annotations

import numpy as np
import pytest
import sympy

from packing.analytic.energy_theorems import energy_theorems
from packing.bounds import energy_bounds, least_energy
from packing.bounds.energy.weighted_kernel import above_two, dense
from packing.bounds.theorems.gerzon import gerzon_number
from packing.configuration import Packing
from packing.objective import Energy
from packing.problem import Field, lines
from packing.search import minimize

NAME = "weighted kernel bound"


def weighted(n: int, d: int, p: float, field: str = "R") -> list[float]:
    bounds = energy_bounds(lines(n, d, field), Energy(p))
    return [bound.value for bound in bounds if bound.theorem.name == NAME]


@pytest.mark.parametrize("field", ["R", "C", "H"])
@pytest.mark.parametrize("p", [1.6, 1.9, 2.5, 3.0, 6.0])
def test_no_packing_is_below(field: str, p: float) -> None:
    rng = np.random.default_rng(4)
    for n, d in ((4, 3), (5, 3), (7, 5), (8, 5)):
        problem = lines(n, d, field)
        packings = [Packing(problem.space.gaussian(n, rng), problem.space) for _ in range(3)]
        packings.append(minimize(problem, Energy(p), starts=(), restarts=2).packing)
        least = min(Energy(p).value(packing) for packing in packings)
        assert all(value <= least * (1 + 1e-10) for value in weighted(n, d, p, field))


def axes_of_the_icosahedron() -> np.ndarray:
    golden = (1 + np.sqrt(5)) / 2
    rows = [np.roll([0.0, 1.0, sign * golden], shift) for shift in range(3) for sign in (1, -1)]
    return np.array(rows) / np.sqrt(1 + golden**2)


@pytest.mark.parametrize("p", [2.5, 3, 5])
def test_twelve_vectors_of_nine_dimensions(p: float) -> None:
    """The six axes of the icosahedron, each twice, give 12 vectors of R^9 with just this energy."""
    rows = np.repeat(axes_of_the_icosahedron(), 2, axis=0)
    t = rows @ rows.T
    off = np.sign(t) * np.abs(t) ** (1 / (p - 1)) * (1 - np.eye(12))
    gram = np.eye(12) - off / float(off[0] @ t[0])
    values = np.linalg.eigvalsh(gram)
    assert values[0] > -1e-9 and int(np.sum(values > 1e-9)) == 9
    bound = least_energy(lines(12, 9), Energy(p))
    assert bound.theorem.name == NAME and bound.attained
    assert bound.value == pytest.approx(float(np.sum(np.abs(gram - np.eye(12)) ** p)), rel=1e-12)


@pytest.mark.parametrize("p", [2.5, 5])
def test_twelve_vectors_of_ten_quaternionic_dimensions(p: float) -> None:
    """Copies of the six equiangular lines of H^2 annihilate a Gram matrix of just this energy, which a search meets."""
    problem = lines(12, 10, "H")
    bound = least_energy(problem, Energy(p))
    assert bound.theorem.name == NAME and bound.attained
    found = minimize(problem, Energy(p), starts=(), restarts=2).packing
    assert Energy(p).value(found) == pytest.approx(bound.value, rel=1e-9)


def test_it_speaks_beyond_the_gerzon_number_of_the_kernel() -> None:
    for field in Field:
        for k in (2, 3, 4):
            most = gerzon_number(k, field)
            assert above_two(most, most - k, sympy.Integer(3), field) is None
            found = above_two(most + 1, most + 1 - k, sympy.Integer(3), field)
            assert found is not None
            bounds = energy_bounds(lines(most + 1, most + 1 - k, field), Energy(3))
            assert float(found[0]) > max(bound.value for bound in bounds if "Welch" in bound.theorem.name)


def test_formulas_and_bounds_are_one_list() -> None:
    assert dense(6, 4, sympy.Rational(9, 5)) == 6 / sympy.Integer(2) ** sympy.Rational(4, 5)
    for p in (1.7, 1.9, 2, 3):
        theorems = [theorem for theorem in energy_theorems(6, 4, p) if theorem.name == NAME]
        values = [float(theorem.expression) for theorem in theorems if theorem.condition == sympy.true]
        assert max(values) == pytest.approx(weighted(6, 4, p)[0])
