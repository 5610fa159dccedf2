"""Optimal tegum products: the partition of n vectors into orthogonal blocks (n_i, d_i) with least interference."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

import sympy

from packing.analytic.blocks import Block, line, tight_frame
from packing.analytic.energies import energy_bound
from packing.analytic.energy_search import factor_blocks, least_packing, whole_block
from packing.analytic.programme import TIE, cheapest_blocks
from packing.bounds.energy.energy_bound import EnergyBound
from packing.configuration import Packing
from packing.displayed import Displayed
from packing.errors import InputError, positive_integer
from packing.exponents import EnergyKind, exact_exponent, parse_energy
from packing.rigor import Rigor
from packing.rounding import Rounding, digits, lower

SAME_ENERGY = 1e-9
"""A packing found is kept where its energy is less than that of known blocks by more than this part of it."""


MET = 1e-12
"""A search ends at an energy this little above the bound, by part."""

Look = Callable[[int, int, float, EnergyKind, float], Packing]
"""A search: of n vectors in R^d at exponent p, for that energy, until it is at most so much."""


class Scope(StrEnum):
    """Among what a partition is optimal; every text that names a partition names this too."""

    ALL_PACKINGS = "all packings"
    KNOWN_BLOCKS = "tegum products of known blocks"
    UNDIVIDED = "undivided blocks that a search met"
    FOUND = "packings that a search met"


@dataclass(frozen=True)
class Partition(Displayed):
    """A tegum product: blocks (n_i, d_i) in mutually orthogonal subspaces of R^d, with sum n_i = n and sum d_i <= d.

    `energy` is its energy over ordered pairs and `exact` the same number in sympy (None where a block is known only
    from a numerical search, and then `energy` is an upper bound for the least one and no more). `rigor` is that of the
    energy and of its optimality within `scope`, the weakest of the blocks; beyond its scope nothing is proved of a
    partition but `bound`, a proved or certified lower bound over all packings of n vectors in R^d.

    Fields: `exponent` p and `kind`, |<x, y>|^p or max(<x, y>, 0)^p; `parts`: the blocks with their energies.
    """

    n: int
    d: int
    exponent: sympy.Expr
    kind: EnergyKind
    parts: tuple[Block, ...]
    bound: EnergyBound
    scope: Scope

    @property
    def blocks(self) -> tuple[tuple[int, int], ...]:
        """The (n_i, d_i), largest first."""
        return tuple(part.shape for part in self.parts)

    @cached_property
    def energy(self) -> float:
        """The energy as a float."""
        if self.exact is not None:
            return float(self.exact)
        measured = float(sum(part.value(float(self.exponent), self.kind) for part in self.parts))
        return max(measured, self.bound.value)  # it is rounding where the floats are below what is proved

    @cached_property
    def exact(self) -> sympy.Expr | None:
        """The energy in sympy."""
        counts: dict[Block, int] = {}
        for part in self.parts:
            counts[part] = counts.get(part, 0) + 1
        total = sympy.Integer(0)
        for part, count in counts.items():
            value = part.exact_energy(self.exponent, self.kind)
            if value is None:
                return None
            total += count * value
        return total

    def expression(self, p: sympy.Expr | None = None) -> sympy.Expr:
        """The energy of these blocks at every exponent, in the symbol p (named p and positive where none is given).

        Beside the exponent that the partition was made for, it is the energy of this arrangement, not the least one.
        Raises `InputError` where a block has no known overlaps: a tight frame, or one that a search found.

        >>> partition = best_partition(6, 4, 1.8, search=False)
        >>> partition.expression(), sympy.limit(partition.expression(), sympy.Symbol("p", positive=True), 0)
        (12/2**p, 12)
        """
        unknown = [part for part in self.parts if not part.overlaps and part.n > 1]
        if unknown:
            raise InputError(
                f"the block {unknown[0]} has no known overlaps, only its energy at exponent {self.exponent}: "
                "ask at another exponent, or with search=False"
            )
        symbol = sympy.Symbol("p", positive=True) if p is None else p
        return sympy.Add(*(part.exact_energy(symbol, self.kind) for part in self.parts))

    @property
    def rigor(self) -> Rigor:
        """The weakest rigor of the blocks."""
        return min((part.rigor for part in self.parts), key=lambda rigor: rigor.strength)

    @property
    def is_least(self) -> bool:
        """Whether no packing at all has less energy, by a theorem."""
        return self.scope is Scope.ALL_PACKINGS

    @property
    def has_least_shape(self) -> bool:
        """Whether a packing of least energy has these blocks (n_i, d_i), by a theorem; its energy may be open."""
        return self.scope in (Scope.ALL_PACKINGS, Scope.UNDIVIDED)

    @property
    def standing(self) -> str:
        """How the partition is known, always with what it is optimal among.

        >>> best_partition(5, 3, 1.6, search=False).standing
        'proved among tegum products of known blocks'
        >>> best_partition(6, 4, 1).standing
        'proved among all packings'
        """
        if self.rigor is Rigor.NUMERICAL:
            return f"numerical, an upper bound: the least among {self.scope}"
        return f"{self.rigor} among {self.scope}"

    @property
    def energy_text(self) -> str:
        """The energy to 12 digits, rounded up: it is attained, and so an upper bound for the least one."""
        return digits(self.energy if self.exact is None else self.exact, Rounding.UP, 12)

    def __str__(self) -> str:
        shapes = "+".join(map(str, self.parts))
        text = f"{shapes}, energy {self.energy_text}, {self.standing}"
        return text if self.is_least else f"{text}; no packing below {lower(self.bound.exact)}"

    __repr__ = __str__


def best_partition(
    n: int,
    d: int,
    exponent: Any,
    energy: EnergyKind | str = EnergyKind.ABS,
    blocks: Sequence[Block] = (),
    search: bool | None = None,
) -> Partition:
    """The tegum product of n unit vectors in R^d with the least energy at exponent p, over ordered pairs i != j.

    Energy `abs`: E_p = sum |<x_i, x_j>|^p. Energy `relu`: E+_p = sum max(<x_i, x_j>, 0)^p. One undivided block counts
    as a tegum product, and dimensions may stay unused. Of equal energies (to 1e-12 of their size) the partition with
    most blocks is returned. What is proved depends on `scope`:

    * `all packings`: no n unit vectors in R^d have less energy, because the energy meets a theorem of
      `energies.energy_bound`: n <= d; p <= 2 and d | n; p = 2 (ties iff all n_i/d_i agree, for sum n_i^2/d_i - n^2/d =
      sum_{i<j} (n_i d_j - n_j d_i)^2/(d d_i d_j)); p < 2 where n - d orthogonal simplices fit; n = d + 1 and p < 2;
      d = 2, n odd and p <= ln3/ln2; zero ReLU energy iff n <= 2d; and for p > 2 tight designs, equiangular frames and
      known designs.
    * `undivided blocks that a search met`: p > 2 with interference left, where the minimiser is one undivided block (a
      theorem: see `proofs/`). Its energy comes from a search, the rigor is numerical.
    * `tegum products of known blocks`: optimal, by dynamic programming, over all partitions into repeated lines,
      repeated simplices, repeated polygons, repeated named codes (`blocks.primitives`) and the `blocks` passed in.
      A packing that is none of these may have less energy. A search over all packings of n vectors in R^d, undivided
      ones among them, met none (there is no such search where `search` is False).
    * `packings that a search met`: that search met one with less energy. It is given by its tegum factors, perhaps one.

    Args: n, d >= 1; p > 0, finite (a float stands for the decimal number it prints as; sympy numbers are exact);
    further `blocks`; `search` False for the list of known blocks alone where p <= 2. The programme takes O(n d u) for u
    useful blocks, the search up to a second or two for n < 100 (`energy_search`).

    Raises: `InputError` for bad n, d, exponent or energy.

    >>> print(best_partition(6, 4, exponent=1.5))
    (2,1)+(2,1)+(1,1)+(1,1), energy 4, proved among all packings
    >>> best_partition(6, 4, 1.8).blocks, best_partition(5, 3, 2, energy="relu").exact
    (((3, 2), (3, 2)), 0)
    """
    n, d = positive_integer("n", n), positive_integer("d", d)
    p, kind = exact_exponent(exponent), parse_energy(energy)
    return partition_by(n, d, p, kind, tuple(blocks), None if search is False else least_packing)


def partition_by(
    n: int, d: int, p: sympy.Expr, kind: EnergyKind, blocks: tuple[Block, ...], look: Look | None
) -> Partition:
    """`best_partition` of checked arguments with a search of one's own, or none."""
    bound = energy_bound(n, d, p, kind)
    enough = bound.value * (1 + MET)
    free = n <= (d if kind is EnergyKind.ABS else 2 * d)
    if free and not blocks:
        return Partition(n, d, p, kind, _free_blocks(n, d, kind), bound, Scope.ALL_PACKINGS)
    if kind is EnergyKind.ABS and p == 2 and not free:
        return Partition(n, d, p, kind, _tight_blocks(n, d, kind), bound, Scope.ALL_PACKINGS)
    if d > 1 and p > 2 and not free:
        if bound.attained:
            return Partition(
                n, d, p, kind, (Block(n, d, str(bound.theorem), given=bound.exact),), bound, Scope.ALL_PACKINGS
            )
        packing = (look or least_packing)(n, d, float(p), kind, enough)
        return Partition(n, d, p, kind, (whole_block(packing, float(p), kind),), bound, Scope.UNDIVIDED)
    known = Partition(n, d, p, kind, cheapest_blocks(n, d, float(p), kind, blocks), bound, Scope.KNOWN_BLOCKS)
    if known.energy <= bound.value + TIE * (n * n + 1):
        return replace(known, scope=Scope.ALL_PACKINGS if bound.attained else Scope.KNOWN_BLOCKS)
    return known if look is None else _less(known, blocks, look(n, d, float(p), kind, enough))


def _less(known: Partition, blocks: tuple[Block, ...], packing: Packing) -> Partition:
    """The partition, or with less energy the factors of the packing, alone or beside known blocks."""
    n, d, p, kind = known.n, known.d, float(known.exponent), known.kind
    met = factor_blocks(packing, p, kind)
    found = tuple(block for block in met if block.found is not None)
    if not found:
        return known
    joined = cheapest_blocks(n, d, p, kind, (*blocks, *found))
    best = min((met, joined), key=lambda parts: sum(part.value(p, kind) for part in parts))
    partition = replace(known, parts=best, scope=Scope.FOUND)
    return partition if partition.energy < known.energy * (1 - SAME_ENERGY) else known


def _free_blocks(n: int, d: int, kind: EnergyKind) -> tuple[Block, ...]:
    """Blocks of one dimension without interference, as many as can be: vectors alone, or opposite ones."""
    opposite = max(0, n - d)
    return (line(2, kind),) * opposite + (line(1, kind),) * (n - 2 * opposite)


def _tight_blocks(n: int, d: int, kind: EnergyKind) -> tuple[Block, ...]:
    """gcd(n, d) equal tight frames: E_2 = n^2/d - n, the least there is."""
    parts = math.gcd(n, d)
    one = line(n // d, kind) if parts == d else tight_frame(n // parts, d // parts)
    return (one,) * parts
