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
        {"from": str(piece.low), "to": str(piece.high), "f": steps(piece.expression)}
        for piece in potential.pieces(space)
    ]


def steps(expression: sympy.Expr) -> list[str]:
    """One expression of the overlap as a program; raises `InputError` as `program_text` does.

    >>> steps(3 * OVERLAP**2)
    ['t', '^2', '3', '*']
    """
    if expression == OVERLAP:
        return ["t"]
    if isinstance(expression, Decimal):
        return [str(expression.value)]
    if expression.is_Rational:
        return [str(expression)]
    if isinstance(expression, (sympy.Add, sympy.Mul)):
        sign, (first, *others) = "+" if isinstance(expression, sympy.Add) else "*", _ordered(expression)
        found = steps(first)
        for other in others:
            found += [*steps(other), sign]
        return found
    if isinstance(expression, sympy.exp) or expression == sympy.E:
        return [*(steps(expression.args[0]) if expression.args else ["1"]), "exp"]
    if isinstance(expression, sympy.log):
        return [*steps(expression.args[0]), "log"]
    if isinstance(expression, sympy.Pow):
        base, exponent = expression.args
        exact = exponent.value if isinstance(exponent, Decimal) else exponent
        if exact.is_Rational:
            return [*steps(base), f"^{exact}"]
        return [*steps(exponent), *steps(base), "log", "*", "exp"]
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
