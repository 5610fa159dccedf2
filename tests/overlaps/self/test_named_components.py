"""Components that were planted under noise, a rotation and an order are found under their names."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from packing.overlaps import OverlapStatistics, Settings, Shape, overlaps
from packing.overlaps.self.geometry import SHAPED, least_pieces
from packing.overlaps.self.shapes import Kind, shape_of
from packing.report import as_json

Parts = dict[str, np.ndarray]


def _polygon(n: int) -> np.ndarray:
    angles = 2 * np.pi * np.arange(n) / n
    return np.column_stack((np.cos(angles), np.sin(angles)))


def _parts(seed: int) -> Parts:
    rng = np.random.default_rng(seed)
    return {
        "pentagon": _polygon(5),
        "digon": np.array([[1.0], [-1.0]]),
        "digon 2": np.array([[1.0], [-1.0]]),
        "triangle": _polygon(3),
        "simplex of 5": np.eye(5) - 1 / 5,
        "block of 14 in 4 dimensions": rng.standard_normal((14, 4)),
        "block of 20 in 5 dimensions": rng.standard_normal((20, 5)),
        "family of 5 near duplicates": np.ones((5, 1)),
        "family of 3 near duplicates of both signs": np.array([[1.0], [1.0], [-1.0]]),
        "hub joining 8 single rows": np.vstack([np.eye(8), np.ones((1, 8))]),
    }


def _planted(parts: Parts, d: int, noise: float, seed: int) -> tuple[np.ndarray, dict[str, set[int]]]:
    """The parts in orthogonal subspaces, noise of that norm, a rotation, scales and an order; and who is where."""
    rng = np.random.default_rng(seed)
    rows = np.zeros((sum(map(len, parts.values())), d))
    where, top, column = {}, 0, 0
    for name, part in parts.items():
        unit = part / np.linalg.norm(part, axis=1, keepdims=True)
        rows[top : top + len(part), column : column + part.shape[1]] = unit
        where[name] = range(top, top + len(part))
        top, column = top + len(part), column + part.shape[1]
    rows += noise / np.sqrt(d) * rng.standard_normal(rows.shape)
    turn, _ = np.linalg.qr(rng.standard_normal((d, d)))
    order = rng.permutation(len(rows))
    place = np.argsort(order)
    scaled = (rows @ turn)[order] * rng.uniform(0.5, 2, (len(rows), 1))
    return scaled, {name: {int(place[row]) for row in held} for name, held in where.items()}


def _shapes(found: OverlapStatistics, eps: float) -> tuple[Shape, ...]:
    return next(factors.shapes for factors in found.factors if factors.eps == eps)


@pytest.mark.parametrize(("noise", "d"), [(0.0, 40), (0.03, 40), (0.05, 300)])
def test_every_planted_part_has_its_name_and_its_rows(noise: float, d: int) -> None:
    parts = _parts(4)
    rows, where = _planted(parts, d, noise, seed=d)
    found = overlaps(rows, Settings(eps=(0.2,)), workers=1)
    shapes = _shapes(found, 0.2)
    told = {(shape.name, frozenset(shape.rows)) for shape in shapes}
    assert told == {(name.removesuffix(" 2"), frozenset(held)) for name, held in where.items()}
    for shape in shapes:
        assert shape.size == len(shape.rows)
        assert shape.dimensionality == pytest.approx(found.dimensionality[list(shape.rows)].mean())
        assert (shape.distance is not None) == (shape.kind is Kind.CODE)
        assert shape.distance is None or shape.distance <= 4 * noise + 1e-9
    hub = next(shape for shape in shapes if shape.kind is Kind.HUB)
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    others = sorted(where["hub joining 8 single rows"] - {hub.hub})
    assert np.all(np.abs(unit[hub.hub] @ unit[others].T) > 0.2)


@pytest.mark.parametrize("stored", ["float16", "float32"])
def test_the_rounding_of_stored_numbers_is_no_dimension(stored: str) -> None:
    rows, _ = _planted(_parts(5), 64, 0.0, seed=1)
    ranks = {shape.name: shape.rank for shape in _shapes(overlaps(rows.astype(stored), workers=1), 0.2)}
    assert {ranks[name] for name in ("pentagon", "triangle")} == {2}
    assert ranks["simplex of 5"] == 4
    assert ranks["block of 20 in 5 dimensions"] == 5


def test_row_numbers_are_those_of_the_matrix_as_given() -> None:
    rows, where = _planted({"pentagon": _polygon(5), "rest": np.eye(4)}, 9, 0.01, seed=3)
    found = overlaps(np.vstack([np.zeros((2, 9)), rows]), workers=1)
    (shape,) = _shapes(found, 0.2)
    assert set(shape.rows) == {row + 2 for row in where["pentagon"]}


def test_opposite_pairs_that_noise_joins_are_a_cross_polytope() -> None:
    rows, _ = _planted({"digons": np.vstack([np.eye(6), -np.eye(6)])}, 20, 0.05, seed=2)
    found = overlaps(rows, Settings(eps=(1e-5, 0.3)), workers=1)
    assert [(shape.name, shape.rank) for shape in _shapes(found, 1e-5)] == [("cross-polytope", 6)]
    assert [shape.name for shape in _shapes(found, 0.3)] == ["digon"] * 6


def test_large_components_are_near_duplicates_or_unclassified() -> None:
    rng = np.random.default_rng(9)
    parts = {"block": rng.standard_normal((300, 6)), "family": np.ones((200, 1))}
    rows, where = _planted(parts, 30, 0.1, seed=4)
    block, family = _shapes(overlaps(rows, Settings(eps=(0.3,)), workers=1), 0.3)
    assert (block.kind, block.size, block.rank) == (Kind.UNCLASSIFIED, 300, 30)  # noise fills all dimensions
    assert (family.name, family.kind, family.rank) == ("family of 200 near duplicates", Kind.FAMILY, 1)
    assert set(family.rows) == set(sorted(where["family"])[:128])
    exact, _ = _planted(parts, 30, 0.0, seed=4)
    assert _shapes(overlaps(exact, Settings(eps=(0.01,)), workers=1), 0.01)[0].rank == 6


@pytest.mark.parametrize(("n", "d"), [(90, 20), (300, 20), (1000, 50), (2000, 50)])
def test_random_rows_have_no_named_components(n: int, d: int) -> None:
    for seed in range(3):
        found = overlaps(np.random.default_rng(seed).standard_normal((n, d)), workers=1)
        assert [shape.name for factors in found.factors for shape in factors.shapes if shape.is_named] == []


def test_a_hub_of_blocks_names_them_and_must_join_more_than_chance_would() -> None:
    star = np.zeros((10, 10))
    star[:3, :2], star[3:5, 2:3], star[5:9, 3:7] = _polygon(3), [[1], [-1]], np.eye(4)
    star[9, [0, 2, 3, 4, 5, 6]] = 1 / np.sqrt(6)
    found = shape_of(star, 0.2)
    assert (found.name, found.hub) == ("hub joining triangle + digon + 4 single rows", 9)
    assert shape_of(star, 0.2, least_pieces=7).kind is Kind.BLOCK
    assert least_pieces(0.5, 2000, 50) > least_pieces(0.6, 2000, 50)
    assert least_pieces(0.5, 20, 1) > 4
    star[:3, :2] = [[1, 0], [0.8, 0.6], [0.6, 0.8]]
    assert shape_of(star, 0.2).name == "hub joining digon + 1 block + 4 single rows"


def test_a_row_that_joins_two_clusters_is_no_hub() -> None:
    """A chain through one row, and a row linked to few of those that it holds together."""
    chain = np.array([[1, 0, 0], [1, 1, 0], [0, 1, 0], [0, 1, 1], [0, 0, 1]]) / np.sqrt([[1], [2], [1], [2], [1]])
    assert shape_of(chain, 0.6).kind is Kind.BLOCK
    paths = np.zeros((17, 17))
    for arm in range(4):
        for step in range(4):
            paths[1 + 4 * arm + step, [4 * arm + step, 4 * arm + step + 1]] = 1
    paths[0, [0, 4, 8, 12]] = 1
    paths[[4, 8, 12], [4, 8, 12]] = 0  # four arms of four rows, each joined to the row 0 by its first
    assert shape_of(paths / np.linalg.norm(paths, axis=1, keepdims=True), 0.1).kind is Kind.BLOCK


def test_at_one_eps_only_so_many_components_are_looked_at() -> None:
    pairs = np.kron(np.eye(SHAPED + 10), np.array([[1.0], [-1.0]]))
    found = overlaps(pairs, Settings(eps=(0.5,)), workers=1)
    assert Counter(map(str, _shapes(found, 0.5))) == {"digon": SHAPED}
    assert any("(10 smaller ones not looked at)" in line for line in found.sentences)


def test_json_holds_the_shapes_and_the_distances() -> None:
    rows, _ = _planted(_parts(4), 40, 0.03, seed=40)
    found = overlaps(rows, workers=1)
    answer = as_json(found)
    at = next(factors for factors in answer["factors"] if factors["eps"] == 0.3)
    assert "pentagon" in at["named"]
    assert "2 x digon" in at["named"]
    pentagon = next(shape for shape in at["shapes"] if shape["name"] == "pentagon")
    assert (pentagon["kind"], pentagon["size"], pentagon["rank"]) == ("code", 5, 2)
    far = answer["how_far"]
    assert far["times_random"] == pytest.approx(found.coherence / found.random.maximum)
    assert far["times_welch"] == pytest.approx(found.coherence / found.least.welch)
    assert far["best_known"]["coherence"] >= found.least.coherence.value - 1e-9


def test_the_best_packing_is_as_far_as_it_says() -> None:
    from packing.constructions import known
    from packing.problem import lines

    found = overlaps(np.asarray(known(lines(28, 7))[0].packing.vectors), workers=1)
    far = found.how_far
    assert far is not None
    assert far.times_best == pytest.approx(1, abs=1e-12)
    assert far.times_welch == pytest.approx(1, abs=1e-12)
    twice = overlaps(np.vstack([np.eye(4) - 0.2, np.eye(4)[:1] - 0.2]), workers=1).how_far  # 5 rows, 4 of them distinct
    assert twice is not None
    assert (twice.n, twice.times_best, twice.times_welch) == (4, None, None)
