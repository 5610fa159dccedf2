"""How many equiangular lines R^d holds, from below: sets built here at a given angle, and the published table.

At the angle 1/(2k - 1) stand d - 1 + floor((d - 1)/(k - 1)) lines: the Gram matrix (1 - a) I + a J - 2 a A, A the
adjacency matrix of m disjoint cliques of k vertices, has a kernel of dimension m - 1, and a vertex alone adds a line
and a dimension. For large d no more fit (Jiang, Tidor, Yao, Zhang, Zhao, Ann. Math. 194, 2021).
Lines of R^d are lines of R^(d+1).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import sympy

from packing.bounds.theorems.neumann import checked_angle
from packing.constructions import equiangular_lines, known
from packing.constructions.construction import Construction
from packing.constructions.sections import EQUIANGULAR
from packing.doors import shown
from packing.errors import positive_integer
from packing.problem import Field, lines
from packing.records.blocks import FRAMES
from packing.records.existence import AtLeast
from packing.rigor import Rigor


@dataclass(frozen=True)
class PublishedEquiangular:
    """The most equiangular lines of R^d in the literature: `lower` are known, no more than `upper` fit."""

    d: int
    lower: int
    upper: int
    source: str


_CLASSICAL = "Lemmens and Seidel 1973; Haantjes 1948; van Lint and Seidel 1966"
_GREAVES = "Greaves, Koolen, Munemasa, Szollosi 2016; Greaves, Syatriadi, Yatsyna 2021, 2023"
_BARG_YU = "Barg and Yu 2014"

_TABLE = {
    2: (3, 3, _CLASSICAL), 3: (6, 6, _CLASSICAL), 4: (6, 6, _CLASSICAL), 5: (10, 10, _CLASSICAL),
    6: (16, 16, _CLASSICAL), **dict.fromkeys(range(7, 14), (28, 28, _CLASSICAL)), 14: (28, 28, _GREAVES),
    15: (36, 36, _CLASSICAL), 16: (40, 40, _GREAVES), 17: (48, 48, _GREAVES), 18: (57, 59, _GREAVES),
    19: (72, 74, _GREAVES), 20: (90, 94, _GREAVES), 21: (126, 126, _CLASSICAL), 22: (176, 176, _CLASSICAL),
    23: (276, 276, _CLASSICAL), **dict.fromkeys(range(24, 42), (276, 276, _BARG_YU)), 42: (276, 288, _BARG_YU),
    43: (344, 344, f"Taylor 1972; {_BARG_YU}"),
}  # fmt: skip


def published_equiangular(d: int) -> PublishedEquiangular | None:
    """What is published of equiangular lines of R^d over all angles, 2 <= d <= 43; None elsewhere.

    >>> published_equiangular(18).lower, published_equiangular(18).upper, published_equiangular(60)
    (57, 59, None)
    """
    found = _TABLE.get(d)
    return None if found is None else PublishedEquiangular(d, *found)


def equiangular_at_least(d: int, angle: Fraction | str | sympy.Expr) -> AtLeast:
    """At least so many lines of R^d have |<x, y>| = `angle` for each pair: the most that is built here.

    Args as in `packing.bounds.equiangular`.

    >>> [equiangular_at_least(d, "1/5").value for d in (15, 20, 22, 23, 60, 185, 200)]
    [36, 90, 176, 276, 276, 276, 298]
    >>> print(equiangular_at_least(7, "1/3"))
    n >= 28 (28 bitangent lines, proved)
    >>> equiangular_at_least(4, "1/sqrt(5)").value, equiangular_at_least(4, "2/7").value
    (6, 4)
    """
    d, a = positive_integer("d", d), checked_angle(angle)
    value = sympy.Rational(a.numerator, a.denominator) if isinstance(a, Fraction) else a
    found = [AtLeast(d, "", "lines around an axis", "", Rigor.PROVED)]
    if value.is_Rational and value.p == 1 and int(value.q) <= d:
        found.append(AtLeast(int(value.q) + 1, "", "simplex", "welch1974", Rigor.PROVED))
    if value.is_Rational and value.p == 1 and value.q % 2 == 1 and d > 1:
        k = (int(value.q) + 1) // 2
        found.append(AtLeast(d - 1 + (d - 1) // (k - 1), "", f"cliques of {k}", "lemmens1973", Rigor.PROVED))
    found += [_of(made) for made in _sets(d) if made.coherence == value]
    return max(found, key=lambda each: each.value)


def most_built(d: int) -> AtLeast:
    """The most equiangular lines of R^d that are built here, over all angles.

    >>> [most_built(d).value for d in (2, 3, 7, 14, 15, 21, 23, 41)]
    [3, 6, 28, 28, 36, 126, 276, 276]
    """
    found = [AtLeast(d + 1, "", "simplex", "welch1974", Rigor.PROVED), equiangular_at_least(d, "1/3")]
    found += [_of(made) for made in _sets(d)]
    return max(found, key=lambda each: each.value)


def _of(made: Construction) -> AtLeast:
    return AtLeast(made.problem.n, "", made.name, made.reference, made.rigor)


def _sets(d: int) -> list[Construction]:
    """The equiangular sets in at most d dimensions: those at the Welch bound, and the sections of the 276."""
    pairs = [(n, k) for n, k in FRAMES[Field.REAL] if k <= d]
    tight = [next((c for c in known(lines(n, k)) if c.optimal == "Welch bound"), None) for n, k in pairs]
    return [*(made for made in tight if made is not None), *(equiangular_lines(k) for k in EQUIANGULAR if k <= d)]


__dir__ = shown(__name__)
