"""Potentials as certificates write them: programs in reverse Polish notation with exact numbers."""

from __future__ import annotations

from typing import Any

import sympy

from packing.errors import InputError
from packing.exponents import Decimal
from packing.kernel.potential import MOST_EXPONENT
from packing.potentials import OVERLAP, Potential
from packing.space import Space


def program_text(potential: Potential, space: Space) -> list[dict[str, Any]]:
    """The pieces of a potential as the entry `potential` of a certificate.

    Raises `InputError` where it is made of other things than sums, products, rational powers, exp and log.

    >>> from packing.potentials import ReluPower, Riesz
    >>> program_text(ReluPower("3/2"), Space.sphere(3))[1]
    {'from': '0', 'to': '1', 'f': ['t', '^3/2']}
    >>> program_text(Riesz(1), Space.sphere(3))[0]["f"]
    ['2', 't', '-2', '*', '+', '^-1/2']
    """
    return [
        {
            "from": str(piece.low),
            "to": str(piece.high),
            "f": steps(piece.expression, piece.low, piece.high),
        }
        for piece in potential.pieces(space)
    ]


def steps(expression: sympy.Expr, low: sympy.Expr, high: sympy.Expr) -> list[str]:
    """One expression of the overlap between two overlaps as a program; raises `InputError` as `program_text` does.

    Powers and logarithms of a base that is negative, or 0 at an end that is no binary fraction, are taken of its
    square: a checker that rounds outwards could not tell them from those of negative numbers.

    >>> steps(3 * OVERLAP**2, -1, 1), steps(OVERLAP**-3, -sympy.S.One, 0)
    (['t', '^2', '3', '*'], ['t', '^2', '^-3/2', '-1', '*'])
    """
    if expression == OVERLAP:
        return ["t"]
    if isinstance(expression, Decimal):
        return [str(expression.value)]
    if expression.is_Rational:
        return [str(expression)]
    if isinstance(expression, (sympy.Add, sympy.Mul)):
        sign, (first, *others) = "+" if isinstance(expression, sympy.Add) else "*", _ordered(expression)
        found = steps(first, low, high)
        for other in others:
            found += [*steps(other, low, high), sign]
        return found
    if isinstance(expression, sympy.exp) or expression == sympy.E:
        return [*(steps(expression.args[0], low, high) if expression.args else ["1"]), "exp"]
    if isinstance(expression, sympy.log):
        base = expression.args[0]
        squared = ["^2", "log", "1/2", "*"] if _vanishes(base, low, high) else ["log"]
        return [*steps(base, low, high), *squared]
    if isinstance(expression, (sympy.sinh, sympy.cosh, sympy.tanh)):
        return steps(expression.rewrite(sympy.exp), low, high)
    if isinstance(expression, sympy.Pow):
        base, exponent = expression.args
        exact = exponent.value if isinstance(exponent, Decimal) else exponent
        if exact.is_Rational:
            if abs(exact) > MOST_EXPONENT:
                most = MOST_EXPONENT
                raise InputError(f"a potential has powers from -{most} to {most}, not {exact}: lower it")
            return [*steps(base, low, high), *_power(base, exact, low, high)]
        return [*steps(exponent, low, high), *steps(base, low, high), "log", "*", "exp"]
    raise InputError(
        f"a potential is certified where it is made of sums, products, rational powers, exp and log of the overlap, "
        f"not of {expression}: {'write a decimal number near it' if expression.is_number else 'write it so'}"
    )


def _power(base: sympy.Expr, exponent: sympy.Rational, low: sympy.Expr, high: sympy.Expr) -> list[str]:
    """The steps after those of the base."""
    natural = exponent.is_Integer and exponent >= 0
    negative = base.has(OVERLAP) and exponent.is_Integer and float(base.subs(OVERLAP, (low + high) / 2)) < 0
    if natural or not (negative or _vanishes(base, low, high)):
        return [f"^{exponent}"]
    return ["^2", f"^{exponent / 2}", *(["-1", "*"] if negative and exponent % 2 else [])]


def _vanishes(base: sympy.Expr, low: sympy.Expr, high: sympy.Expr) -> bool:
    """Whether the base is 0 at an end that is no binary fraction."""
    ends = (sympy.Rational(end) for end in (low, high))
    return any(end.q & (end.q - 1) and base.subs(OVERLAP, end) == 0 for end in ends)


def _ordered(expression: sympy.Expr) -> list[sympy.Expr]:
    """Terms with the overlap after numbers, in an order that does not depend on the run."""
    if isinstance(expression, sympy.Mul):
        coefficient, rest = expression.as_coeff_Mul()
        factors = list(rest.as_ordered_factors())
        return factors if coefficient == 1 else [*factors, coefficient]
    coefficient, rest = expression.as_coeff_Add()
    others = list(rest.as_ordered_terms())
    return others if coefficient == 0 else [coefficient, *others]
