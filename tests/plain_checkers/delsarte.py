"""Certificates of kind `delsarte` and `equiangular`."""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import Any

from plain_checkers.numbers import exact, listed, must, overlap_name, sphere_or_lines, whole
from plain_checkers.univariate import at, division, is_nonpositive, trimmed, zonal


def read_coefficients(certificate: dict[str, Any]) -> list[Fraction]:
    f = [exact(value, 2000) for value in listed(certificate["coefficients"], 2, 61)]
    must(f[0] > 0 and min(f) >= 0)
    return f


def delsarte(certificate: dict[str, Any]) -> str:
    space, d = certificate["space"], whole(certificate["d"], 2, 10**6)
    must(type(space) is str and space in {"S", "R", "C", "H"})
    low, t, f = Fraction(-1 if space == "S" else 0), exact(certificate["overlap"], 2000), read_coefficients(certificate)
    must(low <= t < 1)
    P = zonal(space, d, len(f) - 1)
    g = [sum((w * p[i] for w, p in zip(f, P, strict=True) if i < len(p)), Fraction(0)) for i in range(len(f))]
    must(is_nonpositive(g, low, t))
    size = sum(f) / f[0]
    must(floor(size) <= whole(certificate["at_most"], 1, 10**300))
    sentence = f"there are at most {floor(size)} {sphere_or_lines(space, d)} with pairwise {overlap_name(space)} <= {t}"
    if size.denominator == 1 and at(g, t) == 0:
        rest, h = division(trimmed(g), [-t, Fraction(1)])[0], [Fraction(0)] * len(f)
        while rest:
            k = len(rest) - 1
            h[k] = rest[k] / P[k][k]
            rest = trimmed([c - h[k] * p for c, p in zip(rest, P[k], strict=True)])
        if f[0] < (1 - t) * h[0] and all(h[k] >= 0 for k in range(len(f)) if f[k] == 0):
            sentence += f", and fewer than {size} if all are smaller"
    return sentence


def equiangular(certificate: dict[str, Any]) -> str:
    d, a = whole(certificate["d"], 3, 10**6), exact(certificate["angle"], 2000)
    f = read_coefficients(certificate)
    must(0 < a < 1)
    P = zonal("S", d - 1, len(f) - 1)
    for x in [a / (1 + a), -a / (1 - a)] if 2 * a <= 1 else [a / (1 + a)]:
        must(sum(w * at(p, x) for w, p in zip(f, P, strict=True)) <= 0)
    most = floor(1 + sum(f) / f[0])
    must(most <= whole(certificate["at_most"], 1, 10**300))
    return f"there are at most {most} lines of R^{d} with |<x, y>| = {a} for each pair"
