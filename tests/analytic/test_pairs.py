"""Orthogonal pairs: Turan by brute force, published extremal numbers, arrangements counted on the packing itself."""

import itertools
import math

import numpy as np
import pytest

from packing.analytic.counts import bases_pairs, evenly_spaced_pairs, partition_pairs, subspaces_beat_bases
from packing.analytic.extremal import FOUR_CYCLE_FREE, distinct_upper, four_cycle_free, turan
from packing.analytic.pairs import orthogonal_pairs
from packing.analytic.rays import pair_count, small_rays
from packing.errors import InputError
from packing.problem import Field
from packing.structure import orthogonal_pairs as counted
from packing.structure import tegum_factors


@pytest.mark.parametrize(("n", "d"), [(1, 1), (5, 1), (7, 3), (16, 2), (13, 4), (9, 12), (20, 6)])
def test_turan_is_the_best_complete_multipartite_graph(n, d):
    def partitions(total, parts, most):
        if parts == 0:
            yield ()
            return
        for first in range(min(total, most), -1, -1):
            if first * parts >= total:
                for rest in partitions(total - first, parts - 1, first):
                    if sum(rest) + first == total:
                        yield (first, *rest)

    best = max((n * n - sum(size * size for size in sizes)) // 2 for sizes in partitions(n, d, n))
    pairs = orthogonal_pairs(n, d)
    assert turan(n, d) == best == pairs.exact == len(counted(pairs.packing))


def test_lines_of_the_plane_and_of_space():
    assert [orthogonal_pairs(n, 2, distinct=True).exact for n in range(2, 8)] == [1, 1, 2, 2, 3, 3]
    assert [orthogonal_pairs(n, 3, distinct=True).exact for n in range(1, 14)] == list(FOUR_CYCLE_FREE[:13])
    beyond = [orthogonal_pairs(n, 3, distinct=True) for n in range(14, 22)]
    assert all(pairs.lower < pairs.upper for pairs in beyond)
    assert [pairs.lower for pairs in beyond] >= [26, 28, 31, 33, 36, 39, 41, 44]


def test_four_cycle_numbers_of_polarity_graphs():
    for q in (2, 3, 4, 5):
        assert FOUR_CYCLE_FREE[q * q + q] == q * (q + 1) ** 2 // 2
    for q in (7, 8, 9, 11):  # beyond the table only an upper bound, a few per cent high
        assert 1 <= four_cycle_free(q * q + q + 1) / (q * (q + 1) ** 2 / 2) < 1.03


def test_the_thirteen_rays_are_a_polarity_graph():
    rays = small_rays(1)
    modulo = np.triu((rays @ rays.T) % 3 == 0, 1)
    assert np.count_nonzero(modulo) == pair_count(rays) == 24


def test_four_dimensions_follow_the_planes():
    for n in range(4, 60):
        planes = max(a * (n - a) + a // 2 + (n - a) // 2 for a in range(n + 1))
        pairs = orthogonal_pairs(n, 4, distinct=True)
        assert pairs.lower == planes
        assert pairs.upper == planes + (n % 20 == 10)


@pytest.mark.parametrize(("n", "d", "field"), [(9, 5, "R"), (14, 6, "R"), (23, 7, "C"), (31, 3, "C"), (140, 4, "R")])
def test_arrangements_are_what_they_say(n, d, field):
    pairs = orthogonal_pairs(n, d, field, distinct=True)
    packing = pairs.packing
    assert packing.problem.field == field
    assert (packing.n, packing.d) == (n, d)
    assert len(counted(packing, 1e-12)) == pairs.lower <= pairs.upper < turan(n, d)
    assert packing.coherence < 1 - 1e-9
    assert max(factor.rank for factor in tegum_factors(packing)) <= 3


def test_upper_bounds_by_brute_force_on_small_rays():
    rays = np.array([point for point in itertools.product((-1, 0, 1), repeat=4) if any(point)])
    first = np.array([row[np.flatnonzero(row)[0]] for row in rays])
    rays = rays[first > 0]
    rng = np.random.default_rng(3)
    for n in (5, 7, 9, 12):
        best = max(pair_count(rays[rng.choice(len(rays), n, replace=False)]) for _ in range(300))
        assert best <= distinct_upper(n, 4, Field.REAL)[0] <= distinct_upper(n, 4, Field.COMPLEX)[0]
        assert distinct_upper(n, 4, Field.COMPLEX)[0] <= math.comb(n, 2)


def test_bad_input():
    with pytest.raises(InputError, match="no 2 different ones"):
        orthogonal_pairs(2, 1, distinct=True)
    with pytest.raises(InputError, match="d must be a positive integer, not -3"):
        orthogonal_pairs(2, -3)
    with pytest.raises(InputError, match="field must be R, C or H, not 'Q'"):
        orthogonal_pairs(2, 3, "Q")


def test_counts_of_named_arrangements():
    assert partition_pairs([4, 2, 3]) == 26
    assert bases_pairs(15, 5) == 30
    assert [evenly_spaced_pairs(m) for m in (3, 4, 8, 10, 12)] == [0, 4, 8, 0, 12]
    for n, d, k in [(4, 2, 2), (12, 4, 3), (6, 6, 2), (9, 3, 3)]:
        assert subspaces_beat_bases(n, d, k) == (n * n * (k - 1) > k * n * (d - 1))
    with pytest.raises(InputError, match="d to divide n, not n = 7"):
        bases_pairs(7, 3)


def test_complex_lines_have_eisenstein_entries():
    pairs = orthogonal_pairs(21, 3, "C", distinct=True)
    assert pairs.vectors.shape == (21, 3, 2)
    assert pairs.lower == 48 == len(counted(pairs.packing))
    assert pairs.upper == 50


def test_large_cases_are_counted_without_being_built():
    assert orthogonal_pairs(10**9, 7).exact == turan(10**9, 7)
    assert orthogonal_pairs(900, 4, distinct=True).exact == 450 * 450 + 450
    with pytest.raises(InputError, match="at most 3000 different lines"):
        orthogonal_pairs(10**6, 4, distinct=True)
