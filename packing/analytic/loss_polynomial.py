"""The exact loss of a ReLU autoencoder as a polynomial in the density, by sets of active features.

A feature is active with chance q, independently, and then uniform on [0, 1]. Given a set A of other active features,
with coefficients c_j = M_ij and m = |A|, repeated integration gives

    E ReLU(b + sum c_j x_j)^2 = 2/((m+2)! prod c_j) sum over subsets B of A of (-1)^(m-|B|) max(b + c(B), 0)^(m+2),

and E x_i ReLU follows by parts in x_i. Summed over the sets of each size s this is a polynomial in q of degree at most
the number of coupled features.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import combinations
from math import factorial, lcm, prod
from typing import Any

import numpy.typing as npt
import sympy

from packing.doors import shown
from packing.errors import InputError
from packing.exact_numbers import expression
from packing.real_balls import sign_of

__dir__ = shown(__name__)

MOST_COUPLED = 13
"""Rows of M with more non-zero entries have too many subsets (3^m terms) for the exact loss."""

Number = Any
"""A `Fraction`, a real number of sympy, or a float where a float will do."""


def loss_polynomial(
    weights: npt.ArrayLike | sympy.Matrix, bias: Sequence[Any] | None = None, density: sympy.Symbol | None = None
) -> sympy.Expr:
    """sum_i E (x_i - ReLU(sum_j M_ij x_j + b_i))^2, M = W W^T, as a polynomial in the density q.

    Args: `weights`, rows of numbers, one a feature: integers, fractions, numbers of sympy, floats (the rationals that
    they are) or a sympy matrix; `bias`, one a feature; `density`, the symbol (q where none is given).
    Raises: `InputError` for shapes that do not fit and for rows with more than 13 overlaps that are not 0.

    >>> q = sympy.Symbol("q")
    >>> loss_polynomial([[1], [-1]])
    q**2/3
    >>> r = sympy.sqrt(3) / 2
    >>> sympy.factor(loss_polynomial(sympy.Matrix([[1, 0], [-sympy.S.Half, r], [-sympy.S.Half, -r]])))
    q**2*(q + 3)/8
    """
    q = sympy.Symbol("q", positive=True) if density is None else density
    rows = [[_number("a weight", entry) for entry in row] for row in _rows(weights)]
    shifts = [Fraction(0)] * len(rows) if bias is None else [_number("a bias", entry) for entry in bias]
    if len(shifts) != len(rows) or len({len(row) for row in rows}) > 1:
        raise InputError(f"{len(rows)} features need rows of one length and as many biases, not {len(shifts)}")
    total = sympy.Integer(0)
    for i in range(len(rows)):
        terms = row_terms(*gram_row(rows, i), shifts[i])
        k = len(terms) - 1
        for s, (on, off) in enumerate(terms):
            total += q**s * (1 - q) ** (k - s) * (q * _sympy(on) + (1 - q) * _sympy(off))
    collected = sympy.Poly(sympy.expand(total), q)
    return sympy.Add(*(sympy.radsimp(sympy.expand(value)) * q ** power[0] for power, value in collected.terms()))


def gram_row(rows: Sequence[Sequence[Number]], i: int) -> tuple[Number, tuple[Number, ...]]:
    """M_ii and the other entries of row i of M = W W^T that are not 0; `InputError` for more than `MOST_COUPLED`."""
    gram = [sum((x * y for x, y in zip(rows[i], other, strict=True)), Fraction(0)) for other in rows]
    gram = [sympy.expand(entry) if isinstance(entry, sympy.Expr) else entry for entry in gram]
    others = tuple(entry for j, entry in enumerate(gram) if j != i and _sign(entry))
    if len(others) > MOST_COUPLED:
        raise InputError(
            f"the exact loss needs rows with at most {MOST_COUPLED} overlaps, but row {i} has {len(others)}: "
            "use packing.toymodels for larger models"
        )
    return gram[i], others


def row_terms(a: Number, others: Sequence[Number], b: Number) -> list[tuple[Number, Number]]:
    """For s = 0, 1, ..: E (x - ReLU)^2 with x active and E ReLU^2 with x off, summed over the s other active features.

    The mean over sets with chances is sum_s q^s (1-q)^(k-s) (q on_s + (1-q) off_s), k the number of `others`.

    >>> row_terms(Fraction(1), [Fraction(-1)], Fraction(0))
    [(Fraction(0, 1), Fraction(0, 1)), (Fraction(1, 6), Fraction(0, 1))]
    """
    terms = []
    for size in range(len(others) + 1):
        on: Number = Fraction(0)
        off: Number = Fraction(0)
        for active in combinations(others, size):
            square = 2 * _ramp(b, active, 2)
            off += square
            if _sign(a):
                mixed = _ramp(b + a, active, 2) / a - (_ramp(b + a, active, 3) - _ramp(b, active, 3)) / (a * a)
                on += 2 * _ramp(b, (*active, a), 2) - 2 * mixed + Fraction(1, 3)
            else:
                on += square - _ramp(b, active, 1) + Fraction(1, 3)
        terms.append((on, off))
    return terms


def _ramp(b: Number, coefficients: tuple[Number, ...], power: int) -> Number:
    """E max(b + sum c_j x_j, 0)^power / power! for independent uniform x_j."""
    if all(isinstance(number, Fraction) for number in (b, *coefficients)):
        return _rational_ramp(b, coefficients, power)
    sums = [(b, 1)]
    for c in coefficients:
        sums = [(value, -sign) for value, sign in sums] + [(value + c, sign) for value, sign in sums]
    m = len(coefficients)
    total = sum((sign * value ** (m + power) for value, sign in sums if _sign(value) > 0), 0 * b)
    return total / (prod(coefficients) * factorial(m + power))


def _rational_ramp(b: Fraction, coefficients: tuple[Fraction, ...], power: int) -> Fraction:
    """The same in integers over a common denominator."""
    scale = max([b.denominator, *(c.denominator for c in coefficients)])
    if any(scale % c.denominator for c in (b, *coefficients)):
        scale = lcm(b.denominator, *(c.denominator for c in coefficients))
    sums = [(int(b * scale), 1)]
    for c in coefficients:
        step = int(c * scale)
        sums = [(value, -sign) for value, sign in sums] + [(value + step, sign) for value, sign in sums]
    m = len(coefficients)
    total = sum(sign * value ** (m + power) for value, sign in sums if value > 0)
    numerators = prod(int(c * scale) for c in coefficients)
    return Fraction(total, numerators * factorial(m + power) * scale**power)


def _sign(number: Number) -> int:
    """The sign, exact for fractions, by balls for numbers of sympy: equal to 4096 bits is 0."""
    if isinstance(number, Fraction | float):
        return (number > 0) - (number < 0)
    return _sign_of(number)


@lru_cache(4096)
def _sign_of(number: sympy.Expr) -> int:
    found = sign_of(sympy.expand(number))
    if found is None:
        raise InputError(f"the sign of {number} cannot be told: give real numbers")
    return found


def _number(name: str, value: Any) -> Number:
    """A fraction where the number is rational, a float as the rational that it is, else a number of sympy."""
    if isinstance(value, int | float | Fraction) and not isinstance(value, bool):
        return Fraction(value)
    found = expression(name, value)
    if found.is_Float:
        return Fraction(float(found))
    if found.free_symbols:
        raise InputError(f"{name} must be a number, not {found}: only the density is a symbol")
    return Fraction(int(found.p), int(found.q)) if found.is_Rational else found


def _rows(weights: Any) -> list[list[Any]]:
    rows = weights.tolist() if hasattr(weights, "tolist") else [list(row) for row in weights]
    if not rows or not isinstance(rows[0], list):
        raise InputError("a matrix is needed: give one feature a row")
    return rows


def _sympy(number: Number) -> sympy.Expr:
    return sympy.Rational(number.numerator, number.denominator) if isinstance(number, Fraction) else number
