"""The squared cosines of the principal angles of many pairs of spans from one block of products."""

from __future__ import annotations

from typing import Any

import numpy as np

from packing.numeric import compiled


@compiled()
def squared_cosines(products: Any, left: Any, right: Any, gram: Any, mean: Any, largest: Any) -> None:
    """Set the mean and the largest squared cosine of each pair of spans.

    Products of orthonormal rows, shape (rows, columns), are cut at the places `left` and `right`; the mean is over the
    smaller rank. `gram` is room for the largest smaller rank, squared.
    """
    for i in range(left.size - 1):
        for j in range(right.size - 1):
            top, bottom, first, last = left[i], left[i + 1], right[j], right[j + 1]
            if bottom - top <= last - first:
                rank = _gram_of_rows(products, top, bottom, first, last, gram)
            else:
                rank = _gram_of_rows(products.T, first, last, top, bottom, gram)
            total = 0.0
            for a in range(rank):
                total += gram[a, a]
            mean[i, j] = min(total / rank, 1.0)
            largest[i, j] = min(max(_largest_eigenvalue(gram, rank), mean[i, j]), 1.0)


@compiled()
def _gram_of_rows(products: Any, top: int, bottom: int, first: int, last: int, gram: Any) -> int:
    """M M^T of a part M of the products, no more rows than columns; the number of its rows."""
    rank = bottom - top
    for a in range(rank):
        for b in range(a + 1):
            total = 0.0
            for k in range(first, last):
                total += np.float64(products[top + a, k]) * np.float64(products[top + b, k])
            gram[a, b] = total
            gram[b, a] = total
    return rank


@compiled()
def _largest_eigenvalue(gram: Any, rank: int) -> float:
    """Of a symmetric positive semidefinite matrix: in closed form up to rank 2, else by Jacobi's rotations."""
    if rank == 1:
        return float(gram[0, 0])
    if rank == 2:
        half = (gram[0, 0] - gram[1, 1]) / 2
        return float((gram[0, 0] + gram[1, 1]) / 2 + np.hypot(half, gram[0, 1]))
    for _ in range(30):
        off, whole = 0.0, 0.0
        for p in range(rank):
            whole += gram[p, p] * gram[p, p]
            for q in range(p):
                off += gram[p, q] * gram[p, q]
        if off <= 1e-30 * whole:
            break
        for p in range(1, rank):
            for q in range(p):
                _rotate(gram, rank, p, q)
    best = gram[0, 0]
    for p in range(1, rank):
        best = max(best, gram[p, p])
    return float(best)


@compiled()
def _rotate(gram: Any, rank: int, p: int, q: int) -> None:
    """One rotation that makes the entry (p, q) 0."""
    entry = gram[p, q]
    if entry == 0.0:
        return
    slope = (gram[q, q] - gram[p, p]) / (2.0 * entry)
    tangent = (1.0 if slope >= 0 else -1.0) / (abs(slope) + np.sqrt(slope * slope + 1.0))
    cosine = 1.0 / np.sqrt(tangent * tangent + 1.0)
    sine = tangent * cosine
    for k in range(rank):
        one, other = gram[k, p], gram[k, q]
        gram[k, p], gram[k, q] = cosine * one - sine * other, sine * one + cosine * other
    for k in range(rank):
        one, other = gram[p, k], gram[q, k]
        gram[p, k], gram[q, k] = cosine * one - sine * other, sine * one + cosine * other
