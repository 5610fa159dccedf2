"""Check a sharp three-point certificate: at most n points have all overlaps at most s, and fewer if all are smaller.

With f, a_k and the sums of squares of `packing.kernel.threepoint`, whose coefficients are fractions here and leave
nothing over at an optimum, let alpha be an upper bound of 3 f(u, u, 1) + sum a_k P_k(u) + g(u) on pairs and beta one of
f plus squares on triples, where g >= 0 is the sum of squares of the pairs. For N points with overlaps at most s

    0 <= f(1, 1, 1) + sum a_k + (N-1) (alpha - mean of g) + (N-1)(N-2) beta.

1. At N = n + 1 the right-hand side without g is negative: there are at most n points.
2. At N = n it is at most 0 without g. Some pair of n points has at least the mean overlap that n points must have; if
   all overlaps are below s, and g has no zero from that mean up to s, then g is positive at that pair: a contradiction.
   More than 2 d points of the sphere have a pair with an overlap above 0, so that zeros of g up to 0 do not matter.

A code that reaches s is therefore optimal. Reference: Bachoc and Vallentin, J. Combin. Theory A 116 (2009).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate

from packing.kernel.algebraic import Algebraic, Real, below, read_small_field
from packing.kernel.definite import SPARE
from packing.kernel.delsarte import sentence
from packing.kernel.entries import entry, integer
from packing.kernel.minorant import quotient, rational_below, value
from packing.kernel.null_vectors import Null, read_null
from packing.kernel.number_field import RealField, UndecidedError, root_words
from packing.kernel.polynomial import count_roots, integral, sign_at
from packing.kernel.statement import RefusedError, SizeStatement
from packing.kernel.threepoint import means, over_triples
from packing.kernel.threepoint import work as work
from packing.kernel.threepoint_case import Case, Rows
from packing.kernel.threepoint_entries import named_matrices, read_numbers
from packing.kernel.threepoint_polynomials import Polynomial
from packing.kernel.threepoint_sums import pair_slack

KIND = "sharp-three-point"
MOST_DIGITS = 1000
"""Digits of an entry of a matrix."""


@dataclass(frozen=True)
class SharpEntries:
    """The numbers of a certificate, as in `packing.kernel.threepoint_entries`; entries stand for 1/`denominator`."""

    case: Case
    field: RealField
    denominator: int
    two_point: list[Real]
    kernels: list[Rows]
    pair_squares: list[Rows]
    triple_squares: list[list[Rows]]
    null: Null = dataclasses.field(default_factory=dict)

    @classmethod
    def read(cls, certificate: Mapping[str, object]) -> SharpEntries:
        """The entries of `certificate`, of the right shape, or `RefusedError`; `at_most` is n."""
        numbers = read_small_field(certificate)
        try:
            case = Case.read(certificate, "at_most", numbers)
            denominator = integer(entry(certificate, "denominator"), "denominator", 1, 10**MOST_DIGITS)
            found = cls(case, numbers, denominator, *read_numbers(certificate, case, MOST_DIGITS, numbers))
            sizes = {name: len(rows) for name, rows in found.matrices()}
            return replace(found, null=read_null(certificate, sizes, numbers))
        except UndecidedError as undecided:
            raise RefusedError("theta", f"leaves a sign open: {undecided}") from None

    @property
    def unit(self) -> Fraction:
        """What an entry 1 of a matrix stands for."""
        return Fraction(1, self.denominator)

    def matrices(self) -> Iterator[tuple[str, Rows]]:
        """Each matrix with the name of its entry."""
        return named_matrices(self.kernels, self.pair_squares, self.triple_squares)


def check(certificate: Mapping[str, object]) -> SizeStatement:
    """Return the statement that `certificate` proves, or raise `RefusedError` naming the entry at fault."""
    return prove(read(certificate))


read = SharpEntries.read


def prove(entries: SharpEntries, spare: float = SPARE) -> SizeStatement:
    """The statement that the entries prove, or `RefusedError`; `MoreWorkError` where `spare` seconds do not suffice."""
    try:
        return conclusion(entries, means(entries, spare), powers(pair_slack(entries)))
    except UndecidedError as undecided:
        raise RefusedError("theta", f"leaves a sign open: {undecided}") from None


def conclusion(entries: SharpEntries, bounds: tuple[Real, Real, Real], slack: list[Real]) -> SizeStatement:
    """The statement from f(1, 1, 1) + sum a_k, alpha and beta, and the coefficients of g in powers of U."""
    case = entries.case
    if over_triples(case.n + 1, *bounds) >= 0:
        raise RefusedError("at_most", f"{case.n + 1} points are not excluded")
    if over_triples(case.n, *bounds) > 0:
        raise RefusedError("at_most", f"{case.n} points with smaller overlaps are not excluded")
    least, zero = ((overlap - case.centre) / case.radius for overlap in (least_mean(case), Fraction(0)))
    some_acute = case.space == "S" and case.n > 2 * case.d  # at most 2 d points have no overlap above 0
    if not is_positive(slack, least) and not (some_acute and is_positive(slack, zero, above=True)):
        raise RefusedError("pair_squares", "may vanish at overlaps below the largest that some pair must have")
    size = Fraction(case.n)
    text = sentence(case.space, case.d, case.overlap, size, True)
    if isinstance(case.overlap, Algebraic):
        text += root_words(entries.field)
    return SizeStatement(KIND, text, case.space, case.d, case.overlap, size, True)


def least_mean(case: Case) -> Fraction:
    """The least mean of the overlaps of the pairs of n points: the sum of all vectors, or of all projections, is >= 0.

    The mean of <x, y> is at least -1/(n-1); that of |<x, y>|^2 of lines at least (n-d)/(d(n-1)), and at least 0.
    """
    if case.space == "S":
        return Fraction(-1, case.n - 1)
    return max(Fraction(case.n - case.d, case.d * (case.n - 1)), Fraction(0))


def is_positive(slack: list[Real], low: Real, above: bool = False) -> bool:
    """Whether a polynomial that is >= 0 on [-1, 1] has no zero in [low, 1); if irrational, only where this is clear.

    With `above` it may be 0 at low itself.

    >>> is_positive([Fraction(0), Fraction(0), Fraction(1)], Fraction(0), above=True)
    True

    >>> is_positive([Fraction(1), Fraction(-1)], Fraction(0)), is_positive([Fraction(0), Fraction(1)], Fraction(0))
    (True, False)
    """
    if low >= 1:
        return True
    while slack and sum(slack) == 0:
        slack = list(accumulate(slack))[:-1]  # divided by 1 - U, which is >= 0
        while slack and slack[-1] == 0:
            slack = slack[:-1]
    while above and slack and value(slack, low) == 0:
        slack = quotient(slack, low)  # by U - low, which is > 0 above low
    rational, start = rational_below(slack), max(below(low), Fraction(-1))
    p = integral(rational) if rational else []
    if rational != slack and (not p or sign_at(p, Fraction(1)) <= 0):
        return False
    return bool(p) and sign_at(p, start) != 0 and count_roots(p, start, Fraction(1)) == 0


def powers(chebyshev: Polynomial) -> list[Real]:
    """The coefficients in 1, U, U^2, ... of a series in the Chebyshev polynomials of U.

    >>> powers({(2,): Fraction(1)}) == [-1, 0, 2]
    True
    """
    degree = max((order for (order,) in chebyshev), default=0)
    before, now = [Fraction(0)], [Fraction(1)]
    total: list[Real] = [Fraction(0)] * (degree + 1)
    for order in range(degree + 1):
        weight = chebyshev.get((order,), Fraction(0))
        for power, c in enumerate(now):
            total[power] += weight * c
        following = [Fraction(0), *((1 if order == 0 else 2) * c for c in now)]
        for power, c in enumerate(before):
            following[power] -= c if order else 0
        before, now = now, following
    while total and total[-1] == 0:
        total.pop()
    return total
