"""Certificates of kinds `three-point` and `sharp-three-point`."""

from __future__ import annotations

import re
from fractions import Fraction
from math import floor, isqrt
from typing import Any

from plain_checkers.elements import check_null, element, field_of, number, root
from plain_checkers.gram import Field
from plain_checkers.multivariate import ONE, Poly, T, U, V, W, plus, powers, put, times, upper
from plain_checkers.numbers import listed, must, overlap_name, sphere_or_lines, whole
from plain_checkers.univariate import at, division, divisor, jacobi, roots_between, slope, trimmed, zonal

RATIONAL = Field(None)


def read_matrix(
    value: Any, size: int, unit: Fraction, digits: int, field: Field = RATIONAL, null: Any = None, name: str = ""
) -> list[list[Any]]:
    """A full symmetric matrix, which must be positive semidefinite and have the null vectors named."""
    rows = []
    for i, text in enumerate(listed(value, size, size)):
        words = text.split(" ")
        parts = [word.split(",") for word in words]
        must(len(words) == i + 1 and all(len(part) <= field.m for part in parts))
        must(all(re.fullmatch(rf"-?[0-9]{{1,{digits}}}", c, re.ASCII) for part in parts for c in part))
        rows.append([number(field, trimmed([Fraction(int(c)) for c in part])) for part in parts])
    full = [[rows[max(i, j)][min(i, j)] for j in range(size)] for i in range(size)]
    check_null(null, name, full, field)
    rest = [list(row) for row in full]
    for k in range(size):
        pivot = rest[k][k]
        must(pivot > 0 or (pivot == 0 and not any(rest[k][k:])))
        for i in range(k + 1, size if pivot else 0):
            factor = rest[i][k] / pivot
            for j in range(k, size):
                rest[i][j] -= factor * rest[k][j]
    return [[unit * c for c in row] for row in full]


def three_point(certificate: dict[str, Any]) -> str:
    n, unit = whole(certificate["n"], 3, 10**12), Fraction(1, 2 ** whole(certificate["shift"], 0, 2000))
    space, d, s, diagonal, pairs, _, triples = sums(certificate, unit, 100)
    must(diagonal + (n - 1) * upper(pairs) + (n - 1) * (n - 2) * upper(triples) < 0)
    return f"there are at most {n - 1} {sphere_or_lines(space, d)} with pairwise {overlap_name(space)} <= {s}"


def sharp_three_point(certificate: dict[str, Any]) -> str:
    n = whole(certificate["at_most"], 3, 10**12)
    unit = Fraction(1, whole(certificate["denominator"], 1, 10**1000))
    field = field_of(certificate)
    space, d, s, diagonal, pairs, squares, triples = sums(certificate, unit, 1000, field)
    alpha, beta = upper(pairs), upper(triples)
    must(diagonal + n * alpha + n * (n - 1) * beta < 0 >= diagonal + (n - 1) * alpha + (n - 1) * (n - 2) * beta)
    low = Fraction(-1 if space == "S" else 0)
    mean = Fraction(-1, n - 1) if space == "S" else max(Fraction(n - d, d * (n - 1)), Fraction(0))
    start = (2 * mean - s - low) / (s - low)
    g = [squares.get((k, 0, 0, 0), Fraction(0)) for k in range(max((e[0] for e in squares), default=0) + 1)]
    while start < 1 and at(g, Fraction(1)) == 0:
        must(len(trimmed(g)) > 1)
        g = division(trimmed(g), [Fraction(-1), Fraction(1)])[0]
    if start < 1:
        zero = (-s - low) / (s - low)
        must(has_no_zero(g, start, False) or (space == "S" and n > 2 * d and has_no_zero(g, zero, True)))
    what = f"there are at most {n} {sphere_or_lines(space, d)} with pairwise {overlap_name(space)} <= {s}"
    return f"{what}, and fewer than {n} if all are smaller{root(field, s)}"


def has_no_zero(g: list[Any], start: Any, above: bool) -> bool:
    """Of a polynomial that is not 0 at 1, from `start` to 1; at `start` itself it may have one if `above`."""
    g = trimmed(g)
    while above and len(g) > 1 and at(g, start) == 0:
        g = division(g, [-start, Fraction(1)])[0]
    if not g or at(g, start) == 0:
        return False
    simple = division(g, divisor(g, slope(g)))[0] if len(g) > 1 else g
    return len(simple) < 2 or roots_between(simple, start, Fraction(1)) == 0


def sums(
    certificate: dict[str, Any], unit: Fraction, digits: int, field: Field = RATIONAL
) -> tuple[str, int, Any, Any, Poly, Poly, Poly]:
    """Space, d, s, f(1, 1, 1, 1) + sum a_k, the polynomials A (and the squares in it) and B."""
    space, d = certificate["space"], whole(certificate["d"], 3, 10_000)
    must(type(space) is str and space in {"S", "R", "C"})

    def read(value: Any) -> Any:
        return element(field, value)

    null = certificate.get("null") if "denominator" in certificate else None
    low, s = Fraction(-1 if space == "S" else 0), read(certificate["overlap"])
    must(low < s < 1)
    half = whole(certificate["half_degree"], 1, 16)
    a = [read(value) for value in listed(certificate["two_point"], 1, 60)]
    must(min(a) >= 0)
    surface = times(U, V, T) if space == "R" else None
    f = reduced(kernel_polynomial(space, d, half, certificate["kernels"], unit, digits, field, null), surface)

    middle, radius = (s + low) / 2, (s - low) / 2
    u, v, t = (plus((middle, ONE), (radius, x)) for x in (U, V, T))
    scale = s * Fraction(1 + isqrt(floor(s * 2**128)), 2**64) if space != "S" else Fraction(0)
    w = plus((scale, W))
    pairs = plus((3, put(put(f, U, U, ONE, U), u, ONE, ONE, ONE)), (1, two_point(space, d, a, u)))
    sizes = (len(a) // 2 + 1, (len(a) - 1) // 2 + 1)
    chebyshev = [ONE, U]
    while len(chebyshev) < sizes[0]:
        chebyshev.append(plus((2, times(U, chebyshev[-1])), (-1, chebyshev[-2])))
    g: Poly = {}
    given = listed(certificate["pair_squares"], 2, 2)
    for i, (value, size, weight) in enumerate(zip(given, sizes, (ONE, plus((1, ONE), (-1, times(U, U)))), strict=True)):
        G = read_matrix(value, size, unit, digits, field, null, f"pair_squares[{i}]")
        rows = (times(chebyshev[i], plus(*((G[i][j], chebyshev[j]) for j in range(size)))) for i in range(size))
        g = plus((1, g), (1, times(weight, plus(*((1, row) for row in rows)))))

    weights = triple_weights(space, u, v, t, w, half)
    squares: Poly = {}
    given = listed(certificate["triple_squares"], len(weights), len(weights))
    for i, (value, (degree, weight)) in enumerate(zip(given, weights, strict=True)):
        name = f"triple_squares[{i}]"
        part = sum_of_squares(space, listed(value, 3, 3), half, degree, unit, digits, field, null, name)
        squares = plus((1, squares), (1, times(weight, part)))
    names = {f"kernels[{i}]" for i in range(len(certificate["kernels"]))} | {"pair_squares[0]", "pair_squares[1]"}
    names |= {f"triple_squares[{i}][{j}]" for i in range(len(weights)) for j in range(3)}
    must(null is None or all(type(name) is not str or name in names for name in null))
    cube = plus((1 / scale**2, times(u, v, t))) if space == "R" else None
    triples = plus((1, put(f, u, v, t, w)), (1, reduced(squares, cube)))
    return space, d, s, sum(f.values(), Fraction(0)) + sum(a), plus((1, pairs), (1, g)), g, triples


def kernel_polynomial(
    space: str,
    d: int,
    half: int,
    kernels: Any,
    unit: Fraction,
    digits: int = 100,
    field: Field = RATIONAL,
    null: Any = None,
) -> Poly:
    j, most = (2 if space == "S" else 1), (half if space == "C" else min(1, half))
    places = [(turn, k) for turn in range(most + 1) for k in range((half - turn) // j + 1)]
    if space == "S":
        e = plus((1, T), (-1, times(U, V)))
        X, R = times(e, e), times(plus((1, ONE), (-1, times(U, U))), plus((1, ONE), (-1, times(V, V))))
    else:
        e, X = plus((1, W), (-1, times(U, V))), plus((1, T), (-2, W), (1, times(U, V)))
        R = times(plus((1, ONE), (-1, U)), plus((1, ONE), (-1, V)))
    c = [ONE, e]
    while len(c) <= most:
        c.append(plus((2, times(e, c[-1])), (-1, times(U, V, X, c[-2]))))
    total: Poly = {}
    argument, by_R = powers(plus((2, X), (-1, R)), half), powers(R, half)
    for place, (value, (turn, k)) in enumerate(zip(listed(kernels, len(places), len(places)), places, strict=True)):
        F = read_matrix(value, half - turn - j * k + 1, unit, digits, field, null, f"kernels[{place}]")
        first, second = (
            (Fraction(d - 3), Fraction(turn)) if space == "C" else (Fraction(d - 4, 2), turn - Fraction(1, 2))
        )
        q = jacobi(first, second, k)[k]
        radial = plus(*((c_i, times(argument[i], by_R[k - i])) for i, c_i in enumerate(q)))
        matrix = {(i, i2, 0, 0): F[i][i2] for i in range(len(F)) for i2 in range(len(F)) if F[i][i2]}
        total = plus((1, total), (1, times(matrix, c[turn], radial)))
    turned = [total, put(total, V, T, U, W), put(total, T, U, V, W)]
    return plus(*((Fraction(1, 3), p) for p in turned))


def reduced(p: Poly, cube: Poly | None) -> Poly:
    """Over R, w^2 replaced by uvt (here by `cube`)."""
    if cube is None:
        return p
    table = powers(cube, max((e[3] for e in p), default=0) // 2)
    by_power: dict[int, Poly] = {}
    for (a, b, c, e), x in p.items():
        by_power.setdefault(e // 2, {})[a, b, c, e % 2] = x
    return plus(*((1, times(part, table[k])) for k, part in by_power.items()))


def two_point(space: str, d: int, a: list[Fraction], u: Poly) -> Poly:
    table = powers(u, len(a))
    P = zonal(space, d, len(a))[1:]
    return plus(*((weight * c, table[i]) for weight, p in zip(a, P, strict=True) for i, c in enumerate(p)))


def triple_weights(space: str, u: Poly, v: Poly, t: Poly, w: Poly, half: int) -> list[tuple[int, Poly]]:
    p, q, r = (plus((1, ONE), (-1, times(x, x))) for x in (U, V, T))
    a, b, c = (plus((1, ONE), (-1, x)) for x in (U, V, T))
    found = [(0, ONE), (2, plus((1, p), (1, q), (1, r)))]
    found += [(4, plus((1, times(p, q)), (1, times(q, r)), (1, times(r, p)))), (6, times(p, q, r))]
    found += [(2, plus((1, times(a, b)), (1, times(b, c)), (1, times(c, a)))), (3, times(a, b, c))]
    if space == "S":
        squares = ((-1, times(x, x)) for x in (u, v, t))
        found.append((3, plus((1, ONE), (2, times(u, v, t)), *squares)))
    else:
        found.append((2, plus((1, ONE), (2, w), (-1, u), (-1, v), (-1, t))))
    if space == "C":
        found.append((4, plus((1, times(u, v, t)), (-1, times(w, w)))))
    return [(degree, weight) for degree, weight in found if degree <= 2 * half]


def monomials(space: str, i: int) -> list[tuple[int, int, int, int]]:
    most = {"S": 0, "R": 1, "C": i}[space]
    return [
        (a, b, c, e)
        for e in range(min(most, max(i, 0) // 2) + 1)
        for c in range((i - 2 * e) // 3 + 1)
        for b in range((i - 2 * e - 3 * c) // 2 + 1)
        for a in range(i - 2 * e - 3 * c - 2 * b + 1)
        if i >= 0
    ]


def sum_of_squares(
    space: str,
    matrices: list[Any],
    half: int,
    degree: int,
    unit: Fraction,
    digits: int = 100,
    field: Field = RATIONAL,
    null: Any = None,
    name: str = "",
) -> Poly:
    H = (2 * half - degree) // 2
    even, odd, first, second = (monomials(space, i) for i in (H, H - 3, H - 1, H - 2))
    difference = times(plus((1, U), (-1, V)), plus((1, V), (-1, T)), plus((1, T), (-1, U)))
    vectors = [(U, V, T), (times(V, T), times(T, U), times(U, V))]
    means = [plus(*((Fraction(1, 3), x) for x in vector)) for vector in vectors]
    centred = [[plus((1, x), (-1, mean)) for x in vector] for vector, mean in zip(vectors, means, strict=True)]
    inner = [
        [plus(*((Fraction(1, 3), times(x, y)) for x, y in zip(left, right, strict=True))) for right in centred]
        for left in centred
    ]
    size = len(first) + len(second)
    sizes = (len(even), len(odd), size)
    E, F, G = (
        read_matrix(value, k, unit, digits, field, null, f"{name}[{i}]")
        for i, (value, k) in enumerate(zip(matrices, sizes, strict=True))
    )
    m = len(first)
    parts = [
        (ONE, E, even, even),
        (times(difference, difference), F, odd, odd),
        (inner[0][0], [row[:m] for row in G[:m]], first, first),
        (plus((2, inner[0][1])), [row[m:] for row in G[:m]], first, second),
        (inner[1][1], [row[m:] for row in G[m:]], second, second),
    ]
    total: Poly = {}
    for factor, matrix, left, right in parts:
        collected: Poly = {}
        for row, x in zip(matrix, left, strict=True):
            for value, y in zip(row, right, strict=True):
                place = (x[0] + y[0], x[1] + y[1], x[2] + y[2], x[3] + y[3])
                collected[place] = collected.get(place, Fraction(0)) + value
        invariants = (means[0], means[1], times(U, V, T), W)
        total = plus((1, total), (1, times(factor, put(collected, *invariants))))
    return total
