"""Exact numbers written as text, read by a grammar of our own: nothing is evaluated as code.

    sum     = term {("+" | "-") term}
    term    = signed {("*" | "/") signed}
    signed  = {"+" | "-"} power
    power   = atom [("^" | "**") signed]
    atom    = number | "pi" | variable | "(" sum ")" | root
    root    = "sqrt" "(" sum ")" | "cbrt" "(" sum ")" | "root" "(" sum "," sum ")", the last with its order
    number  = digits with a point or without, and an exponent of ten of at most two digits: 25, 0.25, .25, 2.5e-1

Text, brackets, exponents and the size of the number are limited before anything is computed, so that every text is
answered at once: 9^9^9^9 is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from packing.doors import shown
from packing.errors import InputError
from packing.real_balls import sign_of

if TYPE_CHECKING:
    import sympy

MOST_LETTERS = 1000
"""The longest text that is read."""

MOST_DEPTH = 50
"""How deep brackets, signs and powers may stand in each other."""

MOST_EXPONENT = 1000
"""The largest numerator and denominator of an exponent."""

MOST_BITS = 20_000
"""The most binary digits that a number may need, by a bound on the way."""

MOST_RADICAND = 2_000
"""The most binary digits of a number under a root, whose square factors are taken out."""

_ROOTS = {"sqrt": 2, "cbrt": 3}

_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,2}(?![0-9]))?)"
    r"|(?P<name>[A-Za-z_]+)|(?P<sign>\*\*|[-+*/^(),]))",
    re.ASCII,
)


def read_exact(name: str, text: str, variables: Iterable[str] = ()) -> sympy.Expr:
    """The exact number that `text` writes, as a sympy expression; with `variables`, an expression in them.

    Args: `name` is what errors call the number; letters of `variables` stand for positive symbols of sympy.
    Raises `InputError` for text outside the grammar, division by zero, even roots of negative numbers, and numbers
    beyond the limits.

    >>> read_exact("the cosine", "(1 + sqrt(5))/4"), read_exact("the cosine", "2^-3 + 0.25")
    (1/4 + sqrt(5)/4, 3/8)
    >>> read_exact("the potential", "3*t**2 - t/2", "t")
    3*t**2 - t/2
    """
    if len(text) > MOST_LETTERS:
        raise InputError(f"{name} must be an exact number of at most {MOST_LETTERS} letters, not {len(text)}")
    return Reader(name, text, frozenset(variables)).whole()


class Part(NamedTuple):
    """A part of the text: an expression, and a bound on the binary digits of its numerators and denominators."""

    value: sympy.Expr
    bits: int


@dataclass
class Reader:
    """One pass over the text, a token ahead."""

    name: str
    text: str
    variables: frozenset[str]
    at: int = 0
    depth: int = 0
    kind: str = field(init=False, default="")
    token: str = field(init=False, default="")

    def whole(self) -> sympy.Expr:
        self._next()
        value = self._sum().value
        if self.kind != "end":
            raise self._wrong()
        return value

    def _sum(self) -> Part:
        total = self._term()
        while self.token in ("+", "-"):
            sign = -1 if self._taken() == "-" else 1
            term = self._term()
            total = self._sized(total.value + sign * term.value, total.bits + term.bits + 1)
        return total

    def _term(self) -> Part:
        product = self._signed()
        while self.token in ("*", "/"):
            if self._taken() == "*":
                factor = self._signed()
                product = self._sized(product.value * factor.value, product.bits + factor.bits)
            else:
                factor = self._signed()
                product = self._sized(product.value / self._not_zero(factor.value), product.bits + factor.bits)
        return product

    def _signed(self) -> Part:
        sign = 1
        while self.token in ("+", "-"):
            sign = -sign if self._taken() == "-" else sign
        power = self._power()
        return Part(sign * power.value, power.bits)

    def _power(self) -> Part:
        base = self._atom()
        if self.token not in ("^", "**"):
            return base
        self._taken()
        self._deeper()
        exponent = self._signed().value
        self.depth -= 1
        if not exponent.is_Rational or max(abs(exponent.p), exponent.q) > MOST_EXPONENT:
            raise self._refused(f"an exponent must be a fraction of numbers up to {MOST_EXPONENT}")
        return self._raised(base, exponent)

    def _raised(self, base: Part, exponent: sympy.Rational) -> Part:
        if exponent < 0:
            self._not_zero(base.value)
        if exponent.q > 1:
            if base.bits > MOST_RADICAND:
                raise self._refused("the number under a root is too long")
            if not base.value.free_symbols and exponent.q % 2 == 0 and (sign_of(base.value) or 0) < 0:
                raise self._refused("there is no real root of a negative number")
            if base.value.is_Rational and base.value < 0:
                sign = -1 if exponent.p % 2 else 1
                return self._sized(sign * (-base.value) ** exponent, base.bits * max(abs(exponent.p), 1))
        # the bound is held before sympy computes the power
        self._sized(base.value, base.bits * max(abs(exponent.p), 1))
        return Part(base.value**exponent, base.bits * max(abs(exponent.p), 1))

    def _atom(self) -> Part:
        import sympy

        kind, token = self.kind, self.token
        if kind == "number":
            self._taken()
            number = Fraction(token)
            size = number.numerator.bit_length() + number.denominator.bit_length()
            return self._sized(sympy.Rational(number.numerator, number.denominator), size)
        if kind == "name" and (token == "pi" or token in self.variables):
            self._taken()
            return Part(sympy.pi if token == "pi" else self._symbol(token), 1)
        if kind == "name" and (token in _ROOTS or token == "root"):
            self._taken()
            return self._root(token)
        if token == "(":
            return self._bracket()
        raise self._wrong()

    def _symbol(self, letter: str) -> sympy.Symbol:
        import sympy

        return sympy.Symbol(letter, positive=True)

    def _bracket(self) -> Part:
        self._expect("(")
        self._deeper()
        inside = self._sum()
        self.depth -= 1
        self._expect(")")
        return inside

    def _root(self, name: str) -> Part:
        import sympy

        if name in _ROOTS:
            return self._raised(self._bracket(), sympy.Rational(1, _ROOTS[name]))
        self._expect("(")
        self._deeper()
        base = self._sum()
        self._expect(",")
        order = self._sum().value
        self.depth -= 1
        self._expect(")")
        if not order.is_Integer or not 1 <= order <= MOST_EXPONENT:
            raise self._refused(f"the order of a root must be a whole number from 1 to {MOST_EXPONENT}")
        return self._raised(base, sympy.Rational(1, order))

    def _sized(self, value: sympy.Expr, bits: int) -> Part:
        if bits > MOST_BITS:
            raise self._refused(f"it needs numbers of more than {MOST_BITS} binary digits")
        return Part(value, bits)

    def _not_zero(self, value: sympy.Expr) -> sympy.Expr:
        if value.is_zero or (not value.free_symbols and not sign_of(value)):
            raise self._refused("it divides by zero")
        return value

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise self._refused(f"it is nested more than {MOST_DEPTH} deep")

    def _next(self) -> None:
        match = _TOKEN.match(self.text, self.at)
        if match is None:
            rest = self.text[self.at :].strip()
            self.kind, self.token = ("end", "") if not rest else ("foreign", rest[0])
            return
        self.at = match.end()
        self.kind = str(match.lastgroup)
        self.token = match[self.kind]

    def _taken(self) -> str:
        token = self.token
        self._next()
        return token

    def _expect(self, token: str) -> None:
        if self.token != token:
            raise self._wrong()
        self._taken()

    def _wrong(self) -> InputError:
        found = f"{self.token[:40]!r} is out of place" if self.token else "it ends too early"
        return self._refused(found)

    def _refused(self, reason: str) -> InputError:
        known = f", {', '.join(sorted(self.variables))}" * bool(self.variables)
        return InputError(
            f"{self.name} must be an exact number, not {self.text.strip()[:40]!r}: {reason}; "
            f"write it with digits, + - * / ^, brackets, sqrt, pi{known}, such as 1/2 or (1+sqrt(5))/4"
        )


__dir__ = shown(__name__)
