"""What a packing is, in one call: equiangular, tight, an ETF, a SIC, mutually unbiased bases, a design, few-distance,
maximal, rigid, universally optimal by a theorem; each with the evidence, or the pair that breaks it.

Overlaps come from the census of all pairs: where the vectors are exact (`Packing.exact`), so are these answers.
References: Strohmer and Heath (2003) for frames; Delsarte, Goethals and Seidel (1977) for designs; Cohn and Kumar, J.
Amer. Math. Soc. 20 (2007), theorem 1.2, for sharp codes: m overlaps and a design of strength 2m - 1.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import scipy

from packing.angles import SAME_ANGLE
from packing.census import Angle, Census, census, exact_text
from packing.configuration import Packing
from packing.doors import shown
from packing.errors import InputError
from packing.field import Field
from packing.holes import deepest_hole
from packing.measure import frame_bounds, is_tight
from packing.numeric import ORTHOGONAL, SAME_VALUE
from packing.problem import Problem
from packing.rigidity import rigidity
from packing.rigor import Rigor

FEW = 4
"""As many overlaps are few."""

MOST_BASES = 4_096
"""The most lines that are sorted into bases, or points into pairs of opposite ones."""

NOTHING = 1e-12
"""An overlap in floats that is written as 0."""


@dataclass(frozen=True)
class Predicate:
    """A property: whether it holds (None where nothing here tells), why, and how that is known."""

    name: str
    holds: bool | None
    evidence: str
    rigor: Rigor

    def __str__(self) -> str:
        word = {True: "yes", False: "no", None: "not known"}[self.holds]
        return f"{self.name}: {word}, {self.evidence} ({self.rigor})"


@dataclass(frozen=True)
class Predicates:
    """The properties of one packing, in the order of `NAMES` as far as they have a meaning for its objects."""

    problem: Problem
    census: Census
    properties: tuple[Predicate, ...]

    def __getitem__(self, name: str) -> Predicate:
        found = next((each for each in self.properties if each.name == name), None)
        if found is None:
            names = ", ".join(each.name for each in self.properties)
            raise InputError(f"{self.problem} have the properties {names}, not {name!r}: ask for one of these")
        return found

    def __str__(self) -> str:
        return "\n".join((str(self.problem), *map(str, self.properties)))


def predicates(packing: Packing) -> Predicates:
    """All properties of points or lines.

    Raises `InputError` for subspaces, and for a single vector.

    >>> found = predicates(Packing([[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]]))
    >>> print(found["equiangular tight frame"])
    equiangular tight frame: yes, equality in the Welch bound (certified)
    >>> print(found["rigid"])
    rigid: yes, 6 of 6 closest pairs bear stress, and no motion keeps them to first order (numerical)
    """
    if packing.space.m > 1 or packing.n < 2:
        raise InputError(f"these properties are of two or more points or lines, not {packing.problem}: give those")
    counted = _told_apart(packing, census(packing))
    asked = ALWAYS + (OF_POINTS if packing.space.has_points else OF_LINES)
    return Predicates(packing.problem, counted, tuple(one(packing, counted) for one in asked))


def _told_apart(packing: Packing, counted: Census) -> Census:
    """The census with overlaps of floats told apart where they differ by more than `SAME_VALUE`, as every answer is."""
    if counted.square is not None or not counted.angles:
        return counted
    ordered = np.sort(packing.overlaps)[::-1]
    begins = np.concatenate(([True], -np.diff(ordered) > SAME_VALUE))
    first = ordered[begins][np.cumsum(begins) - 1]
    steps = np.floor((first - ordered) / SAME_VALUE)  # neighbours may be near each other all the way along
    starts = np.flatnonzero(begins | np.concatenate(([True], np.diff(steps) != 0)))
    counts = np.diff(np.append(starts, len(ordered)))
    values = np.add.reduceat(ordered, starts) / counts
    angles = tuple(Angle(value, count) for value, count in zip(values.tolist(), counts.tolist(), strict=True))
    return replace(counted, angles=angles)


def _equiangular(packing: Packing, counted: Census) -> Predicate:
    name = "equidistant" if packing.space.has_points else "equiangular"
    if counted.square is not None and len(counted.angles) == 1:
        return Predicate(
            name, True, f"all {counted.pairs} pairs have overlap {exact_text(counted.square)}", counted.rigor
        )
    least, largest = _extremes(packing)
    if counted.square is None and largest[2] - least[2] <= SAME_VALUE:
        return Predicate(name, True, f"all {counted.pairs} overlaps agree within {SAME_VALUE:g}", Rigor.NUMERICAL)
    if counted.square is not None and largest[2] - least[2] <= SAME_VALUE and not counted.angles:
        return Predicate(name, None, "its overlaps are too long to be told apart here", Rigor.NUMERICAL)
    text = f"pair {_pair(largest)} and pair {_pair(least)} differ"
    return Predicate(name, False, text, counted.rigor)


def _tight(packing: Packing, counted: Census) -> Predicate:
    exact = _sum_of_squares(counted)
    least = Fraction(packing.n**2, packing.d)
    if exact is not None:
        text = f"sum |<x, y>|^2 = {exact}" + (" = n^2/d" if exact == least else f", and n^2/d = {least}")
        return Predicate("tight", exact == least, text, counted.rigor)
    return Predicate("tight", is_tight(packing), _bounds(packing), Rigor.NUMERICAL)


def _bounds(packing: Packing) -> str:
    least, largest = frame_bounds(packing)
    if largest - least <= SAME_VALUE * largest:
        return f"the frame bounds agree within {SAME_VALUE:g}"
    return f"the frame bounds are {least:.10g} and {largest:.10g}"


def _frame(packing: Packing, counted: Census) -> Predicate:
    name = "equiangular tight frame"
    parts = (_equiangular(packing, counted), _tight(packing, counted))
    if all(part.holds for part in parts):
        return Predicate(name, True, "equality in the Welch bound", _weakest(parts))
    return Predicate(name, _all(parts), _why(parts), _weakest(parts))


def _sic(packing: Packing, counted: Census) -> Predicate:
    name = "SIC"
    if packing.field is not Field.COMPLEX or packing.n != packing.d**2:
        wanted = f"{packing.d**2} complex lines are needed, and these are {packing.problem}"
        return Predicate(name, False, wanted, Rigor.PROVED)
    part = _equiangular(packing, counted)
    text = f"d^2 lines with |<x, y>|^2 = 1/{packing.d + 1}" if part.holds else part.evidence
    return Predicate(name, part.holds, text, part.rigor)


def _bases(packing: Packing, counted: Census) -> Predicate:
    name, n, d = "mutually unbiased bases", packing.n, packing.d
    if n % d or n < 2 * d:
        return Predicate(name, False, f"{n} lines are no two or more bases of {d} dimensions", Rigor.PROVED)
    unbiased = d**-0.5
    far = [min(abs(float(a.value)), abs(float(a.value) - unbiased)) > SAME_VALUE for a in counted.angles]
    if any(far):
        what = f"an overlap {_value(counted.angles[far.index(True)])}, neither 0 nor 1/sqrt({d})"
        return Predicate(name, False, what, counted.rigor)
    if not far or n > MOST_BASES:
        return Predicate(name, None, "there are too many lines to tell", counted.rigor)
    blocks = packing.space.overlaps(packing.vectors, packing.vectors) <= ORTHOGONAL
    count, labels = scipy.sparse.csgraph.connected_components(scipy.sparse.csr_array(blocks), directed=False)
    sizes = np.bincount(labels)
    holds = bool((sizes == d).all()) and int(np.triu(blocks, 1).sum()) == count * math.comb(d, 2)
    text = f"{n // d} bases" if holds else f"the orthogonal lines form {count} blocks of {sizes.min()} to {sizes.max()}"
    return Predicate(name, holds, text, counted.rigor)


def _design(packing: Packing, counted: Census) -> Predicate:
    kind = "spherical design" if packing.space.has_points else "projective design"
    strength = counted.design_strength
    if strength is None:
        return Predicate(kind, None, "its strength was not computed: too many or irrational overlaps", counted.rigor)
    if counted.square is None:
        return _design_of_floats(packing, kind, strength)
    return Predicate(kind, strength > 0, f"strength {strength}" + _why_none(packing) * (not strength), counted.rigor)


def _design_of_floats(packing: Packing, kind: str, strength: int) -> Predicate:
    """The strength as far as floats tell: sums of zonal polynomials vanish to second order, frame bounds to first."""
    has_points = packing.space.has_points
    if has_points and np.linalg.norm(packing.vectors.sum(axis=0)) > SAME_VALUE:
        strength = 0
    if not is_tight(packing):
        strength = min(strength, 1 if has_points else 0)
    why = f" as far as floats tell: {_bounds(packing)}" if strength else _why_none(packing)
    return Predicate(kind, strength > 0, f"strength {strength}{why}", Rigor.NUMERICAL)


def _why_none(packing: Packing) -> str:
    """What keeps a packing from strength 1."""
    if packing.space.has_lines:
        return f": {_bounds(packing)}"
    return f": the vectors add up to length {np.linalg.norm(packing.vectors.sum(axis=0)):.6g}"


def _few_distance(packing: Packing, counted: Census) -> Predicate:
    if not counted.angles:
        return Predicate("few-distance", None, "its pairs were not counted by overlap", counted.rigor)
    count = len(counted.angles)
    values = ", ".join(_value(angle) for angle in counted.angles[:4]) + ", ..." * (count > 4)
    return Predicate("few-distance", count <= FEW, f"{count} overlap{'s' * (count != 1)}: {values}", counted.rigor)


def _two_distance(packing: Packing, counted: Census) -> Predicate:
    part = _few_distance(packing, counted)
    holds = None if part.holds is None else len(counted.angles) == 2
    return Predicate("two-distance", holds, part.evidence, part.rigor)


def _antipodal(packing: Packing, counted: Census) -> Predicate:
    if counted.square is None and packing.n <= MOST_BASES:
        partners = packing.gram.argmin(axis=1)
        lengths = np.linalg.norm(packing.vectors + packing.vectors[partners], axis=1)
        worst = int(lengths.argmax())
        if lengths[worst] > SAME_VALUE:
            text = (
                f"{worst} is farthest from an opposite point: with {partners[worst]} it adds up to {lengths[worst]:.3g}"
            )
            return Predicate("antipodal", False, text, Rigor.NUMERICAL)
    if counted.angles:
        last = counted.angles[-1]
        opposite = last.multiplicity if float(last.value) <= -1 + SAME_ANGLE else 0
        holds = 2 * opposite == packing.n
        return Predicate("antipodal", holds, f"{opposite} pairs of opposite points", counted.rigor)
    return Predicate("antipodal", None, "its pairs were not counted by overlap", counted.rigor)


def _kissing(packing: Packing, counted: Census) -> Predicate:
    i, j, value = _extremes(packing)[1]
    if counted.square is not None:
        holds = counted.square <= Fraction(1, 4)
        text = f"the largest cosine is {exact_text(counted.square)}" if holds else f"pair {_pair((i, j, value))}"
        return Predicate("kissing configuration", holds, text, counted.rigor)
    near = abs(value - 0.5) <= SAME_VALUE
    text = (
        "the largest cosine is 1/2 as far as floats tell"
        if near
        else f"the largest is that of pair {_pair((i, j, value))}"
    )
    return Predicate("kissing configuration", None if near else value < 0.5, text, Rigor.NUMERICAL)


def _maximal(packing: Packing, counted: Census) -> Predicate:
    name = "maximal"
    hole = None if packing.space.scalars > 1 else deepest_hole(packing)
    if hole is None:
        return Predicate(name, None, "no hole was looked for: complex lines, or too many", Rigor.NUMERICAL)
    room = hole.has_room(counted.coherence)
    place = f"overlap {hole.overlap:.9g} at the {'deepest hole' if hole.is_deepest else 'deepest hole found'}"
    if room:
        return Predicate(name, False, f"one more fits, {place}", Rigor.NUMERICAL)
    return Predicate(name, None if room is None else True, f"no other fits there, {place}", Rigor.NUMERICAL)


def _rigid(packing: Packing, counted: Census) -> Predicate:
    found = rigidity(packing)
    if found is None:
        return Predicate("rigid", None, "there are too many vectors to look at their motions", Rigor.NUMERICAL)
    but = f", but for {found.rattlers} that touch nothing" if found.rattlers else ""
    if found.is_rigid:
        text = (
            f"{found.stressed} of {found.contacts} closest pairs bear stress, and no motion keeps them to first order"
        )
        return Predicate("rigid", True, text + but, Rigor.NUMERICAL)
    text = f"it moves to first order: {found.freedom} ways beyond the motions of the space"
    return Predicate("rigid", False, text + but, Rigor.NUMERICAL)


def _universal(packing: Packing, counted: Census) -> Predicate:
    name, strength, count = "universally optimal by theorem", counted.design_strength, len(counted.angles)
    if strength is None or not count:
        return Predicate(name, None, "its overlaps and its design strength are not known", Rigor.NUMERICAL)
    if strength >= 2 * count - 1:
        sharp = f"{count} overlap{'s' * (count > 1)} and a design of strength {strength}"
        text = f"a sharp code: {sharp} (Cohn and Kumar 2007)"
        return Predicate(name, True, text, Rigor.PROVED if counted.square is not None else Rigor.NUMERICAL)
    if packing.problem == Problem(120, packing.space) and packing.d == 4 and (count, strength) == (8, 11):
        return Predicate(name, True, "the 600-cell (Cohn and Kumar 2007)", Rigor.NUMERICAL)
    text = f"{count} overlaps need a design of strength {2 * count - 1}, and it has {strength}: no theorem here applies"
    return Predicate(name, None, text, counted.rigor)


Test = Callable[[Packing, Census], Predicate]
ALWAYS: tuple[Test, ...] = (_equiangular, _tight, _design, _few_distance, _two_distance, _maximal, _rigid, _universal)
OF_POINTS: tuple[Test, ...] = (_antipodal, _kissing)
OF_LINES: tuple[Test, ...] = (_frame, _sic, _bases)

Extreme = tuple[int, int, float]


def _extremes(packing: Packing) -> tuple[Extreme, Extreme]:
    """The pairs of least and of largest overlap."""
    least, largest = (0, 1, math.inf), (0, 1, -math.inf)
    for i, j, block in packing.overlap_blocks():
        for low in (True, False):
            values = block if low else -block
            if i == j:
                values = np.where(np.triu(np.ones(block.shape, dtype=bool), 1), values, np.inf)
            row, column = np.unravel_index(int(np.argmin(values)), block.shape)
            if not math.isfinite(values[row, column]):
                continue
            found = (i + int(row), j + int(column), float(block[row, column]))
            if low and found[2] < least[2]:
                least = found
            if not low and found[2] > largest[2]:
                largest = found
    return least, largest


def _sum_of_squares(counted: Census) -> Fraction | None:
    """sum over all i, j of |<x_i, x_j>|^2, exactly; None where the pairs were not counted."""
    if counted.square is None or not counted.angles:
        return None
    total = Fraction(counted.problem.n)
    for angle in counted.angles:
        square = angle.value**2
        if not getattr(square, "is_Rational", False):
            return None
        total += 2 * angle.multiplicity * Fraction(int(square.p), int(square.q))  # type: ignore[union-attr]
    return total


def _pair(found: Extreme) -> str:
    return f"({found[0]}, {found[1]}) with {found[2]:.9g}"


def _value(angle: Angle) -> str:
    if not isinstance(angle.value, float):
        return str(angle.value)
    return "0" if abs(angle.value) < NOTHING else f"{angle.value:.9g}"


def _all(parts: tuple[Predicate, ...]) -> bool | None:
    if any(part.holds is False for part in parts):
        return False
    return None if any(part.holds is None for part in parts) else True


def _why(parts: tuple[Predicate, ...]) -> str:
    return next((part.evidence for part in parts if part.holds is False), parts[0].evidence)


def _weakest(parts: tuple[Predicate, ...]) -> Rigor:
    return min((part.rigor for part in parts), key=lambda rigor: rigor.strength)


__dir__ = shown(__name__)
