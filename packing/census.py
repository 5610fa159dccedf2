"""All pairs of a packing counted: the largest overlap exactly, the angle set, contacts, design strength and rank.

Where the vectors are known exactly (`Packing.exact`) so is everything here: whole inner products are counted by blocks
in doubles that hold them without rounding, and where they are too long or too many, floats tell which pairs may be the
closest, and those are compared as fractions. Memory is that of a block, whatever n is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from packing.configuration import Packing
from packing.doors import moved, shown
from packing.exact_gram import ExactGram
from packing.exact_pairs import Counts, count_pairs, is_countable
from packing.measure import angle_set, design_strength
from packing.numeric import SAME_VALUE, Indices
from packing.problem import Problem
from packing.rigor import Rigor
from packing.space import Space

if TYPE_CHECKING:
    import sympy

MOST_CONTENDERS = 10**6
"""Of more pairs that may be the closest none is compared exactly."""

MOST_ANGLES = 4096
"""The most vectors whose angle set is taken from floats."""

LONGEST_ROOT = 2**64
"""Square factors are taken out of smaller numbers."""

SHORT_TEXT = 40
"""The longest exact number that is shown in a sentence."""

MOST_STRENGTH = 24
"""The largest design strength that is looked for."""


class Angle(NamedTuple):
    """A value of the angle set, exact or a float, and the number of unordered pairs that have it."""

    value: sympy.Expr | float
    multiplicity: int


@dataclass(frozen=True)
class Census:
    """What the pairs of a packing are.

    `square` is the largest overlap squared, with its sign, exactly; None where the vectors are floats. `multiplicity`
    counts the pairs that attain it, `degrees` the vectors by how many of these pairs they are in. `angles` is empty
    where there are too many pairs; `design_strength` is None where it was not looked for. `rigor` is certified where
    all of it is exact.
    """

    problem: Problem
    coherence: float
    square: Fraction | None
    multiplicity: int
    degrees: tuple[tuple[int, int], ...]
    angles: tuple[Angle, ...]
    design_strength: int | None
    rank: int
    rigor: Rigor

    @property
    def exact(self) -> sympy.Expr | None:
        """The largest overlap as an exact number; None where the vectors are floats."""
        return None if self.square is None else signed_root(self.square)

    @property
    def pairs(self) -> int:
        """n(n-1)/2."""
        return math.comb(self.problem.n, 2)

    @property
    def sentences(self) -> tuple[str, ...]:
        """The census in words.

        >>> census(Packing([[1, 0], [0, 2], [1, 1], [3, -3]])).sentences[0]
        'the largest overlap is exactly sqrt(2)/2, attained by 4 of 6 pairs'
        """
        known = f"{self.coherence:.15g} in floats" if self.exact is None else f"exactly {exact_text(self.square)}"
        text = [f"the largest overlap is {known}, attained by {self.multiplicity} of {self.pairs} pairs"]
        few = self.angles[:12]
        if self.angles:
            shown_angles = ", ".join(f"{_short(angle.value)} x {angle.multiplicity}" for angle in few)
            more = f" and {len(self.angles) - len(few)} more" * (len(self.angles) > len(few))
            text.append(f"{len(self.angles)} overlap{'s' * (len(self.angles) != 1)}: {shown_angles}{more}")
        text.append(_contacts(self.degrees))
        strength = "" if self.design_strength is None else f", design strength {self.design_strength}"
        return (*text, f"rank {self.rank}{strength} ({'exact arithmetic' if self.square is not None else 'floats'})")


def census(packing: Packing) -> Census:
    """The census of the pairs of points or lines; of subspaces in floats.

    >>> leech_like = Packing([[1, 1, 0], [1, -1, 0], [0, 1, 1], [0, 1, -1]], "vectors")
    >>> counted = census(leech_like)
    >>> counted.exact, counted.multiplicity, counted.angles, counted.rank
    (1/2, 2, (Angle(value=1/2, multiplicity=2), Angle(value=0, multiplicity=2), Angle(value=-1/2, multiplicity=2)), 3)
    """
    exact = packing.exact
    if exact is None or packing.n < 2 or packing.space.scalars > 2:
        return _in_floats(packing)
    counts, degrees, best = (
        count_pairs(packing.space, exact) if is_countable(packing.space, exact) else ({}, None, None)
    )
    if best is None or degrees is None:
        found = _by_contenders(packing, exact)
        if found is None:
            return _in_floats(packing)
        best, degrees = found
    angles = _angles(packing.space, counts)
    strength = _strength(packing.problem, counts) if counts else None
    return Census(
        packing.problem, _float(best), best, int(degrees.sum()) // 2, _histogram(degrees), angles, strength,
        exact.rank, Rigor.CERTIFIED,
    )  # fmt: skip


def signed_root(square: Fraction) -> sympy.Expr:
    """sqrt of a signed square, with its sign, in sympy.

    >>> signed_root(Fraction(-1, 5))
    -sqrt(5)/5
    """
    import sympy

    number = sympy.Rational(abs(square.numerator), square.denominator)
    is_short = max(abs(square.numerator), square.denominator) < LONGEST_ROOT  # sympy takes square factors out
    root = sympy.sqrt(number) if is_short else sympy.Pow(number, sympy.Rational(1, 2), evaluate=False)
    return -root if square < 0 else root


def exact_text(square: Fraction | None) -> str:
    """sqrt of a signed square in words: its expression where that is short, else 12 digits and the fraction.

    >>> exact_text(Fraction(1, 4)), exact_text(Fraction(10**40, 10**41 + 1))
    ('1/2', '0.316227766017, whose square is 10000.../10000... (41 and 42 digits)')
    """
    if square is None:
        return ""
    text = str(signed_root(square))
    if len(text) <= SHORT_TEXT:
        return text
    above, below = str(abs(square.numerator)), str(square.denominator)
    fraction = f"{above[:5]}.../{below[:5]}... ({len(above)} and {len(below)} digits)"
    return f"{_float(square):.12f}, whose square is {fraction}"


def _angles(space: Space, counts: Counts) -> tuple[Angle, ...]:
    ordered = sorted(counts.items(), reverse=True)
    return tuple(Angle(signed_root(square), number) for square, number in ordered)


def _strength(problem: Problem, counts: Counts) -> int | None:
    """The largest t with sum P_k = 0 over all ordered pairs for k = 1 .. t, exactly; None where overlaps are roots."""
    space = problem.space
    if problem.d == 1:
        return None
    points: list[tuple[Fraction, int]] = []
    for square, number in counts.items():
        if space.has_lines:
            points.append((2 * square - 1, number))
            continue
        root = Fraction(math.isqrt(abs(square.numerator)), math.isqrt(square.denominator))
        if root * root != abs(square):
            return None
        points.append((-root if square < 0 else root, number))
    zonal = space.zonal
    before, now = [Fraction(0)] * len(points), [Fraction(1)] * len(points)
    for k in range(MOST_STRENGTH):
        slope, shift, back = zonal.step(k)
        steps = zip(points, now, before, strict=True)
        before, now = now, [(slope * x + shift) * value - back * last for (x, _), value, last in steps]
        if problem.n + 2 * sum(number * value for (_, number), value in zip(points, now, strict=True)):
            return k
    return MOST_STRENGTH


def _by_contenders(packing: Packing, exact: ExactGram) -> tuple[Fraction, Indices] | None:
    """The largest signed square and the closest pairs of each vector, by fractions; None where too many are close.

    A float inner product of unit rows is off by less than (d + 4) 2^-52 each way, and the margin is a hundred times it.
    """
    margin = 100 * (packing.d + 4) * 2.0**-52
    least, found = packing.coherence - margin, []
    for i, j, block in packing.overlap_blocks():
        rows, columns = np.nonzero(block >= least)
        pairs = np.column_stack((rows + i, columns + j))
        found.append(pairs[pairs[:, 0] < pairs[:, 1]])
        if sum(map(len, found)) > MOST_CONTENDERS:
            return None
    pairs = np.concatenate(found)
    signed = packing.space.has_points
    squares = [exact.cosine2(i, j, signed=signed) for i, j in pairs.tolist()]
    best = max(squares)
    closest = pairs[[square == best for square in squares]]
    return best, np.bincount(closest.ravel(), minlength=packing.n)


def _in_floats(packing: Packing) -> Census:
    coherence = packing.coherence
    degrees = np.zeros(packing.n, dtype=np.int64)
    for i, j, block in packing.overlap_blocks():
        touching = block >= coherence - SAME_VALUE
        if i == j:
            touching = np.triu(touching, 1)
        degrees[i : i + block.shape[0]] += touching.sum(axis=1)
        degrees[j : j + block.shape[1]] += touching.sum(axis=0)
    is_small = packing.n <= MOST_ANGLES
    angles = tuple(Angle(*overlap) for overlap in angle_set(packing)) if is_small else ()
    has_strength = is_small and packing.space.is_two_point_homogeneous
    singular = packing.space.singular_values(packing.vectors)
    rank = int(np.count_nonzero(singular > SAME_VALUE * singular[0]))
    return Census(
        packing.problem, coherence, None, int(degrees.sum()) // 2, _histogram(degrees), angles,
        design_strength(packing) if has_strength else None, rank, Rigor.NUMERICAL,
    )  # fmt: skip


def _histogram(degrees: Indices) -> tuple[tuple[int, int], ...]:
    values, counts = np.unique(degrees, return_counts=True)
    return tuple(zip(values.tolist(), counts.tolist(), strict=True))


def _contacts(degrees: tuple[tuple[int, int], ...]) -> str:
    if len(degrees) == 1:
        return f"each of the vectors attains it with {degrees[0][0]} others"
    least, most = degrees[0], degrees[-1]
    return f"vectors attain it with {least[0]} ({least[1]} of them) to {most[0]} ({most[1]} of them) others"


def _float(square: Fraction) -> float:
    root = math.sqrt(abs(square))
    return -root if square < 0 else root


def _short(value: sympy.Expr | float) -> str:
    return f"{value:.9g}" if isinstance(value, float) else str(value)


__getattr__ = moved(
    __name__, {name: f"packing.exact_pairs:{name}" for name in ("MOST_NORMS", "MOST_VALUES", "SMALL_BLOCK")}
)
__dir__ = shown(__name__)
