"""Unit vectors whose inner products are known exactly: integer rows, or an integer Gram matrix.

A row of integers stands for itself divided by its length, so every inner product is an integer over the square root of
one: <x_i, x_j> = p_ij / sqrt(q_i q_j), where q_i = p_ii. A Gram matrix gives the p_ij at once. Nothing is rounded;
integers are of any size.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from packing.doors import shown

Integers = npt.NDArray[Any]
"""int64, or Python's integers where those do not suffice."""

EXACT_FLOATS = 2**53
"""Integers below are doubles."""


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
        return as_integers(self._product(left, right, np.float64 if self.largest < EXACT_FLOATS else object))

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
            square = as_integers(floats.T @ floats)
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
        return ExactRows(np.stack((as_integers(rows.real), as_integers(rows.imag))))
    return ExactRows(np.asarray(rows)[None])


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


def as_integers(values: npt.NDArray[Any]) -> Integers:
    """Whole numbers, which doubles may hold, as integers."""
    return values if values.dtype.kind in "iuO" else np.rint(values).astype(np.int64)


def _dot(left: Iterable[int], right: Iterable[int]) -> int:
    return sum(int(a) * int(b) for a, b in zip(left, right, strict=True))


def _rank(square: Integers) -> int:
    """The rank of an integer matrix, exactly."""
    from flint import fmpz_mat

    return int(fmpz_mat(square.tolist()).rank())


__dir__ = shown(__name__)
