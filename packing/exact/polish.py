"""Any number of digits of a packing: Newton's method on its touching pairs, in extended precision.

The stored packing is a first approximation of one whose touching overlaps are all equal. The square systems of
`contacts` say what determines it: the ties alone, the conditions of first-order optimality, or these within a family,
whose directions are held fixed. Each step solves in doubles against a residual in high precision, so that it gains
about ten digits and costs no more than the overlaps; where the equations are singular, `degenerate` goes on. Vectors
that touch nothing stay where they are, and whether their overlaps stay below is seen in the end, where the decimals
are judged on their own (`decimals`).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from flint import arb, ctx
from threadpoolctl import threadpool_limits

from packing.configuration import Packing
from packing.displayed import Displayed
from packing.errors import InputError
from packing.exact.balls import Ball, Pairs, Row, dot, turns
from packing.exact.contacts import ACTIVE, Choice, contacts
from packing.exact.decimals import DecimalPacking
from packing.exact.degenerate import settle
from packing.exact.zero import bits_of, find_zero
from packing.problem import Problem
from packing.search import Outcome
from packing.search.interior_point import InteriorPoint
from packing.space import Space

DIGITS = 50
MOST_DIGITS = 10_000
MOST_UNKNOWNS = 4000

DOUBLE = 15
"""Decimals that a coherence in doubles has."""

GUARD = 3
"""Decimals of the coordinates beyond those asked for, so that rounding them leaves the coherence right."""


@dataclass(frozen=True)
class Polished(Displayed):
    """A packing in decimals, `digits` of which were asked for.

    `error` is the largest of three: what the overlaps of the `contacts` miss to be equal and the largest of all,
    recomputed exactly from the decimals; the last Newton correction; and what first-order optimality is missed by.
    """

    decimals: DecimalPacking
    digits: int
    contacts: int
    error: Fraction
    cure: str

    @property
    def problem(self) -> Problem:
        """The problem that the packing answers."""
        return self.decimals.problem

    @property
    def outcome(self) -> Outcome:
        """Converged where all digits asked for are right, else stalled."""
        return Outcome.CONVERGED if self.supported >= self.digits else Outcome.STALLED

    @property
    def supported(self) -> int:
        """How many decimals of the coherence the error supports."""
        supported = 0
        while supported < self.digits and self.error * 10 ** (supported + 1) <= 1:
            supported += 1
        return supported

    @property
    def coherence(self) -> str:
        """The coherence of the decimals: as many digits as are supported, and those of a double where it stalled."""
        return self.decimals.coherence(max(self.supported, min(self.digits, DOUBLE)))

    @property
    def status(self) -> str:
        """How it ended; where it stalled, with cause and cure."""
        if self.outcome is Outcome.CONVERGED:
            return f"converged to {self.digits} digits"
        return f"stalled at {self.supported} of {self.digits} digits: {self.cure}"

    def __str__(self) -> str:
        return f"{self.problem}, coherence {self.coherence} ({self.contacts} contacts; {self.status})"


def polish(packing: Packing, digits: int = DIGITS) -> Polished:
    """The optimum beside `packing` to `digits` decimals, between 1 and 10000.

    A packing that is not at a local optimum is first moved to one by the interior point method. Raises `InputError`
    for a number of digits out of range, and for subspaces.

    >>> import packing as pk
    >>> from packing.search import minimize_coherence
    >>> print(polish(minimize_coherence(pk.vectors(7, 3), restarts=16).packing, 30))
    7 vectors on S^2, coherence 0.210138312730603084865765301619 (12 contacts; converged to 30 digits)
    """
    if not 1 <= digits <= MOST_DIGITS:
        raise InputError(
            f"a packing can be polished to between 1 and {MOST_DIGITS} digits, not {digits}: choose others"
        )
    if packing.space.m > 1:
        raise InputError(f"points and lines are polished, not {packing.problem}: prove_existence gives its digits")
    if packing.n == 1 or packing.d == 1:
        return _judged(packing.problem, _rows(packing), [], digits, arb(0), "")
    if packing.problem.has_lines and packing.coherence < ACTIVE:
        return _judged(packing.problem, _orthogonal(packing, digits), _all_pairs(packing.n), digits, arb(0), "")
    found = contacts(packing)
    if found.multipliers is None:
        packing = _finished(packing)
        found = contacts(packing)
    candidates = []
    for choice in found.choices():
        polished = _polished(packing, choice, digits)
        if polished is not None and polished.outcome is Outcome.CONVERGED:
            return polished
        candidates += [polished] if polished is not None else []
    if candidates:
        return min(candidates, key=lambda candidate: candidate.error)
    cure = (
        "the packing is no local optimum, and the interior point method finds none near by: search longer"
        if found.multipliers is None
        else "the equations of the touching pairs are singular: polish another packing of the problem"
    )
    return _judged(packing.problem, _rows(packing), found.pairs, digits, arb(found.missed), cure)


def _polished(packing: Packing, choice: Choice, digits: int) -> Polished | None:
    """The zero of one system as decimals, or None where there is none near by."""
    system = choice.system
    if system.unknowns > MOST_UNKNOWNS:
        return None
    places = digits + GUARD + 2
    cure = "the touching overlaps do not become equal: search longer"
    if choice.first_order:
        zero = find_zero(system, places)
        error = None if zero is None else zero.error
    else:
        settled = settle(choice, places)
        if settled is None:
            return None
        system, zero, error = settled.system, settled.zero, settled.error
        cure = "the optimum is degenerate, and first-order optimality holds to these digits only: polish a better one"
    if zero is None or error is None:
        return None
    with ctx.workprec(bits_of(places)):
        rows, _ = system.position(zero.u)
    return _judged(packing.problem, rows, choice.touching, digits, error, cure)


def _judged(problem: Problem, rows: list[Row], pairs: Pairs, digits: int, error: Ball, cure: str) -> Polished:
    """The rows rounded to decimals, with what they are worth."""
    places = digits + GUARD
    with ctx.workprec(bits_of(places)):
        unit = arb(10) ** places
        whole = tuple(tuple(_nearest(entry * unit) for entry in _unit(row)) for row in rows)
        missed = Fraction(_whole((error.abs_upper() * unit).ceil()), 10**places)
    decimals = DecimalPacking(problem, whole, places)
    return Polished(decimals, digits, len(pairs), max(missed, decimals.spread(pairs)), cure)


def _nearest(value: Ball) -> int:
    return _whole((value + arb(0.5)).mid().floor())


def _whole(value: Ball) -> int:
    """The integer that an exact ball is."""
    integer = value.unique_fmpz()
    assert integer is not None
    return int(integer)


def _unit(row: Row) -> Row:
    length = dot(row, row).sqrt()
    return [(entry / length).mid() for entry in row]


def _rows(packing: Packing) -> list[Row]:
    """The stored rows as exact balls."""
    return [[arb(float(entry)) for entry in row] for row in packing.space.to_real(packing.vectors)]


def _orthogonal(packing: Packing, digits: int) -> list[Row]:
    """The rows after Gram and Schmidt, twice."""
    space = packing.space
    with ctx.workprec(bits_of(digits + GUARD + 2)):
        rows = [_unit(row) for row in _rows(packing)]
        for i in range(packing.n):
            for _ in range(2):
                for j in range(i):
                    rows[i] = _unit(_without(rows[i], rows[j], space))
    return rows


def _without(x: Row, y: Row, space: Space) -> Row:
    """x minus its part along the line of the unit vector y, sum_c (x . K_c y) K_c y."""
    for turned in turns(y, space):  # orthogonal to each other
        part = dot(x, turned)
        x = [a - part * b for a, b in zip(x, turned, strict=True)]
    return x


def _all_pairs(n: int) -> Pairs:
    return [(i, j) for j in range(n) for i in range(j)]


def _finished(packing: Packing) -> Packing:
    """The packing after the interior point method."""
    with threadpool_limits(1, user_api="blas"):
        rows = InteriorPoint().run(packing.space.to_real(packing.vectors), packing.space).rows
    return Packing(packing.space.from_real(rows), packing.space)
