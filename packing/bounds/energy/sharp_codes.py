"""Sharp configurations by their exact overlaps: what energies are least at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import sympy

Degrees = dict[sympy.Expr | int, int]


@dataclass(frozen=True)
class SharpCode:
    """n points of S^(d-1), or lines of R^d: each sees the overlaps so often as `degrees` says: pairs (overlap, number).

    >>> print(codes()[1].name, codes()[1].degrees)
    icosahedron ((sqrt(5)/5, 5), (-sqrt(5)/5, 5), (-1, 1))
    """

    name: str
    n: int
    d: int
    degrees: tuple[tuple[sympy.Expr, int], ...]

    @property
    def shape(self) -> tuple[int, int]:
        """(n, d)."""
        return self.n, self.d

    @property
    def overlaps(self) -> tuple[tuple[sympy.Expr, int], ...]:
        """Pairs (overlap, number of ordered pairs)."""
        return tuple((value, self.n * degree) for value, degree in self.degrees)


@cache
def codes() -> tuple[SharpCode, ...]:
    """Sharp spherical codes by their overlaps.

    All but the 24-cell and the Petersen code are universally optimal: Cohn and Kumar, Universally optimal distribution
    of points on spheres, J. AMS 20 (2007), Table 1.
    """
    half, root5 = sympy.Rational(1, 2), sympy.sqrt(5)
    golden = (1 + root5) / 4
    r = sympy.Rational
    return (
        _code("Petersen code", 10, 4, {r(1, 6): 6, r(-2, 3): 3}),
        _code("icosahedron", 12, 3, {1 / root5: 5, -1 / root5: 5, -1: 1}),
        _code("hemicube", 16, 5, {r(1, 5): 10, r(-3, 5): 5}),
        _code("24-cell", 24, 4, {half: 8, 0: 6, -half: 8, -1: 1}),
        _code("Schlafli code", 27, 6, {r(1, 4): 16, r(-1, 2): 10}),
        _code("code of the 28 bitangents", 56, 7, {r(1, 3): 27, r(-1, 3): 27, -1: 1}),
        _code("Higman-Sims code", 100, 22, {r(1, 11): 77, r(-4, 11): 22}),
        _code("code of GQ(3,9)", 112, 21, {r(1, 9): 81, r(-1, 3): 30}),
        _code(
            "600-cell",
            120,
            4,
            {golden: 12, half: 20, golden - half: 12, 0: 30, half - golden: 12, -half: 20, -golden: 12, -1: 1},
        ),
        _code("second McLaughlin subcode", 162, 21, {r(1, 7): 105, r(-2, 7): 56}),
        _code("E8 roots", 240, 8, {half: 56, 0: 126, -half: 56, -1: 1}),
        _code("McLaughlin code", 275, 22, {r(1, 6): 162, r(-1, 4): 112}),
        _code("code of the 276 lines", 552, 23, {r(1, 5): 275, r(-1, 5): 275, -1: 1}),
    )


@cache
def systems() -> tuple[SharpCode, ...]:
    """Tight systems of lines by their overlaps."""
    half = sympy.Rational(1, 2)
    golden = (1 + sympy.sqrt(5)) / 4
    r = sympy.Rational
    return (
        _code("icosahedron axes", 6, 3, {1 / sympy.sqrt(5): 5}),
        _code("D4 root lines", 12, 4, {half: 8, 0: 3}),
        _code("28 equiangular lines", 28, 7, {r(1, 3): 27}),
        _code("600-cell axes", 60, 4, {golden: 12, half: 20, golden - half: 12, 0: 15}),
        _code("E8 root lines", 120, 8, {half: 56, 0: 63}),
        _code("276 equiangular lines", 276, 23, {r(1, 5): 275}),
    )


def _code(name: str, n: int, d: int, degrees: Degrees) -> SharpCode:
    assert sum(degrees.values()) == n - 1, name
    return SharpCode(name, n, d, tuple((sympy.sympify(value, strict=True), k) for value, k in degrees.items()))
