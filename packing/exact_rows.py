"""Exact inner products of unit vectors that integers stand for: integer rows, or an integer Gram matrix.

A row of integers or fractions stands for itself divided by its length, so every inner product is an integer over the
square root of one: <x_i, x_j> = p_ij / sqrt(q_i q_j), where q_i = p_ii. A Gram matrix of fractions gives the p_ij at
once. Nothing is rounded; integers are of any size.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from packing.doors import shown
from packing.exact_numbers import SHORT_BITS

Integers = npt.NDArray[Any]
"""int64, or Python's integers where those do not suffice."""

EXACT_FLOATS = 2**53
"""Integers below are doubles."""

MOST_SYMBOLS = 5_000
"""Of more entries of sympy none is simplified: they become floats."""


MOST_PRODUCTS = 20_000
"""Inner products of rows of sympy are made where they take no more multiplications."""


class ExactGram(ABC):
    """n unit vectors whose inner products are known exactly, p_ij / sqrt(p_ii p_jj), p of one or two parts (R, C)."""

    @property
    @abstractmethod
    def n(self) -> int:
        """The number of vectors."""

    @property
    @abstractmethod
    def parts(self) -> int:
        """1 over R; 2 over C, the real and the imaginary part."""

    @abstractmethod
    def inner(self, left: slice, right: slice) -> Integers:
        """p_ij for i in `left` and j in `right`, shape (parts, left, right)."""

    @abstractmethod
    def floats(self, left: slice, right: slice, kind: type[np.floating]) -> npt.NDArray[np.floating]:
        """`inner` as a fresh array of floats, exact where `largest` is below 2^53 (2^24 of float32)."""

    @abstractmethod
    def at(self, i: int, j: int) -> tuple[int, ...]:
        """The parts of p_ij."""

    @property
    @abstractmethod
    def norms(self) -> Integers:
        """p_ii, positive integers, shape (n,)."""

    @property
    @abstractmethod
    def largest(self) -> int:
        """A number that no |p_ij| exceeds on the way to it: below 2^53 doubles compute it without rounding."""

    @property
    @abstractmethod
    def rank(self) -> int:
        """The dimension of the span over the field."""

    @abstractmethod
    def select(self, indices: npt.ArrayLike) -> ExactGram:
        """The same of some of the vectors."""

    def cosine2(self, i: int, j: int, *, signed: bool) -> Fraction:
        """|<x_i, x_j>|^2, with the sign of <x_i, x_j> where `signed`.

        >>> integer_rows(np.array([[1, 1], [-1, 0]])).cosine2(0, 1, signed=True)
        Fraction(-1, 2)
        """
        parts = self.at(i, j)
        square = Fraction(sum(part * part for part in parts), int(self.norms[i]) * int(self.norms[j]))
        return -square if signed and parts[0] < 0 else square


@dataclass(frozen=True, eq=False)
class ExactRows(ExactGram):
    """Vectors along integer rows, `rows` of shape (parts, n, w); w may exceed the dimension."""

    rows: Integers

    @property
    def n(self) -> int:
        return int(self.rows.shape[1])

    @property
    def parts(self) -> int:
        return int(self.rows.shape[0])

    def inner(self, left: slice, right: slice) -> Integers:
        return _integers(self._product(left, right, np.float64 if self.largest < EXACT_FLOATS else object))

    def floats(self, left: slice, right: slice, kind: type[np.floating]) -> npt.NDArray[np.floating]:
        return self._product(left, right, kind)

    def _product(self, left: slice, right: slice, kind: type) -> npt.NDArray[Any]:
        one: npt.NDArray[Any] = self.rows[:, left].astype(kind)
        other: npt.NDArray[Any] = self.rows[:, right].astype(kind)
        if self.parts == 1:
            return (one[0] @ other[0].T)[None]
        return np.stack((one[0] @ other[0].T + one[1] @ other[1].T, one[0] @ other[1].T - one[1] @ other[0].T))

    def at(self, i: int, j: int) -> tuple[int, ...]:
        x, y = (part.tolist() for part in (self.rows[:, i], self.rows[:, j]))
        real = sum(_dot(a, b) for a, b in zip(x, y, strict=True))
        return (real,) if self.parts == 1 else (real, _dot(x[0], y[1]) - _dot(x[1], y[0]))

    @cached_property
    def norms(self) -> Integers:
        if self.largest < EXACT_FLOATS:
            return np.asarray(sum((part.astype(np.int64) ** 2).sum(axis=1) for part in self.rows))
        whole = self.rows.astype(object)
        return np.array([sum(_dot(part, part) for part in whole[:, i].tolist()) for i in range(self.n)], dtype=object)

    @cached_property
    def largest(self) -> int:
        entry = max(abs(int(self.rows.max(initial=0))), abs(int(self.rows.min(initial=0))))
        return entry * entry * self.rows.shape[2] * self.parts

    @cached_property
    def rank(self) -> int:
        real = self.rows[0]
        if self.parts == 2:
            real = np.concatenate((np.hstack((real, self.rows[1])), np.hstack((-self.rows[1], real))))
        if self.largest * len(real) < EXACT_FLOATS:
            floats = real.astype(np.float64)
            square = _integers(floats.T @ floats)
        else:
            whole = real.astype(object)
            square = whole.T @ whole if len(real) > real.shape[1] else whole @ whole.T
        return _rank(square) // self.parts

    def select(self, indices: npt.ArrayLike) -> ExactRows:
        return ExactRows(self.rows[:, np.asarray(indices)])


@dataclass(frozen=True, eq=False)
class ExactMatrix(ExactGram):
    """Vectors whose Gram matrix is `entries` up to the diagonal, integers of shape (parts, n, n)."""

    entries: Integers

    @property
    def n(self) -> int:
        return int(self.entries.shape[1])

    @property
    def parts(self) -> int:
        return int(self.entries.shape[0])

    def inner(self, left: slice, right: slice) -> Integers:
        return np.asarray(self.entries[:, left, right])

    def floats(self, left: slice, right: slice, kind: type[np.floating]) -> npt.NDArray[np.floating]:
        return self.entries[:, left, right].astype(kind)

    def at(self, i: int, j: int) -> tuple[int, ...]:
        return tuple(int(part) for part in self.entries[:, i, j])

    @cached_property
    def norms(self) -> Integers:
        return np.diagonal(self.entries[0]).copy()

    @cached_property
    def largest(self) -> int:
        return max(abs(int(self.entries.max(initial=0))), abs(int(self.entries.min(initial=0))))

    @cached_property
    def rank(self) -> int:
        if self.parts == 1:
            return _rank(self.entries[0])
        real, imaginary = self.entries
        return _rank(np.block([[real, -imaginary], [imaginary, real]])) // 2

    def select(self, indices: npt.ArrayLike) -> ExactMatrix:
        chosen = np.asarray(indices)
        return ExactMatrix(self.entries[:, chosen][:, :, chosen])


def integer_rows(rows: Integers) -> ExactRows:
    """The vectors along the rows of an integer matrix (n, w), real or Gaussian integers as complex doubles.

    >>> integer_rows(np.array([[3, 4], [0, 2]])).norms.tolist()
    [25, 4]
    """
    if np.iscomplexobj(rows):
        return ExactRows(np.stack((_integers(rows.real), _integers(rows.imag))))
    return ExactRows(np.asarray(rows)[None])


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
    parts = (_integers(whole.real), _integers(whole.imag)) if np.iscomplexobj(whole) else (whole,)
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


def unit_floats(rows: ExactRows) -> npt.NDArray[Any]:
    """The rows as floats near length 1, whatever their size: each is divided by its largest entry first.

    >>> unit_floats(integer_rows(np.array([[10**400, 0]], dtype=object))).tolist()
    [[1.0, 0.0]]
    """
    if rows.rows.dtype == object:
        scaled = np.array([_shortened(rows.rows[:, i]) for i in range(rows.n)]).transpose(1, 0, 2)
    else:
        scaled = rows.rows.astype(np.float64)
    return scaled[0] if rows.parts == 1 else scaled[0] + 1j * scaled[1]


def _shortened(row: Integers) -> list[list[float]]:
    largest = max(abs(entry) for part in row.tolist() for entry in part)
    return [[entry / largest for entry in part] for part in row.tolist()]


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


def _integers(values: npt.NDArray[Any]) -> Integers:
    return values if values.dtype.kind in "iuO" else np.rint(values).astype(np.int64)


def _dot(left: Iterable[int], right: Iterable[int]) -> int:
    return sum(int(a) * int(b) for a, b in zip(left, right, strict=True))


def _rank(square: Integers) -> int:
    """The rank of an integer matrix, exactly."""
    from flint import fmpz_mat

    return int(fmpz_mat(square.tolist()).rank())


__dir__ = shown(__name__)
