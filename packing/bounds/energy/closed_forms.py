"""Lower bounds by formula for energies of powers of overlaps of n unit vectors in F^d, and where they are attained.

For E_p = sum |<x_i, x_j>|^p unless said otherwise:

* n <= d: 0 (orthonormal). p <= 2: n(n-d)/d, since |c|^p >= c^2 and Welch; met iff |c| in {0, 1} and tight (p < 2).
* 1 <= p <= 2, kernel bound: let P be the projection onto the kernel of the Gram matrix and x_i = P_ii. From
  (GP)_ii = 0 and Hoelder, x_i <= E_i^(1/p) (x_i(1-x_i))^(1/2), so the energy E_i of row i is at least
  (x_i/(1-x_i))^(p/2), where sum x_i = n - d. The convex hull of that function gives n((n-d)/d)^(p/2) where
  p n >= 2d, else 2(n-d) p^(-p/2) (2-p)^((p-2)/2) (Glazyrin and Park, arXiv:1901.06096). p <= 1: E_p >= E_1.
  With other weights of the rows: `packing.bounds.energy.weighted_kernel`, for p <= 2 and for p > 2.
* p < 2: (n-d) min over m of (m+1) m^(1-p), met by orthogonal simplices: `packing.bounds.energy.orthogonal_simplices`.
* n = d + 1, p < 2, real: min over m <= d of (m+1) m^(1-p), simplex and orthonormal rest (Xu and Xu,
  arXiv:1907.10861). d = 2, n odd, p <= ln3/ln2, real: (n-1)^2/2, a basis repeated (Ben Av, Chen, Goldberger, Kang and
  Okoudjou, arXiv:2212.04444).
* p >= 2k: power mean and Welch-Sidelnikov n^2 m_2k - n for the random moment m_2k; even p: met at k-designs;
  equality for k = 1 at equiangular tight frames. Tight t-designs with 2t - 2 <= p <= 2t: n^2 I_p - n, I_p their
  mean energy with the diagonal (Bilyk, Glazyrin, Matzke, Park and Vlasiuk, arXiv:1908.00885).
* p > 2, real: Welch's bound raised where signs cannot form an equiangular tight frame:
  `packing.bounds.energy.sign_parity`.
* ReLU: 0 iff n <= 2d. p <= 1: n^2/(2d) - n, since sum c_+ = (sum |c| + sum c)/2; met if 2d | n. d = 2, p <= 2:
  n^2 (7 - sqrt 5)/20 - n, met at p = 2 if 5 | n by the repeated pentagon. n = 2d + k, k <= 7: a constant in d,
  `packing.bounds.energy.positive_overlaps`. Larger p by the power mean.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import sympy

from packing.bounds.bound import Theorem
from packing.bounds.energy.energy_bound import EnergyBound
from packing.bounds.energy.orthogonal_simplices import best_simplex, simplices
from packing.bounds.energy.positive_overlaps import MOST, crowded
from packing.bounds.energy.random_moment import random_moment
from packing.bounds.energy.sharp_codes import systems
from packing.bounds.energy.sign_parity import near_equiangular
from packing.bounds.energy.weighted_kernel import above_two, dense
from packing.exponents import EnergyKind
from packing.potentials import Potential
from packing.potentials.powers import Power
from packing.problem import Field, Problem

TIGHT_STRENGTH = {(6, 3): 2, (28, 7): 2, (120, 8): 3, (276, 23): 2}
"""The projective design strength t of the tight real systems of lines in `sharp_codes.systems`."""

REAL_EQUIANGULAR = {(6, 3), (10, 5), (14, 7), (16, 6), (18, 9), (28, 7), (36, 15), (276, 23)}
"""(n, d) of real equiangular tight frames with n at most 2d or named; (n, n - d) exists with each (Naimark)."""

REFERENCES = {
    "parity of signs": "neumann1937",
    "Welch": "welch1974",
    "Welch-Sidelnikov": "sidelnikov1974",
    "kernel bound": "glazyrin2020",
    "Xu-Xu": "xu2021",
    "tight": "bilyk2022",
    "orthonormal": "benedetto2003",
    "repeated basis in the plane": "benav2022",
    "obtuse simplices": "rankin1955",
}
"""The source of a theorem by how its name begins; the others are proved above or in `docs/theory.md`."""


class _Known(NamedTuple):
    """A theorem's number, its name, and whether it is attained."""

    exact: sympy.Expr
    theorem: str
    attained: bool | None = None


def closed_forms(problem: Problem, potential: Potential) -> Iterator[EnergyBound]:
    """The bounds by formula on the energy of a power of overlaps; none of other potentials.

    >>> from packing.potentials import AbsPower, ReluPower
    >>> from packing.problem import lines, vectors
    >>> [str(bound.exact) for bound in closed_forms(lines(6, 3), AbsPower(4))]
    ['6/5', '6/5', '6/5', '0']
    >>> max(closed_forms(vectors(10, 2), ReluPower(2))).exact
    25 - 5*sqrt(5)
    """
    if not isinstance(potential, Power):
        return
    n, d, p = problem.n, problem.d, potential.exponent
    found = _absolute(n, d, p, problem.field) if potential.kind is EnergyKind.ABS else _positive(n, d, p)
    for known in found:
        yield EnergyBound(problem, potential, known.exact, _theorem(known.theorem), known.attained)


def _theorem(name: str) -> Theorem:
    start = max((start for start in REFERENCES if name.startswith(start)), key=len, default="")
    return Theorem(name, REFERENCES.get(start, ""))


def tight_means(d: int, p: sympy.Expr) -> Iterator[tuple[int, sympy.Expr]]:
    """(t, mean energy with the diagonal) of the tight t-design of lines in R^d with 2t - 2 <= p <= 2t, if known."""
    if d == 2:
        sides = int(sympy.ceiling(p / 2)) + 1
        yield sides - 1, sympy.Add(*(abs(sympy.cos(sympy.pi * j / sides)) ** p for j in range(sides))) / sides
    for system in systems():
        strength = TIGHT_STRENGTH.get(system.shape, 0)
        if system.d == d and 2 * strength - 2 <= p <= 2 * strength:
            others = [count * abs(value) ** p for value, count in system.overlaps if value != 0]
            yield strength, sympy.Add(system.n, *others) / sympy.Integer(system.n) ** 2


def _absolute(n: int, d: int, p: sympy.Expr, field: Field) -> Iterator[_Known]:
    if n <= d:
        yield _Known(sympy.Integer(0), "orthonormal", attained=True)
        return
    if d == 1:
        yield _Known(sympy.Integer(n * (n - 1)), "one line", attained=True)
        return
    welch = sympy.Rational(n * (n - d), d)
    if p <= 2:
        yield _Known(welch, "Welch", attained=bool(p == 2) or n % d == 0)
        yield _kernel_bound(n, d, p)
        if n <= 2 * d and n * (p - 1) >= d:
            yield _Known(dense(n, d, p), "weighted kernel bound", attained=n % (n - d) == 0 or None)
        if p < 2:
            m = best_simplex(p)
            yield _Known(simplices(n, d, p, m), "orthogonal simplices", attained=m * (n - d) <= d or None)
        if field is Field.REAL:
            yield from _cited_below_two(n, d, p)
        return
    pairs = n * (n - 1)
    for k in range(1, int(p / 2) + 1):
        total = n**2 * random_moment(d, 2 * k, field) - n
        if total > 0:
            met = _attains_power_mean(n, d, k, p, field)
            yield _Known(pairs * (total / pairs) ** (p / (2 * k)), f"Welch-Sidelnikov of order {k}", met)
    weighted = above_two(n, d, p, field)
    if weighted is not None:
        yield _Known(weighted[0], "weighted kernel bound", weighted[1])
    if field is Field.REAL:
        near = near_equiangular(n, d, p)
        if near is not None:
            yield _Known(near, "parity of signs")
        yield from _tight_designs(n, d, p)
    yield _Known(sympy.Integer(0), "trivial")


def _kernel_bound(n: int, d: int, p: sympy.Expr) -> _Known:
    if p <= 1:
        return _Known(sympy.Integer(2 * (n - d)), "kernel bound", attained=n <= 2 * d or None)
    if p * n >= 2 * d:
        simplex = n == d + 1 and p == 2
        return _Known(n * sympy.Rational(n - d, d) ** (p / 2), "kernel bound", attained=simplex or None)
    return _Known(2 * (n - d) * p ** (-p / 2) * (2 - p) ** ((p - 2) / 2), "kernel bound")


def _cited_below_two(n: int, d: int, p: sympy.Expr) -> Iterator[_Known]:
    if n == d + 1 and p < 2:
        values = [sympy.Integer(m + 1) * sympy.Integer(m) ** (1 - p) for m in range(1, d + 1)]
        yield _Known(min(values, key=float), "Xu-Xu", attained=True)
    if d == 2 and n % 2 and p <= sympy.log(3) / sympy.log(2):
        yield _Known(sympy.Integer((n - 1) ** 2 // 2), "repeated basis in the plane", attained=True)


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


def _tight_designs(n: int, d: int, p: sympy.Expr) -> Iterator[_Known]:
    sizes = {strength: size for (size, rank), strength in TIGHT_STRENGTH.items() if rank == d}
    for strength, mean in tight_means(d, p):
        size = strength + 1 if d == 2 else sizes[strength]
        yield _Known(n**2 * mean - n, f"tight {strength}-design", attained=n % size == 0 or None)


def _positive(n: int, d: int, p: sympy.Expr) -> Iterator[_Known]:
    if n <= 2 * d:
        yield _Known(sympy.Integer(0), "obtuse simplices", attained=True)
        return
    if d == 1:
        up, down = (n + 1) // 2, n // 2
        yield _Known(sympy.Integer(up * (up - 1) + down * (down - 1)), "one axis", attained=True)
        return
    pairs = sympy.Integer(n * (n - 1))
    first = sympy.Rational(n * n, 2 * d) - n
    if p <= 1:
        yield _Known(first, "half of Welch", attained=n % (2 * d) == 0 or None)
    else:
        yield _Known(pairs * (first / pairs) ** p, "half of Welch and power mean")
    if d == 2:
        second = n**2 * (7 - sympy.sqrt(5)) / 20 - n
        if p <= 2:
            yield _Known(sympy.expand(second), "pentagon", attained=(n % 5 == 0 or None) if p == 2 else None)
        elif second > 0:
            yield _Known(pairs * (second / pairs) ** (p / 2), "pentagon and power mean")
    if p > 1:
        square = max((crowded(n, d, k) for k in range(1, min(n - 2 * d, MOST) + 1)), key=float)
        if p <= 2:
            yield _Known(square, "cubes of overlaps")
        else:
            yield _Known(pairs * (square / pairs) ** (p / 2), "cubes of overlaps and power mean")
