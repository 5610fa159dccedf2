"""Potentials as certificates write them: programs in reverse Polish notation with exact numbers."""

from __future__ import annotations

from typing import Any

import sympy

from packing.errors import InputError
from packing.exponents import Decimal
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
        {"from": str(piece.low), "to": str(piece.high), "f": _steps(piece.expression)}
        for piece in potential.pieces(space)
    ]


def _steps(expression: sympy.Expr) -> list[str]:
    if expression == OVERLAP:
        return ["t"]
    if isinstance(expression, Decimal):
        return [str(expression.value)]
    if expression.is_Rational:
        return [str(expression)]
    if isinstance(expression, (sympy.Add, sympy.Mul)):
        sign, (first, *others) = "+" if isinstance(expression, sympy.Add) else "*", _ordered(expression)
        steps = _steps(first)
        for other in others:
            steps += [*_steps(other), sign]
        return steps
    if isinstance(expression, sympy.exp) or expression == sympy.E:
        return [*(_steps(expression.args[0]) if expression.args else ["1"]), "exp"]
    if isinstance(expression, sympy.log):
        return [*_steps(expression.args[0]), "log"]
    if isinstance(expression, sympy.Pow):
        base, exponent = expression.args
        exact = exponent.value if isinstance(exponent, Decimal) else exponent
        if exact.is_Rational:
            return [*_steps(base), f"^{exact}"]
        return [*_steps(exponent), *_steps(base), "log", "*", "exp"]
    raise InputError(
        f"a potential is certified where it is made of sums, products, rational powers, exp and log of the overlap, "
        f"not of {expression}: write it so"
    )


def _ordered(expression: sympy.Expr) -> list[sympy.Expr]:
    """Terms with the overlap after numbers, in an order that does not depend on the run."""
    if isinstance(expression, sympy.Mul):
        coefficient, rest = expression.as_coeff_Mul()
        factors = list(rest.as_ordered_factors())
        return factors if coefficient == 1 else [*factors, coefficient]
    coefficient, rest = expression.as_coeff_Add()
    others = list(rest.as_ordered_terms())
    return others if coefficient == 0 else [coefficient, *others]
