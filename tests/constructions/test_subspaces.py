"""Constructions of subspaces: exact coherences, bounds that are attained, equal principal angles."""

from __future__ import annotations

import numpy as np
import pytest
import sympy

from packing.bounds import lower_bound
from packing.constructions import (
    complements_of,
    copies,
    direct_sum,
    isoclinic_halves,
    known,
    pauli_eigenspaces,
    reached,
    turned_planes,
    unbiased_subspaces,
)
from packing.constructions.clifford import hurwitz
from packing.constructions.planes import CIRCLES, exact_pairs, plane_of
from packing.constructions.simplices import simplex
from packing.errors import InputError
from packing.measure import coherence
from packing.problem import Problem, lines, subspaces
from packing.space import Space

CELLS = [
    (4, 4, 2, "R"), (16, 8, 2, "R"), (9, 6, 2, "R"), (15, 12, 4, "R"), (15, 6, 2, "C"), (10, 4, 2, "C"), (9, 6, 4, "R"),
    (10, 4, 3, "H"), (18, 4, 2, "R"), (70, 8, 4, "R"), (30, 4, 2, "C"), (120, 9, 3, "C"), (6, 6, 2, "H"),
    (10, 5, 4, "R"), (5, 4, 2, "R"), (6, 4, 2, "R"), (7, 4, 2, "R"), (10, 4, 2, "R"), (10, 8, 4, "R"), (10, 4, 2, "C"),
    (8, 8, 4, "C"), (10, 16, 8, "R"), (7, 9, 3, "C"),
]  # fmt: skip


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("distance", ["chordal", "spectral"])
def test_the_coherence_is_that_of_the_vectors(cell: tuple[int, int, int, str], distance: str) -> None:
    problem = subspaces(*cell, distance)
    bound = lower_bound(problem)
    for construction in known(problem):
        assert construction.problem == problem
        assert coherence(construction.packing) == pytest.approx(float(construction.coherence), abs=1e-12)
        assert float(construction.coherence) >= bound.value
        if construction.optimal:
            assert float(construction.coherence) == pytest.approx(bound.value, abs=1e-12)


@pytest.mark.parametrize("cell", CELLS)
def test_each_cell_has_one_by_chordal_distance(cell: tuple[int, int, int, str]) -> None:
    assert known(subspaces(*cell))


@pytest.mark.parametrize("cell", [(4, 4, 2, "R"), (15, 6, 2, "C"), (15, 12, 4, "R"), (6, 6, 2, "H")])
def test_principal_angles_of_a_pair_are_equal(cell: tuple[int, int, int, str]) -> None:
    """So the mean of their squared cosines is the largest, and both distances see the same."""
    both = [known(subspaces(*cell, distance))[0] for distance in ("chordal", "spectral")]
    assert both[0].coherence == both[1].coherence
    space = Space.subspaces(*cell[1:], "spectral")
    vectors = both[0].packing.vectors
    largest = space.overlaps(vectors, vectors)
    assert np.allclose(largest, both[0].problem.space.overlaps(vectors, vectors), atol=1e-12)


@pytest.mark.parametrize(("d", "field", "n"), [(4, "R", 18), (8, "R", 70), (4, "C", 30), (8, "C", 126), (9, "C", 120)])
def test_eigenspaces_fill_the_orthoplex_bound(d: int, field: str, n: int) -> None:
    packing = pauli_eigenspaces(d, field).packing
    assert packing.n == n == 2 * (packing.space.forms - 1) or d == 9
    overlaps = packing.space.overlaps(packing.vectors, packing.vectors)[np.triu_indices(n, 1)] ** 2
    where = packing.problem.m / d
    assert np.all((overlaps < 1e-12) | (abs(overlaps - where) < 1e-12))


def test_complements_twice_are_the_same() -> None:
    first = known(lines(10, 4))[0]
    again = complements_of(complements_of(first))
    assert again.problem == first.problem
    one, two = (abs(c.packing.vectors @ c.packing.vectors.T) for c in (first, again))
    assert np.allclose(one, two, atol=1e-12)


def test_a_part_of_a_larger_one_is_a_start() -> None:
    best = reached(subspaces(17, 4, 2))[0]
    assert best.problem == Problem(17, Space.subspaces(4, 2))
    assert float(best.coherence) == pytest.approx(coherence(best.packing), abs=1e-9)


@pytest.mark.parametrize(("d", "field"), [(6, "C"), (9, "R"), (2, "C"), (64, "R")])
def test_refusals(d: int, field: str) -> None:
    with pytest.raises(InputError, match="eigenspaces are built in"):
        pauli_eigenspaces(d, field)


@pytest.mark.parametrize("n", sorted(CIRCLES))
def test_turned_planes_are_equidistant(n: int) -> None:
    """(a . a')(b . b') = -1/(n - 1), and tr P P' = 1 + (a . a')(b . b') in floats.

    36 times a product is an algebraic integer of degree 3 at most with conjugates below 100: one that differs from an
    integer differs by more than 1e-5, and 50 decimals prove equality.
    """
    pairs = exact_pairs(n)
    assert len(pairs) == n
    assert all(abs((side.dot(side) - 1).evalf(60)) < 1e-50 for pair in pairs for side in pair)
    planes = [plane_of(*(np.array(side, dtype=float).ravel() for side in pair)) for pair in pairs]
    for j in range(n):
        for i in range(j):
            (a, b), (c, e) = pairs[i], pairs[j]
            product = a.dot(c) * b.dot(e)
            assert np.sum((planes[i] @ planes[j].T) ** 2) == pytest.approx(1 + float(product), abs=1e-14)
            assert abs((product + sympy.Rational(1, n - 1)).evalf(60)) < 1e-50


@pytest.mark.parametrize(
    ("h", "field", "s"), [(1, "R", 1), (4, "R", 4), (8, "R", 8), (12, "R", 4), (4, "C", 6), (6, "C", 4)]
)
def test_hurwitz_isometries(h: int, field: str, s: int) -> None:
    isometries = hurwitz(h, field)
    assert isometries.shape == (s, h, h)
    products = np.einsum("iba,jbc->ijac", isometries.conj(), isometries)
    both = products + products.transpose(1, 0, 2, 3)
    assert np.array_equal(both, 2 * np.einsum("ij,ac->ijac", np.eye(s), np.eye(h)))
    assert field == "C" or not isometries.imag.any()


@pytest.mark.parametrize(("d", "field"), [(16, "R"), (8, "C"), (6, "C")])
def test_halves_have_the_cosines_of_their_points(d: int, field: str) -> None:
    points = simplex(len(hurwitz(d // 2, field)) + 1)
    packing = isoclinic_halves(points, d, field).packing
    gram = points.packing.vectors @ points.packing.vectors.T
    for distance in ("chordal", "spectral"):
        space = Space.subspaces(d, d // 2, field, distance)
        f = space.overlaps(packing.vectors, packing.vectors) ** 2
        assert np.allclose(f, (1 + gram) / 2, atol=1e-13)
    with pytest.raises(InputError, match="at most"):
        isoclinic_halves(simplex(9), 8, field)


@pytest.mark.parametrize(("d", "m", "n"), [(9, 3, 120), (16, 4, 340)])
def test_unbiased_subspaces(d: int, m: int, n: int) -> None:
    """Orthogonal within a group and at trace m^2/d across: tight, with f = m/d at the orthoplex bound."""
    packing = unbiased_subspaces(d, m).packing
    assert packing.n == n > d * d or d == 9
    f = packing.space.overlaps(packing.vectors, packing.vectors) ** 2
    groups = np.arange(n) // (d // m)
    expected = np.where(groups[:, None] == groups, np.eye(n), m / d)
    assert np.allclose(f, expected, atol=1e-12)
    with pytest.raises(InputError, match="take d = 16"):
        unbiased_subspaces(d, m - 1)


def test_sums_and_copies() -> None:
    planes = turned_planes(10)
    assert copies(planes, 3).optimal == "simplex bound"
    whole = direct_sum(planes, known(lines(10, 5))[0])
    assert whole.problem == subspaces(10, 9, 3)
    f = whole.problem.space.overlaps(whole.packing.vectors, whole.packing.vectors) ** 2
    assert np.ptp(f[np.triu_indices(10, 1)]) < 1e-14
    assert f[0, 1] == pytest.approx(float(whole.coherence**2), abs=1e-14)
    with pytest.raises(InputError, match="equidistant"):
        direct_sum(planes, known(lines(10, 4))[0])
    with pytest.raises(InputError, match="as many"):
        direct_sum(planes, turned_planes(7))
    with pytest.raises(InputError, match="k = 2"):
        copies(planes, 1)
    with pytest.raises(InputError, match="5, 6, 7 or 10"):
        turned_planes(9)
