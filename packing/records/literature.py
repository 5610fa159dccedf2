"""Problems whose optimum is a theorem of the literature: the value, and where it is proved.

Here are the facts alone. Where a bound of this package proves the same, that proof counts; where it does not, the
optimum is known all the same, and nobody should call the problem open.

| objects                    | n                             | proved by                                          |
|----------------------------|-------------------------------|----------------------------------------------------|
| points on S^2              | 3, 4, 6, 12; 5; 7, 8, 9       | Fejes Toth; Rankin; Schuette and van der Waerden   |
|                            | 10, 11; 13, 14; 24            | Danzer; Musin and Tarasov; Robinson                |
| points on S^3              | 10; 24; 120                   | Bachoc and Vallentin; de Laat et al.; Boroczky     |
| triangle-free graphs       | 50, 56, 77                    | Cohn, de Laat, Leijenhorst                         |
| Kerdock points, d = 4^k    | d^2 + 2d, d = 16 .. 1024      | Cohn, de Laat, Leijenhorst                         |
| sharp codes on spheres     | 16 .. 196560                  | Levenshtein; Cohn and Kumar                        |
| lines of R^3               | 3 .. 6; 7, 8                  | Fejes Toth; Mixon and Parshall (7 as known before) |
| lines of R^4               | 60                            | Boroczky                                           |
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import sympy

from packing.problem import Problem, lines, vectors
from packing.records.carried import SPHERE_AS_LINES
from packing.rounding import upper


@dataclass(frozen=True)
class Published:
    """The optimum of a problem by a theorem of the literature; `reference` is a key of `references.bib`."""

    problem: Problem
    coherence: sympy.Expr
    reference: str

    def __str__(self) -> str:
        return f"{self.problem}: optimum <= {upper(self.coherence)} ({self.reference})"


def published(problem: Problem) -> Published | None:
    """The optimum that the literature proves, or None; lines of C^2 and H^2 are asked for as points of a sphere.

    >>> from packing.problem import lines, vectors
    >>> print(published(vectors(10, 4)))
    10 vectors on S^3: optimum <= 0.166666666667 (bachoc2009)
    >>> print(published(lines(9, 2, "C")), published(vectors(15, 3)))
    9 lines in C^2: optimum <= 0.816496580928 (schuette1951) None
    """
    found = _table().get(problem)
    sphere = problem.space.sphere_twin
    if found is None and sphere is not None:
        points = _table().get(Problem(problem.n, sphere))
        if points is not None:
            value = SPHERE_AS_LINES.overlap(points.coherence)
            found = Published(problem, value, points.reference)
    return found


@cache
def literature() -> tuple[Published, ...]:
    """All optima of the table."""
    return (*_on_s2(), *_on_s3(), *_graphs(), *_kerdock(), *_sharp(), *_real_lines())


@cache
def _table() -> dict[Problem, Published]:
    return {entry.problem: entry for entry in literature()}


def _on_s2() -> list[Published]:
    rational, root, tribonacci = sympy.Rational, sympy.sqrt, _root([1, -1, -1, -1], 1.839)
    exact: dict[int, tuple[sympy.Expr, str]] = {
        3: (rational(-1, 2), "fejestoth1943"),
        4: (rational(-1, 3), "fejestoth1943"),
        5: (sympy.S.Zero, "rankin1955"),
        6: (sympy.S.Zero, "fejestoth1943"),
        7: (_root([3, -9, -3, 1], 0.21014), "schuette1951"),
        8: ((2 * root(2) - 1) / 7, "schuette1951"),
        9: (rational(1, 3), "schuette1951"),
        10: (_root([7, -4, -2, 1], 0.40439), "danzer1986"),
        11: (1 / root(5), "danzer1986"),
        12: (1 / root(5), "fejestoth1943"),
        13: (_root([1, -24, -12, 8, 38, 24, -12, -8, 1], 0.54264), "musin2012"),
        14: (_root([4, -2, 3, 0, -1], 0.56395), "musin2015"),
        24: (tribonacci**2 / (1 + tribonacci**2 + tribonacci**-2), "robinson1961"),
    }
    return [Published(vectors(n, 3), value, key) for n, (value, key) in exact.items()]


def _on_s3() -> list[Published]:
    return [
        Published(vectors(10, 4), sympy.Rational(1, 6), "bachoc2009"),
        Published(vectors(24, 4), sympy.Rational(1, 2), "delaat2024"),
        Published(vectors(120, 4), (1 + sympy.sqrt(5)) / 4, "boroczky1978"),
    ]


def _graphs() -> list[Published]:
    """Triangle-free strongly regular graphs in the eigenspace of their least eigenvalue."""
    codes = ((50, 21, 21), (56, 20, 15), (77, 21, 12))
    return [Published(vectors(n, d), sympy.Rational(1, inverse), "cohn2024") for n, d, inverse in codes]


def _kerdock() -> list[Published]:
    """The vectors of d/2 + 1 mutually unbiased bases of R^d and their opposites, d = 4^k for 2 <= k <= 5."""
    return [Published(vectors(d * d + 2 * d, d), 1 / sympy.sqrt(d), "cohn2024") for d in (16, 64, 256, 1024)]


def _sharp() -> list[Published]:
    """The sharp codes, which are optimal for every completely monotone energy too."""
    codes = (
        *((16, 5, 5), (27, 6, 4), (56, 7, 3), (240, 8, 2), (162, 21, 7), (100, 22, 11), (275, 22, 6), (891, 22, 4)),
        *((552, 23, 5), (4600, 23, 3), (196560, 24, 2)),
    )
    quadrangles = [((q + 1) * (q**3 + 1), q * (q * q - q + 1), q * q) for q in (3, 4, 5, 7, 8, 9)]
    return [
        Published(vectors(n, d), sympy.Rational(1, inverse), "cohn2007") for n, d, inverse in (*codes, *quadrangles)
    ]


def _real_lines() -> list[Published]:
    fifth = 1 / sympy.sqrt(5)
    plane: dict[int, tuple[sympy.Expr, str]] = {
        3: (sympy.S.Zero, "fejestoth1965"),
        4: (sympy.Rational(1, 3), "fejestoth1965"),
        5: (fifth, "fejestoth1965"),
        6: (fifth, "fejestoth1965"),
        7: (1 / sympy.sqrt(3), "mixon2022"),
    }
    found = [Published(lines(n, 3), value, key) for n, (value, key) in plane.items()]
    eight = [2362369, -2253545, 898180, -317236, 128478, -37918, 6772, -708, 41, -1]
    return [
        *found,
        Published(lines(8, 3), sympy.sqrt(_root(eight, 0.41937)), "mixon2022"),
        Published(lines(60, 4), (1 + sympy.sqrt(5)) / 4, "boroczky1978"),
    ]


def _root(coefficients: list[int], near: float) -> sympy.Expr:
    """The real root nearest to `near` of the polynomial with these coefficients, the leading one first."""
    roots = sympy.Poly(coefficients, sympy.Symbol("x")).real_roots()
    return min(roots, key=lambda root: abs(float(root) - near))
