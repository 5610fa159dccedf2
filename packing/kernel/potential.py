"""A potential of a certificate: pieces of a function of the overlap t, each a program in reverse Polish notation.

The steps of a program: `t`, a rational number, `+`, `*`, `^q` (a rational power of what stands above), `exp`, `log`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from packing.kernel import entries
from packing.kernel.intervals import (
    ONE,
    ZERO,
    Interval,
    exponential,
    logarithm,
    power,
    product_of_values,
    reciprocal,
)
from packing.kernel.statement import RefusedError

MOST_PIECES = 20
MOST_STEPS = 400
MOST_BITS = 2000
"""Bits of a number, above and below the line together."""

MOST_EXPONENT = 1000
"""The largest power, up or down."""

MOST_EXPONENT_BITS = 128
"""Bits of an exponent."""

MOST_DEGREE = 60
"""The largest degree of a potential that is treated as a polynomial."""

MOST_COEFFICIENT = 20_000
"""..with coefficients of so many bits."""

Step = str | Fraction | tuple[str, Fraction]


class Jet(NamedTuple):
    """Enclosures of a function and of its first two derivatives; None where it is not defined everywhere."""

    value: Interval
    first: Interval
    second: Interval


@dataclass(frozen=True)
class Piece:
    """f on [low, high]: the value of `program` at t."""

    low: Fraction
    high: Fraction
    program: tuple[Step, ...]

    def words(self) -> str:
        """The piece in words.

        >>> Piece(Fraction(0), Fraction(1), ("t", ("^", Fraction(3, 2)), Fraction(-1), "*")).words()
        '(t^(3/2) * -1) for 0 <= t <= 1'
        """
        stack: list[str] = []
        for step in self.program:
            if isinstance(step, tuple):
                stack.append(f"{stack.pop()}^({step[1]})")
            elif isinstance(step, Fraction):
                stack.append(str(step))
            elif step in ("+", "*"):
                right, left = stack.pop(), stack.pop()
                stack.append(f"({left} {step} {right})")
            else:
                stack.append(step if step == "t" else f"{step}({stack.pop()})")
        return f"{stack[0]} {where(self.low, self.high)}"

    def polynomial(self) -> list[Fraction] | None:
        """The coefficients of f, constant first, where it is a polynomial of degree up to `MOST_DEGREE`; else None."""
        stack: list[list[Fraction]] = []
        for step in self.program:
            if isinstance(step, Fraction):
                stack.append([step])
            elif step == "t":
                stack.append([Fraction(0), Fraction(1)])
            elif step == "+":
                stack.append(_sum(stack.pop(), stack.pop()))
            elif step == "*":
                stack.append(_product(stack.pop(), stack.pop()))
            elif isinstance(step, tuple) and step[1].denominator == 1 and 0 <= step[1] <= MOST_DEGREE:
                stack.append(_power(stack.pop(), int(step[1])))
            else:
                return None
            if len(stack[-1]) > MOST_DEGREE + 1 or _is_large(stack[-1]):
                return None
        return stack[0]

    def enclosure(self, t: Interval) -> Interval | None:
        """An interval around f(t); None where f is not defined on all of t."""
        stack: list[Interval] = []
        for step in self.program:
            if isinstance(step, Fraction):
                stack.append(Interval.of(step))
            elif step == "t":
                stack.append(t)
            elif step == "+":
                stack.append(stack.pop() + stack.pop())
            elif step == "*":
                stack.append(product_of_values(stack.pop(), stack.pop()))
            elif step == "exp":
                stack.append(exponential(stack.pop()))
            else:
                inner = stack.pop()
                found = power(inner, step[1]) if isinstance(step, tuple) else _log(inner)
                if found is None:
                    return None
                stack.append(found)
        return stack[0]

    def jet(self, t: Interval) -> Jet | None:
        """Enclosures of f, f' and f'' on t; None where f is not defined on all of t."""
        stack: list[Jet] = []
        for step in self.program:
            if isinstance(step, Fraction):
                stack.append(Jet(Interval.of(step), ZERO, ZERO))
            elif step == "t":
                stack.append(Jet(t, ONE, ZERO))
            elif step == "+":
                a, b = stack.pop(), stack.pop()
                stack.append(Jet(a.value + b.value, a.first + b.first, a.second + b.second))
            elif step == "*":
                stack.append(_jet_product(stack.pop(), stack.pop()))
            else:
                outer = _outer(step, stack[-1].value)
                if outer is None:
                    return None
                stack.append(_composed(outer, stack.pop()))
        return stack[0]


def where(low: Fraction, high: Fraction) -> str:
    """A part of the overlaps in words.

    >>> where(Fraction(0), Fraction(1, 2)), where(Fraction(1), Fraction(1))
    ('for 0 <= t <= 1/2', 'for t = 1')
    """
    return f"for t = {low}" if low == high else f"for {low} <= t <= {high}"


def _outer(step: str | tuple[str, Fraction], u: Interval) -> Jet | None:
    """exp, log or a power, with its two derivatives, at u."""
    if step == "exp":
        same = exponential(u)
        return Jet(same, same, same)
    if step == "log":
        found = None if u.high == 0 else _log(u)
        if found is None:
            return None
        inverse = reciprocal(u)
        return Jet(found, inverse, -inverse.square())
    q = step[1]
    assert isinstance(q, Fraction)
    value = power(u, q)
    slope = ZERO if q == 0 else power(u, q - 1)
    bend = ZERO if q in (0, 1) else power(u, q - 2)
    if value is None or slope is None or bend is None:
        return None
    return Jet(value, Interval.of(q) * slope, Interval.of(q * (q - 1)) * bend)


def _log(u: Interval) -> Interval | None:
    return None if u.low is None or u.low < 0 else logarithm(u)


def _composed(outer: Jet, inner: Jet) -> Jet:
    second = product_of_values(outer.second, inner.first.square()) + outer.first * inner.second
    return Jet(outer.value, product_of_values(outer.first, inner.first), second)


def _jet_product(a: Jet, b: Jet) -> Jet:
    twice = a.first * b.first
    return Jet(
        product_of_values(a.value, b.value),
        a.first * b.value + a.value * b.first,
        a.second * b.value + twice + twice + a.value * b.second,
    )


def _is_large(p: list[Fraction]) -> bool:
    return any(entries.size(c) > MOST_COEFFICIENT for c in p)


def _sum(p: list[Fraction], q: list[Fraction]) -> list[Fraction]:
    longer, shorter = (p, q) if len(p) >= len(q) else (q, p)
    return [c + (shorter[i] if i < len(shorter) else 0) for i, c in enumerate(longer)]


def _product(p: list[Fraction], q: list[Fraction]) -> list[Fraction]:
    total = [Fraction(0)] * (len(p) + len(q) - 1)
    for i, a in enumerate(p):
        for j, b in enumerate(q):
            total[i + j] += a * b
    return total


def _power(p: list[Fraction], exponent: int) -> list[Fraction]:
    result = [Fraction(1)]
    for _ in range(exponent):
        if len(result) > MOST_DEGREE + 1 or _is_large(result):
            break
        result = _product(result, p)
    return result


def read_potential(certificate: Mapping[str, object], space: str) -> tuple[Piece, ...]:
    """The entry `potential`: pieces that cover [-1, 1] on the sphere and [0, 1] among lines, without gaps."""
    given = entries.sequence(entries.entry(certificate, "potential"), "potential", 1, MOST_PIECES)
    end = Fraction(-1 if space == "S" else 0)
    pieces = []
    for i, item in enumerate(given):
        piece = _read_piece(entries.named(item, f"potential[{i}]"), f"potential[{i}]")
        if piece.low != end or piece.high <= end:
            raise RefusedError(f"potential[{i}]", f"must begin at {end} and end above it")
        end = piece.high
        pieces.append(piece)
    if end != 1:
        raise RefusedError("potential", f"must end at 1, not {end}")
    return tuple(pieces)


def _read_piece(given: Mapping[str, object], name: str) -> Piece:
    low, high = (_number(entries.entry(given, end), f"{name}.{end}") for end in ("from", "to"))
    steps = entries.sequence(entries.entry(given, "f"), f"{name}.f", 1, MOST_STEPS)
    return Piece(low, high, read_program(steps, f"{name}.f"))


def read_program(steps: Sequence[object], name: str) -> tuple[Step, ...]:
    """The steps of a program, which leaves one number."""
    program = tuple(_step(step, f"{name}[{i}]") for i, step in enumerate(steps))
    height = 0
    for i, step in enumerate(program):
        needs = 2 if step in ("+", "*") else 0 if step == "t" or isinstance(step, Fraction) else 1
        if height < needs:
            raise RefusedError(f"{name}[{i}]", f"needs {needs} numbers above it, not {height}")
        height += 1 - needs
    if height != 1:
        raise RefusedError(name, f"must leave one number, not {height}")
    return program


def _step(value: object, name: str) -> Step:
    if type(value) is str and value in ("t", "+", "*", "exp", "log"):
        return value
    if type(value) is str and value.startswith("^"):
        exponent = entries.rational(value[1:], name)
        if abs(exponent) > MOST_EXPONENT or entries.size(exponent) > MOST_EXPONENT_BITS:
            raise RefusedError(name, f"must be a power of at most {MOST_EXPONENT} and {MOST_EXPONENT_BITS} bits")
        return "^", exponent
    return _number(value, name)


def _number(value: object, name: str) -> Fraction:
    number = entries.rational(value, name)
    if entries.size(number) > MOST_BITS:
        raise RefusedError(name, f"has more than {MOST_BITS} bits")
    return number
