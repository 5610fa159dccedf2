"""Models of the number of subspaces, and the relaxation of the integer program."""

import pytest
import sympy

from packing.analytic.heuristics import (
    johnson_lindenstrauss_loss,
    random_block_loss,
    relaxed_partition,
    stationary_blocks,
    welch_block_loss,
)
from packing.analytic.partitions import best_partition


def test_the_stationary_point_is_a_maximum():
    for n, p in [(10**4, 3), (10**3, 5)]:
        k = float(stationary_blocks(n, p))
        at = [float(johnson_lindenstrauss_loss(n, 50, k * factor, p)) for factor in (0.9, 1, 1.1)]
        assert at[1] > max(at[0], at[2])


def test_random_blocks_are_exact_at_other_moments():
    assert random_block_loss(12, 6, 2, 4) == 12 * 5 * sympy.Rational(3, 3 * 5)
    assert random_block_loss(12, 6, 6, 3) == 12


def test_welch_blocks_tie_at_two():
    assert {welch_block_loss(12, 4, k, 2) for k in (1, 2, 4)} == {24}
    assert welch_block_loss(12, 4, 1, 3) < welch_block_loss(12, 4, 4, 3)


@pytest.mark.parametrize(("n", "d", "p", "kind"), [(13, 9, 1.8, "abs"), (40, 21, 1.9, "abs"), (37, 11, 2, "relu")])
def test_relaxation_is_below_the_programme_with_two_types(n, d, p, kind):
    relaxed = relaxed_partition(n, d, p, kind)
    best = best_partition(n, d, p, kind, search=False)
    assert len(relaxed.types) <= 2
    assert relaxed.value <= best.energy + 1e-9
    assert sum(size * count for (size, _), count in relaxed.types) == pytest.approx(n)
    assert relaxed.per_vector * n + relaxed.per_dimension * d == pytest.approx(relaxed.value, abs=1e-6)
