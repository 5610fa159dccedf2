"""Spectral distance: L_p of principal cosines against its definition, equi-isoclinic optima, equal cosines."""

from __future__ import annotations

import numpy as np
import pytest

import packing as pk
from packing.search.columns import packing_of, unit_rows
from packing.search.local_search import norms_of
from packing.search.spectral import SpectralNorms, equalised, first_order
from packing.space import Space

SPACES = [Space.subspaces(d, m, field, "spectral") for d, m, field in ((4, 2, "R"), (5, 2, "C"), (4, 2, "H"))]


def plain_log_norm(columns: np.ndarray, space: Space, p: float) -> float:
    """The definition, from singular values."""
    packing = packing_of(columns, space)
    blocks = packing.gram[np.triu_indices(packing.n, 1)]
    squares = space.field.matrix_singular_values(blocks) ** 2
    return float(np.log(squares.max()) + np.log(np.sum((squares / squares.max()) ** p)) / p)


@pytest.mark.parametrize("space", SPACES, ids=str)
@pytest.mark.parametrize("squarings", [1, 4])
def test_log_norm_agrees_with_its_definition_and_its_differences(space: Space, squarings: int) -> None:
    rng = np.random.default_rng(squarings)
    y, along = (rng.standard_normal((space.width, 5 * space.m)) for _ in range(2))
    norms, gradient = norms_of(space, 5), np.empty_like(y)
    value, p, h = norms.log_norm(y, gradient, squarings), 2.0**squarings, 1e-5
    assert value == pytest.approx(plain_log_norm(y, space, p), abs=1e-12)
    slope = (plain_log_norm(y + h * along, space, p) - plain_log_norm(y - h * along, space, p)) / (2 * h)
    assert np.sum(gradient * along) == pytest.approx(slope, abs=1e-7)
    assert norms.estimate(y, 40) == pytest.approx(packing_of(y, space).coherence ** 2, abs=1e-12)


@pytest.mark.parametrize(
    ("n", "d", "m", "field"), [(3, 4, 2, "R"), (4, 4, 2, "C"), (5, 4, 2, "C"), (6, 4, 2, "H"), (9, 6, 2, "C")]
)
def test_equi_isoclinic_subspaces_are_found(n: int, d: int, m: int, field: str) -> None:
    """The largest cosine squared is at least (n m - d)/(d (n - 1)) (Lemmens and Seidel 1973)."""
    found = pk.search.minimize(pk.subspaces(n, d, m, field, "spectral"), restarts=6)
    assert found.packing.coherence**2 == pytest.approx((n * m - d) / (d * (n - 1)), abs=1e-12)
    blocks = found.packing.gram[np.triu_indices(n, 1)]
    cosines = found.packing.field.matrix_singular_values(blocks)
    assert np.allclose(cosines, found.packing.coherence, atol=1e-7)


def test_equal_cosines_are_first_order_optimal() -> None:
    """Four planes of C^4, moved by 1e-5, come back, and multipliers show them to be an optimum."""
    space = Space.subspaces(4, 2, "C", "spectral")
    found = pk.search.minimize(pk.Problem(4, space), restarts=4, starts=()).packing
    columns = np.concatenate(space.to_real(found.vectors).transpose(1, 0, 2)).T
    moved = unit_rows(columns + 1e-5 * np.random.default_rng(0).standard_normal(columns.shape), space)
    rows = equalised(moved, space)
    assert first_order(rows, space).worst < 1e-12
    assert first_order(moved, space).worst > 1e-4


def test_subspaces_that_must_meet_need_no_search() -> None:
    found = pk.search.minimize(pk.subspaces(7, 5, 3, "R", "spectral"))
    assert (found.packing.coherence, found.restarts) == (1.0, 0)


@pytest.mark.parametrize("field", ["R", "C"])
def test_a_symmetry_is_kept(field: str) -> None:
    found = pk.search.minimize(pk.subspaces(6, 4, 2, field, "spectral"), within=pk.search.Cyclic(3), restarts=2)
    assert isinstance(norms_of(found.packing.space, 6), SpectralNorms)
    squares = np.round(np.sort(found.packing.overlaps**2), 8)
    assert all(count % 3 == 0 for count in np.unique(squares, return_counts=True)[1])
