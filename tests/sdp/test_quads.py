"""Sums of four doubles against fractions, and the interior point that goes on in them."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from packing.sdp.arithmetic import Arithmetic, symmetric_product
from packing.sdp.doubledouble import DoubleDouble
from packing.sdp.primal_dual import PrimalDual
from packing.sdp.program import Program, Squares
from packing.sdp.quads import SMALL, STRIP, Quads, inverse_root
from packing.sdp.sliced_product import PRECISION


def exact(value: Quads) -> np.ndarray:
    """The numbers as fractions."""
    parts = [[Fraction(float(x)) for x in np.ravel(part)] for part in value.parts]
    return np.array([sum(column, Fraction(0)) for column in zip(*parts, strict=True)], dtype=object).reshape(
        value.shape
    )


def drawn(rng: np.random.Generator, *shape: int) -> Quads:
    """Numbers whose four parts are filled."""
    return Quads.of(rng.normal(size=shape)) / (3.0 + rng.random(shape))


@pytest.mark.parametrize("seed", range(3))
def test_arithmetic_against_fractions(seed: int) -> None:
    rng = np.random.default_rng(seed)
    a, b, factor = drawn(rng, 40), drawn(rng, 40) * 10.0 ** rng.integers(-9, 9, 40), rng.normal(size=40)
    x, y, z = exact(a), exact(b), exact(Quads.of(factor))
    for result, expected in ((a + b, x + y), (a - b, x - y)):
        assert (abs(exact(result) - expected) / (abs(x) + abs(y))).max() < Fraction(1, 2**200)
    for result, expected in ((a * b, x * y), (a / b, x / y), (a * factor, x * z)):
        assert (abs(exact(result) - expected) / abs(expected)).max() < Fraction(1, 2**200)
    assert abs(exact(a.sum(0).reshape(1))[0] - sum(x)) < Fraction(1, 2**200)


def test_rows_and_columns_are_met_as_numpy_meets_them() -> None:
    rng = np.random.default_rng(5)
    a, b = drawn(rng, 4, 3), drawn(rng, 3)
    assert (exact(a * b) == exact(a * Quads(np.stack([b.parts] * 4, axis=1)))).all()
    assert (exact((a.T + 1.0)[1]) == exact(a[:, 1] + 1.0)).all()


@pytest.mark.parametrize("shape", [(3, 4, 5), (1, 40, 2), (7, 70, 3), (2, 0, 3)])
def test_products_of_matrices_against_fractions(shape: tuple[int, int, int]) -> None:
    rng = np.random.default_rng(1)
    m, k, n = shape
    a = drawn(rng, m, k) * 10.0 ** rng.integers(-6, 6, size=(m, 1))
    for b in (drawn(rng, k, n), Quads.of(rng.normal(size=(k, n)) * 10.0 ** rng.integers(-9, 9, size=(k, n)))):
        left, right = exact(a), exact(b)
        product = exact(a @ b)
        for i in range(m):
            for j in range(n):
                size = max(abs(left[i]), default=0) * max(abs(right[:, j]), default=0)
                expected = sum(left[i] * right[:, j], Fraction(0))
                assert abs(product[i, j] - expected) <= size / 2 ** (PRECISION - 2)


def test_symmetric_products_in_strips() -> None:
    rng = np.random.default_rng(2)
    a = drawn(rng, STRIP + 7, 3)
    whole, halves = a @ a.T, symmetric_product(a, a.T)
    assert np.abs((whole - halves).high).max() < 2.0 ** (8 - PRECISION)
    assert (halves.parts == halves.T.parts).all()


@pytest.mark.parametrize("n", [12, SMALL + 3])
def test_root_of_an_ill_conditioned_matrix(n: int) -> None:
    hilbert = Quads.of(np.ones((n, n))) / np.add.outer(np.arange(n), np.arange(1.0, n + 1))
    matrix = hilbert + 1e-20 * np.eye(n)  # its condition number is 1e20; doubles find no root
    root = inverse_root(matrix)
    assert np.abs((root @ matrix @ root.T - np.eye(n)).high).max() < 1e-20
    with pytest.raises(np.linalg.LinAlgError):
        inverse_root(hilbert - 1e-3 * np.eye(n))


def test_lifting_keeps_both_parts() -> None:
    third = DoubleDouble.of(np.ones(1)) / 3.0
    lifted = Arithmetic.QUAD_DOUBLE.lift(third)
    assert abs(exact(lifted)[0] - Fraction(1, 3)) < Fraction(1, 2**100)


def test_the_gap_closes_beyond_doubles() -> None:
    """The least value of x^4 - x^2 on the line, -1/4, which costs 3/2 of itself."""
    nodes = np.cos(np.pi * (np.arange(5) + 0.5) / 5)
    values = np.polynomial.chebyshev.chebvander(nodes, 2)[None]
    columns = np.stack([np.ones_like(nodes), -np.ones_like(nodes)], axis=1)
    program = Program((Squares(np.ones_like(nodes), values),), np.array([-1.0, 1.5]), columns, nodes**4 - nodes**2)
    fine = PrimalDual(gap=1e-25, iterations=80, arithmetic=Arithmetic.QUAD_DOUBLE).run(program)
    assert -fine.primal == pytest.approx(-0.375, abs=1e-14)
    assert fine.residual < 1e-25
