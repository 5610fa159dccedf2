"""Exact real numbers in ball arithmetic: their sign, and fractions just above them, correct in every case.

A number is a real expression of sympy without variables: rational numbers, pi, sums, products, powers, real roots of
polynomials (`CRootOf`), exp, log, sin, cos. What a ball cannot tell at the last precision is said not to be told.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Any

from packing.doors import shown

if TYPE_CHECKING:
    import sympy

PRECISIONS = (128, 512, 4096)
"""Bits tried in turn; numbers that agree to the last are taken for equal or not told apart."""

MOST_NODES = 2000
"""A longer expression is not evaluated."""


def sign_of(number: sympy.Expr) -> int | None:
    """1 or -1 where balls tell the sign, 0 where the number is zero to 4096 bits, None where it has no real ball.

    >>> import sympy
    >>> sign_of(sympy.sqrt(2) - sympy.Rational(3, 2)), sign_of(sympy.sqrt(-sympy.pi))
    (-1, None)
    """
    seen = False
    for bits in PRECISIONS:
        ball = enclosure(number, bits)
        if ball is None:
            continue
        if ball > 0 or ball < 0:
            return 1 if ball > 0 else -1
        seen = True
    return 0 if seen else None


def fraction_above(number: sympy.Expr, bits: int = 64) -> Fraction | None:
    """The number where it is a fraction, else a multiple of 2^-bits above it by at most 2^(1-bits); None as above.

    >>> import sympy
    >>> above = fraction_above(1 / sympy.sqrt(5))
    >>> above > 1 / sympy.sqrt(5), float(above - 5**-0.5) < 1e-15
    (True, True)
    """
    if number.is_Rational:
        return Fraction(int(number.p), int(number.q))
    for precision in PRECISIONS:
        ball = enclosure(number, precision + bits)
        if ball is None:
            continue
        top, unit = _upper(ball), Fraction(1, 2**bits)
        if top - _lower(ball) <= unit / 4:
            return ceil(top / unit) * unit
    return None


def enclosure(number: sympy.Expr, bits: int) -> Any:
    """A finite ball of flint that holds the number, at the given working precision; None where there is none."""
    import flint

    before, flint.ctx.prec = flint.ctx.prec, bits
    try:
        ball = _Evaluation(bits).of(number)
        return ball if ball is not None and ball.is_finite() else None
    finally:
        flint.ctx.prec = before


class _Evaluation:
    """One evaluation, which counts the nodes that it meets."""

    def __init__(self, bits: int) -> None:
        self.bits = bits
        self.nodes = 0

    def of(self, number: sympy.Expr) -> Any:
        import flint

        self.nodes += 1
        if self.nodes > MOST_NODES:
            return None
        if number.is_Rational:
            return flint.arb(flint.fmpq(int(number.p), int(number.q)))
        if number.is_symbol or not number.args:
            return flint.arb.pi() if str(number) == "pi" else None
        if type(number).__name__ == "ComplexRootOf":
            return self._root(number)
        parts = [self.of(part) for part in number.args]
        return None if any(part is None for part in parts) else self._joined(number, parts)

    def _joined(self, number: sympy.Expr, parts: list[Any]) -> Any:
        import flint

        if number.is_Add:
            return sum(parts, flint.arb(0))
        if number.is_Mul:
            product = flint.arb(1)
            for part in parts:
                product *= part
            return product
        if number.is_Pow:
            return self._power(number, parts)
        name = type(number).__name__
        return getattr(parts[0], name)() if name in ("exp", "log", "sin", "cos") and len(parts) == 1 else None

    def _power(self, number: sympy.Expr, parts: list[Any]) -> Any:
        import flint

        base, exponent = parts
        if number.exp.is_Integer:
            whole = int(number.exp)
            return None if base.contains(0) and whole < 0 else base ** flint.arb(whole)
        return base**exponent if base > 0 else None

    def _root(self, number: sympy.Expr) -> Any:
        import flint

        if not number.is_real:
            return None
        radius = Fraction(1, 2**self.bits)
        middle = number.eval_rational(dx=_sympy(radius))
        near = flint.arb(flint.fmpq(int(middle.p), int(middle.q)))
        return near + flint.arb(0, flint.arb(flint.fmpq(1, 2**self.bits)))


def _upper(ball: Any) -> Fraction:
    return _dyadic(ball.mid()) + _dyadic(ball.rad())


def _lower(ball: Any) -> Fraction:
    return _dyadic(ball.mid()) - _dyadic(ball.rad())


def _dyadic(exact: Any) -> Fraction:
    mantissa, exponent = exact.man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def _sympy(number: Fraction) -> sympy.Rational:
    import sympy

    return sympy.Rational(number.numerator, number.denominator)


__dir__ = shown(__name__)
