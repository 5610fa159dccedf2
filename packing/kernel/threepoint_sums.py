"""The polynomials that a three-point certificate claims to be nearly constant, expanded exactly.

f, a_k and the sums of squares are those of `packing.kernel.threepoint`.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Protocol

from packing.kernel.algebraic import Algebraic, Real
from packing.kernel.null_vectors import Null
from packing.kernel.number_field import RealField
from packing.kernel.polynomial import zonal_polynomials
from packing.kernel.threepoint_case import ONE, X1, X2, X3, Case, Rows
from packing.kernel.threepoint_polynomials import (
    Polynomial,
    add,
    chebyshev_powers,
    combine,
    jacobi,
    multiply,
    to_chebyshev,
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
