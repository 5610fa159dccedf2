"""Energies of blocks: values reached, the same bytes for the same seed, and the name that moved."""

import numpy as np
import pytest

import packing as pk
from packing.analytic.energy_search import search_block, search_vectors
from packing.exponents import EnergyKind
from packing.search import Energy, minimize


@pytest.mark.parametrize(
    ("n", "d", "p", "kind", "least"),
    [
        (20, 5, 1.5, EnergyKind.ABS, 60.0),
        (12, 5, 3, EnergyKind.ABS, 6.353548956),
        (36, 8, 1.95, EnergyKind.ABS, 126.789255202),
        (33, 5, 2, EnergyKind.RELU, 62.992227143),
        (40, 5, 2, EnergyKind.RELU, 102.4481013),
    ],
)
def test_least_energies_known_are_reached(n, d, p, kind, least):
    assert search_block(n, d, p, kind).found <= least + 1e-8


@pytest.mark.parametrize(("n", "d", "p"), [(9, 4, 1.4), (220, 3, 2.5)])
def test_the_seed_decides_the_vectors(n, d, p):
    first, second, other = (search_vectors(n, d, p, EnergyKind.ABS, restarts=1, seed=seed) for seed in (3, 3, 4))
    assert np.array_equal(first.vectors, second.vectors)
    assert not np.array_equal(first.vectors, other.vectors)


def test_a_search_from_scratch_knows_no_optimum():
    with_starts, scratch = (minimize(pk.lines(5, 4), Energy(3), restarts=1, **more) for more in ({}, {"starts": ()}))
    assert with_starts.value == pytest.approx(scratch.value, rel=1e-9)
    assert scratch.method == "random" != with_starts.method


def test_the_old_name_answers():
    with pytest.warns(DeprecationWarning, match="packing.analytic.Energy has moved to packing.exponents.EnergyKind"):
        assert pk.analytic.Energy is EnergyKind
