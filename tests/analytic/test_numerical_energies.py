"""Least energies found: at most what descents of another program reach, on the cells named and on random ones."""

import numpy as np
import pytest
from plain_descents import least_of_plain_descents

from packing.analytic.energies import energy_bound
from packing.analytic.partitions import best_partition
from packing.configuration import Packing
from packing.exponents import EnergyKind
from packing.objective import Energy
from packing.search.real_energy import descend_energy

REACHED = [
    (40, 5, 2, "relu", 102.27),
    (33, 2, 2, "relu", 227.02),
    (40, 5, 3, "relu", 56.741),
    (36, 8, 1.95, "abs", 126.789256),
    (59, 9, 8, "relu", 0.0626),
    (50, 10, 3, "abs", 60.75),
    (26, 9, 4, "abs", 4.1446),
    (126, 7, 8, "relu", 15.750001),
]
"""(n, d, p, energy) and a value that plain descents, or a root system, reach."""


@pytest.mark.long
@pytest.mark.parametrize(("n", "d", "p", "energy", "reached"), REACHED)
def test_values_reached_are_reached(n, d, p, energy, reached):
    best = best_partition(n, d, p, energy)
    assert best.bound.value <= best.energy <= reached


def _random_cell(rng):
    d = int(rng.integers(2, 9))
    positive = bool(rng.integers(2))
    n = int(rng.integers((2 * d if positive else d) + 1, 2 * d + 30))
    return n, d, float(rng.choice([1.2, 1.5, 1.9, 2.3, 3, 4, 7])), positive


@pytest.mark.long
@pytest.mark.parametrize("seed", range(24))
def test_a_dozen_plain_descents_find_no_less(seed):
    n, d, p, positive = _random_cell(np.random.default_rng((2026, seed)))
    best = best_partition(n, d, p, "relu" if positive else "abs")
    plain = least_of_plain_descents(n, d, p, positive, seed=seed)
    assert best.energy <= plain * (1 + 1e-7) + 1e-9, f"n = {n}, d = {d}, p = {p}, positive: {positive}"
    assert plain >= best.bound.value * (1 - 1e-9)


@pytest.mark.parametrize(("p", "positive"), [(1.3, False), (2, False), (3, True), (4.5, True), (8, False), (40, True)])
def test_the_compiled_descent_ends_where_the_energy_does(p, positive):
    """The value at the end is that of `Energy`, no less than the bound, and no step leads lower."""
    energy = Energy(p, positive)
    start = np.random.default_rng(5).standard_normal((3, 9))
    end = descend_energy(start, energy, [(0.1, 100), (1e-10, 2000)])
    packing = Packing(end.T, "vectors" if positive else "lines")
    value = energy.value(packing)
    assert np.linalg.norm(end, axis=0) == pytest.approx(np.ones(9), abs=1e-12)
    assert value >= energy_bound(9, 3, p, "relu" if positive else "abs").value * (1 - 1e-9)
    again = descend_energy(end, energy, [(1e-10, 2000)])
    assert energy.value(Packing(again.T, "vectors" if positive else "lines")) == pytest.approx(value, rel=1e-6)


def test_a_descent_stops_when_it_is_told():
    start = np.random.default_rng(5).standard_normal((20, 300))
    calls = []
    descend_energy(start, Energy(3), [(0.1, 100), (1e-10, 2000)], stop=lambda: len(calls) > 2 or calls.append(1))
    assert len(calls) == 3


@pytest.mark.parametrize("kind", list(EnergyKind))
def test_the_same_seed_gives_the_same_energy(kind):
    assert best_partition(13, 4, 2.5, kind).energy == best_partition(13, 4, 2.5, kind).energy
