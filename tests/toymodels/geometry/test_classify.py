"""Blocks are named through rotations, reorderings, scales and noise; what has no name says its shape."""

import numpy as np
import pytest

from packing.configuration import Packing
from packing.constructions import known, polygon
from packing.errors import InputError
from packing.problem import vectors
from packing.search import minimize_coherence
from packing.toymodels import AutoencoderConfig, census, classify, structure_name, train


def disguised(rows: np.ndarray, rng: np.random.Generator, noise: float) -> np.ndarray:
    """The same points rotated, reordered, rescaled and shaken."""
    turn = np.linalg.qr(rng.normal(size=(rows.shape[1], rows.shape[1])))[0]
    scales = rng.uniform(0.8, 1.3, size=(len(rows), 1))
    return scales * (rows[rng.permutation(len(rows))] @ turn + noise * rng.normal(size=rows.shape))


def test_a_product_of_codes_is_taken_apart_and_named() -> None:
    rng = np.random.default_rng(1)
    petersen = next(code for code in known(vectors(10, 4)) if code.name == "Petersen code").packing.vectors
    parts = [petersen, polygon(5).packing.vectors, np.array([[1.0], [-1.0]]), np.array([[1.0]])]
    width = sum(part.shape[1] for part in parts)
    rows, start = np.zeros((sum(map(len, parts)) + 2, width)), [0, 0]
    for part in parts:
        rows[start[0] : start[0] + len(part), start[1] : start[1] + part.shape[1]] = part
        start = [start[0] + len(part), start[1] + part.shape[1]]
    rows = disguised(rows, rng, 0.01)  # the last two rows are noise: not represented
    found = classify(rows)
    assert structure_name(found) == "Petersen code + pentagon + digon + dedicated dimension"
    assert [factor.shape for factor in found] == [(10, 4), (5, 2), (2, 1), (1, 1)]
    assert all(factor.distance < 0.1 for factor in found)
    assert len({index for factor in found for index in factor.indices}) == 18


def test_a_block_without_a_name_says_its_shape_and_best_known_packings_can_name_it() -> None:
    rng = np.random.default_rng(3)
    points = rng.normal(size=(9, 3))
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    (block,) = classify(points, tolerance=0.05)
    assert str(block) == "block of 9 in 3 dimensions"
    (named,) = classify(disguised(points, rng, 0.0), tolerance=0.05, others={"nine points": Packing(points, "vectors")})
    assert str(named) == "nine points"
    assert named.distance < 1e-9


@pytest.mark.long
@pytest.mark.parametrize(
    ("n", "d", "name"), [(5, 2, "pentagon"), (10, 4, "Petersen code"), (12, 3, "icosahedron"), (16, 5, "Clebsch code")]
)
def test_sparse_models_find_the_named_codes(n: int, d: int, name: str) -> None:
    found = census(train(AutoencoderConfig(n, d, loss="one_sparse", models=24, seed=3)))
    assert structure_name(found.best) == name
    assert found.best_hits >= 3
    assert sum(times for _, times in found.frequencies) == found.models == 24
    assert found.best[0].dimensionality == pytest.approx(d / n, abs=1e-3)


@pytest.mark.parametrize(
    ("weights", "text"),
    [
        ([1.0, 2.0], r"must be a real \(n, d\) matrix, not of shape \(2,\)"),
        ([["a"]], r"must be a real \(n, d\) matrix"),
        ([[np.nan]], "every weight must be finite"),
    ],
)
def test_refuses_what_is_no_weight_matrix(weights, text: str) -> None:
    with pytest.raises(InputError, match=text):
        classify(weights)


def test_constructions_name_before_others_and_others_name_only_what_is_close() -> None:
    rng = np.random.default_rng(5)
    icosahedron = known(vectors(12, 3))[0].packing
    (block,) = classify(disguised(icosahedron.vectors, rng, 0.0), others={"mine": icosahedron})
    assert str(block) == "icosahedron"
    points = minimize_coherence(vectors(7, 3), restarts=10).packing
    near, far = (disguised(points.vectors, rng, noise) for noise in (0.003, 0.05))
    names = [str(classify(rows, others={"seven": points})[0]) for rows in (near, far)]
    assert names == ["seven", "block of 7 in 3 dimensions"]
