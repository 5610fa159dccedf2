"""Finite fields as index tables: the elements of GF(q) are 0, ..., q-1, read as digits in base p."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from flint import fmpz, fmpz_poly, fq_default_ctx

from packing.constructions.ring import Integers
from packing.errors import InputError


def prime_power(q: int) -> tuple[int, int] | None:
    """(p, k) with q = p^k and p prime, or None.

    >>> prime_power(81), prime_power(12)
    ((3, 4), None)
    """
    if q < 2:
        return None
    factors = fmpz(q).factor()
    return (int(factors[0][0]), int(factors[0][1])) if len(factors) == 1 else None


@dataclass(frozen=True)
class FiniteField:
    """GF(p^k): element number e has the coefficients of e in base p; 0 and 1 are the field's own.

    >>> gf9 = finite_field(9)
    >>> gf9.trace.tolist(), gf9.quadratic_character.tolist()
    ([0, 2, 1, 1, 0, 2, 2, 1, 0], [0, 1, 1, -1, 1, -1, -1, -1, 1])
    """

    p: int
    k: int

    @property
    def q(self) -> int:
        """The number of elements."""
        return int(self.p**self.k)

    @cached_property
    def digits(self) -> Integers:
        """The coordinates over GF(p), shape (q, k), lowest first."""
        return np.arange(self.q)[:, None] // self.p ** np.arange(self.k)[None, :] % self.p

    @cached_property
    def powers(self) -> Integers:
        """g^0, ..., g^(q-2) for a primitive element g."""
        field = fq_default_ctx(self.p, self.k)
        orders = [(self.q - 1) // int(prime) for prime, _ in fmpz(self.q - 1).factor()] if self.q > 2 else []
        candidates = (field(fmpz_poly(row)) for row in self.digits[1:].tolist())
        generator = next(g for g in candidates if not any((g**e).is_one() for e in orders))
        power, table = field(1), np.empty(self.q - 1, dtype=np.int64)
        for e in range(self.q - 1):
            table[e] = self._index(power)
            power = power * generator
        return table

    @cached_property
    def logarithms(self) -> Integers:
        """e with g^e = x, and -1 for x = 0, shape (q,)."""
        table = np.full(self.q, -1, dtype=np.int64)
        table[self.powers] = np.arange(self.q - 1)
        return table

    @cached_property
    def trace(self) -> Integers:
        """Tr(x) = x + x^p + ... in 0, ..., p-1, shape (q,)."""
        field = fq_default_ctx(self.p, self.k)
        return np.array([int(field(fmpz_poly(row)).trace()) for row in self.digits.tolist()], dtype=np.int64)

    @cached_property
    def quadratic_character(self) -> Integers:
        """0 at 0, 1 at squares, -1 at non-squares, q odd, shape (q,)."""
        return np.where(self.logarithms < 0, 0, 1 - 2 * (self.logarithms % 2))

    def add(self, x: Any, y: Any) -> Integers:
        """x + y, elementwise."""
        return (self.digits[x] + self.digits[y]) % self.p @ self.p ** np.arange(self.k)

    def subtract(self, x: Any, y: Any) -> Integers:
        """x - y, elementwise."""
        return (self.digits[x] - self.digits[y]) % self.p @ self.p ** np.arange(self.k)

    def multiply(self, x: Any, y: Any) -> Integers:
        """x y, elementwise."""
        exponents = self.logarithms[x] + self.logarithms[y]
        zero = (self.logarithms[x] < 0) | (self.logarithms[y] < 0)
        return np.where(zero, 0, self.powers[exponents % (self.q - 1)])

    def _index(self, element: Any) -> int:
        return sum(int(c) * self.p**i for i, c in enumerate(element.to_list()))


@lru_cache(maxsize=64)
def finite_field(q: int) -> FiniteField:
    """GF(q), or `InputError` where q is no prime power."""
    factors = prime_power(q)
    if factors is None:
        raise InputError(f"a finite field has a prime power of elements, not {q}: take q such as 7, 8 or 9")
    return FiniteField(*factors)


def subspace_points(q: int, dimension: int) -> Integers:
    """The points of PG(dimension - 1, q): one vector of GF(q)^dimension a line, first non-zero entry 1.

    >>> len(subspace_points(3, 3))
    13
    """
    vectors = np.stack(np.meshgrid(*[np.arange(q)] * dimension, indexing="ij"), axis=-1).reshape(-1, dimension)[1:]
    leading = vectors[np.arange(len(vectors)), (vectors != 0).argmax(axis=1)]
    points: Integers = vectors[leading == 1]
    return points
