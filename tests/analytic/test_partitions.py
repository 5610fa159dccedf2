"""Optimal partitions: theorems, tables, brute force over all partitions, and a descent that must not get below."""

import itertools
import math

import numpy as np
import pytest
import sympy

from packing.analytic.blocks import codes, polygon, simplex, systems
from packing.analytic.energies import energy_bound
from packing.analytic.energy_search import search_vectors
from packing.analytic.partitions import Scope, best_partition
from packing.analytic.programme import known_block
from packing.configuration import Packing
from packing.errors import InputError
from packing.exponents import EnergyKind
from packing.objective import Energy
from packing.problem import Objects
from packing.rigor import Rigor


def energy_of(packing, p, kind):
    return Energy(p, positive=kind == "relu").value(packing)


@pytest.mark.parametrize(
    ("n", "d", "p", "blocks", "exact"),
    [
        (6, 4, "3/2", [(2, 1), (2, 1), (1, 1), (1, 1)], 4),
        (6, 4, "9/5", [(3, 2), (3, 2)], 12 * sympy.Integer(2) ** sympy.Rational(-9, 5)),
        (3, 2, "9/5", [(3, 2)], 6 * sympy.Integer(2) ** sympy.Rational(-9, 5)),
        (7, 4, "17/10", [(3, 2), (2, 1), (2, 1)], 6 * sympy.Integer(2) ** sympy.Rational(-17, 10) + 4),
        (4, 3, "3/2", [(2, 1), (1, 1), (1, 1)], 2),
        (4, 3, "8/5", [(3, 2), (1, 1)], 6 * sympy.Integer(2) ** sympy.Rational(-8, 5)),
        (4, 3, "7/4", [(4, 3)], 12 * sympy.Integer(3) ** sympy.Rational(-7, 4)),
        (5, 2, "3/2", [(3, 1), (2, 1)], 8),
        (12, 5, "1/3", [(3, 1), (3, 1), (2, 1), (2, 1), (2, 1)], 18),
        (11, 7, "2", [(11, 7)], sympy.Rational(121, 7) - 11),
        (15, 6, "2", [(5, 2), (5, 2), (5, 2)], sympy.Rational(225, 6) - 15),
        (4, 6, "5", [(1, 1)] * 4, 0),
    ],
)
def test_partitions_of_the_theorems(n, d, p, blocks, exact):
    found = best_partition(n, d, sympy.Rational(p))
    assert list(found.blocks) == blocks
    assert sympy.simplify(found.exact - exact) == 0
    assert found.rigor is Rigor.PROVED


def test_above_two_one_block_remains():
    for n, d, p in [(6, 4, 3), (5, 3, 2.2), (9, 4, 6.5)]:
        found = best_partition(n, d, p)
        assert found.blocks == ((n, d),)
        assert found.scope is (Scope.ALL_PACKINGS if (n, d) == (6, 4) else Scope.UNDIVIDED)  # by the kernel's frame
        assert found.has_least_shape
        assert found.is_least is ((n, d) == (6, 4))
        assert found.energy >= found.bound.value * (1 - 1e-12)
    assert best_partition(28, 7, 3).exact == 28
    assert best_partition(12, 2, 4).exact == sympy.Rational(3 * 144, 8) - 12


@pytest.mark.parametrize(("n", "d"), [(7, 3), (8, 3), (9, 4), (10, 2)])
@pytest.mark.parametrize("kind", list(EnergyKind))
@pytest.mark.parametrize("p", [0.7, 1.62, 1.93])
def test_programme_equals_all_partitions(n, d, p, kind):
    def whole(size, rank):
        block = known_block(size, rank, p, kind)
        return math.inf if block is None else block.value(p, kind)

    def least(size, rank):
        if size == 0:
            return 0.0
        firsts = itertools.product(range(1, size + 1), range(1, rank + 1))
        return min((whole(a, k) + least(size - a, rank - k) for a, k in firsts), default=math.inf)

    assert best_partition(n, d, p, kind, search=False).energy == pytest.approx(least(n, d), rel=1e-12)


@pytest.mark.long
@pytest.mark.parametrize(("n", "d"), [(3, 2), (5, 3), (6, 4), (7, 3), (8, 5)])
@pytest.mark.parametrize(
    ("p", "kind"), [(0.8, "abs"), (1.4, "abs"), (1.75, "abs"), (2, "abs"), (1, "relu"), (2, "relu")]
)
def test_no_descent_beats_a_partition(n, d, p, kind):
    best = best_partition(n, d, p, kind)
    met = energy_of(search_vectors(n, d, p, EnergyKind(kind), restarts=6, seed=123), p, kind)
    assert met >= best.energy * (1 - 1e-7) - 1e-6
    assert best.energy >= best.bound.value - 1e-12


def test_relu_partitions():
    assert best_partition(7, 5, 2, "relu").blocks == ((2, 1), (2, 1), (1, 1), (1, 1), (1, 1))
    assert best_partition(15, 2, 2, "relu").scope is Scope.ALL_PACKINGS
    assert sympy.simplify(best_partition(15, 2, 2, "relu").exact - (225 * (7 - sympy.sqrt(5)) / 20 - 15)) == 0
    assert best_partition(13, 6, 2, "relu").blocks == ((5, 2), (2, 1), (2, 1), (2, 1), (2, 1))
    assert best_partition(18, 3, 1, "relu").exact == sympy.Rational(18 * 18, 6) - 18
    assert best_partition(9, 3, 2, "relu").energy == pytest.approx(3.70588, abs=1e-5)


def test_named_codes_are_tight_and_balanced():
    for code in codes():
        assert sum(count * value for value, count in code.overlaps) + code.n == 0
    for code in (*codes(), *systems()):
        if code.name != "Petersen code":
            squares = sum(count * value**2 for value, count in code.overlaps)
            assert sympy.simplify(squares + code.n - sympy.Rational(code.n**2, code.d)) == 0, code.name


def test_blocks_agree_with_vectors():
    for energy in EnergyKind:
        for sides in (4, 5, 7, 10):
            angles = np.arange(sides) * (np.pi / sides if energy is EnergyKind.ABS else 2 * np.pi / sides)
            rows = np.column_stack((np.cos(angles), np.sin(angles)))
            value = polygon(sides, energy).value(1.3, energy)
            assert value == pytest.approx(energy_of(Packing(rows, Objects.VECTORS), 1.3, energy), rel=1e-12)
    gram = (np.eye(4) * 4 - 1) / 3
    values, vectors = np.linalg.eigh(gram)
    rows = (vectors * np.sqrt(values.clip(0)))[[0, 0, 1, 1, 2, 3]]
    assert simplex(6, 3).value(1.7, EnergyKind.ABS) == pytest.approx(energy_of(Packing(rows), 1.7, "abs"), rel=1e-12)


@pytest.mark.parametrize(("n", "d"), [(4, 3), (8, 4), (9, 6), (7, 2)])
def test_bounds_hold_for_every_descent(n, d):
    rng = np.random.default_rng(5)
    for p in (1.0, 1.55, 1.9, 2.0, 2.7, 5.3):
        for kind in EnergyKind:
            met = energy_of(search_vectors(n, d, p, kind, restarts=2, seed=int(rng.integers(99))), p, kind)
            assert met >= energy_bound(n, d, p, kind).value - 1e-7


@pytest.mark.parametrize("p", [0, -1, float("nan"), float("inf"), "two"])
def test_bad_exponents(p):
    with pytest.raises(InputError, match="exponent"):
        best_partition(6, 4, p)


def test_bad_sizes_and_energies():
    with pytest.raises(InputError, match="n must be a positive integer, not 0"):
        best_partition(0, 4, 1)
    with pytest.raises(InputError, match="abs or relu, not 'l1'"):
        best_partition(5, 4, 1, energy="l1")
    with pytest.raises(InputError, match="real vectors"):
        energy_bound(5, 2, 1, "relu", "C")


@pytest.mark.parametrize(
    ("n", "d", "p", "energy", "least"),
    [
        (63, 7, 12, "abs", 63 * 32 / 2**12),  # the lines of E7: 32 others at 60 degrees from each
        (72, 6, 8, "relu", 72 * 20 / 2**8),  # the roots of E6
        (126, 7, 8, "relu", 126 * 32 / 2**8),  # the roots of E7
    ],
)
def test_a_descent_begins_with_the_best_packing_known_too(n: int, d: int, p: int, energy: str, least: float) -> None:
    assert best_partition(n, d, p, energy=energy).energy <= least * (1 + 1e-9)
