"""Whether a polynomial over Q(theta) lies nowhere above a function, by numbers and balls of python-flint.

Where f is a polynomial, f - h is divided by t - c at each contact c as often as it can be; what is left, with the sign
of the factors, is shown to be nowhere negative by Taylor polynomials in balls. Elsewhere f is held against h in balls.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import zip_longest
from typing import Any

import flint

from packing.bounds.checkers.below import PRECISION, Gap
from packing.bounds.checkers.gram import Numbers
from packing.bounds.checkers.sharp import sign_of
from packing.bounds.rationals import to_flint
from packing.kernel.algebraic import Algebraic, Real
from packing.kernel.number_field import RealField
from packing.kernel.potential import Piece


def is_minorant_over(h: list[Real], piece: Piece, contacts: list[Real], field: RealField) -> bool:
    """Whether h <= f on the piece; f - h may be 0 at `contacts` alone. False also where it is not shown.

    Args: `h`, coefficients in the overlap t, constant first.
    """
    numbers, f = Numbers(field), piece.polynomial()
    with flint.ctx.workprec(PRECISION):
        if f is None:
            gap = Gap(_in_balls([_read(numbers, c) for c in h], numbers), piece)
            return gap.is_nonnegative(gap.ends.low, gap.ends.high)
        rest = [_read(numbers, a) - _read(numbers, b) for a, b in zip_longest(f, h, fillvalue=Fraction(0))]
        found = _without_contacts(rest, [_read(numbers, c) for c in contacts], piece, numbers)
        return found is not None and _is_nonnegative(_in_balls(found, numbers), piece)


def _without_contacts(rest: list[Any], contacts: list[Any], piece: Piece, numbers: Numbers) -> list[Any] | None:
    """What has the sign of `rest` on the piece but at contacts; None where a factor changes its sign inside."""
    low, high = to_flint(piece.low), to_flint(piece.high)
    for c in contacts:
        times = 0
        while len(rest) > 1:
            quotient, value = _divided(rest, c, numbers)
            if value != 0:
                break
            rest, times = quotient, times + 1
        if sign_of(numbers, c - high) >= 0:
            rest = [-a for a in rest] if times % 2 else rest
        elif sign_of(numbers, c - low) > 0 and times % 2:
            return None
    return rest


def _divided(p: list[Any], c: Any, numbers: Numbers) -> tuple[list[Any], Any]:
    """The quotient by t - c, and p(c)."""
    carry, found = flint.fmpq_poly(), []
    for a in reversed(p):
        carry = (carry * c + a) % numbers.modulus
        found.append(carry)
    return found[-2::-1], found[-1]


def _is_nonnegative(p: Any, piece: Piece) -> bool:
    """Whether a polynomial with balls for coefficients is shown to be nowhere below 0 on the piece."""
    gap = Gap(-p, Piece(piece.low, piece.high, (Fraction(0),)))
    return gap.is_nonnegative(gap.ends.low, gap.ends.high)


def _in_balls(p: list[Any], numbers: Numbers) -> Any:
    return flint.arb_poly([numbers.ball(a, PRECISION) for a in p])


def _read(numbers: Numbers, value: Real) -> Any:
    return numbers.read(value.element if isinstance(value, Algebraic) else (value,))
