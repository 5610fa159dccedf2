"""Which exact unit vectors an array holds: integers, fractions, roots of sympy, floats of few binary digits.

A row of integers or fractions, or a multiple of one, stands for itself divided by its length; a Gram matrix of
fractions gives the inner products at once. What is not exact is told by None.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from packing.doors import moved, shown
from packing.exact_gram import EXACT_FLOATS, ExactMatrix, ExactRows, Integers, as_integers, integer_rows
from packing.exact_numbers import SHORT_BITS

MOST_SYMBOLS = 5_000
"""Of more entries of sympy none is simplified: they become floats."""

MOST_PRODUCTS = 20_000
"""Inner products of rows of sympy are made where they take no more multiplications."""


def exact_rows(array: npt.NDArray[Any]) -> ExactRows | None:
    """The rows of a matrix of exact numbers; None where they are not exact, or a row is zero.

    Exact are integers, fractions, rational numbers of sympy, rows that are a multiple of such ones, as
    (1/sqrt(2), 1/sqrt(2)), and floats of few binary digits, such as 0.375 and all whole ones.

    >>> exact_rows(np.array([[0.5, 0.25], [1.0, 0.0]])).rows.tolist()
    [[[2, 1], [4, 0]]]
    >>> exact_rows(np.array([[0.1, 0.2]])) is None
    True
    """
    if array.ndim != 2 or 0 in array.shape:
        return None
    whole = _of_objects(array) if array.dtype == object else whole_numbers(array)
    if whole is None:
        return None
    found = integer_rows(whole)
    return found if found.rows.any(axis=(0, 2)).all() else None


def whole_numbers(array: npt.NDArray[Any]) -> Integers | None:
    """Numbers of few binary digits times the least power of 2 that makes all whole; None where there is no such power.

    >>> whole_numbers(np.array([0.5, 3.0])).tolist(), whole_numbers(np.array([0.1])) is None
    ([1, 6], True)
    """
    if array.dtype.kind in "iu":
        return (
            array.astype(np.int64) if array.dtype != np.uint64 or array.max(initial=0) < 2**63 else array.astype(object)
        )
    if array.dtype.kind not in "fc" or not np.isfinite(array).all():
        return None
    parts = np.stack((array.real, array.imag)).astype(np.float64) if array.dtype.kind == "c" else array
    short = {2: 3, 4: 8}.get(array.dtype.itemsize, SHORT_BITS)
    largest = float(np.abs(parts).max(initial=0))
    for bits in (0, 1, 2, 3, short):
        if largest >= EXACT_FLOATS / 2**bits:
            return None
        scaled = np.asarray(parts, dtype=np.float64) * 2.0**bits
        if np.array_equal(scaled, np.rint(scaled)):
            return scaled[0] + 1j * scaled[1] if array.dtype.kind == "c" else scaled.astype(np.int64)
    return None


def exact_matrix(array: npt.NDArray[Any]) -> ExactMatrix | None:
    """The vectors of an exact Gram matrix, times one positive factor that makes it whole; None where it is not exact.

    >>> exact_matrix(np.array([[1.0, 0.5], [0.5, 1.0]])).norms.tolist()
    [2, 2]
    """
    if array.dtype == object:
        fractions = [_rational(entry) for entry in array.ravel().tolist()]
        if any(entry is None for entry in fractions):
            return None
        scale = math.lcm(*(entry.denominator for entry in fractions if entry is not None))
        flat = [int(entry * scale) for entry in fractions if entry is not None]
        return ExactMatrix(_narrow(np.array(flat, dtype=object).reshape(array.shape))[None])
    whole = whole_numbers(array)
    if whole is None:
        return None
    parts = (as_integers(whole.real), as_integers(whole.imag)) if np.iscomplexobj(whole) else (whole,)
    return ExactMatrix(np.stack(parts))


def exact_products(array: npt.NDArray[Any]) -> ExactMatrix | None:
    """The vectors along rows of roots whose inner products are fractions; None where one of these is not, or of many.

    >>> import sympy
    >>> rows = np.array([[1, 0], [sympy.Rational(1, 2), sympy.sqrt(3) / 2]], dtype=object)
    >>> exact_products(rows).cosine2(0, 1, signed=True)
    Fraction(1, 4)
    """
    if array.dtype != object or array.ndim != 2 or len(array) * array.size > MOST_PRODUCTS:
        return None
    import sympy

    rows = [[_symbol(entry) for entry in row] for row in array.tolist()]
    if any(entry is None for row in rows for entry in row):
        return None
    products = np.empty((len(rows), len(rows)), dtype=object)
    for i, row in enumerate(rows):
        for j in range(i + 1):
            value = _rational(sympy.expand(sympy.Add(*(a * b for a, b in zip(row, rows[j], strict=True)))))
            if value is None or (i == j and not value):
                return None
            products[i, j] = products[j, i] = value
    return exact_matrix(products)


def _symbol(entry: Any) -> Any:
    """A real number of sympy, or a fraction as one; None for other numbers."""
    import sympy

    fraction = _rational(entry)
    if fraction is not None:
        return sympy.Rational(fraction.numerator, fraction.denominator)
    return entry if getattr(entry, "is_real", False) and not entry.has(sympy.Float) else None


def _of_objects(array: npt.NDArray[Any]) -> Integers | None:
    rows = []
    symbolic = array.size <= MOST_SYMBOLS
    for row in array.tolist():
        whole = _whole_row(row, symbolic)
        if whole is None:
            return None
        rows.append(whole)
    return _narrow(np.array(rows, dtype=object))


def _whole_row(row: list[Any], symbolic: bool) -> list[int] | None:
    """A row times the least positive number that makes it whole, without a common divisor; None where there is none."""
    entries = [_rational(entry) for entry in row]
    if any(entry is None for entry in entries):
        entries = _proportional(row) if symbolic else []
    fractions = [entry for entry in entries if entry is not None]
    if len(fractions) != len(row):
        return None
    scale = math.lcm(*(entry.denominator for entry in fractions))
    whole = [entry.numerator * (scale // entry.denominator) for entry in fractions]
    divisor = math.gcd(*whole)
    return [entry // divisor for entry in whole] if divisor else whole


def _proportional(row: list[Any]) -> list[Fraction | None]:
    """The row divided by the modulus of its first entry that is not 0, for numbers of sympy."""
    if not all(hasattr(entry, "free_symbols") or _rational(entry) is not None for entry in row):
        return []
    import sympy

    first = next((entry for entry in row if entry != 0), 1)
    unit = abs(sympy.sympify(first, strict=True))
    return [_rational(sympy.radsimp(sympy.sympify(entry, strict=True) / unit)) for entry in row]


def _rational(entry: Any) -> Fraction | None:
    """The number as a fraction where it is one, or a float of few binary digits."""
    if isinstance(entry, int | Fraction) and not isinstance(entry, bool):
        return Fraction(entry)
    if isinstance(entry, float):
        fraction = Fraction(entry) if math.isfinite(entry) else None
        return fraction if fraction is not None and fraction.denominator <= 2**SHORT_BITS else None
    if getattr(entry, "is_Rational", False):
        return Fraction(int(entry.p), int(entry.q))
    if isinstance(entry, np.integer):
        return Fraction(int(entry))
    return None


def _narrow(rows: Integers) -> Integers:
    """int64 where that holds all of them."""
    largest = max((abs(entry) for entry in rows.ravel().tolist()), default=0)
    return rows.astype(np.int64) if largest < 2**62 else rows


__getattr__ = moved(
    __name__, {"ExactGram": "packing.exact_gram:ExactGram", "unit_floats": "packing.exact_gram:unit_floats"}
)
__dir__ = shown(__name__)
