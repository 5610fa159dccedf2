"""Recognition up to isometry: copies are found whatever the basis, order and phases; near misses are not."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import isometric_copy, packings

import packing as pk
from packing import Packing
from packing.constructions import known
from packing.search import minimize_coherence
from packing.symmetry import automorphisms, same_packing, symmetry_order


@given(packings(max_n=7, max_d=4), st.integers(0, 2**31))
def test_isometric_copies_are_the_same(packing: Packing, seed: int) -> None:
    assert same_packing(packing, isometric_copy(packing, np.random.default_rng(seed)))


@given(packings(min_n=3, max_n=7, max_d=4, min_d=2), st.integers(0, 2**31))
def test_a_moved_vector_is_seen(packing: Packing, seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = packing.vectors.copy()
    rows[0] = packing.space.gaussian(1, rng)[0]
    moved = Packing(rows, packing.space)
    apart = np.max(np.abs(np.sort(packing.overlaps) - np.sort(moved.overlaps))) > 1e-3
    assert same_packing(packing, moved) != apart or not apart


def test_conjugate_lines_are_the_same() -> None:
    rng = np.random.default_rng(3)
    rows = rng.standard_normal((6, 3)) + 1j * rng.standard_normal((6, 3))
    assert same_packing(Packing(rows), Packing(rows.conj()))


def test_conjugate_quaternions_are_others() -> None:
    """x -> conj(x) is no isometry of H^d for d > 2, and neither is one reflection of the vector parts."""
    rng = np.random.default_rng(3)
    rows = rng.standard_normal((6, 3, 4))
    packing = Packing(rows)
    reversed_parts = Packing(rows * [1, -1, -1, -1])
    assert not np.allclose(np.sort(packing.overlaps), np.sort(reversed_parts.overlaps))
    assert same_packing(packing, Packing(rows[:, :, [0, 2, 3, 1]]))  # i -> j -> k -> i is a rotation
    flat = Packing(rows * [1, 1, 0, 0])  # complex lines and their conjugates, by a quarter turn with j
    assert same_packing(flat, Packing(rows * [1, -1, 0, 0]))


def test_equal_overlaps_are_not_enough() -> None:
    """Four real lines and four complex ones with all overlaps 1/sqrt(2)-like moduli, apart in their triple products."""
    gram = np.full((4, 4), 0.25, dtype=complex)
    np.fill_diagonal(gram, 1.0)
    other = gram.copy()
    other[0, 1], other[1, 0] = -0.25, -0.25
    packed = [Packing(np.linalg.cholesky(matrix)) for matrix in (gram, other)]
    assert np.allclose(np.sort(packed[0].overlaps), np.sort(packed[1].overlaps))
    assert not same_packing(*packed)


@pytest.mark.parametrize("problem", [pk.lines(31, 6, "C"), pk.lines(49, 7, "C"), pk.lines(28, 7)], ids=str)
def test_parts_of_equiangular_lines_are_told_apart(problem: pk.Problem) -> None:
    """All overlaps are equal: only triple products tell. A part, carried along by a symmetry, is the same part."""
    whole, rng = known(problem)[0].packing, np.random.default_rng(5)
    part = rng.choice(whole.n, 2 * whole.n // 3, replace=False)
    carried = np.array(automorphisms(whole).generators[-1])[part]
    one = whole.select(part)
    assert same_packing(one, isometric_copy(whole.select(rng.permutation(carried)), rng))
    others = [whole.select(rng.choice(whole.n, len(part), replace=False)) for _ in range(4)]
    assert [same_packing(one, other) for other in others] == [_profile(one) == _profile(other) for other in others]


def _profile(packing: Packing) -> tuple[tuple[int, ...], ...]:
    """For each line, how often each triple product with it occurs: what isometries keep."""
    gram = packing.gram
    products = np.real(gram[:, :, None] * gram[None, :, :] * gram.T[:, None, :])
    kinds = np.unique(np.round(products, 6), return_inverse=True)[1].reshape(packing.n, -1)
    return tuple(sorted(tuple(np.bincount(row, minlength=kinds.max() + 1)) for row in kinds))


@pytest.mark.parametrize(
    ("packing", "order"),
    [
        (Packing(np.eye(4)), 24),
        (Packing(np.concatenate((np.eye(3), -np.eye(3))), pk.Objects.VECTORS), 48),
        (known(pk.vectors(12, 3))[0].packing, 120),
        (known(pk.vectors(24, 4))[0].packing, 1152),
        (known(pk.lines(6, 3))[0].packing, 60),
    ],
    ids=["basis", "octahedron", "icosahedron", "24-cell", "icosahedral lines"],
)
def test_symmetry_orders_of_classical_packings(packing: Packing, order: int) -> None:
    assert symmetry_order(packing) == order


def test_symmetry_of_a_polygon_is_dihedral() -> None:
    n = 7
    angles = 2 * np.pi * np.arange(n) / n
    polygon = Packing(np.column_stack((np.cos(angles), np.sin(angles))), pk.Objects.VECTORS)
    assert symmetry_order(polygon) == 2 * n
    assert symmetry_order(polygon.select(range(n - 1))) == 2


def test_two_searches_meet_the_same_optimum() -> None:
    problem = pk.lines(7, 2, "C")
    first, second = (minimize_coherence(problem, restarts=24, seed=seed).packing for seed in (0, 1))
    assert same_packing(first, second)
    assert symmetry_order(first) == 6
    assert math.isclose(first.coherence, second.coherence, abs_tol=1e-12)
