"""Certificates of kind `distribution`."""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import Any

from plain_checkers.energy import is_below, read_step, words
from plain_checkers.numbers import exact, listed, must, whole
from plain_checkers.univariate import trimmed, zonal


def distribution(certificate: dict[str, Any]) -> str:
    space, d = certificate["space"], whole(certificate["d"], 2, 10**6)
    must(type(space) is str and space in {"S", "R", "C", "H"})
    parts, last = [], Fraction(-1 if space == "S" else 0)
    for pair in listed(certificate["parts"], 1, 80):
        low, high = (exact(end, 2000) for end in listed(pair, 2, 2))
        must(last <= low <= high <= 1)
        parts.append((low, high))
        last = high
    strength, antipodal = whole(certificate["strength"], 0, 60), whole(certificate["antipodal"], 0, 1)
    must(not antipodal or (space == "S" and parts[0][0] == -1))
    limits = [read_limit(item, len(parts)) for item in listed(certificate["limits"], 0, 20)]
    f = polynomial(certificate["coefficients"])
    must(all(w >= 0 or 1 <= k <= strength or (antipodal and k % 2) for k, w in enumerate(f) if k))
    size = type(certificate["objective"]) is str and certificate["objective"] == "size"
    n = 0 if size else whole(certificate["n"], 2, 10**12)
    programs = [[Fraction(0)] for _ in parts] if size else read_programs(certificate["objective"], len(parts))
    P = zonal(space, d, len(f) - 1)
    for i, (low, high) in enumerate(parts):
        most = [sum((w * p[j] for w, p in zip(f, P, strict=True) if j < len(p)), Fraction(0)) for j in range(61)]
        for g, _, u in limits:
            most = [a - u * (g[i][j] if j < len(g[i]) else 0) for j, a in enumerate(most)]
        must(is_below(trimmed(most), low, high, programs[i]))
    price = sum(f) + sum(u * b for _, b, u in limits)
    what = f"points on the unit sphere of R^{d} with each t = <x, y>"
    if space != "S":
        what = f"lines of {space}^{d} with each t = |<x, y>|^2"
    single = ", ".join(str(low) for low, high in parts if low == high)
    allowed = [f"[{low}, {high}]" for low, high in parts if low < high] + (["{" + single + "}"] if single else [])
    what += f" in {' or '.join(allowed)}" + (", with -x for each x" if antipodal else "")
    what += f", that are a design of strength {strength}" if strength else ""
    ranges = [f"for t = {low}" if low == high else f"for {low} <= t <= {high}" for low, high in parts]
    for g, b, _ in limits:
        values = ", ".join(f"{shown(p)} {where}" for p, where in zip(g, ranges, strict=True))
        amount = f"({b}) n" if size else b * n
        what += f", and a sum of g(t) over ordered pairs of at most {amount}, g(t) = {values}"
    if size:
        must(f[0] > 0)
        number = max(floor(price / f[0]), 0)
        must(number <= whole(certificate["at_most"], 0, 10**300))
        return f"n <= {number} for n {what}"
    least = exact(certificate["at_least"])
    must(n * n * f[0] - n * price >= least)
    told = ", ".join(f"{words(program)} {where}" for program, where in zip(programs, ranges, strict=True))
    return f"{n} {what} have a sum of f(t) over ordered pairs of at least {least}, f(t) = {told}"


def polynomial(given: Any) -> list[Fraction]:
    return [exact(value, 2000) for value in listed(given, 1, 61)]


def read_limit(item: Any, parts: int) -> tuple[list[list[Fraction]], Fraction, Fraction]:
    must(type(item) is dict)
    weight = exact(item["weight"], 2000)
    must(weight >= 0)
    return [polynomial(p) for p in listed(item["polynomials"], parts, parts)], exact(item["at_most"], 2000), weight


def read_programs(given: Any, parts: int) -> list[list[Any]]:
    programs = [[read_step(step) for step in listed(program, 1, 400)] for program in listed(given, parts, parts)]
    for program in programs:
        words(program)
    return programs


def shown(p: list[Fraction]) -> str:
    names = ["", " t"] + [f" t^{k}" for k in range(2, len(p))]
    return " + ".join(f"({c}){names[k]}" if k else str(c) for k, c in enumerate(p) if c) or "0"
