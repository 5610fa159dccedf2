"""Equiangular lines: the published maxima with ==, both checkers, mutations, the derived points of real sets."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from packing import InputError, kernel
from packing.bounds import Bound, checkers, equiangular, most_equiangular, welch
from packing.bounds.equiangular_lines.barg_yu import derived_certificate
from packing.kernel import EquiangularStatement, Rejection
from packing.kernel.equiangular import derived_overlaps
from packing.problem import lines

BARG_YU = {14: 30, 15: 36, 16: 42, 17: 51, 18: 61, 19: 76, 20: 96, 21: 126, 22: 176, 23: 276, 42: 288, 43: 344}
BARG_YU |= dict.fromkeys(range(7, 14), 28) | dict.fromkeys(range(24, 42), 276)
"""Barg and Yu, New bounds for equiangular lines (2014), Table 3: upper bounds on equiangular lines in R^d."""


def certificate(d: int, angle: str) -> dict[str, Any]:
    found = derived_certificate(d, Fraction(angle))
    assert found is not None
    return found


@pytest.mark.parametrize(("d", "most"), sorted(BARG_YU.items()))
def test_published_maxima(d: int, most: int) -> None:
    assert most_equiangular(d).upper_bound == most


@pytest.mark.parametrize("d", [23, 24, 35, 43, 59, 60])
def test_276_at_one_fifth_is_exact(d: int) -> None:
    statement = kernel.check(certificate(d, "1/5"))
    assert isinstance(statement, EquiangularStatement)
    assert statement.size == statement.largest == 276
    assert equiangular(d, "1/5").exact == 276
    assert kernel.check(certificate(61, "1/5")).largest > 276  # type: ignore[union-attr]
    assert equiangular(61, "1/5").upper_bound == 276


@pytest.mark.parametrize(
    ("d", "angle", "size"), [(47, "1/7", 1128), (131, "1/7", 1128), (7, "1/3", 28), (15, "1/3", 28)]
)
def test_other_sharp_values(d: int, angle: str, size: int) -> None:
    assert kernel.check(certificate(d, angle)).size == size  # type: ignore[union-attr]


@pytest.mark.parametrize("d", range(3, 40))
def test_never_weaker_than_welch_nor_false(d: int) -> None:
    """At the angle of the Welch bound of n lines the size bound is n or more where a tight frame may exist."""
    for n in (d + 1, 2 * d):
        bound = welch(lines(n, d))
        assert isinstance(bound, Bound)
        square = Fraction(str(bound.exact**2))
        root = Fraction(str(bound.exact)) if bound.exact.is_Rational else None
        if root is not None:
            assert equiangular(d, root).exact >= n
            assert equiangular(d, root).exact <= d * (1 - square) / (1 - d * square)


@pytest.mark.parametrize("d", [4, 7, 12])
def test_a_real_set_has_the_derived_overlaps(d: int) -> None:
    """The d + 1 lines of a regular simplex, angle 1/d: fix one, turn the others towards it, project."""
    ones = np.full((d + 1, d + 1), -1 / d) + np.eye(d + 1) * (1 + 1 / d)
    values, vectors = np.linalg.eigh(ones)
    rows = vectors[:, 1:] * np.sqrt(values[1:])
    turned = rows[1:] * np.sign(rows[1:] @ rows[0])[:, None]
    rest = turned - np.outer(turned @ rows[0], rows[0])
    rest /= np.linalg.norm(rest, axis=1, keepdims=True)
    seen = (rest @ rest.T)[np.triu_indices(d, 1)]
    allowed = np.array([float(overlap) for overlap in derived_overlaps(Fraction(1, d))])
    assert np.abs(seen[:, None] - allowed).min(axis=1).max() < 1e-12


@pytest.mark.parametrize("d", [5, 24, 61])
@pytest.mark.parametrize("angle", ["1/5", "1/3", "2/7", "3/5"])
def test_the_vertex_is_the_optimum_of_the_programme(d: int, angle: str) -> None:
    """An independent solve in floats: scipy's simplex over the same two constraints."""
    from scipy.optimize import linprog

    from packing.space import Space

    found = derived_certificate(d, Fraction(angle))
    overlaps = np.array([float(overlap) for overlap in derived_overlaps(Fraction(angle))])
    table = Space.sphere(d - 1).zonal.values(16, overlaps)[1:]
    answer = linprog(np.ones(16), A_ub=table.T, b_ub=-np.ones(len(overlaps)))
    assert (found is None) == (answer.status == 2)
    if found is not None:
        coefficients = [Fraction(f) for f in found["coefficients"]]
        assert abs(float(sum(coefficients)) - 1 - answer.fun) < 1e-7 * answer.fun


def test_mutations_are_refused_or_still_true() -> None:
    accepted = 0
    for good in (certificate(24, "1/5"), certificate(15, "1/5"), certificate(5, "1/3")):
        true = {24: 276, 15: 36, 5: 10}
        tiny = Fraction(1, 10**12)
        mutants = [{**good, "d": good["d"] + step} for step in (-1, 1)]
        mutants += [{**good, "angle": angle} for angle in ("1/4", "1/7", str(Fraction(good["angle"]) + tiny))]
        mutants += [{**good, "at_most": good["at_most"] + step} for step in (-1, 1)]
        for k, text in enumerate(good["coefficients"]):
            for value in (Fraction(text) * (1 + tiny), Fraction(text) * (1 - tiny), Fraction(text) + 1, Fraction(0)):
                changed = list(good["coefficients"])
                changed[k] = str(value)
                mutants.append({**good, "coefficients": changed})
        for mutant in mutants:
            bare = {key: entry for key, entry in mutant.items() if key != "statement"}
            outcome = kernel.check(bare)
            assert outcome == checkers.check(bare)
            if isinstance(outcome, EquiangularStatement):
                accepted += 1
                if (outcome.d, outcome.angle) == (good["d"], Fraction(good["angle"])):
                    assert outcome.largest >= true[outcome.d]
    assert accepted > 10


@pytest.mark.parametrize(
    ("change", "entry", "reason"),
    [
        ({"d": 2}, "d", "must lie in 3..1000000, not 2"),
        ({"angle": "0"}, "angle", "must lie between 0 and 1"),
        ({"angle": "-1/5"}, "angle", "must lie between 0 and 1"),
        ({"angle": 0.2}, "angle", "must be an exact number as text"),
        ({"coefficients": ["1", "1"]}, "coefficients", "is positive at 1/6"),
        ({"at_most": 275}, "at_most", "claims 275, but the coefficients prove 276"),
        ({"statement": "there are at most 275 lines"}, "statement", "what is proved is: there are at most 276 lines"),
    ],
)
def test_refusals(change: dict[str, Any], entry: str, reason: str) -> None:
    mutant = {**certificate(24, "1/5"), **change}
    outcome = kernel.check(mutant)
    assert isinstance(outcome, Rejection)
    assert outcome == checkers.check(mutant)
    assert outcome.entry == entry
    assert reason in outcome.reason


def test_bad_angles() -> None:
    for wrong in ("0", "1", "-1/3", "a"):
        with pytest.raises(InputError, match="the angle must"):
            equiangular(5, wrong)
    with pytest.raises(InputError, match="d must be a positive integer"):
        most_equiangular(0)
    assert equiangular(1, "1/3").upper_bound == 1
    assert equiangular(2, "1/2").upper_bound == 3


@pytest.mark.parametrize(
    ("d", "angle", "most"),
    [
        (3, "1/3", 4),
        (4, "1/3", 6),
        (5, "1/3", 10),
        (6, "1/3", 16),
        (7, "1/3", 28),
        (15, "1/3", 28),
        (30, "1/3", 58),
        (100, "1/3", 198),
        (15, "1/5", 36),
        (21, "1/5", 126),
        (22, "1/5", 176),
        (23, "1/5", 276),
        (185, "1/5", 276),
        (200, "1/5", 298),
        (42, "1/7", 288),
        (131, "1/7", 1128),
        (4, "1/4", 5),
        (3, "1/4", 3),
        (41, "2/7", 41),
        (200, "1/4", 201),
    ],
)
def test_published_maxima_at_an_angle(d: int, angle: str, most: int) -> None:
    """Lemmens and Seidel (1973) at 1/3, Cao, Koolen, Lin and Yu (2022) at 1/5, ranks modulo 2 at even 1/a."""
    assert equiangular(d, angle).upper_bound == most


@pytest.mark.parametrize("angle", ["1/2", "1/3", "1/4", "1/5", "1/7", "2/7", "1/9", "1/10"])
def test_the_maximum_at_an_angle_never_falls_with_the_dimension(angle: str) -> None:
    sizes = [equiangular(d, angle).upper_bound for d in (*range(2, 40), 60, 100, 184, 185, 186, 187, 250)]
    assert sizes == sorted(sizes)
    if Fraction(angle).numerator > 1 or Fraction(angle).denominator % 2 == 0:
        assert all(size <= d + 1 for d, size in zip(range(2, 40), sizes, strict=False))


@pytest.mark.parametrize("n", range(2, 9))
def test_an_even_reciprocal_angle_leaves_a_rank_of_n_less_one(n: int) -> None:
    """S + 2m is regular modulo 2 for even n and has corank 1 for odd n, for every matrix S of signs."""
    rng = np.random.default_rng(n)
    signs = np.triu(rng.choice([-1, 1], size=(40, n, n)), 1)
    for matrix in signs + np.swapaxes(signs, 1, 2):
        for m in (2, 4, -6):
            assert np.linalg.matrix_rank(matrix + m * np.eye(n)) >= n - n % 2
