"""What a certificate of kind `distribution` proves, in words."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor

from packing.kernel.potential import where

Interval = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class Limit:
    """The sum of g over ordered pairs is at most `most` n: g is one of `polynomials` on each part, `weight` its u."""

    polynomials: tuple[list[Fraction], ...]
    most: Fraction
    weight: Fraction


def objects(space: str, d: int, parts: tuple[Interval, ...], strength: int, antipodal: bool) -> str:
    """The codes spoken of: their space, their overlaps t, and what else is known of them."""
    what = f"points on the unit sphere of R^{d} with each t = <x, y>"
    if space != "S":
        what = f"lines of {space}^{d} with each t = |<x, y>|^2"
    singles = [str(low) for low, high in parts if low == high]
    wide = [f"[{low}, {high}]" for low, high in parts if low < high]
    allowed = " or ".join([*wide, *([f"{{{', '.join(singles)}}}"] if singles else [])])
    extra = ", with -x for each x" if antipodal else ""
    return f"{what} in {allowed}{extra}" + (f", that are a design of strength {strength}" if strength else "")


def sentence(
    what: str, parts: tuple[Interval, ...], limits: tuple[Limit, ...], n: int | None, bound: Fraction,
    pieces: str | None,
) -> str:  # fmt: skip
    """The statement; n is None for a size, else `pieces` tells f."""
    told = ""
    for limit in limits:
        most = f"({limit.most}) n" if n is None else str(limit.most * n)
        values = [f"{polynomial(p)} {where(*part)}" for p, part in zip(limit.polynomials, parts, strict=True)]
        told += f", and a sum of g(t) over ordered pairs of at most {most}, g(t) = {', '.join(values)}"
    if n is None:
        return f"n <= {floor(bound)} for n {what}{told}"
    return f"{n} {what}{told} have a sum of f(t) over ordered pairs of at least {bound}, f(t) = {pieces}"


def polynomial(p: list[Fraction]) -> str:
    """A polynomial of t.

    >>> polynomial([Fraction(1, 2), Fraction(0), Fraction(-3)])
    '1/2 + (-3) t^2'
    """
    powers = ["", " t", *(f" t^{k}" for k in range(2, len(p)))]
    terms = [f"({c}){powers[k]}" if k else str(c) for k, c in enumerate(p) if c]
    return " + ".join(terms) or "0"
