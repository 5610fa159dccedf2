"""Theorems as sympy expressions: a closed form in symbols, with the conditions under which it is stated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sympy

from packing.doors import shown
from packing.errors import InputError
from packing.exact_numbers import expression

__dir__ = shown(__name__)


def is_symbolic(*values: Any) -> bool:
    """Whether one of the values has free symbols of sympy.

    >>> is_symbolic(3, sympy.Symbol("n")), is_symbolic(sympy.Integer(3), 0.5)
    (True, False)
    """
    return any(isinstance(value, sympy.Basic) and value.free_symbols for value in values)


@dataclass(frozen=True)
class Formula:
    """`left` `relation` `expression` wherever `condition` holds: a theorem, with its name and its source.

    `left` is LaTeX for what is bounded or counted, `relation` one of = and >=. Everything else is sympy: take limits,
    series or derivatives of `expression`, or put numbers in by `at`.

    Fields: `reference`: authors and year.

    >>> n, d = sympy.symbols("n d", positive=True)
    >>> welch = Formula("Welch", "E_2", ">=", n * (n - d) / d, n >= d, "Welch 1974")
    >>> welch.at(n=28, d=7), sympy.limit(welch.expression / n**2, n, sympy.oo)
    (84, 1/d)
    >>> print(welch.latex())
    E_2 \\ge \\frac{n \\left(- d + n\\right)}{d} \\quad \\text{if } n \\geq d
    """

    name: str
    left: str
    relation: str
    expression: sympy.Expr
    condition: sympy.Basic = sympy.true
    reference: str = ""

    @property
    def symbols(self) -> tuple[sympy.Symbol, ...]:
        """The free symbols of the expression and its condition, by name."""
        return tuple(sorted(self.expression.free_symbols | self.condition.free_symbols, key=str))

    def at(self, **values: Any) -> sympy.Expr:
        """The expression at numbers for some or all symbols, given by their names.

        Raises `InputError` for names that do not occur and for numbers at which the condition fails.
        """
        put = self._replaced(values)
        if self.condition.subs(put) == sympy.false:
            raise InputError(f"'{self.name}' holds where {self.condition}, not at {_listed(values)}: change a number")
        return self.expression.subs(put)

    def holds(self, **values: Any) -> bool:
        """Whether the condition holds at these numbers, which must be given for all its symbols."""
        decided = self.condition.subs(self._replaced(values))
        if decided not in (sympy.true, sympy.false):
            raise InputError(f"'{self.name}' needs numbers for {decided.free_symbols}: give them by name")
        return bool(decided)

    def piecewise(self) -> sympy.Expr:
        """The expression where the condition holds and 0 elsewhere, which bounds nothing: for a maximum of bounds."""
        if self.condition == sympy.true:
            return self.expression
        return sympy.Piecewise((self.expression, self.condition), (sympy.Integer(0), True))

    def latex(self) -> str:
        """The statement in LaTeX, for mathematics mode."""
        relation = {"=": "=", ">=": r"\ge"}[self.relation]
        text = f"{self.left} {relation} {sympy.latex(self.expression)}"
        return text if self.condition == sympy.true else rf"{text} \quad \text{{if }} {sympy.latex(self.condition)}"

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {self.latex()}$"

    def __str__(self) -> str:
        left = self.left.replace("^+", "+").replace("{", "").replace("}", "").replace(" ", "")
        text = f"{left} {self.relation} {self.expression}"
        return f"{text} ({self.name})" if self.condition == sympy.true else f"{text} if {self.condition} ({self.name})"

    def _replaced(self, values: dict[str, Any]) -> dict[sympy.Symbol, sympy.Expr]:
        by_name = {symbol.name: symbol for symbol in self.symbols}
        unknown = sorted(set(values) - set(by_name))
        if unknown:
            known = ", ".join(by_name) or "no symbols"
            raise InputError(f"'{self.name}' has {known}, not {', '.join(unknown)}: give numbers for its own")
        return {by_name[name]: expression(name, value) for name, value in values.items()}


def _listed(values: dict[str, Any]) -> str:
    return ", ".join(f"{name} = {value}" for name, value in values.items())
