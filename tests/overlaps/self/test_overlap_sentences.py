"""Every sentence about a matrix is taken apart and held against numbers that plain numpy has of its rows."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable

import numpy as np
import pytest
import sympy

from packing.bounds import lower_bound
from packing.constructions import known
from packing.overlaps import OverlapStatistics, overlaps
from packing.problem import lines
from packing.records import best_known

N = r"[+-]?\d[\d,.]*(?:e[+-]?\d+)?"
RNG = np.random.default_rng(11)
ROTATED = np.linalg.qr(RNG.standard_normal((8, 8)))[0]
BLOCKS = np.block([[RNG.standard_normal((9, 3)), np.zeros((9, 5))], [np.zeros((7, 3)), RNG.standard_normal((7, 5))]])

ANGLES = 2 * np.pi * np.arange(5) / 5
PLANTED = np.zeros((25, 15))
PLANTED[:5, :2] = np.column_stack((np.cos(ANGLES), np.sin(ANGLES)))
PLANTED[5:9, 2], PLANTED[9:11, 3] = 1, (1, -1)
PLANTED[11:17, 4:7] = RNG.standard_normal((6, 3))
PLANTED[17:24, 7:14], PLANTED[24, 7:14] = np.eye(7), 7**-0.5
PLANTED = (PLANTED + 0.005 * RNG.standard_normal((25, 15))) @ np.linalg.qr(RNG.standard_normal((15, 15)))[0]

MATRICES = {
    "a simplex, with a mean cosine below 0": np.eye(4) - 0.25,
    "orthogonal": np.eye(5),
    "copies": np.vstack([np.eye(3), np.eye(3)]),
    "opposite rows": np.vstack([np.eye(3), -np.eye(3)]),
    "one dimension": np.ones((4, 1)),
    "two rows": np.array([[1.0, 0.0], [1.0, 1.0]]),
    "blocks of two sizes": BLOCKS @ ROTATED,
    "named components": PLANTED,
    "a common direction": RNG.standard_normal((60, 8)) + 2,
    "random": RNG.standard_normal((90, 10)),
    "equiangular": np.asarray(known(lines(28, 7))[0].packing.vectors),
    "rows that are none": np.vstack([RNG.standard_normal((5, 3)), np.full((1, 3), np.nan), np.zeros((2, 3))]),
}


class Plain:
    """The cosines of the rows that have a direction."""

    def __init__(self, matrix: np.ndarray) -> None:
        self.all, self.eps = matrix, 0.0
        with np.errstate(invalid="ignore"):
            self.rows = matrix[np.linalg.norm(matrix, axis=1) > 0]
        self.unit = self.rows / np.linalg.norm(self.rows, axis=1)[:, None]
        self.n, self.d = self.rows.shape
        self.gram = self.unit @ self.unit.T
        self.cosines = self.gram[np.triu_indices(self.n, 1)]

    def number(self, places: Iterable[int]) -> list[int]:
        """The numbers of rows with a direction in the matrix as given."""
        live = np.flatnonzero(np.linalg.norm(np.nan_to_num(self.all), axis=1) > 0)
        return [int(live[place]) for place in places]

    def mean(self, power: float) -> float:
        return float(np.mean(np.abs(self.cosines) ** power))

    def random(self, power: int) -> float:
        """E |<u, v>|^p = G((p+1)/2) G(d/2) / (G(1/2) G((d+p)/2)) of random unit vectors."""
        g = math.gamma
        return g((power + 1) / 2) * g(self.d / 2) / (g(0.5) * g((self.d + power) / 2))

    def components(self, eps: float) -> list[list[int]]:
        reach = np.linalg.matrix_power((np.abs(self.gram) > eps).astype(float) + np.eye(self.n), self.n) > 0
        return [list(rows) for rows in {tuple(np.flatnonzero(row)) for row in reach}]


def close(text: str, value: float, digits: int = 3) -> bool:
    return math.isclose(float(text.replace(",", "")), value, rel_tol=0.6 * 10.0 ** (1 - digits), abs_tol=1e-9)


def times(text: str, value: float) -> bool:
    """A ratio in two decimals, or in three digits where it is far from 1."""
    return abs(float(text) - value) <= 0.0051 or close(text, value)


def size(p: Plain, n: str, d: str, pairs: str, dropped: str | None) -> None:
    assert (int(n), int(d), int(pairs.replace(",", ""))) == (p.n, p.d, math.comb(p.n, 2))
    assert (dropped is not None) == (len(p.all) > p.n)
    if dropped:
        zero = int(np.sum(np.all(p.all == 0, axis=1)))
        nan = int(np.sum(np.isnan(p.all).any(axis=1)))
        first = r"\(first: row (\d+)\)"
        told = re.fullmatch(rf" Dropped of (\d+): (\d+) zero {first}, (\d+) NaN {first}\.", dropped)
        assert told is not None
        assert [int(told[k]) for k in (1, 2, 4)] == [len(p.all), zero, nan]


def orthogonal(p: Plain) -> None:
    assert np.max(np.abs(p.cosines)) < 1e-12


def moments(p: Plain, two: str, welch: str | None, one: str, four: str, mean: str | None, share: str | None) -> None:
    assert times(two, p.mean(2) / p.random(2))
    least = (p.n - p.d) / (p.d * (p.n - 1))
    assert (welch is not None) == (least > 0)
    assert welch is None or times(welch, p.mean(2) / least)
    assert times(one, p.mean(1) / p.random(1))
    assert times(four, p.mean(4) / p.random(4))
    average = float(np.mean(p.cosines))
    assert (mean is not None) == (average > 0 and average**2 > 0.01 * p.mean(2))
    if mean is not None and share is not None:
        assert close(mean, average)
        assert abs(float(share) - 100 * average**2 / p.mean(2)) <= 0.51


def largest(
    p: Plain, modulus: str, i: str, j: str, cosine: str, random: str, n: str, least: str, theorem: str, more: str
) -> None:
    rows = np.flatnonzero(np.linalg.norm(np.nan_to_num(p.all), axis=1) > 0)
    left, right = (int(np.flatnonzero(rows == int(k))[0]) for k in (i, j))
    assert close(modulus, float(np.max(np.abs(p.cosines))), 6)
    assert close(cosine, float(p.gram[left, right]), 6)
    bound = lower_bound(lines(p.n, p.d))
    assert theorem == str(bound.theorem)
    assert int(n) == p.n
    assert sympy.Rational(least) <= bound.exact
    assert float(least) >= 0.99 * bound.value
    if p.d > 1:
        draws = [np.max(np.abs(_random(p, seed))) for seed in range(60)]
        assert np.quantile(draws, 0.15) <= float(random) <= np.quantile(draws, 0.85)
    near = re.search(r"(\d+) pairs? ha(?:s|ve) \|cos\| > 0\.9", more)
    assert (int(near[1]) if near else 0) == int(np.sum(np.abs(p.cosines) > 0.9))
    copies = re.search(rf"Without copies the largest is ({N})\.", more)
    assert copies is None or close(copies[1], float(np.max(np.abs(p.cosines[p.cosines < 1 - 1e-12]))), 6)


def _random(p: Plain, seed: int) -> np.ndarray:
    rows = np.random.default_rng(seed).standard_normal((p.n, p.d))
    return Plain(rows).cosines


def partners(p: Plain, median: str, least: str, random: str) -> None:
    best = np.sort(np.max(np.abs(p.gram - np.diag(np.diag(p.gram))), axis=1))
    assert close(median, float(best[p.n // 2]))
    assert close(least, float(best[0]))
    assert 0 < float(random) <= 1


def no_blocks(p: Plain, eps: str) -> None:
    assert len(p.components(float(eps))) == 1


def loose(p: Plain, eps: str, count: str, first: str, alone: str) -> None:
    sizes = sorted(map(len, p.components(float(eps))))
    assert [len(sizes), sizes[-1], sizes.count(1)] == [int(count), int(first), int(alone)]


def blocks(p: Plain, count: str, eps: str, last: str | None, sizes: str, ranks: str | None) -> None:
    p.eps = float(eps)
    for limit in filter(None, (eps, last)):
        assert len(p.components(float(limit))) == int(count)
    found = sorted(p.components(float(eps)), key=len, reverse=True)
    assert [len(rows) for rows in found[:3]] == [int(word) for word in sizes.split(", ")]
    if ranks is not None:
        told = sorted(int(word) for word in ranks.split(", "))
        assert told == sorted(int(np.linalg.matrix_rank(p.unit[rows])) for rows in found[:3])


def prediction(p: Plain, expected: str, factor: str, four: str, less: str, one: str) -> None:
    parts = p.components(p.eps)
    shapes = [(len(rows), int(np.linalg.matrix_rank(p.unit[rows]))) for rows in parts]
    for power, text in ((4, expected), (1, less)):
        within = sum(math.comb(n, 2) * Plain(np.eye(d)[:1]).random(power) for n, d in shapes)
        assert close(text, within / math.comb(p.n, 2) / p.random(power))
    assert close(factor, len(parts))
    assert close(four, p.mean(4) / p.random(4))
    assert close(one, p.mean(1) / p.random(1))


def named(p: Plain, eps: str, names: str, without: str | None, rows: str, more: str, share: str) -> None:
    """The names are read back as sizes and as what a component of that name is."""
    p.eps = float(eps)
    parts = [rows for rows in p.components(p.eps) if len(rows) > 1]
    held = [name for name in re.split(r" \+ (?!\d+ single)", names) for name in _repeated(name)]
    assert len(parts) == len(held) + int(without or 0)
    for name in held:
        assert any(_is(p, name, part) for part in parts), name
    first = [int(row) for row in rows.split(", ") if row != ".."]
    (part,) = [part for part in parts if set(p.number(part)) >= set(first)]
    assert _is(p, held[0], part)
    assert p.number(part)[:8] == first
    squares = np.linalg.norm(p.rows, axis=1) ** 2
    shares = squares / np.sum((p.unit @ p.rows.T) ** 2, axis=1)
    assert close(share, float(np.mean(shares[part])))
    within, hub = re.search(rf"within ({N}) of the exact", more), re.search(r"joined by row (\d+)", more)
    assert (hub is not None) == held[0].startswith("hub")
    if hub is not None:
        links = np.abs(p.gram[p.number(range(p.n)).index(int(hub[1]))]) > p.eps
        assert int(np.sum(links)) == len(part)
    if within is not None:
        exact = CODES[held[0]]
        gap = np.sort(p.gram[np.ix_(part, part)], axis=None) - np.sort(exact @ exact.T, axis=None)
        assert float(np.max(np.abs(gap))) <= float(within[1]) <= 0.1 + 1e-9


CODES = {
    "digon": np.array([[1.0], [-1.0]]),
    "pentagon": np.column_stack((np.cos(ANGLES), np.sin(ANGLES))),
    "tetrahedron": (np.eye(4) - 0.25) / np.sqrt(0.75),
}


def _repeated(name: str) -> list[str]:
    count = re.match(r"(\d+) x ", name)
    return [name[count.end() :]] * int(count[1]) if count else [name]


def _is(p: Plain, name: str, part: list[int]) -> bool:
    gram = p.gram[np.ix_(part, part)]
    family = re.fullmatch(r"family of (\d+) near duplicates( of both signs)?", name)
    if family is not None:
        mixed = bool(np.min(gram) < 0)
        return len(part) == int(family[1]) and mixed == (family[2] is not None) and np.min(np.abs(gram)) >= 0.9
    if name == "near-duplicate pair":
        return len(part) == 2 and np.min(gram) >= 0.9
    hub = re.fullmatch(r"hub joining (\d+) single rows?", name)
    if hub is not None:
        return len(part) == int(hub[1]) + 1 and int(np.sum(np.abs(gram) > p.eps)) == len(part) + 2 * int(hub[1])
    exact = CODES[name]
    order = np.sort(exact @ exact.T, axis=None)
    return len(exact) == len(part) and bool(np.max(np.abs(np.sort(gram, axis=None) - order)) <= 0.1)


def how_far(p: Plain, copies: str | None, value: str, random: str, welch: str | None, rest: str) -> None:
    different = [i for i in range(p.n) if not any(np.array_equal(p.rows[i], p.rows[j]) for j in range(i))]
    assert (copies is not None) == (len(different) < p.n)
    kept = Plain(p.rows[different])
    top = float(np.max(np.abs(kept.cosines)))
    assert close(value, top, 6)
    assert times(random, top / (overlaps(kept.rows).random.maximum))
    least = (kept.n - kept.d) / (kept.d * (kept.n - 1))
    assert (welch is not None) == (least > 0)
    assert welch is None or times(welch, top / math.sqrt(least))
    record = best_known(lines(kept.n, kept.d))
    best = re.fullmatch(
        rf", and ({N}) times the best packing known of (\d+) lines in R\^(\d+) \(at most ({N}): (.+), "
        r"((?:optimal|open|meets).*)\)\.", rest,
    )  # fmt: skip
    if best is None:
        assert rest == f"; {kept.n} rows in R^{kept.d} can be orthogonal."
        assert kept.n <= kept.d
        return
    assert record is not None
    assert (int(best[2]), int(best[3])) == (kept.n, kept.d)
    assert (best[5], best[6]) == (record.name, record.standing)
    assert times(best[1], top / record.coherence)
    assert record.coherence - 1e-9 <= float(best[4]) <= record.coherence * 1.001


def capacity(p: Plain, total: str, of: str, rank: str, effective: str) -> None:
    squares = np.linalg.norm(p.rows, axis=1) ** 2
    shares = squares / np.sum((p.unit @ p.rows.T) ** 2, axis=1)
    assert close(total, float(shares.sum()), 4)
    assert int(of) == min(p.n, p.d)
    values = np.linalg.eigvalsh(p.unit.T @ p.unit)
    assert int(rank) == int(np.sum(values > 1e-9))
    assert close(effective, float(values.sum() ** 2 / (values**2).sum()), 4)


def copies(p: Plain, count: str, groups: str) -> None:
    names = [tuple(np.flatnonzero(row > 1 - 1e-12)) for row in p.gram]
    assert int(count) == sum(len(name) > 1 for name in names)
    assert int(groups) == len({name for name in names if len(name) > 1})


CHECKS: dict[str, Callable[..., None]] = {
    r"(\d+) rows in (\d+) dimensions?, ([\d,]+) pairs?\.( Dropped .+)?": size,
    r"All rows are orthogonal\.": orthogonal,
    rf"E cos\^2 is ({N}) times that of random rows(?: and ({N}) times the Welch bound)?; E \|cos\| is ({N}) times "
    rf"and E cos\^4 ({N}) times that of random rows\.(?: The mean cosine is ({N}), not 0: its square is ({N}) % of E "
    r"cos\^2 \(center the rows to remove it\)\.)?": moments,
    rf"The largest \|cos\| is ({N}) \(rows (\d+) and (\d+), cosine ({N})\); random rows would have ({N}) \(the "
    rf"median\), and no (\d+) rows have less than ({N}) \((.+?)\)\.(.*)": largest,
    rf"The closest partner of a row has \|cos\| ({N}) in the middle, ({N}) at least; of a random row ({N}) \(the "
    r"median\)\.": partners,
    rf"No orthogonal blocks: all rows are connected by pairs with \|cos\| > ({N})\.": no_blocks,
    rf"Joined by pairs with \|cos\| > ({N}), the rows form (\d+) components: the largest has (\d+) rows?, and (\d+) "
    r"stand alone\.": loose,
    rf"The rows fall into (\d+) blocks, orthogonal to each other within ({N})(?: \(the same ones up to \|cos\| > "
    rf"({N})\))?; the largest have ([\d, ]+) rows(?: and ([\d, ]+) dimensions)?\.": blocks,
    rf"Random rows within such blocks would have E cos\^4 ({N}) times random \(K equal blocks: K\^\(p/2-1\) = ({N})\); "
    rf"measured ({N})\. For E \|cos\|: ({N}), measured ({N})\.": prediction,
    rf"Named components at \|cos\| > ({N}): ([^;]+?)(?:; (\d+) components? without a name)?\. The "
    rf"first has rows ((?:\d+, )*(?:\d+|\.\.))(.*); their mean dimensionality is ({N})\.": named,
    rf"The largest \|cos\|( of two rows that are no copies)?, ({N}), is ({N}) times the median of random rows"
    rf"(?:, ({N}) times the Welch bound)?([,;].+)": how_far,
    rf"The dimensionalities of the rows add up to ({N}) of (\d+); their directions have rank (\d+) and effective rank "
    rf"({N})\.": capacity,
    r"(\d+) rows are copies, in (\d+) groups?: they count as pairs of cosine 1; drop copies to leave them out\.":
        copies,
}  # fmt: skip


def check(sentence: str, plain: Plain) -> None:
    for pattern, holds in CHECKS.items():
        found = re.fullmatch(pattern, sentence)
        if found is not None:
            holds(plain, *found.groups())
            return
    raise AssertionError(f"no check for the sentence {sentence!r}: write one")


def _found(matrix: np.ndarray) -> OverlapStatistics:
    return overlaps(matrix)


@pytest.mark.parametrize("name", MATRICES)
def test_every_sentence_is_true(name: str) -> None:
    plain = Plain(MATRICES[name])
    for sentence in _found(MATRICES[name]).sentences:
        check(sentence, plain)


def test_the_planted_components_are_told() -> None:
    (told,) = [line for line in _found(PLANTED).sentences if "Named components" in line]
    for name in ("pentagon", "family of 4 near duplicates", "digon", "hub joining 7 single rows"):
        assert name in told


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("90 rows in", "91 rows in"),
        ("the Welch bound", "the Welch limit"),
        ("have less than 0.3", "have less than 0.4"),
        ("have rank 10", "have rank 9"),
        ("No orthogonal blocks", "Two orthogonal blocks"),
        ("the best packing known of 90", "the best packing known of 91"),
    ],
)
def test_a_false_sentence_is_found(true: str, false: str) -> None:
    plain = Plain(MATRICES["random"])
    told = [sentence for sentence in _found(MATRICES["random"]).sentences if true in sentence]
    for sentence in told:
        with pytest.raises((AssertionError, ValueError)):
            check(sentence.replace(true, false), plain)
    assert told


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("pentagon", "tetrahedron"),
        ("family of 4", "family of 5"),
        ("joining 7", "joining 6"),
        (" + digon", " + 2 x digon"),
    ],
)
def test_a_false_name_is_found(true: str, false: str) -> None:
    (told,) = [line for line in _found(PLANTED).sentences if "Named components" in line]
    assert true in told
    with pytest.raises(AssertionError):
        check(told.replace(true, false), Plain(PLANTED))
