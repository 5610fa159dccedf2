"""The phase diagram of optimal partitions: which blocks are best at which exponent, with the breakpoints in p."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import sympy

from packing.analytic.energy_search import least_packing, search_vectors
from packing.analytic.formula import is_symbolic
from packing.analytic.partitions import Partition, Scope, partition_by
from packing.configuration import Packing
from packing.displayed import Displayed
from packing.errors import positive_integer
from packing.exponents import EnergyKind, exact_exponent, parse_energy
from packing.rigor import Rigor
from packing.rounding import counted

Shapes = tuple[tuple[int, int], ...]

SAMPLES = 40
"""Exponents in (0, 2] at which the partition is computed first; a phase between two equal neighbours is not seen."""

SMALLEST, LARGEST = 0.02, 1.995
"""The first and the last of them: below, the energy counts the non-orthogonal pairs and Turan's arrangement is best."""

SEARCHED = (1.0, 1.5, 1.75, 1.9, LARGEST)
"""The exponents of a whole search; what it meets there is followed to all others."""

FOLLOWED = 4
"""With so many random starts beside it."""

WIDTH = 1e-5
"""How far a breakpoint between partitions of which one was only found is bisected."""

DECIMALS = 4
"""The decimals of such a breakpoint that are sure."""

ORDER = (Scope.ALL_PACKINGS, Scope.UNDIVIDED, Scope.KNOWN_BLOCKS, Scope.FOUND)
"""Scopes, what is proved most first."""


@dataclass(frozen=True)
class Breakpoint:
    """An exponent at which the best partition changes, exact where the two energies cross in a closed form.

    It is a zero of `difference`, that of the energies of two partitions of known blocks in the symbol p: sum c_j b_j^p
    over their different overlaps b_j. None where a block was only found.

    >>> phase_diagram(4, 3, search=False).breakpoints[0].difference
    2 - 6/2**p
    """

    value: float
    exact: sympy.Expr | None
    rigor: Rigor
    difference: sympy.Expr | None = None

    @property
    def decimals(self) -> int:
        """How many decimals are sure, at most 6."""
        return DECIMALS if self.rigor is Rigor.NUMERICAL else 6


@dataclass(frozen=True)
class Phase:
    """The partition that is best for exponents between `low` and `high` (infinity: without end), among `scope`.

    `rigor` is proved where a theorem settles the blocks for every p between, and then `scope` is all packings.
    Elsewhere they were compared with others at single exponents.
    """

    low: float
    high: float
    blocks: Shapes
    rigor: Rigor
    scope: Scope = Scope.KNOWN_BLOCKS

    @property
    def standing(self) -> str:
        """How the phase is known, always with what its blocks are best among."""
        how = self.rigor if self.rigor is Rigor.PROVED else f"{self.rigor}, at single exponents,"
        return f"{how} among {self.scope}"

    def __str__(self) -> str:
        shapes = "+".join(f"({n},{d})" for n, d in self.blocks)
        return f"{self.low:.6g} < p < {self.high:.6g}: {shapes} ({self.standing})"


@dataclass(frozen=True, repr=False)
class PhaseDiagram(Displayed):
    """The phases of n vectors in R^d in the order of p, and the breakpoints between them.

    Fields: `kind`: |<x, y>|^p or max(<x, y>, 0)^p.
    """

    n: int
    d: int
    kind: EnergyKind
    phases: tuple[Phase, ...]
    breakpoints: tuple[Breakpoint, ...]

    def at(self, exponent: float) -> Phase:
        """The phase at an exponent; at a breakpoint the one below it."""
        return next(phase for phase in self.phases if exponent <= phase.high)

    @property
    def scope(self) -> Scope:
        """Among what all its phases are best."""
        return max((phase.scope for phase in self.phases), key=ORDER.index)

    def __str__(self) -> str:
        return "\n".join(map(str, self.phases))

    def __repr__(self) -> str:
        return (
            f"PhaseDiagram({counted(self.n, 'vector')} in {counted(self.d, 'dimension')}: "
            f"{counted(len(self.phases), 'phase')})"
        )


@dataclass
class Sampler:
    """Partitions at single exponents; what whole searches meet at `SEARCHED` is where the search at others begins."""

    n: int
    d: int
    kind: EnergyKind
    search: bool
    seen: list[Partition] = field(default_factory=list)

    def at(self, exponent: float) -> Partition:
        """The partition at an exponent, which is kept in `seen`."""
        look = self._follow if self.search else None
        partition = partition_by(self.n, self.d, exact_exponent(exponent), self.kind, (), look)
        self.seen.append(partition)
        return partition

    @cached_property
    def followed(self) -> tuple[Packing, ...]:
        """What the whole searches meet."""
        return tuple(least_packing(self.n, self.d, p, self.kind) for p in SEARCHED)

    def _follow(self, n: int, d: int, p: float, kind: EnergyKind, enough: float) -> Packing:
        """Where the packings met at other exponents, and a few random starts, lead to at this one."""
        return search_vectors(n, d, p, kind, restarts=FOLLOWED, starts=self.followed)


def simplex_threshold(m: Any) -> sympy.Expr:
    """p_m = ln((m+2)/m) / ln((m+1)/m): where d + 1 vectors change from a simplex in R^m to one in R^(m+1).

    The energies (m+1) m^(1-p) and (m+2) (m+1)^(1-p) are equal there; p_m grows to 2. References: Xu and Xu,
    arXiv:1907.10861. m is a number or a symbol of sympy.

    >>> [simplex_threshold(m).evalf(5) for m in (1, 2, 3)]
    [1.5850, 1.7095, 1.7757]
    >>> sympy.limit(simplex_threshold(sympy.Symbol("m", positive=True)), sympy.Symbol("m", positive=True), sympy.oo)
    2
    """
    m = m if is_symbolic(m) else sympy.Integer(positive_integer("m", m))
    return sympy.log((m + 2) / m) / sympy.log((m + 1) / m)


def phase_diagram(
    n: int, d: int, energy: EnergyKind | str = EnergyKind.ABS, search: bool | None = None
) -> PhaseDiagram:
    """The best partitions of n vectors in R^d for all exponents p > 0.

    The partition is computed at `SAMPLES` exponents up to 2, as by `best_partition` but for the search, which is made
    at five of them, and what it meets is followed to the others. The lower envelope is refined between neighbours that
    differ: two known partitions cross at a root of the difference of their energies, in closed form where that has two
    terms; a partition with a found block is bisected. Above 2 one block remains (a theorem) where interference is left,
    and at p = 2 all partitions with equal n_i/d_i tie. A phase narrower than the sampling can be missed. `search` False
    leaves all searches out.

    Args: `energy`: "abs" for |<x, y>|^p, "relu" for max(<x, y>, 0)^p.

    >>> diagram = phase_diagram(4, 3)
    >>> [point.exact for point in diagram.breakpoints]
    [log(3)/log(2), log(2)/log(3/2)]
    >>> [phase.blocks for phase in diagram.phases]
    [((2, 1), (1, 1), (1, 1)), ((3, 2), (1, 1)), ((4, 3),)]
    """
    n, d, kind = positive_integer("n", n), positive_integer("d", d), parse_energy(energy)
    sampler = Sampler(n, d, kind, search is not False)
    if d == 1 or not _has_interference(n, d, kind):
        only = Phase(0.0, math.inf, sampler.at(1.0).blocks, Rigor.PROVED, Scope.ALL_PACKINGS)
        return PhaseDiagram(n, d, kind, (only,), ())
    exponents = [SMALLEST + (LARGEST - SMALLEST) * i / (SAMPLES - 1) for i in range(SAMPLES)]
    sampled = [sampler.at(p) for p in exponents]
    found: list[tuple[Breakpoint, Shapes]] = []
    for below, above in itertools.pairwise(sampled):
        found += _between(below, above, sampler)
    if sampled[-1].blocks != ((n, d),):
        found.append((Breakpoint(2.0, sympy.Integer(2), Rigor.PROVED), ((n, d),)))
    edges = [0.0, *(point.value for point, _ in found), math.inf]
    blocks = [sampled[0].blocks, *(shapes for _, shapes in found)]
    phases = tuple(
        Phase(low, high, shapes, *_standing(low, high, shapes, sampler.seen))
        for (low, high), shapes in zip(itertools.pairwise(edges), blocks, strict=True)
    )
    return PhaseDiagram(n, d, kind, phases, tuple(point for point, _ in found))


def _has_interference(n: int, d: int, kind: EnergyKind) -> bool:
    """Whether n unit vectors of R^d have an energy above 0, whatever they are."""
    return n > (d if kind is EnergyKind.ABS else 2 * d)


def _standing(low: float, high: float, blocks: Shapes, seen: list[Partition]) -> tuple[Rigor, Scope]:
    """How a phase is known and among what its blocks are best: at the weakest of the exponents seen in it.

    Above 2 one block is best, by a theorem.
    """
    within = [part for part in seen if low < part.exponent < high and part.blocks == blocks]
    if low >= 2 and len(blocks) == 1:
        return Rigor.PROVED, Scope.ALL_PACKINGS
    scope = max((part.scope for part in within), key=ORDER.index, default=Scope.FOUND)
    if scope is Scope.ALL_PACKINGS and all(part.rigor is Rigor.PROVED for part in within):
        return Rigor.PROVED, scope
    return Rigor.NUMERICAL, scope


def _between(below: Partition, above: Partition, sampler: Sampler) -> list[tuple[Breakpoint, Shapes]]:
    """The breakpoints between two sampled exponents, each with the blocks above it."""
    if below.blocks == above.blocks:
        return []
    low, high = float(below.exponent), float(above.exponent)
    if high - low < WIDTH:
        return [(Breakpoint((low + high) / 2, None, Rigor.NUMERICAL), above.blocks)]
    if below.exact is None or above.exact is None:
        middle = sampler.at((low + high) / 2)
    else:
        point = _crossing(below, above)
        middle = sampler.at(point.value)
        crossed = sum(part.value(point.value, below.kind) for part in below.parts)
        if middle.energy >= crossed * (1 - 1e-9):
            return [(point, above.blocks)]
    return _between(below, middle, sampler) + _between(middle, above, sampler)


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
    p = sympy.Symbol("p")
    difference = sympy.Add(*(count * base**p for base, count in live.items()))
    if len(live) == 2:
        (b1, c1), (b2, c2) = live.items()
        exact = sympy.log(sympy.Rational(-c2, c1)) / sympy.log(b1 / b2)
        if b1 == 1 or b2 == 1 or exact.is_positive:
            return Breakpoint(float(exact), _tidy(exact), Rigor.PROVED, difference)
    return Breakpoint(value, None, Rigor.NUMERICAL, difference)


def _tidy(exact: sympy.Expr) -> Any:
    """log(1/2)/log(2/3) as log(2)/log(3/2): both logarithms of numbers above 1."""
    top, bottom = exact.as_numer_denom()
    if top.func is sympy.log and bottom.func is sympy.log and top.args[0] < 1 and bottom.args[0] < 1:
        return sympy.log(1 / top.args[0]) / sympy.log(1 / bottom.args[0])
    return exact
