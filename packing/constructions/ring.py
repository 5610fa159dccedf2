"""Exact numbers: the rings Z[theta], theta a root of unity, the square root of an integer or a nested root."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import sympy
from flint import fmpz, fmpz_poly

from packing.errors import InputError

Integers = npt.NDArray[np.int64]


class Ring(ABC):
    """Z[theta] = Z[x]/(f), f monic of degree k; an element is its k integer coefficients of 1, theta, ..., theta^(k-1).

    Arrays of elements have those coefficients on their last axis.
    """

    @property
    @abstractmethod
    def minimal_polynomial(self) -> tuple[int, ...]:
        """The coefficients of f, constant term first; the last one is 1."""

    @property
    @abstractmethod
    def is_real(self) -> bool:
        """Whether theta is a real number."""

    @property
    @abstractmethod
    def powers(self) -> npt.NDArray[Any]:
        """1, theta, ..., theta^(k-1) in numpy's long doubles, so that sums of many still round to good doubles."""

    @property
    @abstractmethod
    def symbols(self) -> tuple[tuple[sympy.Expr, sympy.Expr], ...]:
        """The exact real and imaginary parts of 1, theta, ..., theta^(k-1)."""

    @property
    @abstractmethod
    def conjugation(self) -> Integers:
        """The (k, k) matrix whose row j holds the coefficients of the conjugate of theta^j."""

    @property
    @abstractmethod
    def conductor(self) -> int:
        """An order m whose roots of unity generate a ring that contains theta."""

    @abstractmethod
    def embedding(self, order: int) -> Integers:
        """The images of 1, theta, ..., theta^(k-1) in Z[exp(2 pi i/order)], `conductor` dividing `order`."""

    @property
    def degree(self) -> int:
        """k, the degree of theta."""
        return len(self.minimal_polynomial) - 1

    @cached_property
    def reduction(self) -> Integers:
        """The (2k-1, k) matrix whose row e holds the coefficients of theta^e."""
        k = self.degree
        rows = np.zeros((2 * k - 1, k), dtype=np.int64)
        rows[:k] = np.eye(k, dtype=np.int64)
        tail = -np.array(self.minimal_polynomial[:k], dtype=np.int64)
        for e in range(k, 2 * k - 1):
            rows[e, 1:] = rows[e - 1, :-1]
            rows[e] += rows[e - 1, -1] * tail
        return rows

    def conjugate(self, elements: Integers) -> Integers:
        """The complex conjugates, same shape."""
        conjugates: Integers = elements @ self.conjugation
        return conjugates

    def multiply(self, left: Integers, right: Integers) -> Integers:
        """The products of two arrays of elements that broadcast against each other."""
        k = self.degree
        shape = np.broadcast_shapes(left.shape[:-1], right.shape[:-1])
        raw = np.zeros((*shape, 2 * k - 1), dtype=np.int64)
        for i in range(k):
            raw[..., i : i + k] += left[..., i, None] * right
        product: Integers = raw @ self.reduction
        return product

    def multiplication(self, elements: Integers) -> Integers:
        """The (..., k, k) integer matrices of multiplication by each element: the ring as a ring of matrices."""
        basis = np.eye(self.degree, dtype=np.int64)
        return self.multiply(elements[..., None, :], basis)

    def real_part(self, element: Integers) -> sympy.Expr:
        """The exact real part of one element.

        >>> import numpy as np
        >>> Quadratic(5).real_part(np.array([1, 2]))
        1 + 2*sqrt(5)
        """
        return sympy.Add(*(int(c) * real for c, (real, _) in zip(element, self.symbols, strict=True)))

    def number(self, element: Integers) -> sympy.Expr:
        """One element as an exact complex number.

        >>> import numpy as np
        >>> Cyclotomic(3).number(np.array([1, 2]))
        sqrt(3)*I
        """
        imaginary = sympy.Add(*(int(c) * part for c, (_, part) in zip(element, self.symbols, strict=True)))
        return self.real_part(element) + sympy.I * imaginary


@dataclass(frozen=True)
class Cyclotomic(Ring):
    """Z[zeta], zeta = exp(2 pi i / order): the integers themselves at order 1.

    >>> Cyclotomic(6).minimal_polynomial
    (1, -1, 1)
    """

    order: int

    @cached_property
    def minimal_polynomial(self) -> tuple[int, ...]:
        return tuple(int(c) for c in fmpz_poly.cyclotomic(self.order).coeffs())

    @property
    def is_real(self) -> bool:
        return self.order <= 2

    @cached_property
    def powers(self) -> npt.NDArray[Any]:
        if self.is_real:
            return np.ones(1, dtype=np.longdouble)
        turns = 8 * np.arctan(np.longdouble(1)) * np.arange(self.degree) / self.order
        return np.cos(turns) + np.clongdouble(1j) * np.sin(turns)

    @cached_property
    def symbols(self) -> tuple[tuple[sympy.Expr, sympy.Expr], ...]:
        turns = (2 * sympy.pi * sympy.Rational(e, self.order) for e in range(self.degree))
        return tuple((sympy.cos(turn), sympy.sin(turn)) for turn in turns)

    @cached_property
    def roots(self) -> Integers:
        """The (order, k) matrix whose row e holds the coefficients of zeta^e."""
        rows = np.zeros((self.order, self.degree), dtype=np.int64)
        rows[0, 0] = 1
        tail = -np.array(self.minimal_polynomial[:-1], dtype=np.int64)
        for e in range(1, self.order):
            rows[e, 1:] = rows[e - 1, :-1]
            rows[e] += rows[e - 1, -1] * tail
        return rows

    @cached_property
    def conjugation(self) -> Integers:
        conjugates: Integers = self.roots[-np.arange(self.degree) % self.order]
        return conjugates

    @property
    def conductor(self) -> int:
        return self.order

    def embedding(self, order: int) -> Integers:
        return Cyclotomic(order).power(np.arange(self.degree) * (order // self.order))

    def power(self, exponents: npt.ArrayLike) -> Integers:
        """zeta^e for an array of integer exponents e: their shape with a last axis of k coefficients."""
        powers: Integers = self.roots[np.asarray(exponents, dtype=np.int64) % self.order]
        return powers


@dataclass(frozen=True)
class Quadratic(Ring):
    """Z[sqrt(radicand)], the radicand an integer that is no square; sqrt(-3) is i sqrt(3).

    >>> Quadratic(-3).conjugation.tolist()
    [[1, 0], [0, -1]]
    """

    radicand: int

    @cached_property
    def minimal_polynomial(self) -> tuple[int, ...]:
        return (-self.radicand, 0, 1)

    @property
    def is_real(self) -> bool:
        return self.radicand > 0

    @cached_property
    def powers(self) -> npt.NDArray[Any]:
        root = np.sqrt(np.longdouble(abs(self.radicand)))
        return np.array([1, root]) if self.is_real else np.array([1, np.clongdouble(1j) * root])

    @cached_property
    def symbols(self) -> tuple[tuple[sympy.Expr, sympy.Expr], ...]:
        root = sympy.sqrt(abs(self.radicand))
        return (sympy.S.One, sympy.S.Zero), ((root, sympy.S.Zero) if self.is_real else (sympy.S.Zero, root))

    @cached_property
    def conjugation(self) -> Integers:
        return np.diag([1, 1 if self.is_real else -1]).astype(np.int64)

    @property
    def conductor(self) -> int:
        return 8 * abs(self.radicand)

    def embedding(self, order: int) -> Integers:
        """sqrt of each prime factor by its Gauss sum: sum (a/p) zeta_p^a is sqrt p or i sqrt p."""
        ring = Cyclotomic(order)
        root, square = ring.power(0), 1
        for prime, exponent in fmpz(abs(self.radicand)).factor():
            square *= int(prime) ** (int(exponent) // 2)
            if int(exponent) % 2:
                root = ring.multiply(root, _root_of_prime(ring, int(prime)))
        if self.radicand < 0:
            root = ring.multiply(root, ring.power(order // 4))
        return np.stack((ring.power(0), square * root))


@dataclass(frozen=True)
class NestedRoot(Ring):
    """Z[sqrt(sqrt(radicand) - shift)], real: shift^2 < radicand, not a square. It lies in no field of roots of unity.

    >>> NestedRoot(8, 1).minimal_polynomial                                # x^2 = 2 sqrt(2) - 1
    (-7, 0, 2, 0, 1)
    """

    radicand: int
    shift: int

    @cached_property
    def minimal_polynomial(self) -> tuple[int, ...]:
        return (self.shift**2 - self.radicand, 0, 2 * self.shift, 0, 1)

    @property
    def is_real(self) -> bool:
        return True

    @cached_property
    def powers(self) -> npt.NDArray[Any]:
        root = np.sqrt(np.sqrt(np.longdouble(self.radicand)) - self.shift)
        return root ** np.arange(4)

    @cached_property
    def symbols(self) -> tuple[tuple[sympy.Expr, sympy.Expr], ...]:
        square = sympy.sqrt(self.radicand) - self.shift
        root = sympy.sqrt(square)
        return tuple((power, sympy.S.Zero) for power in (sympy.S.One, root, square, root * square))

    @cached_property
    def conjugation(self) -> Integers:
        return np.eye(4, dtype=np.int64)

    @property
    def conductor(self) -> int:
        raise InputError(f"{self} lies in no field of roots of unity: give its vectors as floats")

    def embedding(self, order: int) -> Integers:
        raise InputError(f"{self} lies in no field of roots of unity: give its vectors as floats")


def _root_of_prime(ring: Cyclotomic, prime: int) -> Integers:
    """sqrt(prime) as a sum of roots of unity."""
    if prime == 2:
        return ring.power(ring.order // 8) + ring.power(-(ring.order // 8))
    squares = {a * a % prime for a in range(1, prime)}
    signs = np.array([1 if a in squares else -1 for a in range(1, prime)])
    gauss: Integers = signs @ ring.power(np.arange(1, prime) * (ring.order // prime))
    return gauss if prime % 4 == 1 else ring.multiply(gauss, ring.power(-(ring.order // 4)))


INTEGERS = Cyclotomic(1)
