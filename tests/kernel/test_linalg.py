"""Exact definiteness and rank against floating-point eigenvalues."""

from __future__ import annotations

import random

import numpy as np
import pytest

from packing.kernel.linalg import semidefinite_rank


def triangle(matrix: np.ndarray) -> list[list[int]]:
    return [[int(matrix[i, j]) for j in range(i + 1)] for i in range(len(matrix))]


@pytest.mark.parametrize("seed", range(30))
def test_rank_of_a_gram_matrix(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n, rank = int(rng.integers(1, 8)), int(rng.integers(1, 8))
    vectors = rng.integers(-5, 6, size=(n, rank))
    gram = vectors @ vectors.T
    assert semidefinite_rank(triangle(gram)) == np.linalg.matrix_rank(gram)


@pytest.mark.parametrize("seed", range(30))
def test_sign_of_the_least_eigenvalue(seed: int) -> None:
    rng = np.random.default_rng(100 + seed)
    n = int(rng.integers(2, 7))
    matrix = rng.integers(-9, 10, size=(n, n))
    matrix = matrix + matrix.T + int(rng.integers(0, 30)) * np.eye(n, dtype=int)
    least = np.linalg.eigvalsh(matrix)[0]
    assert abs(least) > 1e-9
    assert (semidefinite_rank(triangle(matrix)) == n) == (least > 0)


def test_one_unit_decides_where_doubles_cannot() -> None:
    huge = 10**40
    assert semidefinite_rank([[huge], [huge, huge]]) == 1
    assert semidefinite_rank([[huge], [huge, huge + 1]]) == 2
    assert semidefinite_rank([[huge], [huge, huge - 1]]) is None


def test_a_zero_pivot_needs_a_zero_column() -> None:
    assert semidefinite_rank([[0], [1, 5]]) is None
    assert semidefinite_rank([[0], [0, 5]]) == 1
    assert semidefinite_rank([]) == 0


def test_hilbert_matrices_are_definite() -> None:
    n = 12
    scale = 1
    for k in range(1, 2 * n):
        scale *= k
    rows = [[scale // (i + j + 1) for j in range(i + 1)] for i in range(n)]
    assert semidefinite_rank(rows) == n
    rows[random.Random(0).randrange(1, n)][0] *= 2
    assert semidefinite_rank(rows) is None
