"""The arithmetics in which a semidefinite program is solved: doubles, or sums of two or four of them."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import numpy as np
import scipy

from packing.numeric import Floats
from packing.sdp import doubledouble, quads
from packing.sdp.doubledouble import DoubleDouble, Short
from packing.sdp.quads import Quads

Matrix = Any
"""An array of doubles, of double-doubles or of quad-doubles."""


class Arithmetic(StrEnum):
    """Doubles (16 digits), sums of two (32 digits, or 22 in products at half the time) or of four (62 digits)."""

    DOUBLE = "double"
    SHORT = "short double-double"
    DOUBLE_DOUBLE = "double-double"
    QUAD_DOUBLE = "quad-double"

    @property
    def finer(self) -> Arithmetic | None:
        """The next one; None where this is the last."""
        following = list(Arithmetic)[1:]
        return dict(zip(Arithmetic, following, strict=False)).get(self)

    def lift(self, array: Matrix) -> Matrix:
        """The array, which is of this arithmetic or a coarser one, in this arithmetic."""
        if self is Arithmetic.DOUBLE:
            return array
        if self is Arithmetic.SHORT:
            return Short.of(array)
        if self is Arithmetic.DOUBLE_DOUBLE:
            return DoubleDouble(array.high, array.low) if isinstance(array, Short) else DoubleDouble.of(array)
        if isinstance(array, DoubleDouble):
            return Quads.of(array.high) + array.low
        return Quads.of(array)

    def inverse_root(self, matrix: Matrix) -> Matrix:
        """The inverse of the Cholesky factor L of `matrix` = L L^T; `LinAlgError` where there is none."""
        if self in (Arithmetic.SHORT, Arithmetic.DOUBLE_DOUBLE):
            return doubledouble.inverse_root(matrix)
        if self is Arithmetic.QUAD_DOUBLE:
            return quads.inverse_root(matrix)
        factor, failed = scipy.linalg.lapack.dpotrf(matrix, lower=True, clean=True)
        if failed:
            raise np.linalg.LinAlgError("not positive definite")
        return scipy.linalg.lapack.dtrtri(factor, lower=True)[0]


def lower(value: Matrix) -> Floats:
    """The nearest doubles."""
    return value.high if isinstance(value, DoubleDouble | Quads) else np.asarray(value)


def parts(value: Matrix) -> tuple[Floats, ...]:
    """The doubles whose sum it is."""
    if isinstance(value, Quads):
        return tuple(value.parts)
    return (value.high, value.low) if isinstance(value, DoubleDouble) else (np.asarray(value, dtype=np.float64),)


def like(array: Matrix, other: Matrix) -> Matrix:
    """Doubles as they are, and quad-doubles rounded to the arithmetic of `other`."""
    if not isinstance(array, Quads) or isinstance(other, Quads):
        return array
    return type(other)(array.parts[0], array.parts[1]) if isinstance(other, DoubleDouble) else array.high


def symmetric_product(left: Matrix, right: Matrix) -> Matrix:
    """left @ right for matrices whose product is symmetric.

    >>> symmetric_product(DoubleDouble.of(np.eye(2)), np.array([[2.0, 1.0], [1.0, 3.0]])).high.tolist()
    [[2.0, 1.0], [1.0, 3.0]]
    """
    pair = (left, right)
    if any(isinstance(value, Quads) for value in pair):
        return quads.symmetric_product(Quads.of(left), Quads.of(right))
    if any(isinstance(value, DoubleDouble) for value in pair):
        return doubledouble.symmetric_product(DoubleDouble.of(left), DoubleDouble.of(right))
    return left @ right


def row_products(left: Matrix, right: Matrix) -> Matrix:
    """The inner products of the rows of two matrices (m, k) of one arithmetic.

    >>> row_products(np.eye(2), np.array([[2.0, 1.0], [1.0, 3.0]])).tolist()
    [2.0, 3.0]
    """
    pair = (left, right)
    if any(isinstance(value, Quads) for value in pair):
        return (left * right).sum(1)
    if any(isinstance(value, DoubleDouble) for value in pair):
        return doubledouble.row_products(DoubleDouble.of(left), DoubleDouble.of(right))
    return np.einsum("ij,ij->i", left, right)
