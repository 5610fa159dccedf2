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

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Protocol

from packing.kernel.algebraic import Algebraic, Real, products, size
from packing.kernel.cost import definiteness, fraction
from packing.kernel.definite import SPARE, check_semidefinite
from packing.kernel.delsarte import sentence
from packing.kernel.null_vectors import Null
from packing.kernel.number_field import RealField
from packing.kernel.polynomial import zonal_polynomials
from packing.kernel.statement import RefusedError, SizeStatement
from packing.kernel.threepoint_case import ONE, X1, X2, X3, Case, Rows
from packing.kernel.threepoint_entries import Entries
from packing.kernel.threepoint_polynomials import (
    Polynomial,
    add,
    chebyshev_powers,
    combine,
    jacobi,
    multiply,
    to_chebyshev,
    upper_bound,
)


class Matrices(Protocol):
    """What the numbers of a certificate about triples have in common."""

    @property
    def case(self) -> Case: ...

    @property
    def field(self) -> RealField: ...

    @property
    def unit(self) -> Fraction: ...

    @property
    def kernels(self) -> list[Rows]: ...

    @property
    def triple_squares(self) -> list[list[Rows]]: ...

    @property
    def null(self) -> Null: ...

    def matrices(self) -> Iterator[tuple[str, Rows]]: ...


class WithNumbers(Matrices, Protocol):
    """The same with the numbers a_k."""

    @property
    def two_point(self) -> list[Real]: ...


class WithPairs(WithNumbers, Protocol):
    """The same with sums of squares on pairs."""

    @property
    def pair_squares(self) -> list[Rows]: ...


_VARIABLES: list[Polynomial] = [{tuple(int(i == j) for i in range(4)): Fraction(1)} for j in range(4)]
U, V, T, W = _VARIABLES
"""The variables: u, v, t, w in `kernel_sum`, and their scaled copies in [-1, 1] elsewhere."""

DISCRIMINANT = combine(
    (81, {(2, 2, 0, 0): Fraction(1)}),
    (-108, {(0, 3, 0, 0): Fraction(1)}),
    (-108, {(3, 0, 1, 0): Fraction(1)}),
    (162, {(1, 1, 1, 0): Fraction(1)}),
    (-27, {(0, 0, 2, 0): Fraction(1)}),
)
"""(U-V)^2 (V-T)^2 (T-U)^2, a square, in the invariants."""

PLANE = (
    combine((2, multiply(X1, X1)), (-2, X2)),
    combine((1, X3), (-1, multiply(X1, X2))),
    combine((2, multiply(X2, X2)), (-2, multiply(X1, X3))),
)
"""The matrix [[p, q], [q, r]]: a third of the inner products of (U, V, T) and (VT, TU, UV) less their means."""


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


def kernel_sum(entries: Matrices) -> Polynomial:
    """f = the sum over (l, k) of <F_lk, Z_lk>, averaged over the three choices of the pole.

    Z_lk(i, j) = u^i v^j c_l R^k P_k(2 X / R - 1) is positive semidefinite as a kernel in (x, y) for each pole z.
    """
    case = entries.case
    edge = combine((1, T if case.space == "S" else W), (-1, multiply(U, V)))
    if case.space == "S":
        X = multiply(edge, edge)
        R = multiply(combine((1, ONE), (-1, multiply(U, U))), combine((1, ONE), (-1, multiply(V, V))))
    else:
        X = combine((1, T), (-2, W), (1, multiply(U, V)))
        R = multiply(combine((1, ONE), (-1, U)), combine((1, ONE), (-1, V)))
    argument = combine((2, X), (-1, R))
    square = multiply(multiply(U, V), X)  # |<x, y><y, z><z, x> - uv|^2
    angular = [ONE, edge]
    radial: dict[int, list[Polynomial]] = {}
    total: Polynomial = {}
    for (turn, k, _), rows in zip(case.blocks(), entries.kernels, strict=True):
        if turn == len(angular):
            angular.append(combine((2, multiply(edge, angular[-1])), (-1, multiply(square, angular[-2]))))
        if turn not in radial:
            most = max(order for other, order, _ in case.blocks() if other == turn)
            radial[turn] = jacobi(*case.parameters(turn), most, argument, R)
        powers: Polynomial = {}
        for i, row in enumerate(rows):
            for j, value in enumerate(row):
                powers[i, j, 0, 0] = powers[j, i, 0, 0] = value * Fraction(1)
        kernel = multiply(angular[turn], radial[turn][k])
        add(total, multiply(powers, kernel), entries.unit / 3)
    mean: Polynomial = {}
    for i, j, k, e in total:
        for turned in ((i, j, k, e), (k, i, j, e), (j, k, i, e)):
            mean[turned] = mean.get(turned, Fraction(0)) + total[i, j, k, e]
    return _on_the_surface(case, mean)


def pair_sum(entries: WithPairs, f: Polynomial) -> Polynomial:
    """3 f(u, u, 1) + sum a_k P_k(u) + (sum of squares) + (1 - U^2)(sum of squares), by Chebyshev order."""
    case, two_point = entries.case, entries.two_point
    polynomial: Polynomial = {(0,): Fraction(0)}
    for (i, j, _, e), coefficient in f.items():  # w = u where two of the points agree
        add(polynomial, {(i + j + e,): 3 * coefficient})
    zonal = zonal_polynomials(case.space, case.d, len(two_point))
    for a, P in zip(two_point, zonal[1:], strict=True):
        add(polynomial, {(power,): coefficient for power, coefficient in enumerate(P)}, a)
    degree = max(order for (order,) in polynomial)
    total = to_chebyshev(polynomial, [chebyshev_powers(case.centre, case.radius, degree)])
    add(total, pair_slack(entries))
    return total


def pair_slack(entries: WithPairs) -> Polynomial:
    """(sum of squares) + (1 - U^2)(sum of squares) on the pairs, by Chebyshev order."""
    total: Polynomial = {}
    for rows, weight in zip(
        entries.pair_squares, ({0: 4}, {0: 2, 2: -1, -2: -1}), strict=True
    ):  # 1 and 1 - U^2 = (T_0 - T_2)/2
        for i, row in enumerate(rows):
            for j, value in enumerate(row):
                for order in (i + j, i - j):
                    for step, share in weight.items():
                        amount = value * Fraction(share * (1 if i == j else 2), 8) * entries.unit
                        add(total, {(abs(order + step),): amount})
    return total


def triple_sum(entries: Matrices, f: Polynomial) -> Polynomial:
    """f plus the sum over the weights of weight times (sum of squares), by Chebyshev orders in U, V, T, W."""
    case = entries.case
    invariant: Polynomial = {}
    for (degree, weight), (even, odd, plane) in zip(case.weights(), entries.triple_squares, strict=True):
        bases = case.square_bases(degree)
        first, second = len(bases[2]), len(bases[3])
        corner = [row[:first] for row in plane[first:]]
        parts = [
            (ONE, _collect(even, bases[0])),
            (DISCRIMINANT, _collect(odd, bases[1])),
            (PLANE[0], _collect(plane[:first], bases[2])),
            (PLANE[1], _collect_mixed(corner, bases[3], bases[2])),
            (PLANE[2], _collect([row[first:] for row in plane[first:]], bases[3])),
        ]
        assert len(plane) == first + second
        squares = combine(*((1, multiply(factor, part)) for factor, part in parts))
        add(invariant, multiply(weight, squares), entries.unit)
    expanded = _in_the_variables(_on_the_surface(case, invariant, scaled=True))
    degree = max((max(exponent) for exponent in (*expanded, *f)), default=0)
    straight = chebyshev_powers(Fraction(0), Fraction(1), degree)
    moved = chebyshev_powers(case.centre, case.radius, degree)
    total = to_chebyshev(expanded, [straight] * 4)
    add(total, to_chebyshev(f, [moved] * 3 + [chebyshev_powers(Fraction(0), case.largest_w, degree)]))
    return total


def _collect(rows: Rows, basis: list[tuple[int, int, int, int]]) -> Polynomial:
    """The sum of G_ij m_i m_j for the monomials m of `basis` and a symmetric G given by its lower triangle."""
    total: dict[tuple[int, ...], int | Algebraic] = {}
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            exponent = tuple(map(int.__add__, basis[i], basis[j]))
            total[exponent] = total.get(exponent, 0) + (value if i == j else 2 * value)
    return {exponent: value * Fraction(1) for exponent, value in total.items()}


def _collect_mixed(
    rows: Rows, left: list[tuple[int, int, int, int]], right: list[tuple[int, int, int, int]]
) -> Polynomial:
    """Twice the sum of G_ij m_i m_j, i from `left`, j from `right`: a corner of a symmetric matrix and its mirror."""
    total: dict[tuple[int, ...], int | Algebraic] = {}
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            exponent = tuple(map(int.__add__, left[i], right[j]))
            total[exponent] = total.get(exponent, 0) + 2 * value
    return {exponent: value * Fraction(1) for exponent, value in total.items()}


def _in_the_variables(invariant: Polynomial) -> Polynomial:
    """A polynomial in x1 = (U+V+T)/3, x2 = (UV+VT+TU)/3, x3 = UVT, W written out in U, V, T, W."""
    sums = combine((1, U), (1, V), (1, T))
    products = combine((1, multiply(U, V)), (1, multiply(V, T)), (1, multiply(T, U)))
    grouped: dict[tuple[int, int], Polynomial] = {}
    for (a, b, c, e), coefficient in invariant.items():
        add(grouped.setdefault((a, b), {}), {(c, c, c, e): coefficient / 3 ** (a + b)})
    total: Polynomial = {}
    powers = {(0, 0): ONE}
    for a, b in sorted(grouped):
        for i in range(1, a + 1):
            if (i, 0) not in powers:
                powers[i, 0] = multiply(sums, powers[i - 1, 0])
        for j in range(1, b + 1):
            if (a, j) not in powers:
                powers[a, j] = multiply(products, powers[a, j - 1])
        add(total, multiply(powers[a, b], grouped[a, b]))
    return total


def _on_the_surface(case: Case, polynomial: Polynomial, scaled: bool = False) -> Polynomial:
    """Between real lines w^2 = uvt, so that w^2 is replaced by uvt; elsewhere nothing changes.

    `scaled` says that the polynomial is in the invariants x1, x2, x3, W and not in u, v, t, w.
    """
    if case.space != "R":
        return polynomial
    cube: Polynomial = {(1, 1, 1, 0): Fraction(1)}
    if scaled:
        cube = combine((1 / case.largest_w**2, case.symmetric_cube()))
    while any(e > 1 for *_, e in polynomial):
        reduced: Polynomial = {}
        for exponent, coefficient in polynomial.items():
            a, b, c, e = exponent
            if e > 1:
                add(reduced, multiply(cube, {(a, b, c, e - 2): coefficient}))
            else:
                add(reduced, {exponent: coefficient})
        polynomial = reduced
    return polynomial


def bits(row: Sequence[int | Algebraic]) -> int:
    """The most bits of an integer in a row of a matrix."""
    numbers = (int(c) for value in row for c in (value.element if isinstance(value, Algebraic) else (value,)))
    return max((abs(c).bit_length() for c in numbers), default=0)


def _short(value: Real) -> str:
    """About three digits of a non-negative number of any size."""
    return f"{float(value):.3g}" if value < 10**300 else "more than 1e300"
