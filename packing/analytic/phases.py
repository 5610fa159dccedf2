"""The phase diagram of optimal partitions: which blocks are best at which exponent, with the breakpoints in p."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import Any

import sympy

from packing.analytic.energy import EnergyKind, parse_energy
from packing.analytic.partitions import Partition, best_partition
from packing.errors import positive_integer
from packing.rigor import Rigor

Shapes = tuple[tuple[int, int], ...]

SAMPLES = 40
"""Exponents in (0, 2] at which the partition is computed first; a phase between two equal neighbours is not seen."""

SMALLEST = 0.02
"""Where the diagram starts: below, the energy counts the non-orthogonal pairs and Turan's arrangement is best."""


@dataclass(frozen=True)
class Breakpoint:
    """An exponent at which the best partition changes, exact where the two energies cross in a closed form."""

    value: float
    exact: sympy.Expr | None
    rigor: Rigor


@dataclass(frozen=True)
class Phase:
    """The partition that is best for exponents between `low` and `high` (infinity: without end)."""

    low: float
    high: float
    blocks: Shapes
    rigor: Rigor

    def __str__(self) -> str:
        shapes = "+".join(f"({n},{d})" for n, d in self.blocks)
        return f"{self.low:.6g} < p < {self.high:.6g}: {shapes} ({self.rigor})"


@dataclass(frozen=True)
class PhaseDiagram:
    """The phases of n vectors in R^d in the order of p, and the breakpoints between them."""

    n: int
    d: int
    kind: EnergyKind
    phases: tuple[Phase, ...]
    breakpoints: tuple[Breakpoint, ...]

    def at(self, exponent: float) -> Phase:
        """The phase at an exponent; at a breakpoint the one below it."""
        return next(phase for phase in self.phases if exponent <= phase.high)

    def __str__(self) -> str:
        return "\n".join(map(str, self.phases))


def simplex_threshold(m: int) -> sympy.Expr:
    """p_m = ln((m+2)/m) / ln((m+1)/m): where d + 1 vectors change from a simplex in R^m to one in R^(m+1).

    The energies (m+1) m^(1-p) and (m+2) (m+1)^(1-p) are equal there; p_m grows to 2. References: Xu and Xu,
    arXiv:1907.10861.

    >>> [simplex_threshold(m).evalf(5) for m in (1, 2, 3)]
    [1.5850, 1.7095, 1.7757]
    """
    m = positive_integer("m", m)
    return sympy.log(sympy.Rational(m + 2, m)) / sympy.log(sympy.Rational(m + 1, m))


def phase_diagram(
    n: int, d: int, energy: EnergyKind | str = EnergyKind.ABS, search: bool | None = None
) -> PhaseDiagram:
    """The best partitions of n vectors in R^d for all exponents p > 0.

    The partition is computed by `best_partition` at `SAMPLES` exponents up to 2 and the lower envelope is refined
    between neighbours that differ: two known partitions cross at a root of the difference of their energies, in closed
    form where that has two terms; a partition with a found block is bisected. Above 2 one block remains (a theorem)
    where interference is left, and at p = 2 all partitions with equal n_i/d_i tie. A phase narrower than the sampling
    can be missed.

    >>> diagram = phase_diagram(4, 3)
    >>> [point.exact for point in diagram.breakpoints]
    [log(3)/log(2), log(2)/log(3/2)]
    >>> [phase.blocks for phase in diagram.phases]
    [((2, 1), (1, 1), (1, 1)), ((3, 2), (1, 1)), ((4, 3),)]
    """
    n, d, kind = positive_integer("n", n), positive_integer("d", d), parse_energy(energy)
    if n <= (d if kind is EnergyKind.ABS else 2 * d) or d == 1:
        only = best_partition(n, d, 1, kind)
        return PhaseDiagram(n, d, kind, (Phase(0.0, math.inf, only.blocks, Rigor.PROVED),), ())
    exponents = [SMALLEST + (1.995 - SMALLEST) * i / (SAMPLES - 1) for i in range(SAMPLES)]
    sampled = [best_partition(n, d, p, kind, search=search) for p in exponents]
    found: list[tuple[Breakpoint, Partition]] = []
    for below, above in itertools.pairwise(sampled):
        found += _between(below, above, search)
    if sampled[-1].blocks != ((n, d),):
        found.append((Breakpoint(2.0, sympy.Integer(2), Rigor.PROVED), best_partition(n, d, 2.5, kind)))
    edges = [0.0, *(point.value for point, _ in found), math.inf]
    parts = [sampled[0], *(partition for _, partition in found)]
    phases = tuple(
        Phase(low, high, part.blocks, Rigor.PROVED if len(part.blocks) == 1 and low >= 2 else part.rigor)
        for low, high, part in zip(edges, edges[1:], parts, strict=False)
    )
    return PhaseDiagram(n, d, kind, phases, tuple(point for point, _ in found))


def _between(below: Partition, above: Partition, search: bool | None) -> list[tuple[Breakpoint, Partition]]:
    """The breakpoints between two sampled exponents, each with the partition above it."""
    if below.blocks == above.blocks:
        return []
    low, high = float(below.exponent), float(above.exponent)
    if high - low < 1e-5:
        return [(Breakpoint((low + high) / 2, None, Rigor.NUMERICAL), above)]
    if below.exact is None or above.exact is None:
        middle = best_partition(below.n, below.d, (low + high) / 2, below.kind, search=search)
    else:
        point = _crossing(below, above)
        middle = best_partition(below.n, below.d, point.value, below.kind, search=search)
        crossed = sum(part.value(point.value, below.kind) for part in below.parts)
        if middle.energy >= crossed * (1 - 1e-9):
            return [(point, above)]
    return _between(below, middle, search) + _between(middle, above, search)


def _crossing(below: Partition, above: Partition) -> Breakpoint:
    """Where two partitions of known blocks have equal energies: sum c_j b_j^p = 0 over the different overlaps b_j."""
    from scipy.optimize import brentq

    terms: dict[sympy.Expr, int] = {}
    for sign, partition in ((1, below), (-1, above)):
        for part in partition.parts:
            for overlap, count in part.overlaps:
                if below.kind.weight(overlap, sympy.Integer(1)) != 0:
                    size = abs(overlap)
                    terms[size] = terms.get(size, 0) + sign * count
    live = {base: count for base, count in terms.items() if count}
    value = float(
        brentq(
            lambda p: sum(count * float(base) ** p for base, count in live.items()),
            float(below.exponent),
            float(above.exponent),
            xtol=1e-13,
        )
    )
    if len(live) == 2:
        (b1, c1), (b2, c2) = live.items()
        exact = sympy.log(sympy.Rational(-c2, c1)) / sympy.log(b1 / b2)
        if b1 == 1 or b2 == 1 or exact.is_positive:
            return Breakpoint(float(exact), _tidy(exact), Rigor.PROVED)
    return Breakpoint(value, None, Rigor.NUMERICAL)


def _tidy(exact: sympy.Expr) -> Any:
    """log(1/2)/log(2/3) as log(2)/log(3/2): both logarithms of numbers above 1."""
    top, bottom = exact.as_numer_denom()
    if top.func is sympy.log and bottom.func is sympy.log and top.args[0] < 1 and bottom.args[0] < 1:
        return sympy.log(1 / top.args[0]) / sympy.log(1 / bottom.args[0])
    return exact
