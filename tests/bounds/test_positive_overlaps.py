"""Least positive interference: the steps of the proof hold at packings, and the floor is one at each door."""

import numpy as np
import pytest
import sympy

import packing as pk
from packing.analytic.energy_search import search_vectors
from packing.analytic.energy_theorems import energy_theorems
from packing.bounds.energy.closed_forms import closed_forms
from packing.bounds.energy.positive_overlaps import MOST, constant, crowded
from packing.exponents import EnergyKind
from packing.objective import Energy
from packing.potentials import ReluPower
from packing.problem import vectors

NAME = "cubes of overlaps"


def stationary(n: int, d: int) -> np.ndarray:
    """The Gram matrix of the least energy that a few descents meet."""
    X = np.array(search_vectors(n, d, 2, EnergyKind.RELU, restarts=3).vectors)
    return X @ X.T


@pytest.mark.parametrize(("n", "d"), [(5, 2), (7, 3), (8, 3), (9, 3), (10, 4), (11, 4), (17, 8)])
def test_each_step_of_the_proof_holds_at_packings_of_least_energy(n: int, d: int) -> None:
    gram = stationary(n, d)
    P, N = np.maximum(gram, 0) - np.eye(n), np.maximum(-gram, 0)
    P[np.diag_indices(n)] = 0
    own, B, E = np.sum(P**2, axis=1), np.sum(N**2, axis=1), np.sum(P**2)
    h = np.sort(np.linalg.eigvalsh(gram))[-d:] - 1
    cubes = np.trace(N @ N @ N) - np.trace(P @ P @ P) - 3 * own @ B
    assert abs(cubes - (n - d - np.sum(h**3))) < 1e-4
    assert np.all(1 + np.sqrt(E - 2 * own) + 1e-6 >= B)
    tight = np.einsum("i,j,ij->", own, own, gram**2)
    assert tight <= own**2 @ (1 + own + B) + 1e-6
    more = min(n - 2 * d, MOST)
    assert 2 * more < E**1.5 + 3 * E and float(constant(more)) < E


def test_the_constants_are_roots_of_the_cubic() -> None:
    for k in range(1, MOST + 1):
        root = sympy.sqrt(constant(k))
        assert abs((root**3 + 3 * root**2 - 2 * k).evalf(40)) < 1e-35
    assert constant(MOST).evalf() < 3  # the proof needs it


@pytest.mark.parametrize("p", ["3/2", "2", "3"])
@pytest.mark.parametrize(("n", "d"), [(45, 22), (46, 22), (52, 22), (7, 3)])
def test_formulas_and_floors_agree(n: int, d: int, p: str) -> None:
    floors = {each.theorem.name: each.exact for each in closed_forms(vectors(n, d), ReluPower(p))}
    name = NAME if p != "3" else f"{NAME} and power mean"
    formulas = [each.expression for each in energy_theorems(n, d, p, "relu") if each.name == name]
    assert max(formulas, key=float).evalf(30) == floors[name].evalf(30)
    assert len(formulas) == min(n - 2 * d, MOST)
    best = Energy(float(sympy.Rational(p)), positive=True)
    assert float(floors[name]) <= best.value(search_vectors(n, d, best.exponent, EnergyKind.RELU, restarts=2))


def test_one_vector_too_many_is_not_free_in_many_dimensions() -> None:
    bound = pk.bounds.least_energy(vectors(81, 40), Energy(2, positive=True))
    assert (bound.theorem.name, bound.exact, bound.rigor.value) == (NAME, 4 - 2 * sympy.sqrt(3), "proved")
    d = sympy.Symbol("d", positive=True, integer=True)
    formulas = [each for each in energy_theorems(2 * d + 2, d, 2, "relu") if each.name == NAME]
    assert [each.expression.subs(d, 30) for each in formulas] == [crowded(62, 30, k) for k in (1, 2)]
    assert crowded(2 * d + 9, d, MOST).subs(d, 1000) > constant(MOST)
