"""Lower bounds for the interference energy of n unit vectors in F^d, each a theorem, and where they are attained."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sympy

from packing.analytic.blocks import systems
from packing.analytic.energy import EnergyKind, exact_exponent, parse_energy
from packing.analytic.moments import Moment, random_moment
from packing.analytic.relu_bound import relu_bound
from packing.errors import MOST_DIMENSIONS, InputError, positive_integer
from packing.problem import Field, parse_field
from packing.rigor import Rigor, float_below

TIGHT_STRENGTH = {(6, 3): 2, (28, 7): 2, (120, 8): 3, (276, 23): 2}
"""The projective design strength t of the tight real systems of lines in `blocks.systems`."""

REAL_EQUIANGULAR = {(6, 3), (10, 5), (14, 7), (16, 6), (18, 9), (28, 7), (36, 15), (276, 23)}
"""(n, d) of real equiangular tight frames with n at most 2d or named; (n, n - d) exists with each (Naimark)."""


@dataclass(frozen=True)
class EnergyBound:
    """No n unit vectors in F^d have less energy than `exact`; `attained` is None where that is not known."""

    exact: sympy.Expr
    theorem: str
    attained: bool | None = None
    rigor: Rigor = Rigor.PROVED

    @cached_property
    def value(self) -> float:
        """The bound as a float, rounded down."""
        return float_below(self.exact)


def energy_bound(
    n: int, d: int, exponent: Any, energy: EnergyKind | str = EnergyKind.ABS, field: Field | str = Field.REAL
) -> EnergyBound:
    """The best lower bound known here for the energy of n unit vectors in F^d at exponent p > 0, ordered pairs i != j.

    The theorems, for E_p = sum |<x_i, x_j>|^p unless said otherwise:

    * n <= d: 0 (orthonormal). p <= 2: n(n-d)/d, since |c|^p >= c^2 and Welch; met iff |c| in {0, 1} and tight (p < 2).
    * 1 <= p <= 2, kernel bound: let P be the projection onto the kernel of the Gram matrix and x_i = P_ii. From
      (GP)_ii = 0 and Hoelder, x_i <= E_i^(1/p) (x_i(1-x_i))^(1/2), so the energy E_i of row i is at least
      (x_i/(1-x_i))^(p/2), where sum x_i = n - d. The convex hull of that function gives n((n-d)/d)^(p/2) where
      p n >= 2d, else 2(n-d) p^(-p/2) (2-p)^((p-2)/2) (Glazyrin and Park, arXiv:1901.06096). p <= 1: E_p >= E_1.
    * n = d + 1, p < 2, real: min over m <= d of (m+1) m^(1-p), simplex and orthonormal rest (Xu and Xu,
      arXiv:1907.10861). d = 2, n odd, p <= ln3/ln2, real: (n-1)^2/2.
    * p >= 2k: power mean and Welch-Sidelnikov n^2 m_2k - n for the random moment m_2k; even p: met at k-designs;
      equality for k = 1 at equiangular tight frames. Tight t-designs with 2t - 2 <= p <= 2t: n^2 I_p - n, I_p their
      mean energy with the diagonal (Bilyk, Glazyrin, Matzke, Park and Vlasiuk, arXiv:1908.00885).
    * ReLU: 0 iff n <= 2d. p <= 1: n^2/(2d) - n, since sum c_+ = (sum |c| + sum c)/2; met if 2d | n. d = 2, p <= 2:
      n^2 (7 - sqrt 5)/20 - n, met at p = 2 if 5 | n by the repeated pentagon; elsewhere the certified linear program
      `relu_bound`, since max(c, 0)^p >= max(c, 0)^2 for p <= 2. Larger p by the power mean.

    >>> energy_bound(5, 3, 1).exact, energy_bound(6, 3, 4).exact, energy_bound(10, 2, 2, "relu").exact
    (4, 6/5, 25 - 5*sqrt(5))
    """
    n, d = positive_integer("n", n), positive_integer("d", d)
    p, kind, scalars = exact_exponent(exponent), parse_energy(energy), parse_field(field)
    if kind is EnergyKind.RELU and scalars is not Field.REAL:
        raise InputError(f"the ReLU energy needs real vectors, not field '{scalars}': use the energy abs")
    bounds = [*(_absolute(n, d, p, scalars) if kind is EnergyKind.ABS else _positive(n, d, p))]
    best = max(bounds, key=lambda bound: (float(bound.exact), bound.attained is True))
    attained = [bound for bound in bounds if bound.attained and float(bound.exact) >= float(best.exact) - 1e-12]
    return attained[0] if attained else best


def measure_bound(d: int, exponent: Any, field: Field | str = Field.REAL) -> Moment:
    """The least of E |<x, y>|^p, x and y independent from one measure on the unit sphere of F^d: see `least_moment`.

    >>> measure_bound(4, 1.5).exact, measure_bound(2, 3).attained, measure_bound(5, 3).attained
    (1/4, True, None)
    """
    d, p, scalars = positive_integer("d", d, MOST_DIMENSIONS), exact_exponent(exponent), parse_field(field)
    if p <= 2 or d == 1:
        return Moment(sympy.Rational(1, d), "Welch")
    k = int(sympy.floor(p / 2))
    if p == 2 * k:
        return Moment(random_moment(d, p, scalars), "designs")
    if scalars is Field.REAL:
        for strength, mean in _tight_means(d, p):
            return Moment(mean, f"tight {strength}-design")
    return Moment(random_moment(d, 2 * k, scalars) ** (p / (2 * k)), "power mean of designs", attained=None)


def _tight_means(d: int, p: sympy.Expr) -> Iterator[tuple[int, sympy.Expr]]:
    """(t, mean energy with the diagonal) of the tight t-design of lines in R^d with 2t - 2 <= p <= 2t, if known."""
    if d == 2:
        sides = int(sympy.ceiling(p / 2)) + 1
        yield sides - 1, sympy.Add(*(abs(sympy.cos(sympy.pi * j / sides)) ** p for j in range(sides))) / sides
    for system in systems():
        strength = TIGHT_STRENGTH.get(system.shape, 0)
        if system.d == d and 2 * strength - 2 <= p <= 2 * strength:
            others = [count * abs(value) ** p for value, count in system.overlaps if value != 0]
            yield strength, sympy.Add(system.n, *others) / sympy.Integer(system.n) ** 2


def _absolute(n: int, d: int, p: sympy.Expr, field: Field) -> Iterator[EnergyBound]:
    if n <= d:
        yield EnergyBound(sympy.Integer(0), "orthonormal", attained=True)
        return
    if d == 1:
        yield EnergyBound(sympy.Integer(n * (n - 1)), "one line", attained=True)
        return
    welch = sympy.Rational(n * (n - d), d)
    if p <= 2:
        yield EnergyBound(welch, "Welch", attained=bool(p == 2) or n % d == 0)
        yield _kernel_bound(n, d, p)
        if field is Field.REAL:
            yield from _cited_below_two(n, d, p)
        return
    pairs = n * (n - 1)
    for k in range(1, int(p / 2) + 1):
        total = n**2 * random_moment(d, 2 * k, field) - n
        if total > 0:
            met = _attains_power_mean(n, d, k, p, field)
            yield EnergyBound(pairs * (total / pairs) ** (p / (2 * k)), f"Welch-Sidelnikov of order {k}", attained=met)
    if field is Field.REAL:
        yield from _tight_designs(n, d, p)
    yield EnergyBound(sympy.Integer(0), "trivial")


def _kernel_bound(n: int, d: int, p: sympy.Expr) -> EnergyBound:
    if p <= 1:
        return EnergyBound(sympy.Integer(2 * (n - d)), "kernel bound", attained=n <= 2 * d or None)
    if p * n >= 2 * d:
        simplex = n == d + 1 and p == 2
        return EnergyBound(n * sympy.Rational(n - d, d) ** (p / 2), "kernel bound", attained=simplex or None)
    return EnergyBound(2 * (n - d) * p ** (-p / 2) * (2 - p) ** ((p - 2) / 2), "kernel bound")


def _cited_below_two(n: int, d: int, p: sympy.Expr) -> Iterator[EnergyBound]:
    if n == d + 1 and p < 2:
        values = [sympy.Integer(m + 1) * sympy.Integer(m) ** (1 - p) for m in range(1, d + 1)]
        yield EnergyBound(min(values, key=float), "Xu-Xu", attained=True)
    if d == 2 and n % 2 and p <= sympy.log(3) / sympy.log(2):
        yield EnergyBound(sympy.Integer((n - 1) ** 2 // 2), "repeated basis in the plane", attained=True)


def _attains_power_mean(n: int, d: int, k: int, p: sympy.Expr, field: Field) -> bool | None:
    """Whether n lines are known to meet the power mean of order k: a k-design at p = 2k, all |c| equal at other p."""
    if p == 2 * k and field is Field.REAL:
        if d == 2 and n > k:
            return True
        if any((n % size, d) == (0, rank) and strength >= k for (size, rank), strength in TIGHT_STRENGTH.items()):
            return True
    if k == 1 and (n == d + 1 or (field is Field.REAL and not {(n, d), (n, n - d)}.isdisjoint(REAL_EQUIANGULAR))):
        return True
    return None


def _tight_designs(n: int, d: int, p: sympy.Expr) -> Iterator[EnergyBound]:
    sizes = {strength: size for (size, rank), strength in TIGHT_STRENGTH.items() if rank == d}
    for strength, mean in _tight_means(d, p):
        size = strength + 1 if d == 2 else sizes[strength]
        yield EnergyBound(n**2 * mean - n, f"tight {strength}-design", attained=n % size == 0 or None)


def _positive(n: int, d: int, p: sympy.Expr) -> Iterator[EnergyBound]:
    if n <= 2 * d:
        yield EnergyBound(sympy.Integer(0), "obtuse simplices", attained=True)
        return
    if d == 1:
        up, down = (n + 1) // 2, n // 2
        yield EnergyBound(sympy.Integer(up * (up - 1) + down * (down - 1)), "one axis", attained=True)
        return
    pairs = sympy.Integer(n * (n - 1))
    first = sympy.Rational(n * n, 2 * d) - n
    if p <= 1:
        yield EnergyBound(first, "half of Welch", attained=n % (2 * d) == 0 or None)
    else:
        yield EnergyBound(pairs * (first / pairs) ** p, "half of Welch and power mean")
    programme = relu_bound(n, d)
    if programme.exact > 0:
        exact = programme.exact if p <= 2 else pairs * (programme.exact / pairs) ** (p / 2)
        yield EnergyBound(exact, "linear program", rigor=programme.rigor)
    if d == 2:
        second = n**2 * (7 - sympy.sqrt(5)) / 20 - n
        if p <= 2:
            yield EnergyBound(sympy.expand(second), "pentagon", attained=(n % 5 == 0 or None) if p == 2 else None)
        elif second > 0:
            yield EnergyBound(pairs * (second / pairs) ** (p / 2), "pentagon and power mean")
