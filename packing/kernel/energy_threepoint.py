"""Check a three-point energy certificate: no n points of a space have a sum of g over their pairs below a number.

With f and a_k >= 0 as in `packing.kernel.threepoint`, the sum of f over all triples of points and that of a_k P_k over
all pairs are >= 0. Let h(u) = 3 f(u, u, 1) + sum a_k P_k(u), let m be a polynomial with m <= g on all overlaps, and

    f(u, v, t) + (h - m)(u)/(3(n-2)) + (h - m)(v)/(3(n-2)) + (h - m)(t)/(3(n-2)) <= -b  on all triples.

Then, as an ordered pair lies in 3(n-2) places of ordered triples of different points,

    0 <= n (f(1, 1, 1) + sum a_k) + (sum of h over pairs) + (sum of f over triples)
      <= n (f(1, 1, 1) + sum a_k) + (sum of m over pairs) - n(n-1)(n-2) b,

so the sum of g over the ordered pairs is at least n(n-1)(n-2) b - n (f(1, 1, 1) + sum a_k). The left-hand side plus
sums of squares times weights that are >= 0 on triples is nearly a constant, or is one; its other Chebyshev coefficients
cost what they are.

Reference: Cohn and Woo, J. Amer. Math. Soc. 25 (2012).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from packing.kernel.algebraic import Algebraic, Real, products, read_real, read_reals, read_small_field, size
from packing.kernel.cost import fraction, product, sign_of_polynomial
from packing.kernel.definite import SPARE, check_semidefinite
from packing.kernel.energy import USUAL_PARTS, sentence
from packing.kernel.entries import choice, entry, integer, sequence
from packing.kernel.minorant import is_minorant_over
from packing.kernel.null_vectors import Null, read_null
from packing.kernel.number_field import RealField, UndecidedError, root_words
from packing.kernel.polynomial import zonal_polynomials
from packing.kernel.potential import Piece, read_potential
from packing.kernel.statement import EnergyStatement, RefusedError
from packing.kernel.threepoint import definiteness_work, expansion_work
from packing.kernel.threepoint_case import SPACES, Case, Rows
from packing.kernel.threepoint_entries import read_matrices, read_two_point
from packing.kernel.threepoint_polynomials import Polynomial, add, upper_bound
from packing.kernel.threepoint_sums import kernel_sum, triple_sum

KIND = "three-point-energy"
MOST_DEGREE = 60
MOST_BITS = 2000
"""Bits of a coefficient of the minorant, above and below the line together."""

MOST_DIGITS = 1000
"""Digits of an entry of a matrix."""


@dataclass(frozen=True)
class AllTriples(Case):
    """Triples with any overlaps up to 1, so that |w| <= 1."""

    @property
    def largest_w(self) -> Fraction:
        return Fraction(1)


@dataclass(frozen=True)
class EnergyEntries:
    """The numbers of a certificate; the entries of matrices stand for 1/`denominator` times.

    `minorant` holds the coefficients of m in the overlap, constant first; the matrices come as in
    `packing.kernel.threepoint_entries`, without any for pairs. Where numbers lie in Q(theta), `contacts` are the t at
    which m may touch the potential.
    """

    case: Case
    potential: tuple[Piece, ...]
    field: RealField
    denominator: int
    two_point: list[Real]
    minorant: list[Real]
    kernels: list[Rows]
    triple_squares: list[list[Rows]]
    at_least: Real
    contacts: list[Real] = dataclasses.field(default_factory=list)
    null: Null = dataclasses.field(default_factory=dict)

    @classmethod
    def read(cls, certificate: Mapping[str, object]) -> EnergyEntries:
        """The entries of `certificate`, of the right shape, or `RefusedError`."""
        case = AllTriples(
            choice(entry(certificate, "space"), "space", SPACES),
            integer(entry(certificate, "d"), "d", 3, 10_000),
            integer(entry(certificate, "n"), "n", 3, 10**6),
            Fraction(1),
            integer(entry(certificate, "half_degree"), "half_degree", 1, 16),
        )
        field = read_small_field(certificate)
        try:
            two_point = read_two_point(certificate, MOST_DEGREE, field)
        except UndecidedError as undecided:
            raise RefusedError("theta", f"leaves a sign open: {undecided}") from None
        groups = [case.square_sizes(weight_degree) for weight_degree, _ in case.weights()]
        squares = sequence(entry(certificate, "triple_squares"), "triple_squares", len(groups), len(groups))
        found = cls(
            case,
            read_potential(certificate, case.space),
            field,
            integer(entry(certificate, "denominator"), "denominator", 1, 10**MOST_DIGITS),
            two_point,
            _minorant(certificate, field),
            read_matrices(entry(certificate, "kernels"), "kernels", case.block_sizes(), MOST_DIGITS, field),
            [
                read_matrices(item, f"triple_squares[{i}]", groups[i], MOST_DIGITS, field)
                for i, item in enumerate(squares)
            ],
            read_real(entry(certificate, "at_least"), "at_least", field),
            read_reals(certificate.get("contacts", []), "contacts", 0, MOST_DEGREE, field),
        )
        sizes = {name: len(rows) for name, rows in found.matrices()}
        return dataclasses.replace(found, null=read_null(certificate, sizes, field))

    @property
    def unit(self) -> Fraction:
        """What an entry 1 of a matrix stands for."""
        return Fraction(1, self.denominator)

    def matrices(self) -> Iterator[tuple[str, Rows]]:
        """Each matrix with the name of its entry."""
        groups = [("kernels", self.kernels)]
        groups += [(f"triple_squares[{i}]", group) for i, group in enumerate(self.triple_squares)]
        for name, group in groups:
            for i, rows in enumerate(group):
                yield f"{name}[{i}]", rows


def _minorant(certificate: Mapping[str, object], field: RealField) -> list[Real]:
    """The entry `minorant`."""
    values = read_reals(entry(certificate, "minorant"), "minorant", 1, MOST_DEGREE // 2 + 1, field)
    for k, value in enumerate(values):
        if size(value) > MOST_BITS:
            raise RefusedError(f"minorant[{k}]", f"has more than {MOST_BITS} bits")
    return values


def check(certificate: Mapping[str, object]) -> EnergyStatement:
    """Return the statement that `certificate` proves, or raise `RefusedError` naming the entry at fault."""
    return prove(read(certificate))


read = EnergyEntries.read


def work(entries: EnergyEntries) -> float:
    """Seconds that `prove` is estimated to take: definiteness, the expansion, the sign of the minorant."""
    case = entries.case
    numbers = max(map(size, [*entries.two_point, *entries.minorant])) + case.n.bit_length()
    degree = len(entries.minorant) + len(entries.two_point)
    pairs = degree**2 * fraction(numbers * degree) + sum(_sign_work(entries, piece) for piece in entries.potential)
    expansion = expansion_work(case, 2 * case.d.bit_length() + entries.denominator.bit_length() / case.half)
    return definiteness_work(entries) + products(entries.field) * (expansion + pairs)


def _sign_work(entries: EnergyEntries, piece: Piece) -> float:
    """Seconds that the minorant on one piece is estimated to take."""
    degree = max(len(entries.minorant), 2) * (1 if entries.case.space == "S" else 2)
    bits = max(map(size, entries.minorant))
    if piece.polynomial() is not None:
        return sign_of_polynomial(degree, bits)
    return USUAL_PARTS * (degree**2 * product(bits + 10 * degree) + len(piece.program) * 5e-4 + fraction(bits))


def prove(entries: EnergyEntries, spare: float = SPARE) -> EnergyStatement:
    """The statement that the entries prove, or `RefusedError`; `MoreWorkError` where `spare` seconds do not suffice."""
    try:
        check_minorant(entries)
        check_semidefinite(entries.matrices(), spare=spare, null=entries.null)
        f = kernel_sum(entries)
        diagonal = sum(f.values(), Fraction(0)) + sum(entries.two_point)
        return conclusion(entries, diagonal, upper_bound(triple_sum(entries, with_pairs(entries, f))))
    except UndecidedError as undecided:
        raise RefusedError("theta", f"leaves a sign open: {undecided}") from None


def check_minorant(entries: EnergyEntries) -> None:
    """Refuse a minorant that is not shown to lie below the potential; between lines the overlap is t^2."""
    m = entries.minorant
    in_t = m if entries.case.space == "S" else [c for value in m for c in (value, Fraction(0))]
    for i, piece in enumerate(entries.potential):
        if not is_minorant_over(in_t, piece, entries.contacts):
            raise RefusedError("minorant", not_below(i, piece))


def not_below(i: int, piece: Piece) -> str:
    """The reason for refusing a polynomial that is no minorant."""
    return f"is not shown to be at most f between {piece.low} and {piece.high} (potential[{i}])"


def conclusion(entries: EnergyEntries, diagonal: Real, mean: Real) -> EnergyStatement:
    """The statement from f(1, 1, 1) + sum a_k and an upper bound of the left-hand side on triples."""
    case, least = entries.case, least_sum(entries.case.n, diagonal, mean)
    if least < entries.at_least:
        raise RefusedError("at_least", f"claims {entries.at_least}, but what is proved is about {_short(least)}")
    words = sentence(case.space, case.d, case.n, entries.potential, str(entries.at_least))
    if isinstance(entries.at_least, Algebraic):
        words += root_words(entries.field)
    return EnergyStatement(KIND, words, case.space, case.d, case.n, entries.potential, entries.at_least)


def least_sum(n: int, diagonal: Real, mean: Real) -> Real:
    """n(n-1)(n-2) b - n (f(1, 1, 1) + sum a_k) with b = -`mean`."""
    return -n * (n - 1) * (n - 2) * mean - n * diagonal


def _short(value: Real) -> str:
    """About nine digits of a number of any size."""
    return f"{float(value):.9g}" if -(10**300) < value < 10**300 else ("-" if value < 0 else "") + "more than 1e300"


def with_pairs(entries: EnergyEntries, f: Polynomial) -> Polynomial:
    """f plus the mean of (h - m)/(n-2) over u, v, t."""
    case = entries.case
    pairs: dict[int, Real] = {}
    for (i, j, _, e), coefficient in f.items():  # w = u where two of the points agree
        pairs[i + j + e] = pairs.get(i + j + e, Fraction(0)) + 3 * coefficient
    zonal = zonal_polynomials(case.space, case.d, len(entries.two_point))
    for a, P in zip(entries.two_point, zonal[1:], strict=True):
        for power, coefficient in enumerate(P):
            pairs[power] = pairs.get(power, Fraction(0)) + a * coefficient
    for power, c in enumerate(entries.minorant):
        pairs[power] = pairs.get(power, Fraction(0)) - c
    total = dict(f)
    for power, coefficient in pairs.items():
        for exponent in ((power, 0, 0, 0), (0, power, 0, 0), (0, 0, power, 0)):
            add(total, {exponent: coefficient / (3 * (case.n - 2))})
    return total
