"""Whether a polynomial lies nowhere above a function, on python-flint: Taylor polynomials of order 8 in balls.

On a part of half length r around c, g = f - h is at least the minimum of its quadratic Taylor polynomial less
sum |g_j| r^j over 3 <= j < 8, less |f_8| r^8 with f_8 a ball over the part, less the rest of h. Where f has no Taylor
polynomial, at an end of a root or a pole, the least value of f is held against the largest of h.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import flint

from packing.bounds.checkers.ranges import Bend, Range, around, bent, ranged
from packing.bounds.rationals import to_flint
from packing.kernel.potential import Piece, Step

PRECISION = 300
"""Bits of the balls."""

ORDER = 8
MOST_PARTS = 4000
MOST_HALVINGS = 100


@dataclass(frozen=True)
class Gap:
    """g = f - h on a piece, h a polynomial of flint in the overlap, with balls or rational coefficients."""

    h: Any
    piece: Piece

    @property
    def ends(self) -> Range:
        """The piece, rounded outwards."""
        low, high = (flint.arb(to_flint(end)) for end in (self.piece.low, self.piece.high))
        return Range(low.lower(), high.upper())

    def is_nonnegative(self, low: Any, high: Any) -> bool:
        """Whether g >= 0 is shown between two exact numbers, by halving."""
        waiting, seen = [(low, high, 0)] if low < high else [], 0
        while waiting:
            a, b, depth = waiting.pop()
            seen += 1
            if seen > MOST_PARTS or depth > MOST_HALVINGS:
                return False
            middle = ((a + b) / 2).mid()
            shown = self._is_above(a, middle, b)
            if shown is None:
                return False
            if not shown:
                waiting += [(middle, b, depth + 1), (a, middle, depth + 1)]
        return True

    def _is_above(self, a: Any, c: Any, b: Any) -> bool | None:
        """Whether g >= 0 is shown on [a, b]; None where g < 0 at its middle c."""
        r = _radius(a, c, b)
        h = self.taylor(c)
        most = h[0] + sum((abs(h[j]) * r**j for j in range(1, len(h))), flint.arb(0))
        values = ranged(self.piece.program, Range(a, b))
        if values is None:
            return False
        if values.low >= most.upper():
            return True
        f, over = series(self.piece.program, c, ORDER), series(self.piece.program, c + flint.arb(0, r), ORDER + 1)
        if f is None or over is None:
            return False
        g = [f[j] - (h[j] if j < len(h) else 0) for j in range(ORDER)]
        if g[0] < 0:
            return None
        rest = sum((abs(g[j]) * r**j for j in range(3, ORDER)), abs(over[ORDER]) * r**ORDER)
        rest += sum((abs(h[j]) * r**j for j in range(ORDER, len(h))), flint.arb(0))
        return bool(_least(g[0], abs(g[1]), g[2], r) >= rest)

    def taylor(self, c: Any) -> list[Any]:
        """The coefficients of h around c."""
        found = flint.arb_poly(self.h)(flint.arb_poly([c, 1])).coeffs()
        return found or [flint.arb(0)]

    def derivatives(self, part: Range) -> Bend | None:
        """The ranges of g, g' and g'' on a part; None where f has none there."""
        f = bent(self.piece.program, part)
        if f is None:
            return None
        c = ((part.low + part.high) / 2).mid()
        r, found = _radius(part.low, c, part.high), []
        p = flint.arb_poly(self.taylor(c))
        for values in f:
            coefficients = p.coeffs() or [flint.arb(0)]
            size = sum((abs(coefficients[j]) * r**j for j in range(1, len(coefficients))), flint.arb(0))
            found.append(values - around(coefficients[0] + flint.arb(0, size.upper())))
            p = p.derivative()
        return Bend(*found)


def series(program: tuple[Step, ...], c: Any, order: int) -> list[Any] | None:
    """The Taylor coefficients of a program at the ball c; None where it has none on all of c."""
    stack: list[Any] = []
    for step in program:
        if isinstance(step, Fraction):
            stack.append(flint.arb_series([flint.arb(to_flint(step))], order))
        elif step == "t":
            stack.append(flint.arb_series([c, 1], order))
        elif step in ("+", "*"):
            right, left = stack.pop(), stack.pop()
            stack.append(left + right if step == "+" else left * right)
        elif step == "exp":
            stack.append(stack.pop().exp())
        elif step == "log":
            u = stack.pop()
            if not u[0] > 0:
                return None
            stack.append(u.log())
        else:
            assert isinstance(step, tuple)
            raised = _power(stack.pop(), step[1], order)
            if raised is None:
                return None
            stack.append(raised)
    found = [stack[0][j] for j in range(order)]
    return found if all(x.is_finite() for x in found) else None


def _power(u: Any, q: Fraction, order: int) -> Any | None:
    """u^q: natural powers by squaring, others by log and exp where u > 0."""
    if q.denominator == 1 and q >= 0:
        n, total = int(q), flint.arb_series([1], order)
        while n:
            total, u, n = total * u if n % 2 else total, u * u, n // 2
        return total
    return (u.log() * flint.arb(to_flint(q))).exp() if u[0] > 0 else None


def _radius(a: Any, c: Any, b: Any) -> Any:
    """A number that no distance from c on [a, b] exceeds."""
    return (c - a).upper().max((b - c).upper()).upper()


def _least(value: Any, slope: Any, bend: Any, r: Any) -> Any:
    """The least value of value - slope s + bend s^2 for 0 <= s <= r."""
    if bend > 0 and slope < 2 * bend * r:
        return value - slope**2 / (4 * bend)
    return (value - slope * r + bend * r**2).min(value)
