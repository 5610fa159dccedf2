"""Lines of H^d in search: H P^1 is the sphere S^4, and fifteen lines of H^3 are equiangular."""

from __future__ import annotations

import numpy as np
import pytest

from packing import lines, vectors
from packing.search import Cyclic, Permuted, minimize, minimize_within
from packing.symmetry.permutations import parse_group


@pytest.mark.parametrize("n", [5, 7, 10, 12, 16, 24])
def test_lines_of_h2_are_points_of_s4(n: int) -> None:
    """|<x, y>|^2 = (1 + cos)/2."""
    found = minimize(lines(n, 2, "H"), starts=(), restarts=64)
    twin = minimize(vectors(n, 5), starts=(), restarts=64)
    assert found.packing.coherence**2 == pytest.approx((1 + twin.packing.coherence) / 2, abs=1e-11)


def test_fifteen_lines_of_h3() -> None:
    found = minimize(lines(15, 3, "H"), starts=(), restarts=100)
    assert found.packing.coherence == pytest.approx(np.sqrt(2 / 7), abs=1e-12)
    assert found.status.converged
    assert found.packing.vectors.shape == (15, 3, 4)


@pytest.mark.parametrize(
    "within", [Cyclic(4), Permuted(parse_group("(1 2 3 4 5 6 7 8 9 10 11 12)", 12))], ids=["turns", "permutations"]
)
def test_a_symmetry_is_kept(within: Cyclic | Permuted) -> None:
    """Shifting the orbits is an isometry."""
    found = minimize_within(lines(12, 3, "H"), within, restarts=4)
    overlaps = lines(12, 3, "H").space.overlaps(found.packing.vectors, found.packing.vectors)
    order = 4 if isinstance(within, Cyclic) else 12
    shift = np.arange(12).reshape(order, -1) if order == 4 else np.arange(12)[:, None]
    shift = np.roll(shift, -1, axis=0).ravel()
    assert np.allclose(overlaps, overlaps[np.ix_(shift, shift)], atol=1e-9)
