"""Exact vectors: rows over a ring Z[theta], their inner products, angle set and rank without rounding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import sympy
from flint import fmpz_mat

from packing.configuration import Vectors
from packing.constructions.ring import INTEGERS, Cyclotomic, Integers, Ring
from packing.errors import InputError
from packing.problem import Field, Objects
from packing.space import Space

_EXACT_FLOATS = 2**53
_BLOCK = 512

LARGE_DEGREE = 64
"""Over a ring of this degree a product costs more than to look whether the entries are roots of unity."""

LARGEST_GRAM = 64
"""A symbolic Gram matrix is made up to this many vectors: beyond it only the angle set can be read by anyone."""


class ExactOverlap(NamedTuple):
    """One exact value of the angle set and the number of unordered pairs that have it.

    Fields: `value` and `multiplicity`.
    """

    value: sympy.Expr
    multiplicity: int


@dataclass(frozen=True, eq=False, repr=False)
class ExactVectors:
    """n rows a_1, ..., a_n over `ring` that stand for the unit vectors a_i / |a_i|.

    `coefficients` are integers of shape (n, m, k): row, ambient coordinate, power of theta. The ambient dimension m may
    exceed the rank. Each |a_i|^2 must be a positive integer. `transitive` says that isometries of the rows carry the
    first one to every other, so that the overlaps with the first row are those with any.

    >>> mercedes = integer_vectors([[2, -1, -1], [-1, 2, -1], [-1, -1, 2]])
    >>> mercedes.rank, mercedes.angles(Objects.VECTORS)
    (2, (ExactOverlap(value=-1/2, multiplicity=3),))
    """

    ring: Ring
    coefficients: Integers
    transitive: bool = False

    def __post_init__(self) -> None:
        coefficients = np.array(self.coefficients, dtype=np.int64)
        if coefficients.ndim != 3 or coefficients.shape[2] != self.ring.degree:
            raise ValueError(f"coefficients need shape (n, m, {self.ring.degree}), not {coefficients.shape}")
        coefficients.setflags(write=False)
        object.__setattr__(self, "coefficients", coefficients)

    def __repr__(self) -> str:
        return f"ExactVectors({self.n} rows of {self.coefficients.shape[1]} numbers of {self.ring})"

    @property
    def n(self) -> int:
        """The number of rows."""
        return int(self.coefficients.shape[0])

    @cached_property
    def norms(self) -> Integers:
        """The squared norms |a_i|^2, positive integers, shape (n,).

        A row of roots of unity and zeros has as many as it has roots: nothing is multiplied.
        """
        roots = self._roots()
        if roots is not None and roots.any(axis=1).all():
            return roots.sum(axis=1, dtype=np.int64)
        squares = np.zeros((self.n, self.ring.degree), dtype=np.int64)
        for start in range(0, self.n, 4096):
            rows = self.coefficients[start : start + 4096]
            squares[start : start + 4096] = self.ring.multiply(self.ring.conjugate(rows), rows).sum(axis=1)
        if squares[:, 1:].any() or (squares[:, 0] <= 0).any():
            raise ValueError("every squared norm must be a positive integer: scale the rows")
        return squares[:, 0]

    def _roots(self) -> npt.NDArray[np.bool_] | None:
        """Which entries (n, m) are roots of unity; None where another is not 0, or where to multiply is faster."""
        if not isinstance(self.ring, Cyclotomic) or self.ring.degree < LARGE_DEGREE:
            return None
        flat = self.coefficients.reshape(-1, self.ring.degree)
        found = np.zeros(len(flat), dtype=bool)
        units = {row.tobytes() for row in np.concatenate((self.ring.roots, -self.ring.roots))}
        for place, entry in enumerate(flat):
            found[place] = entry.tobytes() in units
            if not found[place] and entry.any():
                return None
        return found.reshape(self.coefficients.shape[:2])

    def inner(self, rows: slice, columns: slice) -> Integers:
        """<a_i, a_j>, conjugate in a_i, for i in `rows` and j in `columns`: shape (rows, columns, k), exact.

        The sums run in doubles, which are exact below 2^53; larger ones raise OverflowError.
        """
        left = self.ring.conjugate(self.coefficients[rows])
        right = self.coefficients[columns]
        k, width = self.ring.degree, self.coefficients.shape[1]
        largest = int(np.abs(left).max(initial=0)) * int(np.abs(right).max(initial=0)) * width * k
        if largest * int(np.abs(self.ring.reduction).sum()) >= _EXACT_FLOATS:
            raise OverflowError("inner products too large for exact doubles: scale the rows down")
        first, second = left.astype(np.float64), right.astype(np.float64)
        raw = np.empty((first.shape[0], second.shape[0], 2 * k - 1))
        for e in range(2 * k - 1):
            low, high = max(0, e - k + 1), min(e, k - 1) + 1
            a = first[:, :, low:high].reshape(first.shape[0], -1)
            b = second[:, :, e - np.arange(low, high)].reshape(second.shape[0], -1)
            raw[:, :, e] = a @ b.T
        products: Integers = np.rint(raw @ self.ring.reduction.astype(np.float64)).astype(np.int64)
        return products

    def angles(self, objects: Objects) -> tuple[ExactOverlap, ...]:
        """The exact overlaps, largest first, with their numbers of unordered pairs: |<x, y>| of lines, else <x, y>."""
        counts: Counter[tuple[int, ...]] = Counter()
        for keys, weights in self._inner_products():
            for key, weight in zip(keys.tolist(), weights.tolist(), strict=True):
                counts[tuple(key)] += weight
        overlaps: Counter[sympy.Expr] = Counter()
        for (scale, *element), weight in counts.items():
            overlaps[self._overlap(np.array(element, dtype=np.int64), scale, objects)] += weight
        if self.transitive:  # each of the n rows sees what the first one sees, and each pair is seen twice
            overlaps = Counter({value: weight * self.n // 2 for value, weight in overlaps.items()})
        ordered = sorted(overlaps.items(), key=lambda item: -item[0].evalf(30))
        return tuple(ExactOverlap(value, weight) for value, weight in ordered)

    @cached_property
    def rank(self) -> int:
        """The exact dimension of the span, by the rank of sum a_i a_i^* over the rationals."""
        k, width = self.ring.degree, self.coefficients.shape[1]
        columns = ExactVectors(self.ring, self.coefficients.transpose(1, 0, 2))
        expanded = self.ring.multiplication(columns.inner(slice(None), slice(None)))
        flat = expanded.transpose(0, 2, 1, 3).reshape(width * k, width * k)
        return int(fmpz_mat(flat.tolist()).rank()) // k

    @property
    def gram(self) -> sympy.ImmutableMatrix:
        """The exact Gram matrix <x_i, x_j>, for at most `LARGEST_GRAM` vectors."""
        if self.n > LARGEST_GRAM:
            raise InputError(
                f"a symbolic Gram matrix holds at most {LARGEST_GRAM} vectors, not {self.n}: read the angle set instead"
            )
        products = self.inner(slice(None), slice(None))
        scales = [[sympy.sqrt(int(a) * int(b)) for b in self.norms] for a in self.norms]
        return sympy.ImmutableMatrix(self.n, self.n, lambda i, j: self.ring.number(products[i, j]) / scales[i][j])

    def floats(self, d: int, field: Field) -> Vectors:
        """The unit vectors in d coordinates, shape (n, d), over H (n, d, 4).

        They are the rows themselves where m <= d, else turned into F^d. Rows with complex entries and a real
        Gram matrix become real. Raises ValueError where the span has more than d dimensions.
        """
        rows: npt.NDArray[Any] = (
            self.coefficients @ self.ring.powers / np.sqrt(self.norms.astype(np.longdouble))[:, None]
        )
        if field is Field.REAL and not self.ring.is_real:
            rows = np.hstack((rows.real, rows.imag))
        rows = rows.astype(np.complex128 if np.iscomplexobj(rows) else np.float64)
        if rows.shape[1] > d:
            weights, directions = np.linalg.eigh(rows.conj().T @ rows)
            if weights[-d - 1] > 1e-9 * weights[-1]:
                raise ValueError(f"the rows span more than {d} dimensions")
            rows = rows @ directions[:, -d:]
        padding = np.zeros((self.n, d - rows.shape[1]))
        return Space.lines(d, field).embedded(np.hstack((rows, padding)))

    def _inner_products(self) -> Iterator[tuple[Integers, Integers]]:
        """Yield (keys, weights): distinct (|a_i|^2 |a_j|^2, <a_i, a_j>) and how many pairs i < j have them."""
        rows = 1 if self.transitive else self.n
        for i in range(0, rows, _BLOCK):
            for j in range(0 if self.transitive else i, self.n, _BLOCK):
                chosen, others = slice(i, min(i + _BLOCK, rows)), slice(j, j + _BLOCK)
                inner = self.inner(chosen, others)
                scales = self.norms[chosen, None] * self.norms[None, others]
                pairs = np.arange(i, chosen.stop)[:, None] < np.arange(j, j + inner.shape[1])[None, :]
                keys = np.concatenate((scales[..., None], inner), axis=2)[pairs]
                if len(keys):
                    yield _distinct(keys)

    def _overlap(self, product: Integers, scale: int, objects: Objects) -> sympy.Expr:
        """The exact overlap of a pair with inner product `product` and |a_i|^2 |a_j|^2 = `scale`."""
        ring = self.ring
        if objects is Objects.VECTORS:
            return ring.real_part(product) / sympy.sqrt(scale)
        if ring.is_real:
            value = ring.real_part(product) / sympy.sqrt(scale)
            return -value if value.is_negative else value
        square = ring.multiply(ring.conjugate(product), product)
        return sympy.sqrt(ring.real_part(square) / scale)


def integer_vectors(rows: npt.ArrayLike, *, transitive: bool = False) -> ExactVectors:
    """The exact vectors along the rows of an integer matrix of shape (n, m)."""
    return ExactVectors(INTEGERS, np.asarray(rows, dtype=np.int64)[:, :, None], transitive)


def root_vectors(order: int, exponents: npt.ArrayLike, *, transitive: bool = False) -> ExactVectors:
    """The exact vectors with entries exp(2 pi i e / order), e an integer matrix of shape (n, m).

    >>> root_vectors(4, [[0, 0], [0, 1], [0, 2]]).angles(Objects.LINES)
    (ExactOverlap(value=sqrt(2)/2, multiplicity=2), ExactOverlap(value=0, multiplicity=1))
    """
    ring = Cyclotomic(order)
    return ExactVectors(ring, ring.power(exponents), transitive)


def _distinct(keys: Integers) -> tuple[Integers, Integers]:
    """The distinct rows of `keys` and their numbers."""
    spans = keys.max(axis=0) - keys.min(axis=0) + 1
    if float(np.prod(spans.astype(np.float64))) < _EXACT_FLOATS:  # one integer stands for a row: far faster to sort
        codes = np.zeros(len(keys), dtype=np.int64)
        for column, span in zip(keys.T, spans, strict=True):
            codes = codes * span + (column - column.min())
        _, first, counts = np.unique(codes, return_index=True, return_counts=True)
        return keys[first], counts
    distinct, counts = np.unique(keys, axis=0, return_counts=True)
    return distinct, counts
