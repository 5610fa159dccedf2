"""Both sides of one question: so many objects are there, and no more than so many fit."""

from __future__ import annotations

import json
import math
from fractions import Fraction

import numpy as np
import pytest

from packing.bounds import equiangular, largest_code
from packing.bounds.equiangular_lines.over_angles import most_equiangular
from packing.cli import run
from packing.constructions import known
from packing.problem import Field, lines
from packing.records.blocks import FRAMES, _frames, largest_sum
from packing.records.equiangular import equiangular_at_least, most_built, published_equiangular
from packing.records.existence import at_least, chance_above
from packing.space import Space

CASES = (
    (Space.lines(7), "1/9"), (Space.lines(23, "C"), "1/25"), (Space.lines(5), 0),
    (Space.sphere(5), "-1/3"), (Space.sphere(5), "-1"), (Space.sphere(5), 0), (Space.sphere(4), "(1+sqrt(5))/4"),
    (Space.sphere(12), "1/2"), (Space.sphere(1), "1/2"), (Space.lines(1), "1/2"), (Space.sphere(3), 0.9999),
    (Space.lines(3), "0.6"), (Space.sphere(3), "1/sqrt(5)"),
)  # fmt: skip


@pytest.mark.parametrize(("space", "overlap"), CASES)
def test_never_more_are_there_than_fit(space: Space, overlap: str | float) -> None:
    ways = at_least(space, overlap)
    assert [way.value for way in ways] == sorted((way.value for way in ways), reverse=True)
    assert ways[0].value <= largest_code(space, overlap).upper_bound
    assert all(bool(way.theorem) != bool(way.construction) for way in ways)


@pytest.mark.parametrize(
    ("space", "overlap", "value"),
    [
        (Space.lines(7), "1/9", 28),
        (Space.sphere(8), "1/2", 240),
        (Space.sphere(24), "1/2", 196560),
        (Space.sphere(3), "1/sqrt(5)", 12),
        (Space.sphere(5), "-1/3", 4),
        (Space.lines(60), "1/25", 579),
        (Space.lines(64), "1/64", 2112),
    ],
)
def test_famous_sizes(space: Space, overlap: str, value: int) -> None:
    assert at_least(space, overlap)[0].value == value


def test_a_number_just_below_an_angle_does_not_count_as_it() -> None:
    assert at_least(Space.lines(7), Fraction(1, 9) - Fraction(1, 10**20))[0].value < 28
    assert at_least(Space.lines(7), 1 / 9)[0].value < 28  # a float of 16 digits: any number that rounds to it
    assert at_least(Space.sphere(3), "0.4472135954")[0].value < 12


def test_the_chance_of_a_large_overlap_is_that_of_random_vectors() -> None:
    rng = np.random.default_rng(5)
    for space, overlap in ((Space.sphere(4), "1/3"), (Space.sphere(4), "-1/4"), (Space.lines(5, "C"), "1/5")):
        chance = float(chance_above(space, Fraction(overlap)))
        x, y = space.gaussian(20_000, rng), space.gaussian(20_000, rng)
        norms = np.linalg.norm(x, axis=1) * np.linalg.norm(y, axis=1)
        inner = np.sum(np.conj(x) * y, axis=1) / norms
        value = inner.real if space.has_points else np.abs(inner) ** 2
        share = np.mean(value > float(Fraction(overlap)))
        assert abs(share - chance) < 5 * math.sqrt(chance * (1 - chance) / 20_000)


def test_a_sum_is_of_blocks_that_are_built() -> None:
    for field, pairs in FRAMES.items():
        assert len(_frames(field)) == len(pairs)
    total = largest_sum(16, Field.REAL, lambda coherence: float(coherence) <= 1 / 3 + 1e-12)
    assert total.n == 28 + 28 + 2
    blocks = [known(lines(28, 7))[0].packing.vectors] * 2
    whole = np.zeros((58, 16))
    whole[:28, :7], whole[28:56, 7:14], whole[56:, 14:] = *blocks, np.eye(2)
    overlaps = np.abs(whole @ whole.T)[np.triu_indices(58, 1)]
    assert overlaps.max() == pytest.approx(1 / 3)


def test_equiangular_lines_from_both_sides() -> None:
    for d in (2, 6, 7, 18, 23, 43, 60):
        published = published_equiangular(d)
        built, most = most_built(d).value, most_equiangular(d).upper_bound
        assert built <= most
        if published is not None:
            assert built <= published.upper
            assert published.lower <= most
            assert published.upper == published.lower or d in (18, 19, 20, 42)
        for a in (3, 5, 7, 9, 11):
            assert equiangular_at_least(d, Fraction(1, a)).value <= equiangular(d, Fraction(1, a)).upper_bound


@pytest.mark.parametrize(("d", "k"), [(9, 2), (14, 3), (11, 4), (13, 5)])
def test_cliques_are_equiangular_in_so_many_dimensions(d: int, k: int) -> None:
    cliques, a = (d - 1) // (k - 1), 1 / (2 * k - 1)
    sizes = [k] * cliques + [1] * (d - 1 - cliques * (k - 1))
    n = sum(sizes)
    block = np.zeros((n, n))
    start = 0
    for size in sizes:
        block[start : start + size, start : start + size] = 1 - np.eye(size)
        start += size
    values = np.linalg.eigvalsh((1 - a) * np.eye(n) + a * np.ones((n, n)) - 2 * a * block)
    assert values[0] > -1e-12
    assert int(np.sum(values > 1e-9)) == d
    assert equiangular_at_least(d, Fraction(1, 2 * k - 1)).value >= n == d - 1 + cliques


def test_the_command_answers_both_sides(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["maxsize", "-d", "700", "--coherence2", "1/2500", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["upper_bound"], answer["at_least"]["value"], answer["at_least"]["rigor"]) == (971, 771, "proved")
    assert answer["existence"][1]["theorem"] == "Gilbert-Varshamov"
    assert run(["maxsize", "-d", "5", "--angles", "1/5,-3/5", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["at_least"] is None
    assert run(["maxsize", "-d", "20", "--equiangular", "1/5"]) == 0
    assert "n >= 90" in capsys.readouterr().out
