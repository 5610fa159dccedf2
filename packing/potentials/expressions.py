"""Potentials that a user writes: polynomials of the overlap, and expressions of sympy, piecewise too."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import sympy

from packing.doors import shown
from packing.errors import InputError
from packing.exact_numbers import exact_number
from packing.potentials.potential import OVERLAP, Piece, Potential
from packing.space import Space

MOST_DEGREE = 60
"""The largest degree of a polynomial."""


@dataclass(frozen=True)
class Polynomial(Potential):
    """c_0 + c_1 t + c_2 t^2 + ..., with rational coefficients.

    >>> print(Polynomial([0, 0, 1, "1/2"]))
    t^3/2 + t^2
    """

    coefficients: Any

    name = "polynomial"

    def __post_init__(self) -> None:
        given = self.coefficients
        if not isinstance(given, Sequence) or isinstance(given, str) or not 1 <= len(given) <= MOST_DEGREE + 1:
            raise InputError(f"a polynomial needs a list of 1 to {MOST_DEGREE + 1} coefficients, constant first")
        exact = [exact_number("a coefficient", c) for c in given]
        object.__setattr__(self, "coefficients", tuple(sympy.Rational(c.numerator, c.denominator) for c in exact))

    @property
    def expression(self) -> sympy.Expr:
        """The polynomial in `OVERLAP`."""
        return sympy.Add(*(c * OVERLAP**k for k, c in enumerate(self.coefficients)))

    def pieces(self, space: Space) -> tuple[Piece, ...]:
        """One piece."""
        low = sympy.S.Zero if space.has_lines else -sympy.S.One
        return (Piece(low, sympy.S.One, self.expression),)

    def __str__(self) -> str:
        return as_written(self.expression)


@dataclass(frozen=True)
class Expression(Potential):
    """An expression of sympy in one variable, the overlap: sums, products, rational powers, exp, log, Abs, Max, Min and
    Piecewise with rational ends.

    It must be real, continuous, and smooth between its ends; kinks of Abs, Max and Min are found where their argument
    is a polynomial with rational roots. It may be infinite at rational overlaps. A float stands for the decimal number
    that it prints as. Raises `InputError` for more variables, jumps, numbers that are not real, or other functions.

    >>> x = sympy.Symbol("x")
    >>> [str(piece.expression) for piece in Expression(sympy.exp(sympy.Abs(x))).pieces(Space.sphere(3))]
    ['exp(-t)', 'exp(t)']
    """

    expression: Any

    name = "expression"

    def __post_init__(self) -> None:
        given = sympy.sympify(self.expression, strict=True) if not isinstance(self.expression, str) else None
        if given is None or not isinstance(given, sympy.Expr):
            raise InputError(
                f"a potential must be an expression of sympy, not {self.expression!r}: build it of symbols"
            )
        variables = given.free_symbols
        if len(variables) > 1:
            names = ", ".join(sorted(map(str, variables)))
            raise InputError(f"a potential is a function of one variable, the overlap, not of {names}: fix the others")
        if given.has(sympy.I, sympy.zoo, sympy.oo, -sympy.oo, sympy.nan):
            raise InputError(f"a potential must be of real and finite numbers, not {str(given)[:40]}: change them")
        floats = {number: sympy.Rational(repr(float(number))) for number in given.atoms(sympy.Float)}
        object.__setattr__(self, "expression", given.xreplace(floats).subs(dict.fromkeys(variables, OVERLAP)))

    def pieces(self, space: Space) -> tuple[Piece, ...]:
        """The expression between its kinks."""
        return _pieces(self.expression, sympy.S.Zero if space.has_lines else -sympy.S.One)

    def __str__(self) -> str:
        return as_written(self.expression)


def as_written(expression: sympy.Expr) -> str:
    """The expression as the command line reads it.

    >>> as_written(sympy.Max(OVERLAP, 0) ** 2 + sympy.Abs(OVERLAP) / 2)
    'abs(t)/2 + max(0, t)^2'
    """
    text = str(expression).replace("**", "^")
    for name in ("Abs", "Max", "Min"):
        text = text.replace(f"{name}(", f"{name.lower()}(")
    return text


@lru_cache(maxsize=256)
def _pieces(expression: sympy.Expr, low: sympy.Rational) -> tuple[Piece, ...]:
    """The pieces between `low` and 1; raises `InputError` where they are not real or do not meet."""
    kinks = _kinks(expression) | _poles(expression)
    ends = [low, *sorted(kink for kink in kinks if low < kink < 1), sympy.S.One]
    pieces = tuple(Piece(a, b, _smooth(expression, (a + b) / 2)) for a, b in pairwise(ends))
    for piece in pieces:
        for part in (1, 2, 3):
            t = piece.low + (piece.high - piece.low) * sympy.Rational(part, 4)
            value = _number(piece.expression, t)
            if value is not None and abs(value.imag) > _SAME * (1 + abs(value)):
                raise InputError(
                    f"a potential must be real, and {as_written(expression)} is not at {t}: change it there"
                )
    for t, beside in [(low, pieces[:1]), *((a.high, (a, b)) for a, b in pairwise(pieces)), (ends[-1], pieces[-1:])]:
        _check_continuity(expression, t, beside)
    return pieces


def _check_continuity(expression: sympy.Expr, t: sympy.Rational, beside: tuple[Piece, ...]) -> None:
    """Raise `InputError` where the value at t, or one side of it, is another than the others; poles are equal."""
    values = [_number(part, t) for part in (expression, *(piece.expression for piece in beside))]
    known = [value for value in values if value is not None]
    finite = [math.isfinite(abs(value)) for value in known]
    jumps = any(finite) != all(finite) or any(
        abs(value - known[0]) > _SAME * (1 + abs(known[0])) for value in known if all(finite)
    )
    if jumps:
        raise InputError(
            f"a potential must be continuous, and {as_written(expression)} jumps at the overlap {t}: join its parts by "
            "a slope, or count the pairs in a window by analytic.pairs_between"
        )


_SAME = 1e-12
"""Values this near each other, by part, are one."""


def _number(expression: sympy.Expr, t: sympy.Rational) -> complex | None:
    """The value at t, infinite at a pole; None where sympy finds no number."""
    found = expression.subs(OVERLAP, t)
    if found.has(sympy.zoo, sympy.oo, -sympy.oo, sympy.nan):
        return complex(math.inf)
    try:
        return complex(sympy.N(found, 30))
    except (TypeError, ValueError, OverflowError):
        return None


def _poles(expression: sympy.Expr) -> set[sympy.Rational]:
    """Rational overlaps where a power that is no natural number, or a logarithm, is taken of 0."""
    found: set[sympy.Rational] = set()
    for part in sympy.preorder_traversal(expression):
        natural = part.is_Pow and part.exp.is_Integer and part.exp >= 0
        if not natural and (part.is_Pow or isinstance(part, sympy.log)) and part.args[0].has(OVERLAP):
            base = part.args[0]
            if base.is_polynomial(OVERLAP) and all(c.is_Rational for c in sympy.Poly(base, OVERLAP).all_coeffs()):
                found |= set(sympy.Poly(base, OVERLAP).ground_roots())
    return found


_BENT = (sympy.Abs, sympy.Max, sympy.Min, sympy.Piecewise)
"""What changes from one form to another."""


def _kinks(expression: sympy.Expr) -> set[sympy.Rational]:
    """Where Abs, Max, Min and Piecewise change from one form to another."""
    found: set[sympy.Rational] = set()
    for part in sympy.preorder_traversal(expression):
        if isinstance(part, sympy.Abs):
            found |= _roots(part.args[0])
        elif isinstance(part, (sympy.Max, sympy.Min)):
            found |= {r for i, a in enumerate(part.args) for b in part.args[:i] for r in _roots(a - b)}
        elif isinstance(part, sympy.Piecewise):
            for _, condition in part.args:
                for relation in condition.atoms(sympy.core.relational.Relational):
                    found |= _roots(relation.lhs - relation.rhs)
    return found


def _roots(difference: sympy.Expr) -> set[sympy.Rational]:
    if not difference.has(OVERLAP):
        return set()
    if difference.has(*_BENT):  # roots between its own kinks, and those
        inner = _kinks(difference)
        ends = [-sympy.S.One, *sorted(kink for kink in inner if abs(kink) < 1), sympy.S.One]
        return inner | set().union(*(_roots(_smooth(difference, (a + b) / 2)) for a, b in pairwise(ends)))
    if not difference.is_polynomial(OVERLAP):
        raise InputError(f"a kink where {difference} changes sign is not found: write the potential as a Piecewise")
    polynomial = sympy.Poly(difference, OVERLAP)
    exact = all(c.is_Rational for c in polynomial.all_coeffs())
    roots = polynomial.real_roots() if exact else polynomial.ground_roots()
    if not (exact or polynomial.degree() == sum(roots.values())) or not all(root.is_Rational for root in roots):
        raise InputError(
            f"a potential has its kinks at rational overlaps, not at a root of {as_written(difference)}: write a "
            "fraction or a decimal number near it"
        )
    return set(roots)


def _smooth(expression: sympy.Expr, inside: sympy.Rational) -> sympy.Expr:
    """The expression near a point where it is smooth, with no Abs, Max, Min or Piecewise."""

    def chosen(part: sympy.Expr) -> sympy.Expr:
        if isinstance(part, sympy.Abs):
            argument = part.args[0]
            return argument if argument.subs(OVERLAP, inside) >= 0 else -argument
        if isinstance(part, (sympy.Max, sympy.Min)):
            best = max if isinstance(part, sympy.Max) else min
            return best(part.args, key=lambda a: float(a.subs(OVERLAP, inside)))
        for value, condition in part.args:
            if condition.subs(OVERLAP, inside) == sympy.true:
                return value
        raise InputError(f"a Piecewise must say what holds at the overlap {inside}: end it with (value, True)")

    while expression.has(*_BENT):  # from the inside, where one stands in another
        expression = expression.replace(lambda part: isinstance(part, _BENT), chosen)
    return expression


__dir__ = shown(__name__)
