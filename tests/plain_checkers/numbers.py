"""Numbers, lists and words of a certificate, as the page allows them."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any


def must(condition: bool) -> None:
    if not condition:
        raise ValueError("refused")


def exact(value: Any, bits: int = 10**9) -> Fraction:
    if type(value) is int:
        number = Fraction(value)
    else:
        match = re.fullmatch(r"(-?[0-9]+)(?:/([0-9]+)|\*2\^(-?[0-9]{1,6}))?", value, re.ASCII)
        assert match is not None
        must(len(value) <= 4000 and abs(int(match[3] or 0)) <= 10_000)
        number = Fraction(int(match[1]), int(match[2] or 1)) * Fraction(2) ** int(match[3] or 0)
    must(number.numerator.bit_length() <= 13_300)
    must(number.numerator.bit_length() + number.denominator.bit_length() <= bits)
    return number


def whole(value: Any, least: int, most: int) -> int:
    must(type(value) is int and least <= value <= most)
    return int(value)


def listed(value: Any, least: int, most: int) -> list[Any]:
    must(type(value) is list and least <= len(value) <= most)
    return list(value)


def sphere_or_lines(space: str, d: int) -> str:
    return f"points on the unit sphere of R^{d}" if space == "S" else f"lines of {space}^{d}"


def overlap_name(space: str) -> str:
    return "<x, y>" if space == "S" else "|<x, y>|^2"
