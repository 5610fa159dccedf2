"""How many objects can be had with all overlaps at most s: a construction, a greedy choice, a random one.

| way          | so many are there                                | why                                          |
|--------------|--------------------------------------------------|----------------------------------------------|
| greedy       | ceil(1/P), P the chance of an overlap above s    | while n P < 1 one more fits (Gilbert)        |
| random       | the largest n with n (n - 1) P < 2               | n independent ones do with a chance above 0  |
| construction | the largest built here, orthogonal sums included | its exact coherence is at most s             |
| stored       | the largest found here                           | its certified coherence is at most s         |

Together with `packing.bounds.largest_code` both sides of one question.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import flint
import sympy

from packing.bounds.bound import Theorem
from packing.bounds.theorems.cap_measure import law
from packing.constructions import LANDMARKS, known, largest_kissing
from packing.constructions.construction import Construction
from packing.constructions.kissing import MOST_BUILT
from packing.displayed import Displayed
from packing.doors import shown
from packing.exact_numbers import exact_value
from packing.problem import Problem
from packing.records.blocks import largest_sum
from packing.records.shipped import shipped_atlas
from packing.rigor import Rigor
from packing.space import Space

GREEDY = Theorem("Gilbert-Varshamov", "shannon1959")
RANDOM = Theorem("random coding", "shannon1959")

MOST_SCANNED = 400
"""Constructions of up to so many objects more than dimensions are looked through, and those of famous sizes."""


@dataclass(frozen=True, repr=False)
class AtLeast(Displayed):
    """There are `value` objects with all overlaps at most the number asked about.

    `theorem` or `construction` says why, the other one is empty; `reference` is a key of `references.bib`.
    """

    value: int
    theorem: str
    construction: str
    reference: str
    rigor: Rigor

    @property
    def why(self) -> str:
        """The theorem or the construction."""
        return self.theorem or self.construction

    def __str__(self) -> str:
        return f"n >= {self.value} ({self.why}, {self.rigor})"


def at_least(space: Space | int, overlap: Fraction | str | float) -> tuple[AtLeast, ...]:
    """So many objects of a space can be had with pairwise overlaps of at most `overlap`, the most first.

    Args as in `packing.bounds.largest_code`: the cosine of points, the square of lines. Subspaces of a dimension above
    1 are not asked about; then it is empty.

    >>> for found in at_least(Space.lines(700), "1/2500"):
    ...     print(found)
    n >= 771 (orthogonal sum of simplex of 51, 2 x Steiner, PG(3, 2), 3-fold complement, proved)
    n >= 2 (Gilbert-Varshamov, certified)
    n >= 2 (random coding, certified)
    >>> at_least(24, "1/2")[0].value
    196560
    """
    where = space if isinstance(space, Space) else Space.sphere(space)
    if where.m > 1:
        return ()
    limit = _limit(overlap)
    if where.d == 1:
        return (AtLeast(2 if where.has_points else 1, "", "all there are", "", Rigor.PROVED),)
    answers = [*_constructed(where, limit), *_stored(where, limit), *_by_chance(where, limit)]
    return tuple(sorted(answers, key=lambda found: -found.value))


def _limit(overlap: Fraction | str | float) -> sympy.Expr:
    """The number as sympy has it; of a float of many digits the least that rounds to it."""
    if isinstance(overlap, float):
        below = (Fraction(overlap) + Fraction(math.nextafter(overlap, -math.inf))) / 2
        short = Fraction(repr(overlap))
        return sympy.Rational(short if len(repr(overlap)) < _SHORT else below)
    value = exact_value("the overlap", overlap)
    return sympy.Rational(value.numerator, value.denominator) if isinstance(value, Fraction) else value


_SHORT = 14
"""A float written with fewer characters is that decimal."""


def _by_chance(space: Space, limit: sympy.Expr) -> Iterator[AtLeast]:
    chance = chance_above(space, _below(limit))
    if chance >= 1:
        return
    most = 1 / chance
    yield AtLeast(math.ceil(most), str(GREEDY), "", GREEDY.reference, Rigor.CERTIFIED)
    n = math.isqrt(math.floor(2 * most))
    while n * (n + 1) * chance < 2:
        n += 1
    while n > 1 and n * (n - 1) * chance >= 2:
        n -= 1
    yield AtLeast(n, str(RANDOM), "", RANDOM.reference, Rigor.CERTIFIED)


def chance_above(space: Space, overlap: Fraction) -> Fraction:
    """The chance that two random objects overlap by more: the measure of a cap in ball arithmetic, rounded up.

    sin^2 of the angle has the law Beta(a, b), so that lines overlap by more than s = |<x, y>|^2 with I_(1-s)(a, b).

    >>> float(chance_above(Space.sphere(3), Fraction(1, 2))), float(chance_above(Space.lines(2, "C"), Fraction(1, 2)))
    (0.25, 0.5)
    """
    a, b = (flint.arb(flint.fmpq(part.numerator, part.denominator)) for part in law(space))
    square = overlap if space.has_lines else overlap * overlap
    with flint.ctx.workprec(200):
        rest = flint.arb(flint.fmpq((1 - square).numerator, (1 - square).denominator))
        share = rest.beta_lower(a, b, True) if square > 0 else flint.arb(1)
        if space.has_points:
            share = share / 2 if overlap >= 0 else 1 - share / 2
        mantissa, exponent = (int(part) for part in share.upper().man_exp())
    return Fraction(mantissa) * Fraction(2) ** exponent


def _below(limit: sympy.Expr) -> Fraction:
    """A fraction that is at most the number, and near it."""
    if limit.is_Rational:
        return Fraction(int(limit.p), int(limit.q))
    return Fraction(int(sympy.floor(limit * 2**64)), 2**64)


def _constructed(space: Space, limit: sympy.Expr) -> Iterator[AtLeast]:
    """The largest construction, alone or as a sum in orthogonal spaces."""
    best: tuple[int, str, str, Rigor] | None = None
    for construction in _candidates(space):
        n = construction.problem.n
        if (best is None or n > best[0]) and fits(construction.coherence, limit, space):
            best = (n, construction.name, construction.reference, construction.rigor)
    for found in (_simplex(space, limit), _sum(space, limit)):
        if found is not None and (best is None or found[0] > best[0]):
            best = found
    if best is not None:
        n, name, reference, rigor = best
        yield AtLeast(n, "", name, reference, rigor)


def _sum(space: Space, limit: sympy.Expr) -> tuple[int, str, str, Rigor] | None:
    """The largest orthogonal sum of lines, of points with both signs."""
    if limit < 0:
        return None
    total = largest_sum(space.d, space.field, lambda coherence: fits(coherence, limit, space))
    if space.has_points:
        return 2 * total.n, f"{total.name}, both signs", total.reference, total.rigor
    return total.n, total.name, total.reference, total.rigor


def _simplex(space: Space, limit: sympy.Expr) -> tuple[int, str, str, Rigor] | None:
    """n points with cosines -1/(n - 1), which fit in n - 1 dimensions."""
    if space.has_lines or limit >= 0:
        return None
    n = min(space.d + 1, 1 + int(sympy.floor(-1 / limit)))
    return n, f"simplex of {n}", "rankin1955", Rigor.PROVED


def _candidates(space: Space) -> Iterator[Construction]:
    """The constructions of the space, the largest first."""
    d = space.d
    near = range(2 * d if space.has_points else d, 2 * d + MOST_SCANNED if space.has_points else d + MOST_SCANNED)
    famous = {problem.n for problem in LANDMARKS if problem.space == space}
    sizes = {*near, *famous, *_families(space)}
    for n in sorted(sizes, reverse=True):
        yield from known(Problem(n, space))


def _families(space: Space) -> set[int]:
    """Sizes that families of constructions have: unbiased bases, SICs, and points that kiss."""
    d = space.d
    if space.has_points:
        kissing = {largest_kissing(d).problem.n} if 2 <= d <= MOST_BUILT else set()
        return {*kissing, d * d + 2 * d, d * (d + 1)}
    return {d * d, d * (d + 1), d * (d + 1) // 2, d * (d + 2) // 2, space.forms}


def fits(coherence: sympy.Expr, limit: sympy.Expr, space: Space) -> bool:
    """Whether an exact coherence is at most the limit, which is the square of that of lines: decided exactly."""
    value = coherence**2 if space.has_lines else coherence
    difference = float(value) - float(limit)
    if abs(difference) > _NEAR:
        return difference < 0
    return bool(sympy.simplify(value - limit) <= 0)


_NEAR = 1e-12


def _stored(space: Space, limit: sympy.Expr) -> Iterator[AtLeast]:
    """The largest packing that comes with the package and is certified to overlap by no more."""
    with shipped_atlas() as atlas:
        for problem in sorted(atlas.problems(), key=lambda each: -each.n):
            coherence = atlas.coherence(problem) if problem.space == space else None
            if coherence is None or not fits(sympy.Float(coherence - 2 * _NEAR), limit, space):
                continue
            entry = atlas.best(problem)
            if entry is not None and fits(sympy.Rational(entry.certified), limit, space):
                yield AtLeast(problem.n, "", f"found here: {entry.method}", "", Rigor.CERTIFIED)
                return


__dir__ = shown(__name__)
