"""Floors of energies: no packing is below, sharp codes meet them exactly, and formulas and programmes are one list."""

from __future__ import annotations

import math

import numpy as np
import pytest
import sympy

import packing as pk
from packing import kernel
from packing.bounds import checkers, energy_bounds, least_energy
from packing.bounds.energy.sharp_codes import codes
from packing.bounds.energy.twopoint import two_point
from packing.configuration import Packing
from packing.errors import InputError
from packing.objective import Energy
from packing.potentials import AbsPower, Expression, Gauss, Logarithm, Polynomial, Potential, ReluPower, Riesz
from packing.problem import Problem, lines, vectors
from packing.references import references
from packing.rigor import Rigor
from packing.search import minimize
from packing.space import Space

ICOSAHEDRON = next(code for code in codes() if code.name == "icosahedron")

POTENTIALS = (Riesz(1), Logarithm(), Gauss(1))


def energy_of(n: int, overlaps: dict[sympy.Expr | int, int], potential: Potential, space: Space) -> sympy.Expr:
    return sum((n * k * potential.exact(sympy.sympify(t), space) for t, k in overlaps.items()), sympy.S.Zero)


@pytest.mark.parametrize("potential", POTENTIALS, ids=str)
@pytest.mark.parametrize(
    ("n", "overlaps"),
    [(4, {sympy.Rational(-1, 3): 3}), (6, {-1: 1, 0: 4}), (12, dict(ICOSAHEDRON.degrees))],
    ids=("tetrahedron", "octahedron", "icosahedron"),
)
def test_sharp_codes_of_space_meet_the_floor_exactly(
    n: int, overlaps: dict[sympy.Expr | int, int], potential: Potential
) -> None:
    bound = least_energy(vectors(n, 3), potential)
    exact = energy_of(n, overlaps, potential, Space.sphere(3))
    assert abs((bound.exact - exact).evalf(60)) < 1e-50
    assert bound.rigor is Rigor.CERTIFIED
    assert not isinstance(kernel.check(bound.certificate), kernel.Rejection)


HALF, QUARTER, ROOT = sympy.Rational(1, 2), sympy.Rational(1, 4), sympy.sqrt(5) / 4
CELL = {ROOT + QUARTER: 12, HALF: 20, ROOT - QUARTER: 12}
"""The overlaps of an axis of the 600-cell with the others, but 0."""


@pytest.mark.parametrize(
    ("problem", "p", "overlaps"),
    [
        (lines(60, 4), 9, CELL),
        (lines(60, 4), 8, CELL),
        (lines(60, 4), 10, CELL),
        (lines(120, 8), sympy.Rational(19, 4), {HALF: 56}),
        (lines(98280, 24), 11, {HALF: 4600, QUARTER: 47104}),
        (lines(9, 3, "C"), 3, {HALF: 8}),
        (lines(12, 3, "C"), 5, {1 / sympy.sqrt(3): 9}),
        (lines(12, 3, "C"), 4, {1 / sympy.sqrt(3): 9}),
        (lines(12, 3, "C"), 2, {1 / sympy.sqrt(3): 9}),
    ],
    ids=str,
)
def test_sharp_lines_meet_the_floor_exactly(
    problem: Problem, p: sympy.Expr | int, overlaps: dict[sympy.Expr, int]
) -> None:
    bound = least_energy(problem, AbsPower(p))
    exact = energy_of(problem.n, overlaps, AbsPower(p), problem.space)
    assert abs((bound.exact - exact).evalf(40)) < 1e-30 * float(exact)


@pytest.mark.parametrize(("n", "least"), [(5, 12.949), (7, 28.906), (8, 39.3506)])
def test_points_that_are_not_sharp_are_within_a_percent(n: int, least: float) -> None:
    """The least energies are those of Thomson's problem, over ordered pairs."""
    assert 0.99 * least < least_energy(vectors(n, 3), Riesz(1)).value <= least


RANDOM = [
    (problem, potential)
    for problem in (vectors(9, 3), vectors(11, 5), lines(8, 3), lines(7, 3, "C"), lines(5, 2, "H"), lines(20, 6))
    for potential in (
        AbsPower(3), AbsPower("5/2"), AbsPower(1.3), Riesz("1/2"), Logarithm(), Gauss(3),
        Polynomial([0, 0, "-1/2", 0, 1]), Expression(sympy.cosh(sympy.Symbol("x")).rewrite(sympy.exp)),
    )
]  # fmt: skip


@pytest.mark.parametrize(("problem", "potential"), RANDOM[::11], ids=str)
def test_no_packing_is_below_a_floor(problem: Problem, potential: Potential) -> None:
    is_below_all(problem, potential)


@pytest.mark.long
@pytest.mark.parametrize(("problem", "potential"), RANDOM[1::3], ids=str)
def test_no_packing_is_below_any_floor(problem: Problem, potential: Potential) -> None:
    is_below_all(problem, potential)


def is_below_all(problem: Problem, potential: Potential) -> None:
    bound = least_energy(problem, potential)
    rng = np.random.default_rng(0)
    packings = [Packing(problem.space.gaussian(problem.n, rng), problem.space) for _ in range(3)]
    packings.append(minimize(problem, Energy(potential), restarts=2, seconds=5).packing)
    found = min(Energy(potential).value(packing) for packing in packings)
    assert bound.value <= found * (1 + 1e-12 * math.copysign(1, found))
    assert bound.value > -math.inf


@pytest.mark.parametrize(
    "p", [pytest.param(1.5, marks=pytest.mark.long), 2.0, pytest.param(3.0, marks=pytest.mark.long)]
)
def test_relu_floors_are_below_every_descent(p: float) -> None:
    for n, d in ((7, 3), (10, 4), (12, 5)):
        found = minimize(vectors(n, d), Energy(p, positive=True), restarts=4, seconds=5).value
        assert 0 < least_energy(vectors(n, d), ReluPower(p)).value <= found * (1 + 1e-12)


def test_the_door_of_formulas_answers_alike() -> None:
    assert pk.analytic.energy_bound(9, 4, 3).exact == least_energy(lines(9, 4), Energy(3)).exact
    assert pk.analytic.best_partition(9, 4, 3).bound == least_energy(lines(9, 4), Energy(3))
    assert pk.analytic.energy_bound(10, 4, 2, "relu").exact == least_energy(vectors(10, 4), ReluPower(2)).exact


def test_points_and_lines_have_the_same_powers() -> None:
    assert least_energy(vectors(9, 4), AbsPower(3)).exact == least_energy(lines(9, 4), AbsPower(3)).exact
    assert least_energy(lines(9, 4), ReluPower(3)).exact == least_energy(vectors(9, 4), ReluPower(3)).exact


def test_irrational_exponents_have_floors_too() -> None:
    p = sympy.log(8) / sympy.log(2) + sympy.sqrt(2) / 10
    near = [least_energy(lines(9, 4), AbsPower(q)).value for q in (float(p) - 1e-6, float(p) + 1e-6)]
    assert near[1] <= least_energy(lines(9, 4), AbsPower(p)).value <= near[0]


def test_bounds_come_best_first_and_never_above_one_that_is_attained() -> None:
    bounds = energy_bounds(lines(28, 7), AbsPower(3))
    assert list(bounds) == sorted(bounds, reverse=True)
    assert max(bound.value for bound in bounds) <= 28 * 27 / 27 * (1 + 1e-12)


@pytest.mark.parametrize(
    ("problem", "potential", "rule"),
    [
        (lines(5, 3, "C"), ReluPower(2), "needs real vectors"),
        (pk.subspaces(5, 4, 2), AbsPower(2), "not of"),
        (vectors(5, 3), Expression(sympy.sin(sympy.Symbol("x"))), "exp and log"),
        (vectors(5, 3), Expression(sympy.log(1 - sympy.Symbol("x"))), "bounded from below"),
        (lines(5, 1), Riesz(1), "two of them coincide"),
    ],
)
def test_bad_input_is_named(problem: Problem, potential: Potential, rule: str) -> None:
    with pytest.raises(InputError, match=rule):
        least_energy(problem, potential)


def test_what_no_programme_sees_is_bounded_by_the_mean_pair() -> None:
    assert least_energy(lines(3, 3), Riesz(1)).attained is True
    assert least_energy(lines(6, 3), Gauss(1000)).exact == 30 * sympy.exp(-800)
    assert least_energy(vectors(2, 1), Riesz(2)).exact == sympy.Rational(1, 2)


def test_programmes_are_silent_where_they_have_no_room() -> None:
    assert list(two_point(lines(5, 1), AbsPower(3))) == []
    assert list(two_point(lines(1, 4), AbsPower(3))) == []
    assert least_energy(lines(1, 4), Riesz(1)).exact == 0


@pytest.mark.parametrize(
    ("problem", "potential"),
    [
        (lines(60, 4), AbsPower(9)),
        (lines(7, 3, "C"), AbsPower("5/2")),
        (lines(5, 2, "H"), Logarithm()),
        (vectors(9, 3), Riesz("1/2")),
        (vectors(12, 3), Gauss(3)),
        (vectors(9, 4), ReluPower("3/2")),
    ],
    ids=str,
)
def test_both_checkers_say_the_same_of_what_is_found(problem: Problem, potential: Potential) -> None:
    (bound,) = two_point(problem, potential)
    for certificate in (bound.certificate, {**bound.certificate, "n": problem.n + 1}):
        assert checkers.check(certificate) == kernel.check(certificate)


def test_a_floor_names_the_source_of_its_theorem_and_no_other() -> None:
    cells = [(5, 1.3), (5, 4)]
    floors = [bound for n, p in cells for bound in energy_bounds(lines(n, 2), Energy(p))]
    floors += [bound for n, p in cells for bound in energy_bounds(vectors(n, 2), Energy(p, positive=True))]
    found = {str(bound.theorem): bound.theorem.reference for bound in floors}
    assert set(found.values()) <= {entry.key for entry in references()} | {""}
    assert found["repeated basis in the plane"] == "benav2022"
    assert found["Welch-Sidelnikov of order 1"] == "sidelnikov1974"
    assert found["orthogonal simplices"] == found["pentagon"] == ""  # proved here
