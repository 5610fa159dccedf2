"""Three-point bounds on energies: values against packings that exist, certificates, and what the programme refuses."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy

from packing import kernel
from packing.bounds import checkers
from packing.bounds.checkers.energy_threepoint import least
from packing.bounds.energy import least_energy
from packing.bounds.energy.program_text import program_text
from packing.bounds.energy.threepoint_bound import certified_energy, three_point_energy
from packing.bounds.energy.threepoint_rounding import in_overlaps
from packing.bounds.energy.twopoint import two_point
from packing.certificates import read
from packing.kernel import EnergyStatement, Rejection, energy_threepoint
from packing.objective import Energy
from packing.potentials import AbsPower, Gauss, Logarithm, Potential, ReluPower, Riesz
from packing.problem import Problem, lines, subspaces, vectors
from packing.proofs_folder import proofs_folder
from packing.search import minimize

ATTACKED: list[Potential] = [AbsPower(3), AbsPower(5), ReluPower(2), Gauss(1), Logarithm()]
"""The potentials of the certificates that are shipped."""

GAUSS = [(5, 1.959378), (7, 5.522536), (8, 8.056829)]
"""n points of S^2 and the least energy of exp(-|x - y|^2) that a search finds."""

CUBE = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 1], [1, 1, -1], [1, -1, 1], [-1, 1, 1]], dtype=float)
"""The axes and the diagonals of a cube: 7 lines of R^3."""

BIPYRAMID = np.array([[0, 0, 1], [0, 0, -1], *([np.cos(a), np.sin(a), 0] for a in 2 * np.pi * np.arange(3) / 3)])
"""5 points of S^2."""


def petersen() -> np.ndarray:
    """10 points of S^3 with overlaps 1/6 and -2/3: pairs of 5, less the mean."""
    pairs = [(i, j) for i in range(5) for j in range(i)]
    rows = np.zeros((10, 5))
    for r, (i, j) in enumerate(pairs):
        rows[r, [i, j]] = 1
    return rows - 2 / 5


def energy(rows: np.ndarray, potential: Potential, problem: Problem) -> float:
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    overlaps = (unit @ unit.T)[~np.eye(len(unit), dtype=bool)]
    return float(potential.values(np.abs(overlaps) if problem.has_lines else overlaps, problem.space).sum())


CASES: list[tuple[Problem, Potential, int, float, np.ndarray]] = [
    (vectors(10, 4), ReluPower(2), 4, 1.56, petersen()),
    (vectors(5, 3), Riesz(1), 4, 12.949, BIPYRAMID),
    (vectors(5, 3), Logarithm(), 4, -8.8413, BIPYRAMID),
    (lines(7, 3), AbsPower(5), 3, 1.588, CUBE),
]


@pytest.mark.parametrize(("problem", "potential", "half", "enough", "rows"), CASES, ids=lambda item: str(item)[:40])
def test_bounds_lie_between_two_points_and_packings(
    problem: Problem, potential: Potential, half: int, enough: float, rows: np.ndarray
) -> None:
    found = certified_energy(problem, potential, half)
    assert found is not None
    value, certificate = found
    assert enough <= value <= energy(rows, potential, problem) + 1e-9
    assert value > next(two_point(problem, potential)).value
    answer = kernel.check(certificate)
    assert isinstance(answer, EnergyStatement)
    assert answer == checkers.check(certificate)


def test_the_petersen_code_has_the_least_energy_exactly() -> None:
    """5/3, without computing anything; two points say 1.19."""
    bound = least_energy(vectors(10, 4), ReluPower(2))
    assert bound.exact == sympy.Rational(5, 3)
    assert energy(petersen(), ReluPower(2), bound.problem) == pytest.approx(5 / 3, abs=1e-12)
    answer = kernel.check(bound.certificate)
    assert isinstance(answer, EnergyStatement)
    assert answer == checkers.check(bound.certificate)
    assert answer.at_least == Fraction(5, 3)


def test_an_exact_certificate_proves_nothing_beyond_and_bears_no_change() -> None:
    certificate = dict(least_energy(vectors(10, 4), ReluPower(2)).certificate)
    del certificate["statement"]
    assert least(energy_threepoint.read(certificate)) == Fraction(5, 3)
    first, *others = certificate["kernels"][0][0].split(" ")
    changed = [[str(int(first) + 10**185), *others], *certificate["kernels"][0][1:]]
    for damaged in (
        {**certificate, "at_least": "166666666667/100000000000"},
        {**certificate, "n": 9},
        {**certificate, "two_point": ["1", *certificate["two_point"][1:]]},
        {**certificate, "kernels": [[" ".join(changed[0]), *changed[1:]], *certificate["kernels"][1:]]},
    ):
        assert isinstance(checkers.check(damaged), Rejection)


TARGETS = [((7, 3), 0.91), ((8, 3), 1.95), ((9, 3), 3.5), ((9, 4), 0.8), ((12, 5), 1.4)]


@pytest.mark.parametrize(("shape", "enough"), TARGETS)
def test_energies_of_relu_are_known_without_computing(shape: tuple[int, int], enough: float) -> None:
    bound = least_energy(vectors(*shape), ReluPower(2))
    assert bound.theorem.name == "three-point programme"
    assert bound.value >= enough


@pytest.mark.parametrize(
    ("potential", "n", "least", "within"),
    [(Logarithm(), 7, -16.364956, 0.01), *((Gauss(1), n, found, 0.01 * found) for n, found in GAUSS)],
)
def test_points_of_space_within_a_percent(potential: Potential, n: int, least: float, within: float) -> None:
    """`least` is the least energy that a search finds."""
    bound = least_energy(vectors(n, 3), potential)
    assert least - within < bound.value <= least + 1e-6


SHIPPED = sorted((proofs_folder() / "certificates").glob("*three-point-energies.json"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_nothing_found_is_below_what_is_shipped(path: Path) -> None:
    for certificate in read(path)[::3]:
        answer = checkers.check(certificate)
        assert isinstance(answer, EnergyStatement) and answer.at_least is not None
        problem = vectors(answer.n, answer.d) if answer.space == "S" else lines(answer.n, answer.d)
        potential = next(f for f in ATTACKED if program_text(f, problem.space) == certificate["potential"])
        found = minimize(problem, Energy(potential), restarts=3, seconds=2).value
        assert float(answer.at_least) <= found + 1e-9 * (1 + abs(found))


@pytest.mark.parametrize(("p", "least"), [(4, "76/27"), (5, "4/81 + 8*sqrt(3)/9"), (6, "220/243"), (8, "652/2187")])
def test_axes_and_diagonals_of_a_cube_have_the_least_energy_of_seven_lines(p: int, least: str) -> None:
    bound = least_energy(lines(7, 3), AbsPower(p))
    cube = np.concatenate([np.eye(3), np.array([[1, 1, 1], [1, 1, -1], [1, -1, 1], [-1, 1, 1]]) / np.sqrt(3)])
    assert bound.exact == sympy.sympify(least)
    assert bound.value <= (np.abs(cube @ cube.T) ** p).sum() - 7 <= bound.value + 1e-12


@pytest.mark.parametrize(
    ("change", "entry"),
    [
        ({"at_least": ["4/81", "889/1000"]}, "at_least"),
        ({"contacts": ["0", "1/3"]}, "minorant"),
        ({"contacts": ["0", "1/3", ["0", "1/4"]]}, "minorant"),
        ({"n": 8}, "at_least"),
        ({"theta": {"polynomial": [-2, 0, 1], "interval": ["1", "2"]}}, ""),
        ({"null": {"kernels[0]": [["1", "0", "0", "0", "0"]]}}, "null.kernels[0][0]"),
    ],
)
def test_an_exact_energy_over_a_quadratic_field_is_refused_once_changed(change: dict[str, Any], entry: str) -> None:
    certificate = next(c for c in read(proofs_folder() / "certificates" / "R3-three-point-energy.json") if "theta" in c)
    for check in (kernel.check, checkers.check):
        assert isinstance(check(certificate), EnergyStatement)
        answer = check(_without_statement(certificate, change))
        assert isinstance(answer, Rejection)
        assert answer.entry.startswith(entry)


def _without_statement(certificate: Any, change: dict[str, Any]) -> dict[str, Any]:
    return {key: item for key, item in {**certificate, **change}.items() if key != "statement"}


def small() -> dict[str, Any]:
    found = certified_energy(lines(7, 3), AbsPower(4), 2)
    assert found is not None
    return found[1]


def test_a_claim_beyond_what_is_proved_is_refused() -> None:
    certificate = small()
    value = least(energy_threepoint.read(certificate))
    assert Fraction(certificate["at_least"]) <= value
    above = {**certificate, "at_least": str(value + Fraction(1, 10**12))}
    del above["statement"]
    for check in (kernel.check, checkers.check):
        answer = check(above)
        assert isinstance(answer, Rejection)
        assert answer.entry == "at_least"


def test_a_minorant_above_the_potential_is_refused() -> None:
    certificate = small()
    raised = str(Fraction(certificate["minorant"][0]) + Fraction(1, 100))
    answer = kernel.check({**certificate, "minorant": [raised, *certificate["minorant"][1:]]})
    assert isinstance(answer, Rejection)
    assert answer.entry == "minorant"


@pytest.mark.parametrize("problem", [vectors(5, 2), lines(2, 3), lines(4, 3, "H"), vectors(1001, 3)], ids=str)
def test_where_the_programme_says_nothing(problem: Problem) -> None:
    assert not list(three_point_energy(problem, AbsPower(3) if problem.has_lines else Riesz(1)))


def test_subspaces_have_no_such_energies() -> None:
    assert not list(three_point_energy(subspaces(5, 4, 2), AbsPower(3)))


def test_chebyshev_series_in_overlaps() -> None:
    series = [Fraction(1, 3), Fraction(-2), Fraction(0), Fraction(5, 7)]
    for has_lines in (False, True):
        coefficients = [float(c) for c in in_overlaps(series, has_lines)]
        u = np.linspace(0, 1, 7)
        expected = np.polynomial.chebyshev.chebval(2 * u - 1 if has_lines else u, [float(c) for c in series])
        assert np.polynomial.polynomial.polyval(u, coefficients) == pytest.approx(expected)
