"""Models of the number of subspaces, and the relaxation of the integer program."""

import math

import pytest
import sympy

from packing.analytic.heuristics import (
    corrected_blocks,
    corrected_cosine,
    corrected_loss,
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


def test_the_corrected_heuristic_has_an_interior_minimum_that_moves_left() -> None:
    """The least loss against a grid of numbers, and against the equation of its stationary point."""
    n, d = 40_000, 6000
    found = [corrected_blocks(n, d, p) for p in (0.5, 1.0, 1.5, 1.9)]
    assert found == sorted(found, reverse=True)
    for p, k in zip((0.5, 1.0, 1.5, 1.9), found, strict=True):
        eps = float(corrected_cosine(n, d, k))
        assert abs(eps**2 / 2 - eps**3 / 3 - 4 * math.log(n / k) * k / d) < 1e-12
        assert abs(p * (3 - 2 * eps) * (1 - 1 / math.log(n / k)) - 6 * (1 - eps)) < 1e-4
        assert all(corrected_loss(n, d, k, p) < corrected_loss(n, d, other, p) for other in (0.8 * k, 1.02 * k))
    assert corrected_blocks(n, d, 3) == 1.0
    assert corrected_blocks(12, 4, 1) is None
    assert corrected_blocks(7, 9, 2) == 7.0
