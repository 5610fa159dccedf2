"""The interior point: derivatives against differences, optimality against an independent linear programme."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog
from spaces import spaces_of_width

from packing.search.descent import SMOOTH
from packing.search.finish import InteriorPoint, barrier_value, central_slacks
from packing.search.optimality import optimality
from packing.search.pairs import number_of
from packing.search.tangent import assemble, move, pair_gradients, pair_overlaps, tangent_bases
from packing.space import Field, Space


def unit_rows(n: int, k: int, seed: int) -> np.ndarray:
    x = np.random.default_rng(seed).standard_normal((n, k))
    return x / np.linalg.norm(x, axis=1, keepdims=True)


def all_pairs(n: int) -> np.ndarray:
    return np.column_stack(np.triu_indices(n, 1)).astype(np.int64)


def dense_gradients(x: np.ndarray, space: Space) -> tuple[np.ndarray, np.ndarray]:
    """f and its Jacobian by central differences in tangent coordinates."""
    pairs = all_pairs(len(x))
    bases = tangent_bases(x, space)
    n, _, m = bases.shape

    def values(v: np.ndarray) -> np.ndarray:
        f = np.empty(len(pairs))
        pair_overlaps(move(x, bases, v.reshape(n, m)), pairs, number_of(space), f)
        return f

    h = 1e-5
    steps = h * np.eye(n * m)
    return values(np.zeros(n * m)), np.array([(values(s) - values(-s)) / (2 * h) for s in steps]).T


@pytest.mark.parametrize("space", spaces_of_width(6)[:3], ids=str)
def test_tangent_spaces_are_orthogonal_to_the_vectors_and_their_phases(space: Space) -> None:
    x = unit_rows(5, 6, 3)
    bases = tangent_bases(x, space)
    assert bases.shape == (5, 6, 4 if space.field is Field.COMPLEX else 5)
    assert np.allclose(np.einsum("nkm,nk->nm", bases, x), 0, atol=1e-14)
    assert np.allclose(np.einsum("nkm,nkl->nml", bases, bases), np.eye(bases.shape[2]), atol=1e-14)
    if space.field is Field.COMPLEX:
        turned = np.concatenate((-x[:, 3:], x[:, :3]), axis=1)
        assert np.allclose(np.einsum("nkm,nk->nm", bases, turned), 0, atol=1e-14)


@pytest.mark.parametrize("space", spaces_of_width(4)[:3], ids=str)
def test_the_assembled_matrix_is_hessian_plus_gradients(space: Space) -> None:
    x = unit_rows(4, 4, 7)
    rng = np.random.default_rng(11)
    pairs = all_pairs(4)
    bases = tangent_bases(x, space)
    n, _, m = bases.shape
    parts, gradients = np.empty((len(pairs), 2, 2, m)), np.empty((len(pairs), 2, m))
    pair_gradients(x, bases, pairs, number_of(space), parts, gradients)
    multipliers, weights = rng.random(len(pairs)), rng.random(len(pairs))
    matrix = np.zeros((n * m, n * m))
    assemble(x, bases, pairs, number_of(space), parts, gradients, multipliers, weights, matrix)
    matrix = np.tril(matrix) + np.tril(matrix, -1).T

    def lagrangian(v: np.ndarray) -> float:
        f = np.empty(len(pairs))
        pair_overlaps(move(x, bases, v.reshape(n, m)), pairs, number_of(space), f)
        return float(multipliers @ f)

    h = 1e-3
    e = h * np.eye(n * m)
    hessian = np.array(
        [
            [(lagrangian(a + b) - lagrangian(a - b) - lagrangian(b - a) + lagrangian(-a - b)) / (4 * h * h) for b in e]
            for a in e
        ]
    )
    _, jacobian = dense_gradients(x, space)
    assert np.allclose(matrix, hessian + jacobian.T @ (weights[:, None] * jacobian), atol=2e-5)


def test_central_slacks_have_multipliers_of_sum_one_and_least_barrier() -> None:
    f = np.random.default_rng(1).random(30)
    for barrier in (1e-1, 1e-6, 1e-15):
        slacks = central_slacks(f, barrier)
        assert np.sum(barrier / slacks) == pytest.approx(1.0, abs=1e-9)
        assert slacks.min() > 0
    slacks = central_slacks(f, 1e-2)
    for nudge in (1e-3, -1e-3):
        assert barrier_value(f, slacks + nudge, 1e-2) >= barrier_value(f, slacks, 1e-2)


CASES = [(7, Space.sphere(3)), (13, Space.lines(3, "C")), (9, Space.lines(4)), (11, Space.lines(4, "C"))]


@pytest.mark.parametrize(("n", "space"), CASES)
def test_the_end_is_a_first_order_optimum_by_a_linear_programme(n: int, space: Space) -> None:
    """No direction lowers all touching overlaps: the linear programme in tangent coordinates has optimum 0."""
    columns, estimate = SMOOTH.descend(np.random.default_rng(4).standard_normal((space.width, n)), space)
    end = InteriorPoint().run(np.ascontiguousarray((columns / np.linalg.norm(columns, axis=0)).T), space)
    assert end.optimality.worst <= 1e-12
    assert abs(end.largest - estimate) < 0.01
    f, jacobian = dense_gradients(end.rows, space)
    touching = f > f.max() - 1e-9
    unknowns = jacobian.shape[1]
    programme = linprog(
        np.append(np.zeros(unknowns), 1.0),
        A_ub=np.column_stack((jacobian[touching], -np.ones(touching.sum()))),
        b_ub=np.zeros(touching.sum()),
        bounds=[(-1, 1)] * unknowns + [(None, None)],
    )
    assert programme.fun == pytest.approx(0.0, abs=1e-6)


def test_optimality_sees_a_packing_that_can_be_improved() -> None:
    x = unit_rows(6, 3, 2)
    found = optimality(x, Space.lines(3), np.ones(15))
    assert found.worst > 1e-3


def test_the_finish_stops_when_told() -> None:
    x = unit_rows(9, 4, 6)
    assert InteriorPoint().run(x, Space.lines(4), lambda: True).iterations <= 1
