"""Kissing configurations made of codes: counts, ranks and the largest cosine in integers."""

from __future__ import annotations

import numpy as np
import pytest
import sympy

from packing.constructions import (
    known,
    largest_kissing,
    layered_points,
    odd_sign_points,
    split_leech_points,
    two_orbit_points,
)
from packing.constructions.beyond_leech import SIZES as SPLIT
from packing.constructions.beyond_leech import TRIANGLES, roots_and_axes, spread_sets, triangles
from packing.constructions.binary_codes import hexads, julin_code
from packing.constructions.construction import Construction
from packing.constructions.golay import leech_vectors
from packing.constructions.layers import SIZES as LAYERED
from packing.constructions.odd_signs import SIZES as ODD
from packing.constructions.ring import INTEGERS, Integers
from packing.constructions.two_orbits import second_lines
from packing.errors import InputError
from packing.problem import vectors

BLOCK = 1024


def kisses(rows: Integers) -> bool:
    """Whether all cosines of different integer rows are at most 1/2: 4 <x, y>|<x, y>| <= |x|^2 |y|^2, in integers.

    The products are below 2^24, so that single precision holds them exactly.
    """
    floats = rows.astype(np.float32)
    norms = (floats**2).sum(axis=1)
    for start in range(0, len(rows), BLOCK):
        products = floats[start : start + BLOCK] @ floats[start:].T
        np.fill_diagonal(products, 0)
        assert np.abs(products).max() < 1000
        products *= 4 * np.abs(products)
        if (products > norms[start : start + BLOCK, None] * norms[start:]).any():
            return False
    return True


def integer_rows(construction: Construction) -> Integers:
    exact = construction.vectors
    assert exact.ring == INTEGERS
    rows: Integers = exact.coefficients[:, :, 0]
    return rows


@pytest.mark.parametrize("d", LAYERED)
def test_layers_over_quadruples_kiss(d: int) -> None:
    construction = layered_points(d)
    assert known(vectors(LAYERED[d], d)) == (construction,)
    exact = construction.vectors
    assert (exact.n, exact.rank) == (LAYERED[d], d)
    assert construction.angles[0].value == sympy.Rational(1, 2)  # all pairs, over Z[sqrt m]
    assert len(np.unique(construction.packing.vectors.round(9), axis=0)) == LAYERED[d]


def test_two_orbits_of_lines_of_five_complex_dimensions_kiss() -> None:
    construction = two_orbit_points()
    assert known(vectors(510, 10)) == (construction,)
    assert (construction.vectors.n, construction.vectors.rank) == (510, 10)
    assert construction.angles[0].value == sympy.Rational(1, 2)
    assert second_lines().shape == (40, 6, 2)
    assert len(np.unique(construction.packing.vectors.round(9), axis=0)) == 510


@pytest.mark.parametrize("d", [19, pytest.param(20, marks=pytest.mark.long), pytest.param(21, marks=pytest.mark.long)])
def test_octads_with_odd_signs_kiss(d: int) -> None:
    construction = odd_sign_points(d)
    assert known(vectors(ODD[d], d)) == (construction,)
    rows = integer_rows(construction)
    assert (len(rows), construction.vectors.rank) == (ODD[d], d)
    assert kisses(rows)
    norms = (rows**2).sum(axis=1)
    changed = rows.copy()
    changed[np.flatnonzero((norms == 8) & (np.abs(rows).max(axis=1) == 1))[0], rows[-1] == 1] = 1
    assert not kisses(changed)  # a block whose signs are those of a word


def test_split_sets_are_spread_and_disjoint() -> None:
    sets = spread_sets(80)
    assert len(np.unique(sets.reshape(-1, 24), axis=0)) == 80 * 336
    assert ((sets**2).sum(axis=2) == 32).all()
    for rows in sets[::13]:
        products = rows @ rows.T
        np.fill_diagonal(products, 0)
        assert products.max() == 8
    leech = {row.tobytes() for row in leech_vectors()}
    assert all(row.tobytes() in leech for row in sets[:2].reshape(-1, 24))


@pytest.mark.parametrize("k", [k for k in TRIANGLES if k > 1])
def test_triangles_and_axes_of_root_systems(k: int) -> None:
    roots, axes = roots_and_axes(k)
    found = triangles(roots)
    assert len(found) == TRIANGLES[k]
    assert not found.sum(axis=1).any()
    assert len(np.unique(found.reshape(-1, roots.shape[1]), axis=0)) == 3 * len(found)
    assert np.linalg.matrix_rank(np.concatenate((roots, axes))) == np.linalg.matrix_rank(roots) == k
    assert kisses(roots)
    assert kisses(axes)
    squares = np.outer((axes**2).sum(axis=1), (roots**2).sum(axis=1))
    assert (4 * (axes @ roots.T) ** 2 <= 3 * squares).all()


@pytest.mark.parametrize("d", [25, pytest.param(27, marks=pytest.mark.long), pytest.param(29, marks=pytest.mark.long)])
def test_split_leech_points_kiss(d: int) -> None:
    construction = split_leech_points(d)
    assert known(vectors(SPLIT[d], d)) == (construction,)
    rows = integer_rows(construction)
    assert (len(rows), construction.vectors.rank) == (SPLIT[d], d)
    old = ~rows[:, 24:].any(axis=1)
    assert int(old.sum()) == 196560 - 336 * max(1, TRIANGLES[d - 24])
    new = rows[~old]
    few = new if d == 25 else new[:: len(new) // 600]
    floats, norms = rows.astype(np.float32), (rows**2).sum(axis=1)
    for start in range(0, len(few), 64):  # each new point, or some of them, with all points
        products = few[start : start + 64].astype(np.float32) @ floats.T
        sizes = np.outer((few[start : start + 64] ** 2).sum(axis=1), norms)
        close = 4.0 * products * np.abs(products) > sizes
        assert close.sum() == len(products)  # with itself alone


def test_julins_code_is_made_of_a_steiner_system() -> None:
    blocks = np.zeros((132, 12), dtype=np.int64)
    for row, block in zip(blocks, hexads(), strict=True):
        row[list(block)] = 1
    fives = {tuple(np.flatnonzero(row)[np.arange(6) != left]) for row in blocks for left in range(6)}
    assert len(fives) == 792  # each five of twelve places lie in one block, and in no second one
    words = julin_code()
    assert sorted(set(words.sum(axis=1).tolist())) == [2, 6, 10]


def test_the_largest_are_those_that_are_built() -> None:
    assert [largest_kissing(d).problem.n for d in (10, 13, 14, 15, 16, 18, 19, 20, 21, 22)] == [
        510, 1154, 1662, 2564, 4320, 7398, 11948, 19448, 29768, 49896,
    ]  # fmt: skip


@pytest.mark.parametrize("d", [-1, 0, 12, 16])
def test_other_dimensions_are_refused(d: int) -> None:
    with pytest.raises(InputError, match=f"13, 14 and 15 dimensions, not {d}: take one"):
        layered_points(d)
    with pytest.raises(InputError, match=f"25 to 32 dimensions, not {d}: choose another d"):
        split_leech_points(d)
    with pytest.raises(InputError, match=f"19, 20 and 21 dimensions, not {d}: take one"):
        odd_sign_points(d)


@pytest.mark.parametrize("d", [-3, 0, 1, 33])
def test_the_largest_are_built_up_to_32_dimensions(d: int) -> None:
    with pytest.raises(InputError, match=f"2 to 32 dimensions, not {d}: choose another d"):
        largest_kissing(d)
