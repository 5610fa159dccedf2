"""Arrangements that the claims compare: tegum products, overlapping bases, random frames."""

from __future__ import annotations

import numpy as np

from packing.configuration import Packing
from packing.numeric import Floats
from packing.space import Space, Vectors


def unit_rows(n: int, d: int, rng: np.random.Generator, field: str = "R") -> Vectors:
    """n independent uniform unit vectors of F^d."""
    return Packing(Space.lines(d, field).gaussian(n, rng)).vectors


def orthogonal_matrix(d: int, rng: np.random.Generator) -> Floats:
    """A random orthogonal matrix (QR of a Gaussian one)."""
    q: Floats = np.linalg.qr(rng.standard_normal((d, d)))[0]
    return q


def tegum(blocks: list[Floats]) -> Packing:
    """Real blocks side by side in orthogonal subspaces."""
    rows = np.zeros((sum(len(block) for block in blocks), sum(block.shape[1] for block in blocks)))
    i = j = 0
    for block in blocks:
        rows[i : i + block.shape[0], j : j + block.shape[1]] = block
        i, j = i + block.shape[0], j + block.shape[1]
    return Packing(rows)


def generic_tegum(k: int, block: int, dimensions: int, rng: np.random.Generator) -> Packing:
    """k blocks of `block` random vectors in `dimensions` dimensions each: no orthogonality inside a block."""
    return tegum([np.asarray(unit_rows(block, dimensions, rng), dtype=np.float64) for _ in range(k)])


def tegum_of_repeated_lines(n: int, d: int, k: int) -> Packing:
    """n vectors of R^d on k orthogonal lines, n/k on each."""
    rows = np.zeros((n, d))
    rows[np.arange(n), np.arange(n) % k] = 1.0
    return Packing(rows)


def overlapping_bases(n: int, d: int, seed: int) -> Packing:
    """n/d random orthonormal bases of R^d, none orthogonal to another by chance."""
    rng = np.random.default_rng(seed)
    return Packing(np.concatenate([orthogonal_matrix(d, rng) for _ in range(n // d)]))
