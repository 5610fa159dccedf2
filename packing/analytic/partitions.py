"""Optimal tegum products: the partition of n vectors into orthogonal blocks (n_i, d_i) with least interference."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

import sympy

from packing.analytic.blocks import Block, line, tight_frame
from packing.analytic.energies import EnergyBound, energy_bound
from packing.analytic.energy import EnergyKind, exact_exponent, parse_energy
from packing.analytic.programme import TIE, cheapest_blocks
from packing.errors import positive_integer
from packing.rigor import Rigor

SEARCHED_UP_TO = 32
"""With at most this many vectors a descent looks for undivided blocks that no list holds; it takes about a second."""


class Scope(StrEnum):
    """Among what a partition is optimal."""

    ALL_PACKINGS = "all packings"
    KNOWN_BLOCKS = "tegum products of known blocks"
    FOUND = "packings that a descent met"


@dataclass(frozen=True)
class Partition:
    """A tegum product: blocks (n_i, d_i) in mutually orthogonal subspaces of R^d, with sum n_i = n and sum d_i <= d.

    `energy` is its energy over ordered pairs and `exact` the same number in sympy (None where a block is known only
    from a numerical search). `rigor` is that of the energy and of its optimality within `scope`; it is the weakest of
    the blocks. `bound` is a proved lower bound over all packings of n vectors in R^d.
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
        return float(sum(part.value(float(self.exponent), self.kind) for part in self.parts))

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

    @property
    def rigor(self) -> Rigor:
        """The weakest rigor of the blocks."""
        return min((part.rigor for part in self.parts), key=lambda rigor: rigor.strength)

    def __str__(self) -> str:
        shapes = "+".join(map(str, self.parts))
        return f"{shapes}, energy {self.energy:.12g}, {self.rigor}"

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
      sum_{i<j} (n_i d_j - n_j d_i)^2/(d d_i d_j)); p <= 1 and n <= 2d; n = d + 1 and p < 2; d = 2, n odd and
      p <= ln3/ln2; zero ReLU energy iff n <= 2d; and some more. For p > 2 with interference left the minimiser is one
      undivided block (a theorem: see `proofs/`); its shape is then proved, and its energy too at tight designs,
      equiangular frames and known designs; elsewhere the energy comes from a descent and the rigor is numerical.
    * `tegum products of known blocks`: optimal, by exact dynamic programming, over all partitions into repeated lines,
      repeated simplices, repeated polygons, repeated named codes (`blocks.primitives`) and the `blocks` passed in.
      An undivided block that is not in this list may have less energy.
    * `packings that a descent met`: a descent over all packings, run where n <= 32 and p > 1 unless `search` says
      otherwise, met undivided blocks with which a partition has less energy than with known blocks alone.

    Args: n, d >= 1; p > 0, finite (a float stands for the decimal number it prints as; sympy numbers are exact);
    further `blocks`; `search` to force or forbid the descent. The programme takes O(n d u) for u useful blocks.

    Raises: `InputError` for bad n, d, exponent or energy.

    >>> print(best_partition(6, 4, exponent=1.5))
    (2,1)+(2,1)+(1,1)+(1,1), energy 4, proved
    >>> best_partition(6, 4, 1.8).blocks, best_partition(5, 3, 2, energy="relu").exact
    (((3, 2), (3, 2)), 0)
    """
    n, d = positive_integer("n", n), positive_integer("d", d)
    p, kind = exact_exponent(exponent), parse_energy(energy)
    bound = energy_bound(n, d, p, kind)
    settled = _settled_by_theorem(n, d, p, kind, bound)
    if settled is not None:
        return Partition(n, d, p, kind, settled, bound, Scope.ALL_PACKINGS)
    known = Partition(n, d, p, kind, cheapest_blocks(n, d, float(p), kind, tuple(blocks)), bound, Scope.KNOWN_BLOCKS)
    if known.energy <= bound.value + TIE * (n * n + 1):
        return replace(known, scope=Scope.ALL_PACKINGS if bound.attained else Scope.KNOWN_BLOCKS)
    if search is False or (search is None and (n > SEARCHED_UP_TO or p <= 1)):
        return known
    from packing.analytic.energy_search import search_blocks

    met = search_blocks(n, d, float(p), kind)
    found = tuple(block for block in met if block.found is not None)
    if not found:
        return known
    joined = cheapest_blocks(n, d, float(p), kind, (*blocks, *found))
    best = min((met, joined), key=lambda parts: sum(part.value(float(p), kind) for part in parts))
    partition = Partition(n, d, p, kind, best, bound, Scope.FOUND)
    return partition if partition.energy < known.energy * (1 - 1e-9) else known


def _settled_by_theorem(
    n: int, d: int, p: sympy.Expr, kind: EnergyKind, bound: EnergyBound
) -> tuple[Block, ...] | None:
    """The blocks of a minimiser where a theorem names them at once: p = 2, and p > 2 with interference left."""
    if kind is EnergyKind.ABS and p == 2 and n > d:
        parts = math.gcd(n, d)
        one = line(n // d, kind) if parts == d else tight_frame(n // parts, d // parts)
        return (one,) * parts
    if d == 1 or not p > 2 or n <= (d if kind is EnergyKind.ABS else 2 * d):
        return None
    if bound.attained:
        return (Block(n, d, bound.theorem, given=bound.exact),)
    from packing.analytic.energy_search import search_block

    return (search_block(n, d, float(p), kind),)
