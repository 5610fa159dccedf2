"""Densities at which two arrangements of features in orthogonal blocks have the same least loss, as algebraic numbers.

A block of n unit directions with the same overlaps g_j in every row is used with one norm a = |w|^2 and one bias b. As
long as no sum b + a (a subset of the g_j) changes its sign, its loss (`loss_polynomial`) is P(q, a, b)/a^K, P a
polynomial over Q or Q(sqrt 5). The least losses of two arrangements agree where

    d/da and d/db of each block's loss vanish, and the sums of the losses are equal:

polynomial equations in q and the norms and biases, which define the density as an algebraic number. It is enclosed by
an interval Newton step: exactly one solution lies in the box, with the signs that were assumed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from math import factorial
from typing import Any

import sympy
from sympy.polys.rings import ring

from packing.analytic.blocks import Block
from packing.analytic.loss_polynomial import row_terms
from packing.doors import shown
from packing.errors import InputError
from packing.real_balls import enclosure
from packing.rigor import Rigor
from packing.rounding import lower

__dir__ = shown(__name__)

BITS = 200
"""The precision of Newton's method and of the interval step."""

STEPS = 10
"""Of Newton's method, from six digits to all."""

RADIUS = 30
"""The box of the interval step reaches 10^-RADIUS around the solution."""

MOST_OVERLAPS = 6
"""A block with more other features that are not orthogonal has a polynomial of too many terms."""


@dataclass(frozen=True)
class DensityThreshold:
    """The density at which two arrangements have the same least loss.

    `equations` are polynomials with real algebraic coefficients in `symbols` (the density q, then a norm a and a bias b
    for each kind of block) that vanish there. Exactly one common root lies within `RADIUS` digits of the `values`, with
    `low` <= q <= `high`: an interval Newton step proves it. That each norm and bias is the best, and not only
    stationary, is numerical.
    """

    symbols: tuple[sympy.Symbol, ...]
    equations: tuple[sympy.Expr, ...]
    values: tuple[float, ...]
    low: Fraction
    high: Fraction
    rigor: Rigor = Rigor.CERTIFIED

    @property
    def value(self) -> float:
        """The density as a float."""
        return self.values[0]

    def __str__(self) -> str:
        return f"density {lower(self.low)}.., root of {len(self.equations)} polynomial equations ({self.rigor})"


def density_threshold(
    first: Sequence[Block], second: Sequence[Block], low: float = 0.05, high: float = 0.95
) -> DensityThreshold:
    """The density between `low` and `high` at which two arrangements of a ReLU autoencoder have the same least loss.

    An arrangement is a list of blocks that span orthogonal subspaces; `blocks.line(1, ..)` is a feature with a
    dimension of its own, which loses nothing. Features that only one arrangement holds are answered by their mean in
    the other, which loses q/3 - q^2/4 each.

    Raises: `InputError` for arrangements of different dimensions, blocks whose overlaps are not known, and an interval
    over which the difference of the losses does not change its sign.

    >>> from packing.analytic.blocks import line, simplex
    >>> from packing.exponents import EnergyKind
    >>> one, pair = line(1, EnergyKind.RELU), line(2, EnergyKind.RELU)
    >>> print(density_threshold([pair, one, one], [simplex(4, 3)], 0.3, 0.7))
    density 0.495471359046.., root of 5 polynomial equations (certified)
    """
    dimensions = [sum(block.d for block in blocks) for blocks in (first, second)]
    if dimensions[0] != dimensions[1]:
        raise InputError(f"both arrangements must span the same dimensions, not {dimensions}: add single features")
    if not 0 < low < high <= 1:
        raise InputError(f"the densities must be 0 < low < high <= 1, not {low} and {high}: give an interval")
    difference = _Difference(
        tuple((BlockLoss(block), 1) for block in first if block.n > 1)
        + tuple((BlockLoss(block), -1) for block in second if block.n > 1),
        sum(block.n for block in second) - sum(block.n for block in first),
    )
    return _enclosed(*difference.equations(difference.crossing(low, high)))


@dataclass(frozen=True)
class BlockLoss:
    """The loss of one block whose directions have the same overlaps in every row, at one norm and bias."""

    block: Block

    @cached_property
    def overlaps(self) -> tuple[sympy.Expr, ...]:
        """The overlaps of one row that are not 0, each as often as it occurs."""
        if not self.block.overlaps:
            raise InputError(f"the overlaps of the block {self.block} are not known: give a polygon, simplex or code")
        listed: list[sympy.Expr] = []
        for value, count in self.block.overlaps:
            often, rest = divmod(count, self.block.n)
            if rest:
                raise InputError(f"the rows of the block {self.block} have different overlaps: give a uniform one")
            listed += [value] * often if value != 0 else []
        if len(listed) > MOST_OVERLAPS:
            raise InputError(f"a block may have {MOST_OVERLAPS} overlaps a row, not {len(listed)}: give a smaller one")
        return tuple(listed)

    def at(self, q: float, a: float, b: float) -> float:
        """The loss as a float."""
        terms = row_terms(a, [float(overlap) * a for overlap in self.overlaps], b)
        k = len(terms) - 1
        chances = [q**s * (1 - q) ** (k - s) for s in range(k + 1)]
        return self.block.n * sum(
            chance * (q * on + (1 - q) * off) for chance, (on, off) in zip(chances, terms, strict=True)
        )

    def best(self, q: float) -> tuple[float, float, float]:
        """(least loss, norm, bias) at a density."""
        from scipy.optimize import minimize

        lowest = minimize(
            lambda v: self.at(q, float(v[0]), float(v[1])),
            (1.0, -0.02),
            method="Nelder-Mead",
            bounds=((0.2, 3.0), (-1.0, 1.0)),
            options={"xatol": 1e-7, "fatol": 1e-14, "maxiter": 400},
        )
        return float(lowest.fun), float(lowest.x[0]), float(lowest.x[1])

    def polynomial(self, a: sympy.Symbol, b: sympy.Symbol, near: tuple[float, float]) -> tuple[sympy.Expr, int]:
        """(P, K) with loss P(q, a, b)/a^K wherever the sums b + a g(B) have the signs that they have `near` (a, b)."""
        radicals = sorted({root for value in self.overlaps for root in value.atoms(sympy.Pow)}, key=str)
        domain = sympy.QQ.algebraic_field(*radicals) if radicals else sympy.QQ
        return _CellPolynomial(self.overlaps, domain, near).loss(self.block.n, a, b)


class _CellPolynomial:
    """The polynomial of one cell, in a ring over the field of the overlaps."""

    def __init__(self, overlaps: tuple[sympy.Expr, ...], domain: Any, near: tuple[float, float]) -> None:
        self.ring, self.q, self.a, self.b = ring("q, a, b", domain)
        self.overlaps = [(float(value), domain.from_sympy(value)) for value in overlaps]
        self.near, self.domain, self.own = near, domain, (1.0, domain.one)
        self.most = len(overlaps) + 4

    def loss(self, n: int, a: sympy.Symbol, b: sympy.Symbol) -> tuple[sympy.Expr, int]:
        q, total, k = self.q, self.ring.zero, len(self.overlaps)
        third = self.ring(self.domain.from_sympy(sympy.Rational(1, 3))) * self.a**self.most
        for size in range(k + 1):
            chance = q**size * (1 - q) ** (k - size)
            for active in combinations(self.overlaps, size):
                off = 2 * self._ramp(0, active, 2, 0)
                mixed = self._ramp(1, active, 2, 1) - self._ramp(1, active, 3, 2) + self._ramp(0, active, 3, 2)
                on = third + 2 * self._ramp(0, (*active, self.own), 2, 0) - 2 * mixed
                total += chance * (q * on + (1 - q) * off)
        return n * total.as_expr(sympy.Symbol("q", positive=True), a, b), self.most

    def _ramp(self, own: int, active: tuple[tuple[float, Any], ...], power: int, divided: int) -> Any:
        """E max(b + own a + a sum g_j x_j, 0)^power/power!, divided by a^divided and times a^most."""
        m, total = len(active), self.ring.zero
        near_a, near_b = self.near
        for size in range(m + 1):
            for chosen in combinations(active, size):
                if near_b + near_a * (own + sum(value for value, _ in chosen)) > 0:
                    inside = self.b + self.a * self.ring(sum((exact for _, exact in chosen), self.domain(own)))
                    total += (-1) ** (m - size) * inside ** (m + power)
        scale = self.domain(factorial(m + power))
        for _, exact in active:
            scale *= exact
        return total * self.ring(self.domain.one / scale) * self.a ** (self.most - m - divided)


@dataclass(frozen=True)
class _Difference:
    """The least loss of one arrangement less that of another: blocks with their signs, and features left out."""

    blocks: tuple[tuple[BlockLoss, int], ...]
    dropped: int

    @cached_property
    def weights(self) -> dict[BlockLoss, int]:
        """How often each kind of block counts; kinds that cancel are left out."""
        weights: dict[BlockLoss, int] = {}
        for block, sign in self.blocks:
            weights[block] = weights.get(block, 0) + sign
        return {block: weight for block, weight in weights.items() if weight}

    def at(self, q: float) -> float:
        """The difference at a density."""
        lost = self.dropped * (q / 3 - q * q / 4)
        return lost + sum(weight * block.best(q)[0] for block, weight in self.weights.items())

    def crossing(self, low: float, high: float) -> float:
        """The density at which the difference vanishes, to about 1e-6."""
        from scipy.optimize import brentq

        if self.at(low) * self.at(high) > 0:
            raise InputError(f"neither arrangement overtakes the other between {low} and {high}: widen the interval")
        return float(brentq(self.at, low, high, xtol=1e-6))

    def equations(self, q0: float) -> tuple[tuple[sympy.Symbol, ...], tuple[sympy.Expr, ...], tuple[float, ...]]:
        """The unknowns, the polynomial equations and an approximate root."""
        q = sympy.Symbol("q", positive=True)
        symbols, start, equations = [q], [q0], []
        terms, whole = [self.dropped * (q / 3 - q**2 / 4)], sympy.Integer(1)
        for index, (block, weight) in enumerate(self.weights.items(), 1):
            a, b = sympy.Symbol(f"a{index}", positive=True), sympy.Symbol(f"b{index}", real=True)
            _, norm, bias = block.best(q0)
            polynomial, power = block.polynomial(a, b, (norm, bias))
            terms.append(weight * polynomial / a**power)
            equations += [sympy.expand(a * polynomial.diff(a) - power * polynomial), polynomial.diff(b)]
            symbols += [a, b]
            start += [norm, bias]
            whole *= a**power
        equal = sympy.expand(sum((sympy.expand(term * whole) for term in terms), sympy.Integer(0)))
        return tuple(symbols), (*equations, equal), tuple(start)


def _enclosed(
    symbols: tuple[sympy.Symbol, ...], equations: tuple[sympy.Expr, ...], start: tuple[float, ...]
) -> DensityThreshold:
    """Newton's method to `BITS` bits, then one interval step on the box of radius 10^-RADIUS around the end."""
    import flint

    before, flint.ctx.prec = flint.ctx.prec, BITS
    try:
        rows = [_Row(sympy.Poly(equation, *symbols)) for equation in equations]
        point = [flint.arb(value) for value in start]
        for _ in range(STEPS):
            point = [coordinate.mid() for coordinate in _step(rows, point, point)]
        box = [coordinate + flint.arb(0, f"1e-{RADIUS}") for coordinate in point]
        inside = _step(rows, point, box)
        if not all(outer.contains_interior(inner) for outer, inner in zip(box, inside, strict=True)):
            raise ArithmeticError("the interval step does not enclose a root: the arrangements may touch, not cross")
        low, high = (Fraction(int(end.p), int(end.q)) for end in (box[0].lower().fmpq(), box[0].upper().fmpq()))
        return DensityThreshold(symbols, equations, tuple(float(value) for value in point), low, high)
    finally:
        flint.ctx.prec = before


class _Row:
    """One polynomial and its derivatives, with balls for coefficients."""

    def __init__(self, polynomial: sympy.Poly) -> None:
        self.value = _terms(polynomial)
        self.derivatives = [_terms(polynomial.diff(symbol)) for symbol in polynomial.gens]


def _terms(polynomial: sympy.Poly) -> list[tuple[tuple[int, ...], Any]]:
    return [(powers, enclosure(value, BITS)) for powers, value in polynomial.terms()]


def _at(terms: list[tuple[tuple[int, ...], Any]], point: list[Any]) -> Any:
    import flint

    total = flint.arb(0)
    for powers, value in terms:
        for coordinate, power in zip(point, powers, strict=True):
            if power:
                value = value * coordinate**power
        total += value
    return total


def _step(rows: list[_Row], point: list[Any], box: list[Any]) -> list[Any]:
    """point - J(box)^-1 f(point)."""
    import flint

    slopes = flint.arb_mat([[_at(derivative, box) for derivative in row.derivatives] for row in rows])
    values = flint.arb_mat([[_at(row.value, point)] for row in rows])
    move = slopes.solve(values)
    return [coordinate - move[index, 0] for index, coordinate in enumerate(point)]
