"""What is said of a partition: never that it is proved without among what, and nothing that a packing refutes."""

import re

import numpy as np
import pytest
from plain_descents import least_of_plain_descents

from packing.analytic.partitions import Scope, best_partition
from packing.analytic.phases import phase_diagram
from packing.cli import run
from packing.report import table
from packing.report.writers.as_json.analytic import partition_json
from packing.rigor import Rigor


def _scopes():
    return "|".join(map(re.escape, Scope))


def _cells(count, seed, most=14):
    """Random (n, d, p, energy)."""
    rng = np.random.default_rng(seed)
    for _ in range(count):
        d = int(rng.integers(1, 5))
        n, p = int(rng.integers(1, most)), float(rng.choice([0.5, 1, 1.4, 1.7, 1.9, 2, 2.5, 3, 4]))
        yield n, d, p, str(rng.choice(["abs", "relu"]))


def test_the_text_of_a_partition_carries_its_scope():
    for n, d, p, energy in _cells(40, 1):
        best = best_partition(n, d, p, energy)
        text = str(best)
        assert re.search(rf"among ({_scopes()})", text), text
        assert ("proved" in text) == (best.rigor is Rigor.PROVED)
        assert best.is_least or "no packing below" in text
        assert partition_json(best)["scope"] in set(Scope)


def test_what_is_proved_among_all_packings_is_the_bound():
    for n, d, p, energy in _cells(60, 2):
        best = best_partition(n, d, p, energy)
        assert best.energy >= best.bound.value
        if best.is_least:
            assert best.rigor is Rigor.PROVED
            assert best.energy == pytest.approx(float(best.bound.exact), rel=1e-12, abs=1e-12)


@pytest.mark.long
def test_no_packing_refutes_what_is_proved_among_all_packings():
    for n, d, p, energy in _cells(30, 3):
        best = best_partition(n, d, p, energy)
        met = least_of_plain_descents(n, d, p, energy == "relu", descents=4)
        assert met >= best.bound.value * (1 - 1e-7) - 1e-9
        if best.is_least:
            assert met >= best.energy * (1 - 1e-7) - 1e-9


@pytest.mark.long
@pytest.mark.parametrize("n", range(33, 41))
def test_what_known_blocks_have_at_most_is_not_called_the_least_of_all(n):
    """Of these cells many were said to be proved at values that plain descents beat by up to 21 %."""
    for d in (3, 5, 7):
        best = best_partition(n, d, 1.9)
        met = least_of_plain_descents(n, d, 1.9, False, descents=4, seed=n)
        assert best.energy <= met * (1 + 1e-7)
        assert best.is_least == (n % d == 0)


def test_phases_are_proved_where_a_theorem_settles_them():
    for n, d in ((4, 3), (9, 3), (5, 4), (6, 4), (12, 8)):
        assert {(phase.rigor, phase.scope) for phase in phase_diagram(n, d).phases} == {
            (Rigor.PROVED, Scope.ALL_PACKINGS)
        }
    below, between, above = phase_diagram(5, 3).phases
    assert (below.rigor, below.scope) == (Rigor.PROVED, Scope.ALL_PACKINGS)
    assert (between.rigor, between.scope) == (Rigor.NUMERICAL, Scope.KNOWN_BLOCKS)
    assert (above.rigor, above.scope) == (Rigor.NUMERICAL, Scope.FOUND)
    assert str(between).endswith("(numerical, at single exponents, among tegum products of known blocks)")


@pytest.mark.long
def test_phases_of_many_vectors_hold_what_a_search_meets():
    """36 lines of R^8 at p = 1.95: 126.789 where four blocks of nine lines from polygons have 127.598."""
    phase = phase_diagram(36, 8).at(1.95)
    assert (phase.scope, phase.rigor) == (Scope.FOUND, Rigor.NUMERICAL)


def test_tables_of_partitions_and_phases_carry_scopes():
    for name in ("partitions", "phases"):
        rows = table(name, n="3..5", d=3).records()
        assert {row["scope"] for row in rows} <= {scope.value for scope in Scope}
        assert all(row["rigor"] == "numerical" or row["scope"] == "all packings" for row in rows if "rigor" in row)


@pytest.mark.parametrize("words", ["-n 6 -d 4 --exponent 1.5", "-n 9 -d 4 --exponent 3", "-n 4 -d 2 --exponent 1"])
def test_the_command_says_among_what(words, capsys):
    assert run(["partition", *words.split()]) == 0
    text = capsys.readouterr().out
    assert re.search(rf"Optimal among ({_scopes()})\.", text)
    assert ("numerical upper bound" in text) == ("numerical" in text.splitlines()[0])
    assert "No packing has less than" in text
