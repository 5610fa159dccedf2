"""A proof that an exact packing lies beside a stored one, in ball arithmetic.

Krawczyk's test (`zero`) shows that the equations of the touching pairs (`contacts`, `system`) have one exact solution
near by. What is claimed in the end is not their level t but the largest overlap of all pairs over that enclosure, the
ones left out of the system and the rattlers among them.
References: Cohn, Kumar, Minton, Geom. Topol. 20 (2016), for codes; `local_optimum` for when none near by is better.
"""

from __future__ import annotations

from dataclasses import dataclass

from flint import arb, ctx

from packing.configuration import Packing
from packing.exact.balls import Ball, Row, overlap_of_all
from packing.exact.contacts import ACTIVE, Choice, Contacts, contacts
from packing.exact.degenerate import settle
from packing.exact.local_optimum import is_local_optimum
from packing.exact.system import OptimalSystem
from packing.exact.zero import bits_of, enclose, find_zero, places_of
from packing.problem import Distance, Problem
from packing.rounding import Rounding, counted, digits

DIGITS = 250
MOST_UNKNOWNS = 600

SETTLED = 60
"""Digits to which first-order optimality is reached in a family of packings."""


@dataclass(frozen=True)
class Existence:
    """An exact packing of `problem` exists within `radius` of the stored one, all its overlaps in known balls.

    `level` encloses the common value of the equations: |<x, y>|^2 of lines, the mean squared cosine of subspaces,
    <x, y> of points; `largest` bounds the overlap of every pair from above, in the same terms. `ties` pairs are exactly
    equal; `left_over` more touch to 1e-9 but are not in the equations, and no overlap is above `largest`. `rigid` says
    that the equations alone fix the packing; else the conditions of first-order optimality are part of them
    (`first_order`), or the packing is one of many near by with equal overlaps, which need not be the best of them.
    `locally_optimal`: no packing near by has its largest overlap below the lower end of `floor`, the ball that holds
    the overlaps of all pairs that carry it.
    `digits` of `level` belong to an optimum: in a family as many as first-order optimality was reached to, in floats.
    """

    problem: Problem
    level: Ball
    largest: Ball
    floor: Ball
    radius: float
    ties: int
    left_over: int
    rigid: bool
    first_order: bool
    locally_optimal: bool
    digits: int

    @property
    def coherence(self) -> Ball:
        """An enclosure of the coherence: from the common value to the largest of all pairs."""
        with ctx.workprec(2 * bits_of(DIGITS)):
            top = self.level.union(self.largest)
            return top if self.problem.space.has_points else top.sqrt()

    def __str__(self) -> str:
        kind = "rigid" if self.rigid else "first-order optimal" if self.first_order else "flexible"
        best = ", a proved local optimum" if self.locally_optimal else ""
        near = digits(self.radius, Rounding.UP, 1)
        return (
            f"an exact {kind} packing with {self.ties} equal overlaps lies within {near}{best}: "
            f"coherence {self.coherence.str(30)}"
        )


@dataclass(frozen=True)
class NotProved:
    """Why no exact packing could be shown."""

    problem: Problem
    reason: str

    def __str__(self) -> str:
        return f"no proof for {self.problem}: {self.reason}"


def prove_existence(packing: Packing, digits: int = DIGITS) -> Existence | NotProved:
    """An exact packing beside `packing`, proved in ball arithmetic, to `digits` digits; or why not.

    >>> import packing as pk
    >>> from packing.search import minimize_coherence
    >>> found = minimize_coherence(pk.vectors(7, 3), restarts=16).packing
    >>> proof = prove_existence(found)
    >>> print(proof.coherence.str(20, radius=False), proof.locally_optimal)
    0.21013831273060308487 True
    """
    problem = packing.problem
    if packing.n < 2:
        return NotProved(problem, "a single vector has no overlap")
    if problem.distance is Distance.SPECTRAL:
        return NotProved(problem, "the equations are those of chordal distance: ask for that")
    if not problem.space.has_points and packing.coherence < ACTIVE:
        return NotProved(problem, f"orthogonal {problem.objects} are exact already")
    found = contacts(packing)
    if found.multipliers is None:
        return NotProved(
            problem,
            f"the {counted(len(found.pairs), 'pair')} that touch to {ACTIVE:.0e} carry no positive multipliers: "
            "the packing is no local optimum; search longer, or polish it first",
        )
    reason = ""
    for choice in found.choices():
        if choice.system.unknowns > MOST_UNKNOWNS:
            reason = reason or f"{choice.system.unknowns} unknowns are more than {MOST_UNKNOWNS}"
            continue
        proof = _proved(packing, found, choice, digits)
        if proof is not None:
            return proof
        reason = "the equations are singular or nearly so where the packing lies"
    return NotProved(problem, reason)


def _proved(packing: Packing, found: Contacts, choice: Choice, digits: int) -> Existence | None:
    system, known = choice.system, digits
    if choice.first_order:
        zero = find_zero(system, digits)
    else:
        settled = settle(choice, min(digits, SETTLED))
        zero, known = find_zero(system, digits) if settled is None else settled.zero, 0
        if settled is not None:
            system, known = settled.system, places_of(settled.error, SETTLED)
    enclosure = None if zero is None else enclose(system, zero, digits)
    if enclosure is None or (isinstance(system, OptimalSystem) and not system.is_pushed(enclosure)):
        return None
    space, n = found.chart.space, packing.n
    with ctx.workprec(bits_of(digits)):
        vectors, level = system.position(enclosure)
        radius = _distance(vectors, found)
        overlaps = {(j, i): overlap_of_all(vectors[j], vectors[i], space) for i in range(n) for j in range(i)}
        largest = max(overlaps.values(), key=lambda ball: ball.upper())
        floor = level
        for pair in choice.others:
            floor = floor.union(overlaps[pair])
        optimal = radius < ACTIVE and is_local_optimum(choice, enclosure)
    return Existence(
        packing.problem, level, largest, floor, radius, len(choice.pairs),
        len(choice.touching) - len(choice.pairs),
        choice.rigid, choice.first_order and not choice.rigid, optimal, known,
    )  # fmt: skip


def _distance(vectors: list[Row], found: Contacts) -> float:
    """The largest change of a coordinate."""
    x = found.chart.x
    moves = (abs(vectors[i][c] - arb(float(x[i, c]))) for i in found.touched for c in range(x.shape[1]))
    return max(float(move.abs_upper()) for move in moves)
