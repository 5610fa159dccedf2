"""Exact coherence of stored doubles: the rational number itself, and roundings that never fall below it."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from strategies import packings

from packing import Objects, Packing
from packing.exact import CertifiedCoherence, certified_coherence
from packing.problem import lines


def exact_square(packing: Packing) -> Fraction:
    """The definition over all pairs, entry by entry, the product of quaternions written out."""
    rows = [[[Fraction(part) for part in entry] for entry in row] for row in quaternions(packing).tolist()]
    best = None
    for i in range(packing.n):
        for j in range(i):
            parts = [sum(entries) for entries in zip(*map(times, rows[i], rows[j]), strict=True)]
            lengths = [sum(part * part for entry in rows[k] for part in entry) for k in (i, j)]
            square = sum(part * part for part in parts) / (lengths[0] * lengths[1])
            if packing.objects is Objects.VECTORS and parts[0] < 0:
                square = -square
            best = square if best is None else max(best, square)
    return best


def quaternions(packing: Packing) -> np.ndarray:
    """The entries as quaternions, shape (n, d, 4)."""
    parts = packing.field.parts_of(packing.vectors)
    return np.pad(parts, ((0, 0), (0, 0), (0, 4 - parts.shape[2])))


def times(x: list[Fraction], y: list[Fraction]) -> list[Fraction]:
    """conj(x) y."""
    a, b, c, d = x[0], -x[1], -x[2], -x[3]
    p, q, r, s = y
    return [
        a * p - b * q - c * r - d * s,
        a * q + b * p + c * s - d * r,
        a * r - b * s + c * p + d * q,
        a * s + b * r - c * q + d * p,
    ]


@given(packings(max_n=6, max_d=4))
def test_it_is_the_largest_exact_overlap(packing: Packing) -> None:
    certified = certified_coherence(packing)
    assert certified.square == exact_square(packing)
    assert certified.value == pytest.approx(packing.coherence, abs=4e-15)


@given(packings(max_n=5, max_d=3))
def test_both_roundings_are_up_and_close(packing: Packing) -> None:
    certified = certified_coherence(packing)
    for rounded, step in (
        (Fraction(certified.value), Fraction(1, 2**51)),
        (Fraction(certified.decimal), Fraction(1, 10**15)),
    ):
        for bound, holds in ((Fraction(rounded), True), (Fraction(rounded) - step, False)):
            signed = bound * bound if bound >= 0 else -bound * bound
            assert (certified.square <= signed) == holds


@pytest.mark.parametrize(
    ("square", "decimal"),
    [
        (Fraction(1, 4), "0.500000000000000"),
        (Fraction(1, 2), "0.707106781186548"),
        (Fraction(-1, 2), "-0.707106781186547"),
        (Fraction(0), "0.000000000000000"),
        (Fraction(-1, 10**40), "0.000000000000000"),
        (Fraction(1), "1.000000000000000"),
        (Fraction(1, 10**40), "0.000000000000001"),
    ],
)
def test_decimals_are_rounded_up(square: Fraction, decimal: str) -> None:
    assert CertifiedCoherence(lines(2, 2), square).decimal == decimal


def test_one_vector() -> None:
    assert certified_coherence(Packing([[1.0, 2.0]])).value == 0.0
    assert certified_coherence(Packing(np.ones((1, 2)), Objects.VECTORS)).value == -1.0
