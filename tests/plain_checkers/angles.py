"""Certificates of kind `angles`."""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import Any

from plain_checkers.numbers import exact, listed, must, whole
from plain_checkers.univariate import is_nonpositive, zonal


def angles(certificate: dict[str, Any]) -> str:
    space, d = certificate["space"], whole(certificate["d"], 2, 10**6)
    must(type(space) is str and space in {"S", "R", "C", "H"})
    last, points, parts = Fraction(-1 if space == "S" else 0), [], []
    intervals = []
    for pair in listed(certificate["intervals"], 1, 40):
        low, high = (exact(end, 2000) for end in listed(pair, 2, 2))
        must(last <= low <= high < 1 and (not intervals or last < low))
        intervals.append((low, high))
        last = high
        if low == high:
            points.append(str(low))
        else:
            parts.append(f"[{low}, {high}]")
    strength, antipodal = whole(certificate["strength"], 0, 60), whole(certificate["antipodal"], 0, 1)
    must(not antipodal or (space == "S" and intervals[0][0] == -1))
    f = [exact(value, 2000) for value in listed(certificate["coefficients"], 2, 61)]
    must(f[0] > 0 and all(w >= 0 or k <= strength or (antipodal and k % 2) for k, w in enumerate(f)))
    P = zonal(space, d, len(f) - 1)
    g = [sum((w * p[i] for w, p in zip(f, P, strict=True) if i < len(p)), Fraction(0)) for i in range(len(f))]
    must(all(is_nonpositive(g, low, high) for low, high in intervals))
    most = max(floor(sum(f) / f[0]), 0)
    must(most <= whole(certificate["at_most"], 0, 10**300))
    what = f"points on the unit sphere of R^{d} with each <x, y>"
    if space != "S":
        what = f"lines of {space}^{d} with each |<x, y>|^2"
    allowed = " or ".join(parts + (["{" + ", ".join(points) + "}"] if points else []))
    extra = ", with -x for each x" if antipodal else ""
    extra += f", that are a design of strength {strength}" if strength else ""
    return f"there are at most {most} {what} in {allowed}{extra}"
