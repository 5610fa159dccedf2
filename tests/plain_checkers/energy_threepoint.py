"""Certificates of kind `three-point-energy`."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from plain_checkers.elements import element, field_of, root
from plain_checkers.energy import is_below, read_pieces, words
from plain_checkers.multivariate import ONE, Poly, T, U, V, W, plus, put, times, upper
from plain_checkers.numbers import listed, must, whole
from plain_checkers.threepoint import kernel_polynomial, reduced, sum_of_squares, triple_weights, two_point
from plain_checkers.univariate import trimmed


def three_point_energy(certificate: dict[str, Any]) -> str:
    space, d, n = certificate["space"], whole(certificate["d"], 3, 10_000), whole(certificate["n"], 3, 10**6)
    must(type(space) is str and space in {"S", "R", "C"})
    pieces = read_pieces(certificate["potential"], Fraction(-1 if space == "S" else 0))
    half, unit = whole(certificate["half_degree"], 1, 16), Fraction(1, whole(certificate["denominator"], 1, 10**1000))
    field, null = field_of(certificate), certificate.get("null")
    a = [element(field, value) for value in listed(certificate["two_point"], 1, 60)]
    must(min(a) >= 0)
    m = [element(field, value) for value in listed(certificate["minorant"], 1, 31)]
    must(all(bits(c) <= 2000 for c in m))
    for value in listed(certificate.get("contacts", []), 0, 60):
        element(field, value)
    in_t = m if space == "S" else [c for pair in m for c in (pair, Fraction(0))]
    for low, high, program in pieces:
        must(is_below(trimmed(in_t), low, high, program))
    least = element(field, certificate["at_least"])

    surface = times(U, V, T) if space == "R" else None
    f = reduced(kernel_polynomial(space, d, half, certificate["kernels"], unit, 1000, field, null), surface)
    pairs = plus((3, put(f, U, U, ONE, U)), (1, two_point(space, d, a, U)))
    pairs = plus((1, pairs), *((-c, {(k, 0, 0, 0): Fraction(1)}) for k, c in enumerate(m)))
    total = plus((1, f), *((Fraction(1, 3 * (n - 2)), put(pairs, x, ONE, ONE, ONE)) for x in (U, V, T)))

    u, v, t = (U, V, T) if space == "S" else (plus((Fraction(1, 2), ONE), (Fraction(1, 2), x)) for x in (U, V, T))
    weights = triple_weights(space, u, v, t, W, half)
    squares: Poly = {}
    given = listed(certificate["triple_squares"], len(weights), len(weights))
    for i, (value, (degree, weight)) in enumerate(zip(given, weights, strict=True)):
        name = f"triple_squares[{i}]"
        part = sum_of_squares(space, listed(value, 3, 3), half, degree, unit, 1000, field, null, name)
        squares = plus((1, squares), (1, times(weight, part)))
    cube = times(u, v, t) if space == "R" else None
    b = -upper(plus((1, put(total, u, v, t, W)), (1, reduced(squares, cube))))
    must(n * (n - 1) * (n - 2) * b - n * (sum(f.values(), Fraction(0)) + sum(a)) >= least)
    what, overlap = ("points on the unit sphere of R", "<x, y>") if space == "S" else (f"lines of {space}", "|<x, y>|")
    g = ", ".join(f"{words(program)} for {low} <= t <= {high}" for low, high, program in pieces)
    end = f"f(t) = {g}{root(field, least)}"
    return f"{n} {what}^{d} have a sum of f({overlap}) over ordered pairs of at least {least}, {end}"


def bits(value: Any) -> int:
    return sum(c.numerator.bit_length() + c.denominator.bit_length() for c in getattr(value, "c", [value]))
