"""Certificates of kind `gram`."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from plain_checkers.numbers import exact, listed, must, overlap_name, sphere_or_lines, whole
from plain_checkers.univariate import at, division, divisor, product, roots_between, slope, trimmed


class Field:
    """Q(theta) by coefficients of 1, theta, ..., reduced modulo the polynomial."""

    def __init__(self, theta: Any) -> None:
        if theta is None:
            theta = {"polynomial": [-1, 1], "interval": [0, 2]}
        p = [Fraction(whole(c, -(10**60), 10**60)) for c in listed(theta["polynomial"], 2, 33)]
        low, high = (exact(end, 2000) for end in listed(theta["interval"], 2, 2))
        must(p[-1] != 0 and low < high and at(p, low) * at(p, high) < 0)
        must(roots_between(division(p, divisor(p, slope(p)))[0], low, high) == 1)
        self.p, self.low, self.high, self.m = p, low, high, len(p) - 1

    def read(self, value: Any) -> list[Fraction]:
        return trimmed([exact(c) for c in listed(value if type(value) is list else [value], 1, self.m)])

    def times(self, a: list[Fraction], b: list[Fraction]) -> list[Fraction]:
        return division(product(a, b), self.p)[1] if a and b else []

    def minus(self, a: list[Fraction], b: list[Fraction]) -> list[Fraction]:
        size = max(len(a), len(b))
        return trimmed(
            [
                x - y
                for x, y in zip(a + [Fraction(0)] * (size - len(a)), b + [Fraction(0)] * (size - len(b)), strict=True)
            ]
        )

    def inverse(self, a: list[Fraction]) -> list[Fraction]:
        old, new, before, now = self.p, a, [], [Fraction(1)]
        while new:
            quotient, rest = division(old, new)
            old, new, before, now = new, rest, now, self.minus(before, product(quotient, now) if now else [])
        must(len(old) == 1)
        return division([c / old[0] for c in before], self.p)[1]

    def sign(self, a: list[Fraction]) -> int:
        if not a:
            return 0
        common = divisor(self.p, a)
        must(
            len(common) < 2
            or roots_between(division(common, divisor(common, slope(common)))[0], self.low, self.high) == 0
        )
        low, high = self.low, self.high
        while True:
            least = most = Fraction(0)
            for c in reversed(a):
                ends = (least * low, least * high, most * low, most * high)
                least, most = min(ends) + c, max(ends) + c
            if least > 0 or most < 0:
                return 1 if least > 0 else -1
            middle = (low + high) / 2
            if at(self.p, middle) == 0:
                low = high = middle
            elif at(self.p, low) * at(self.p, middle) < 0:
                high = middle
            else:
                low = middle


def gram(certificate: dict[str, Any]) -> str:
    space, d, field = certificate["space"], whole(certificate["d"], 1, 1000), Field(certificate.get("theta"))
    must(type(space) is str and space in {"S", "R", "C"})
    rows = []
    for i, row in enumerate(listed(certificate["gram"], 2, 1000)):
        pairs = [listed(value, 2, 2) if space == "C" else [value, 0] for value in listed(row, i + 1, i + 1)]
        rows.append([(field.read(x), field.read(y)) for x, y in pairs])
        must(rows[i][i] == ([1], []))
    overlaps = [field.read(value) for value in listed(certificate["overlaps"], 1, 100)]
    must(all(overlaps[i] not in overlaps[:i] for i in range(len(overlaps))))
    used, repeated = [], 0
    for i, row in enumerate(rows):
        found = [
            x if space == "S" else field.minus(field.times(x, x), field.times([-c for c in y], y)) for x, y in row[:i]
        ]
        must(all(value in overlaps for value in found))
        used += found
        repeated += [Fraction(1)] in found
    must(all(value in used for value in overlaps))
    must(is_gram(rows, field, d))
    must(all(field.sign(field.minus([Fraction(1)], value)) in (0, 1) for value in overlaps))
    words = [in_words(value, "theta") for value in overlaps]
    values = f"= {words[0]}" if len(words) == 1 else f"in {{{', '.join(words)}}}"
    distinct = f"{len(rows) - repeated} of them distinct" if repeated else "all distinct"
    sentence = (
        f"there are {len(rows)} {sphere_or_lines(space, d)} with pairwise {overlap_name(space)} {values}, {distinct}"
    )
    if any("theta" in word for word in words):
        sentence += f", theta the root of {in_words(field.p, 'x')} between {field.low} and {field.high}"
    return sentence


def in_words(element: list[Fraction], name: str) -> str:
    terms = []
    for i, c in enumerate(element):
        power = name if i == 1 else f"{name}^{i}"
        number = f"({c})" if c.denominator > 1 else str(c)
        if c:
            terms.append(str(c) if i == 0 else power if c == 1 else f"{number} {power}")
    return " + ".join(terms) or "0"


def is_gram(rows: list[Any], field: Field, d: int) -> bool:
    """Elimination: a pivot > 0 is divided out, one of 0 asks for a zero column, a negative one refutes."""
    rank = 0
    while rows:
        pivot, column = rows[0][0][0], [row[0] for row in rows[1:]]
        rows = [list(row[1:]) for row in rows[1:]]
        sign = field.sign(pivot)
        if sign < 0 or (sign == 0 and any(x or y for x, y in column)):
            return False
        if sign == 0:
            continue
        rank += 1
        if rank > d:
            return False
        inverse = field.inverse(pivot)
        for i, (a, b) in enumerate(column):
            a, b = field.times(a, inverse), field.times(b, inverse)
            for j, (c, e) in enumerate(column[: i + 1]):
                x, y = rows[i][j]
                x = field.minus(field.minus(x, field.times(a, c)), field.times(b, e))
                y = field.minus(y, field.minus(field.times(b, c), field.times(a, e)))
                rows[i][j] = (x, y)
    return True
