"""Check a three-point certificate: no n points of a space have all overlaps at most s.

The overlap o(x, y) is <x, y> on the unit sphere of R^d and |<x, y>|^2 between lines of R^d or C^d. The certificate
gives numbers a_k >= 0 and matrices F_lk >= 0, hence a polynomial f in the overlaps u = o(x, z), v = o(y, z),
t = o(x, y) of three points (and w = Re <x, y><y, z><z, x> between lines) whose sum over all triples of points of any
code is >= 0, as is that of a_k P_k over all pairs. With the points of a triple equal, or two of them, or none,

    0 <= f(1, 1, 1) + sum a_k  +  (n-1) (mean over pairs of 3 f(u, u, 1) + sum a_k P_k(u))
                               +  (n-1)(n-2) (mean over triples of f).

On the domain of a code, sums of squares times weights that are >= 0 there are added to both polynomials. What comes
out is nearly a negative constant, and the constant plus the absolute values of all other Chebyshev coefficients bounds
the mean from above. The code is impossible once the right-hand side is negative, and so is any larger one: leaving out
points keeps overlaps.

Everything is rebuilt here from the space, d and s; the certificate supplies numbers and is trusted in none of them.
References: Bachoc and Vallentin, J. Amer. Math. Soc. 21 (2008), for the sphere; `proofs/threepoint-projective.md`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from packing.kernel.algebraic import Algebraic, Real, products, size
from packing.kernel.cost import definiteness, fraction
from packing.kernel.definite import SPARE, check_semidefinite
from packing.kernel.delsarte import sentence
from packing.kernel.statement import RefusedError, SizeStatement
from packing.kernel.threepoint_case import Case
from packing.kernel.threepoint_entries import Entries
from packing.kernel.threepoint_polynomials import upper_bound
from packing.kernel.threepoint_sums import Matrices, WithPairs, kernel_sum, pair_sum, triple_sum


def check(certificate: Mapping[str, object]) -> SizeStatement:
    """Return the statement that `certificate` proves, or raise `RefusedError` naming the entry at fault."""
    return prove(read(certificate))


read = Entries.read


def work(entries: WithPairs) -> float:
    """Seconds that `prove` is estimated to take: definiteness, and the expansions of the two polynomials."""
    case, degree = entries.case, len(entries.two_point)
    numbers = size(case.overlap) + 2 * case.d.bit_length()
    unit = entries.unit.denominator.bit_length()
    pairs = numbers + max(map(size, entries.two_point)) / 4
    expansions = expansion_work(case, numbers + unit / case.half) + 5 * (degree + 2 * case.half) ** 2 * fraction(
        (degree + 2 * case.half) * pairs / 8
    )
    return definiteness_work(entries) + products(entries.field) * expansions


def definiteness_work(entries: Matrices) -> float:
    """Seconds to show that all matrices are semidefinite."""
    matrices = [rows for _, rows in entries.matrices()]
    most = max((bits(row) for rows in matrices for row in rows), default=0)
    return products(entries.field) * sum(definiteness(len(rows), most) for rows in matrices)


EXPANSION = {"S": 45, "R": 110, "C": 140}
"""Operations on fractions to expand the polynomial of triples, over the fourth power of the half degree."""


def expansion_work(case: Case, numbers: float) -> float:
    """Seconds to expand the polynomial of triples where overlap and dimension have so many bits together."""
    return EXPANSION[case.space] * case.half**4 * fraction(100 + case.half * numbers / 6)


def prove(entries: Entries, spare: float = SPARE) -> SizeStatement:
    """The statement that the entries prove, or `RefusedError`; `MoreWorkError` where `spare` seconds do not suffice."""
    return conclusion(entries, *means(entries, spare))


def means(entries: WithPairs, spare: float = SPARE) -> tuple[Real, Real, Real]:
    """f(1, 1, 1) + sum a_k, and upper bounds of what pairs and triples have in the mean; all matrices are checked."""
    check_semidefinite(entries.matrices(), spare=spare, null=entries.null)
    f = kernel_sum(entries)
    diagonal = sum(f.values(), Fraction(0)) + sum(entries.two_point)
    return diagonal, upper_bound(pair_sum(entries, f)), upper_bound(triple_sum(entries, f))


def conclusion(entries: Entries, diagonal: Real, pair_mean: Real, triple_mean: Real) -> SizeStatement:
    """The statement if the sum over all triples is negative: f(1, 1, 1) + sum a_k, and upper bounds of both means."""
    case = entries.case
    total = over_triples(case.n, diagonal, pair_mean, triple_mean)
    if total >= 0:
        raise RefusedError(
            "n", f"{case.n} points are not excluded: the sum over their triples may reach {_short(total)}"
        )
    size = Fraction(case.n - 1)
    text = sentence(case.space, case.d, case.overlap, size, False)
    return SizeStatement("three-point", text, case.space, case.d, case.overlap, size)


def over_triples(n: int, diagonal: Real, pair_mean: Real, triple_mean: Real) -> Real:
    """What the sum over the triples of n points may be at most, for each of the points."""
    return diagonal + (n - 1) * pair_mean + (n - 1) * (n - 2) * triple_mean


def bits(row: Sequence[int | Algebraic]) -> int:
    """The most bits of an integer in a row of a matrix."""
    numbers = (int(c) for value in row for c in (value.element if isinstance(value, Algebraic) else (value,)))
    return max((abs(c).bit_length() for c in numbers), default=0)


def _short(value: Real) -> str:
    """About three digits of a non-negative number of any size."""
    return f"{float(value):.3g}" if value < 10**300 else "more than 1e300"
