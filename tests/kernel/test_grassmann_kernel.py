"""Certificates on subspaces: their zonal polynomials and signs, against random subspaces and against lines."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from packing.kernel import Rejection, SizeStatement, check
from packing.kernel.grassmann import region
from packing.kernel.grassmann_polynomials import arrangements, partitions, zonal_polynomials
from packing.kernel.polynomial import zonal_polynomials as zonal_of_lines
from packing.kernel.simplices import Polynomial, is_nonpositive

HALF = Fraction(1, 2)


def squared_cosines(field: str, n: int, d: int, m: int, seed: int) -> np.ndarray:
    """Of all pairs of n random m-dimensional subspaces of F^d, shape (n, n, m); H^d is C^2d."""
    rng = np.random.default_rng(seed)
    if field == "H":
        a, b = (rng.standard_normal((n, d, m)) + 1j * rng.standard_normal((n, d, m)) for _ in range(2))
        frames = np.block([[[a, -b.conj()], [b, a.conj()]]]).reshape(n, 2 * d, 2 * m)
    else:
        frames = rng.standard_normal((n, d, m)) + (1j * rng.standard_normal((n, d, m)) if field == "C" else 0)
    bases = np.linalg.qr(frames)[0]
    cosines = np.linalg.svd(np.einsum("iab,jac->ijbc", bases.conj(), bases), compute_uv=False)
    return np.clip(cosines[..., :: 2 if field == "H" else 1], 0, 1) ** 2


def dimension(field: str, d: int, mu: tuple[int, ...]) -> int | None:
    """The dimension of the functions that belong to mu, |mu| <= 1."""
    forms = {"R": d * (d + 1) // 2, "C": d * d, "H": d * (2 * d - 1)}[field]
    return {0: 1, 1: forms - 1}.get(sum(mu))


@pytest.mark.parametrize(
    ("field", "d", "m"), [("R", 4, 2), ("R", 5, 2), ("C", 4, 2), ("H", 4, 2), ("R", 6, 3), ("C", 3, 1)]
)
def test_zonal_polynomials_are_positive_definite(field: str, d: int, m: int) -> None:
    n = 60
    y = squared_cosines(field, n, d, m, seed=7)
    for mu, terms in zonal_polynomials(field, d, m, 3).items():
        matrix = sum(
            float(weight) * np.prod(y ** np.array(e), axis=-1)
            for kappa, weight in terms.items()
            for e in arrangements(kappa)
        )
        values = np.linalg.eigvalsh((matrix + matrix.T) / 2)
        assert values[0] > -1e-9 * n, (mu, values[0])
        assert np.allclose(np.diag(matrix), 1)
        known = dimension(field, d, mu)
        if known is not None:
            assert (values > 1e-8 * n).sum() == min(known, n)


def test_a_sign_turned_in_a_zonal_polynomial_is_seen() -> None:
    y = squared_cosines("R", 60, 4, 2, seed=3).sum(axis=-1)
    assert np.linalg.eigvalsh(y - 1)[0] > -1e-9
    assert np.linalg.eigvalsh(y - 1.01)[0] < -1e-3


@pytest.mark.parametrize("field", ["R", "C", "H"])
@pytest.mark.parametrize("d", [2, 3, 7])
def test_subspaces_of_dimension_one_have_the_polynomials_of_lines(field: str, d: int) -> None:
    of_lines = zonal_of_lines(field, d, 5)
    assert [
        [terms.get((k,), 0) for k in range(mu[0] + 1)] for mu, terms in zonal_polynomials(field, d, 1, 5).items()
    ] == of_lines


@pytest.mark.parametrize("field", ["R", "C", "H"])
@pytest.mark.parametrize(("d", "m"), [(4, 2), (7, 2), (9, 4)])
def test_the_first_is_the_cosine_among_traceless_matrices(field: str, d: int, m: int) -> None:
    """P_1 = (d f - m)/(d - m), f the mean squared cosine: the cosine of the angle of P - (m/d) I and Q - (m/d) I."""
    one = (1,) + (0,) * (m - 1)
    expected = {one: Fraction(d, m * (d - m)), (0,) * m: Fraction(-m, d - m)}
    assert zonal_polynomials(field, d, m, 1)[one] == expected


def test_partitions_come_after_those_they_contain() -> None:
    order = partitions(3, 6)
    for i, mu in enumerate(order):
        for kappa in order[i + 1 :]:
            assert not all(a <= b for a, b in zip(kappa, mu, strict=True))


@pytest.mark.parametrize("m", [1, 2, 3])
@pytest.mark.parametrize("overlap", ["0", "1/7", "1/2", "5/6"])
@pytest.mark.parametrize("distance", ["chordal", "spectral"])
def test_the_region_is_covered(m: int, overlap: str, distance: str) -> None:
    """Its measure, by the volumes of its simplices, is that of the points of a fine grid."""
    t = Fraction(overlap)
    simplices = [np.array(simplex, dtype=float) for simplex in region(m, distance, t)]
    volume = sum(abs(np.linalg.det(simplex[1:] - simplex[0])) for simplex in simplices)
    axis = (np.arange(30) + 0.5) / 30
    points = np.array(list(product(axis, repeat=m)))
    inside = points.mean(axis=1) <= t if distance == "chordal" else points.max(axis=1) <= t
    assert volume == pytest.approx(inside.mean(), abs=0.04)


def test_eighteen_planes_are_the_most() -> None:
    planes = {**PLANES, "overlap": "1/2", "at_most": 18}
    terms = [[[], "1"], [[1], "9"], [[2], "4"], [[1, 1], "4"]]
    assert check({**planes, "coefficients": terms}).size == 18  # type: ignore[union-attr]


def test_signs() -> None:
    unit = region(2, "spectral", Fraction(9, 10))
    touching: Polynomial = {(0, 0): Fraction(-1, 16), (1, 1): HALF, (2, 2): Fraction(-1)}  # -(xy - 1/4)^2
    above = {**touching, (0, 0): Fraction(-1, 16) + Fraction(1, 10**9)}
    below = {**touching, (0, 0): Fraction(-1, 16) - Fraction(1, 1000)}
    assert is_nonpositive(below, unit, 10**7) is True
    assert is_nonpositive(above, unit, 10**6) in (False, None)
    assert is_nonpositive(touching, unit, 10**5) is None
    assert is_nonpositive({(0, 0): Fraction(1, 10**9)}, region(2, "chordal", Fraction(0)), 10**5) is False


PLANES = {
    "schema": 1,
    "kind": "grassmann",
    "space": "R",
    "d": 4,
    "m": 2,
    "distance": "chordal",
    "overlap": "2/5",
    "coefficients": [[[], "1/5"], [[1], "1"]],
    "at_most": 6,
}


def test_the_simplex_bound() -> None:
    statement = check(PLANES)
    assert isinstance(statement, SizeStatement)
    assert (statement.size, statement.m, statement.distance) == (6, 2, "chordal")
    assert isinstance(check({**PLANES, "distance": "spectral"}), SizeStatement)


@pytest.mark.parametrize(
    ("change", "entry"),
    [
        ({"space": "S"}, "space"),
        ({"d": 3}, "m"),
        ({"m": 0}, "m"),
        ({"m": True}, "m"),
        ({"distance": "procrustes"}, "distance"),
        ({"overlap": "41/100"}, "coefficients"),
        ({"overlap": "1"}, "overlap"),
        ({"overlap": 0.4}, "overlap"),
        ({"at_most": 5}, "at_most"),
        ({"coefficients": [[[], "1/5"], [[1], "-1"]]}, "coefficients[1][1]"),
        ({"coefficients": [[[], "1/5"], [[1], "1"], [[1], "1"]]}, "coefficients[2][0]"),
        ({"coefficients": [[[], "1/5"], [[1, 2], "1"]]}, "coefficients[1][0]"),
        ({"coefficients": [[[], "1/5"], [[1, 1, 1], "1"]]}, "coefficients[1][0]"),
        ({"coefficients": [[[], "0"], [[1], "1"]]}, "coefficients"),
        ({"coefficients": [[[1], "1"], [[2], "1"]]}, "coefficients"),
        ({"coefficients": [[[], "1"], [[16, 16], "1"]]}, "coefficients"),
        ({"coefficients": [[[], "1"], "x"]}, "coefficients[1]"),
        ({"coefficients": [[[], "1"], [[1], "1e400"]]}, "coefficients[1][1]"),
        ({"coefficients": [[[], "1"], [[1], "7" * 300]]}, "coefficients[1][1]"),
    ],
)
def test_refusals_name_the_entry(change: Mapping[str, object], entry: str) -> None:
    verdict = check({**deepcopy(PLANES), **change})
    assert isinstance(verdict, Rejection)
    assert verdict.entry == entry, verdict
