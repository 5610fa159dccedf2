"""Numbers of Q(theta) that calculate like fractions."""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import Any

from plain_checkers.gram import Field, in_words
from plain_checkers.numbers import listed, must
from plain_checkers.univariate import trimmed


class Number:
    def __init__(self, field: Field, c: list[Fraction]) -> None:
        self.field, self.c = field, c

    def of(self, other: Any) -> list[Fraction]:
        return other.c if isinstance(other, Number) else trimmed([Fraction(other)])

    def __neg__(self) -> Number:
        return Number(self.field, [-c for c in self.c])

    def __sub__(self, other: Any) -> Number:
        return Number(self.field, self.field.minus(self.c, self.of(other)))

    def __rsub__(self, other: Any) -> Number:
        return -(self - other)

    def __add__(self, other: Any) -> Number:
        return self - (-other)

    __radd__ = __add__

    def __mul__(self, other: Any) -> Number:
        return Number(self.field, self.field.times(self.c, self.of(other)))

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Number:
        must(bool(self.of(other)))
        return Number(self.field, self.field.times(self.c, self.field.inverse(self.of(other))))

    def __rtruediv__(self, other: Any) -> Number:
        return Number(self.field, [Fraction(1)]) * other / self

    def __pow__(self, power: int) -> Number:
        total = Number(self.field, [Fraction(1)])
        for _ in range(power):
            total = total * self
        return total

    def __bool__(self) -> bool:
        return bool(self.c)

    def __eq__(self, other: object) -> bool:
        return not (self - other).c

    def __lt__(self, other: Any) -> bool:
        return self.field.sign((self - other).c) < 0

    def __gt__(self, other: Any) -> bool:
        return self.field.sign((self - other).c) > 0

    def __le__(self, other: Any) -> bool:
        return not self > other

    def __ge__(self, other: Any) -> bool:
        return not self < other

    def __abs__(self) -> Number:
        return -self if self < 0 else self

    def __floor__(self) -> int:
        low, high = self.field.low, self.field.high
        most = sum(abs(c) * max(abs(low), abs(high)) ** i for i, c in enumerate(self.c))
        below, above = -floor(most) - 2, floor(most) + 2
        while above - below > 1:
            middle = (below + above) // 2
            below, above = (middle, above) if self >= middle else (below, middle)
        return below

    def __str__(self) -> str:
        return in_words(self.c, "theta")


def field_of(certificate: dict[str, Any]) -> Field:
    field = Field(certificate.get("theta"))
    must(field.m <= 4)
    return field


def number(field: Field, c: list[Fraction]) -> Any:
    """A fraction where it is one."""
    return Number(field, c) if len(c) > 1 else (c or [Fraction(0)])[0]


def element(field: Field, value: Any) -> Any:
    return number(field, field.read(value))


def check_null(null: Any, name: str, matrix: list[list[Any]], field: Field) -> None:
    """The null vectors of a matrix, where they are named."""
    if null is None or name not in null:
        return
    size = len(matrix)
    vectors = [[element(field, x) for x in listed(v, size, size)] for v in listed(null[name], 1, max(size, 1))]
    left = set(range(len(matrix)))
    for v in vectors:
        others = [w for w in vectors if w is not v]
        places = [i for i in sorted(left) if v[i] and not any(w[i] for w in others)]
        must(bool(places) and (v[places[0]] > 0 or v[places[0]] < 0))
        left.discard(places[0])
        must(not any(sum((a * b for a, b in zip(row, v, strict=True)), Fraction(0)) for row in matrix))


def root(field: Field, used: Any) -> str:
    """The end of a sentence in which theta occurs."""
    if not isinstance(used, Number):
        return ""
    return f", theta the root of {in_words(field.p, 'x')} between {field.low} and {field.high}"
