"""Certificates of kind `grassmann`: polynomials in y_1, ..., y_m are dicts from exponents to coefficients."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, permutations
from math import floor
from typing import Any

from plain_checkers.numbers import exact, listed, must, whole

Many = dict[tuple[int, ...], Fraction]
Point = tuple[Fraction, ...]

MOST_SPLITS = 3000
"""Halved simplices after which the sign counts as undecided."""


def grassmann(certificate: dict[str, Any]) -> str:
    space, d = certificate["space"], whole(certificate["d"], 2, 1000)
    m, t = whole(certificate["m"], 1, min(6, d // 2)), exact(certificate["overlap"], 400)
    must(type(space) is str and space in {"R", "C", "H"} and 0 <= t < 1)
    distance = certificate["distance"]
    must(type(distance) is str and distance in {"chordal", "spectral"})
    f: dict[tuple[int, ...], Fraction] = {}
    for pair in listed(certificate["coefficients"], 2, 1000):
        mu, value = listed(pair, 2, 2)
        parts = [whole(k, 0, 16) for k in listed(mu, 0, m)]
        place = (*parts, *[0] * (m - len(parts)))
        must(parts == sorted(parts, reverse=True) and place not in f)
        f[place] = exact(value, 400)
    must(min(f.values()) >= 0 and f.get((0,) * m, 0) > 0)
    degree = max(map(sum, f))
    must(degree <= 16)
    g: Many = {}
    for mu, weight in f.items():
        g = added(g, zonal(space, d, m, mu), weight)
    must(is_nonpositive(g, m, degree, region(m, distance, t)))
    size = sum(f.values()) / f[(0,) * m]
    must(floor(size) <= whole(certificate["at_most"], 1, 10**300))
    what = "mean squared cosine" if distance == "chordal" else "largest squared cosine"
    return f"there are at most {floor(size)} {m}-dimensional subspaces of {space}^{d} with pairwise {what} <= {t}"


def added(p: Many, q: Many, factor: Fraction | int = 1) -> Many:
    total = dict(p)
    for e, c in q.items():
        total[e] = total.get(e, Fraction(0)) + factor * c
    return {e: c for e, c in total.items() if c}


def times(p: Many, q: Many) -> Many:
    total: Many = {}
    for e, x in p.items():
        for i, y in q.items():
            place = tuple(map(int.__add__, e, i))
            total[place] = total.get(place, Fraction(0)) + x * y
    return total


def zonal(space: str, d: int, m: int, mu: tuple[int, ...]) -> Many:
    """P_mu: m_mu, then from above the terms that make it an eigenfunction of L."""
    s = {"R": 1, "C": 2, "H": 4}[space]

    def level(kappa: tuple[int, ...]) -> Fraction:
        return sum((k * (k - 1 + s * (Fraction(d, 2) + 1 - i)) for i, k in enumerate(kappa, start=1)), Fraction(0))

    p = monomial(mu)
    while True:
        rest = added(laplacian(p, s, d, m), p, level(mu))
        if not rest:
            break
        kappa = max((tuple(sorted(e, reverse=True)) for e in rest), key=lambda e: (sum(e), e))
        p = added(p, monomial(kappa), rest[kappa] / (level(kappa) - level(mu)))
    one = sum(p.values(), Fraction(0))
    return {e: c / one for e, c in p.items()}


def monomial(kappa: tuple[int, ...]) -> Many:
    return {e: Fraction(1) for e in set(permutations(kappa))}


def laplacian(p: Many, s: int, d: int, m: int) -> Many:
    a, b = Fraction(s, 2), Fraction(s * (d - 2 * m + 1), 2)
    total: Many = {}
    for i in range(m):
        for e, c in p.items():
            k, lower = e[i], (*e[:i], e[i] - 1, *e[i + 1 :])
            if k:
                total = added(total, {lower: c * k * (k - 1 + a), e: -c * k * (k - 1 + a + b)})
    for i, j in combinations(range(m), 2):
        difference = added(moved(p, i), moved(p, j), -1)
        total = added(total, quotient(difference, i, j), s)
    return total


def moved(p: Many, i: int) -> Many:
    """y_i (1 - y_i) D_i p."""
    total: Many = {}
    for e, c in p.items():
        total = added(total, {e: c * e[i], (*e[:i], e[i] + 1, *e[i + 1 :]): -c * e[i]})
    return total


def quotient(p: Many, i: int, j: int) -> Many:
    """p / (y_i - y_j), which leaves nothing over: the highest power of y_i goes first."""
    total: Many = {}
    while p:
        e = max(p, key=lambda exponent: exponent[i])
        c, lower = p[e], (*e[:i], e[i] - 1, *e[i + 1 :])
        total = added(total, {lower: c})
        p = added(p, {e: -c, (*lower[:j], lower[j] + 1, *lower[j + 1 :]): c})
    return total


def region(m: int, distance: str, t: Fraction) -> list[list[Point]]:
    """Simplices: 1 >= y_1 >= ... >= y_m >= 0 with mean at most t, or t >= y_1 >= ..."""
    top = Fraction(1) if distance == "chordal" else t
    waiting: list[list[Point]] = [[(top,) * k + (Fraction(0),) * (m - k) for k in range(m + 1)]]
    if distance == "spectral":
        return waiting
    found = []
    while waiting:
        simplex = waiting.pop()
        over = [sum(y, Fraction(0)) - m * t for y in simplex]
        edge = next(((i, j) for i in range(m + 1) for j in range(m + 1) if over[i] < 0 < over[j]), None)
        if edge is None:
            found += [simplex] if max(over) <= 0 else []
            continue
        i, j = edge
        share = over[i] / (over[i] - over[j])
        waiting += split(simplex, i, j, share)
    return found


def split(simplex: list[Point], i: int, j: int, share: Fraction) -> list[list[Point]]:
    point = tuple(x + share * (y - x) for x, y in zip(simplex[i], simplex[j], strict=True))
    return [[point if k == end else y for k, y in enumerate(simplex)] for end in (i, j)]


def is_nonpositive(g: Many, m: int, degree: int, simplices: list[list[Point]]) -> bool:
    """In barycentric coordinates, made homogeneous: no coefficient > 0, or the longest edge is halved."""
    waiting, splits = list(simplices), 0
    while waiting:
        simplex = waiting.pop()
        corners = [tuple(int(i == k) for i in range(m + 1)) for k in range(m + 1)]
        one: Many = {corner: Fraction(1) for corner in corners}
        variables = [{c: y[i] for c, y in zip(corners, simplex, strict=True) if y[i]} for i in range(m)]
        total: Many = {}
        for e, c in g.items():
            term: Many = {(0,) * (m + 1): c}
            for i in range(m):
                for _ in range(e[i]):
                    term = times(term, variables[i])
            for _ in range(degree - sum(e)):
                term = times(term, one)
            total = added(total, term)
        if any(total.get(tuple(degree * k for k in corner), 0) > 0 for corner in corners):
            return False
        if max(total.values(), default=Fraction(0)) > 0:
            splits += 1
            if splits > MOST_SPLITS:
                return False
            length = {
                (i, j): sum((x - y) ** 2 for x, y in zip(simplex[i], simplex[j], strict=True))
                for i, j in combinations(range(m + 1), 2)
            }
            waiting += split(simplex, *max(length, key=lambda pair: length[pair]), Fraction(1, 2))
    return True
