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
    """The definition over all pairs, entry by entry."""
    best = None
    for i in range(packing.n):
        for j in range(i):
            x = [(Fraction(float(v.real)), Fraction(float(v.imag))) for v in packing.vectors[i]]
            y = [(Fraction(float(v.real)), Fraction(float(v.imag))) for v in packing.vectors[j]]
            real = sum(a * c + b * e for (a, b), (c, e) in zip(x, y, strict=True))
            imaginary = sum(a * e - b * c for (a, b), (c, e) in zip(x, y, strict=True))
            lengths = sum(a * a + b * b for a, b in x) * sum(c * c + e * e for c, e in y)
            square = (real**2 + imaginary**2) / lengths
            if packing.objects is Objects.VECTORS and real < 0:
                square = -square
            best = square if best is None else max(best, square)
    return best


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
