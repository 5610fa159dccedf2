"""f, L_p and their derivatives against plain formulas and against differences, in every space."""

from __future__ import annotations

import numpy as np
import pytest
from spaces import plain_f, spaces_of_width

from packing.numeric import Floats
from packing.search.columns import columns_of, columns_of_rows, packing_of, packing_of_rows, rows_of_columns
from packing.search.columns import unit_rows as frames_of
from packing.search.pairs import form_of, log_norm, room_for, sharp_estimate
from packing.search.tangent import derivatives, every_pair, f_of_pairs, hessian, move, tangent_bases
from packing.space import Space

SPACES = [
    *(Space.of_letter(letter, d) for letter, d in (("S", 5), ("R", 4), ("C", 3), ("H", 2))),
    *(Space.subspaces(d, m, field) for d, m, field in ((4, 2, "R"), (5, 3, "R"), (4, 2, "C"), (3, 2, "H"))),
]
SIZES = ((4, 2, 1), (8, 7, 3), (4, 19, 8), (20, 33, 5))
CASES = [
    *((space, n, k) for width, n, k in SIZES for space in spaces_of_width(width)),
    *((space, n, k) for space in SPACES if space.m > 1 for n, k in ((2, 1), (9, 4))),
]


def unit_rows(n: int, space: Space, seed: int) -> Floats:
    x = np.random.default_rng(seed).standard_normal((space.width, space.m * n))
    return frames_of(x, space)


def plain_log_norm(y: Floats, space: Space, p: float) -> float:
    """The definition, written without powers by squaring or real coordinates."""
    f = plain_f(frames_of(y, space), space)
    return float(np.log(f.max()) + np.log(np.sum((f / f.max()) ** p)) / p)


@pytest.mark.parametrize("space", SPACES, ids=str)
def test_columns_and_packings_are_inverse(space: Space) -> None:
    rows = unit_rows(7, space, 1)
    packing = packing_of(columns_of_rows(rows, space), space)
    assert packing == packing_of_rows(rows, space)
    assert packing.problem.space == space
    assert np.allclose(columns_of(packing.vectors, space), columns_of_rows(rows, space))
    assert np.array_equal(rows_of_columns(columns_of_rows(rows, space), space), rows)


@pytest.mark.parametrize(("space", "n", "squarings"), CASES)
def test_log_norm_agrees_with_its_definition_and_its_differences(space: Space, n: int, squarings: int) -> None:
    rng = np.random.default_rng((space.width, n))
    y = 3.0 * rng.standard_normal((space.width, space.m * n))
    gradient, room, p = np.empty_like(y), room_for(space, n), 2.0**squarings
    value = log_norm(y, form_of(space), squarings, gradient, room)
    assert value == pytest.approx(plain_log_norm(y, space, p), abs=1e-12)
    along = rng.standard_normal(y.shape)
    h = 1e-5
    slope = (plain_log_norm(y + h * along, space, p) - plain_log_norm(y - h * along, space, p)) / (2 * h)
    assert np.sum(gradient * along) == pytest.approx(slope, rel=1e-5, abs=1e-7)
    assert np.allclose(np.sum(gradient * y, axis=0), 0.0, atol=1e-13), "lengths do not matter"


def test_powers_of_tiny_overlaps_stay_finite() -> None:
    y, space = np.array([[1.0, 1.0, 1e-9], [0.0, 1e-3, 1.0]]), Space.lines(2)
    gradient = np.empty((2, 3))
    assert np.isfinite(log_norm(y, form_of(space), 20, gradient, room_for(space, 3)))
    assert np.isfinite(gradient).all()


@pytest.mark.parametrize("letter", "RCH")
def test_orthogonal_lines_are_a_bottom(letter: str) -> None:
    space = Space.of_letter(letter, 3)
    y = np.eye(space.width, 3)
    gradient = np.ones_like(y)
    assert log_norm(y, form_of(space), 4, gradient, room_for(space, 3)) < -200
    assert not gradient.any()


def test_the_estimate_is_exact_where_all_overlaps_agree() -> None:
    angles = np.pi * np.arange(3) / 3
    lines, space = np.stack((np.cos(angles), np.sin(angles))), Space.lines(2)
    estimate = sharp_estimate(lines, form_of(space), 3, room_for(space, 3))
    assert estimate == pytest.approx(0.25, abs=1e-15)


@pytest.mark.parametrize("space", SPACES, ids=str)
def test_tangent_spaces_are_orthogonal_to_the_vectors_and_their_phases(space: Space) -> None:
    x = unit_rows(5, space, 3)
    bases = tangent_bases(x, space)
    assert bases.shape == (5, space.m * space.width, space.tangent_dimension)
    assert np.allclose(np.einsum("nkm,nkl->nml", bases, bases), np.eye(bases.shape[2]), atol=1e-14)
    for a in range(space.m):
        for turned in space.structure.apply(np.roll(x, a * space.width, axis=1).reshape(5, space.m, space.width)):
            assert np.allclose(np.einsum("nkm,nk->nm", bases, turned.reshape(5, -1)), 0, atol=1e-14)


def central_differences(x: Floats, bases: Floats, space: Space) -> Floats:
    """The Jacobian of f in tangent coordinates."""
    n, _, m = bases.shape

    def values(v: Floats) -> Floats:
        return plain_f(move(x, bases, v.reshape(n, m), space), space)

    steps = 1e-5 * np.eye(n * m)
    return np.array([(values(s) - values(-s)) / 2e-5 for s in steps]).T


@pytest.mark.parametrize("space", SPACES, ids=str)
def test_values_and_gradients_in_tangent_coordinates(space: Space) -> None:
    x = unit_rows(5, space, 4)
    bases, pairs = tangent_bases(x, space), every_pair(5)
    assert np.allclose(f_of_pairs(x, space), plain_f(x, space), atol=1e-14)
    gradients = derivatives(x, bases, pairs, space).gradients
    jacobian = np.zeros((len(pairs), 5, bases.shape[2]))
    for p, ends in enumerate(pairs):
        jacobian[p, ends] = gradients[p]
    assert np.allclose(jacobian.reshape(len(pairs), -1), central_differences(x, bases, space), atol=1e-9)


@pytest.mark.parametrize("space", SPACES, ids=str)
def test_the_assembled_matrix_is_hessian_plus_gradients(space: Space) -> None:
    """Also where some pairs are left out."""
    x, rng = unit_rows(4, space, 7), np.random.default_rng(11)
    bases = tangent_bases(x, space)
    n, _, m = bases.shape
    chosen = np.array([True, True, False, True, True, True])
    pairs = every_pair(4)[chosen]
    multipliers, weights = rng.random(len(pairs)), rng.random(len(pairs))
    found = derivatives(x, bases, pairs, space)
    matrix = hessian(x, bases, pairs, space, found, multipliers, weights)
    matrix = np.tril(matrix) + np.tril(matrix, -1).T

    def lagrangian(v: Floats) -> float:
        return float(multipliers @ plain_f(move(x, bases, v.reshape(n, m), space), space)[chosen])

    e = 1e-3 * np.eye(n * m)
    second = [
        [(lagrangian(a + b) - lagrangian(a - b) - lagrangian(b - a) + lagrangian(-a - b)) / 4e-6 for b in e] for a in e
    ]
    jacobian = central_differences(x, bases, space)[chosen]
    assert np.allclose(matrix, second + jacobian.T @ (weights[:, None] * jacobian), atol=2e-5)
