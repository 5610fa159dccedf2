"""Which features are active together: independent ones, correlated sets, anticorrelated sets, as intervals of gates.

Every feature j listens to one gate, a uniform number u on [0, 1) taken afresh for each input, and is active iff
low_j <= u < high_j. So high_j - low_j is its density, and

- independent: a gate of its own, low = 0;
- correlated, all active or none: one gate and one interval for the whole set;
- anticorrelated, at most one active: one gate, disjoint intervals side by side;
- a tree, where a feature is active only if its parent is, and of siblings at most one: one gate, the intervals of
  children side by side within that of their parent.

Values of active features are uniform on [0, 1], independent of each other and of the gates. With p_ij the chance that
i and j are both active, E x_i = p_i / 2, E x_i^2 = p_i / 3 and E x_i x_j = p_ij / 4.
Reference: Elhage et al., Toy Models of Superposition (2022), arXiv:2209.10652, on correlated features.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from packing.errors import InputError
from packing.numeric import Floats
from packing.toymodels.brief import Brief

Integers = npt.NDArray[np.int64]
Sets = tuple[tuple[int, ...], ...]

ROUNDING = 1e-12
"""Sums of densities this much beyond 1, or beyond that of a parent, are rounding."""


@dataclass(frozen=True, eq=False, repr=False)
class Law(Brief):
    """The gate, the set, the density and the lower end of the interval of each feature, all (n,).

    Features of one set are active together: they share gate and interval. Gates and sets are numbered from 0.

    >>> pair = law(np.array([0.3, 0.3, 0.1]), correlated=((0, 1),))
    >>> pair.together[0].tolist()                                   # chances to be active beside feature 0
    [0.3, 0.3, 0.03]
    """

    gate: Integers
    member: Integers
    density: Floats
    low: Floats

    @property
    def high(self) -> Floats:
        """The upper end of each interval, (n,)."""
        return self.low + self.density

    @property
    def gates(self) -> int:
        """How many independent gates there are."""
        return int(self.gate.max()) + 1

    @property
    def independent(self) -> bool:
        """Whether every feature has a gate of its own."""
        return self.gates == len(self.gate)

    @cached_property
    def order(self) -> Integers:
        """The features by gate and interval, (n,): those of one set stand side by side."""
        return np.lexsort((self.member, self.gate)).astype(np.int64)

    @cached_property
    def set_starts(self) -> Integers:
        """Where in `order` each set of features that are active together begins, (sets,)."""
        return np.flatnonzero(np.append(True, np.diff(self.member[self.order]) != 0)).astype(np.int64)

    @cached_property
    def gate_starts(self) -> Integers:
        """The number of the first set of each gate, (gates,)."""
        gate = self.gate[self.order][self.set_starts]
        return np.flatnonzero(np.append(True, np.diff(gate) != 0)).astype(np.int64)

    @cached_property
    def chances(self) -> Floats:
        """The chance of each set, (sets,)."""
        return self.density[self.order][self.set_starts]

    @cached_property
    def idle(self) -> Floats:
        """The chance that no set of a gate is active, (gates,)."""
        return np.maximum(0.0, 1.0 - np.add.reduceat(self.chances, self.gate_starts))

    @cached_property
    def together(self) -> Floats:
        """The chance p_ij that i and j are both active, (n, n); p_ii is the density."""
        p = self.density
        same_gate = self.gate[:, None] == self.gate[None, :]
        same_set = self.member[:, None] == self.member[None, :]
        ends = np.minimum(self.high[:, None], self.high[None, :])
        shared = np.maximum(0.0, ends - np.maximum(self.low[:, None], self.low[None, :]))
        shared = np.where(shared > ROUNDING, shared, 0.0)
        return np.where(same_set, p[:, None], np.where(same_gate, shared, p[:, None] * p[None, :]))

    @property
    def mean(self) -> Floats:
        """E x, (n,)."""
        return 0.5 * self.density

    @property
    def second_moments(self) -> Floats:
        """E x x^T, (n, n)."""
        moments = 0.25 * self.together
        moments[np.diag_indices_from(moments)] = self.density / 3.0
        return moments

    @property
    def covariance(self) -> Floats:
        """E x x^T - E x E x^T: p/3 - p^2/4 on the diagonal, (p_ij - p_i p_j)/4 off it."""
        return self.second_moments - np.outer(self.mean, self.mean)


def law(density: Floats, correlated: Sets = (), anticorrelated: Sets = ()) -> Law:
    """The law of features with these densities (n,), grouped; what is in no set is independent.

    Raises `InputError` for a correlated set of unequal densities and an anticorrelated one whose densities sum to more
    than 1. The sets are taken as disjoint (see `checked_sets`).
    """
    n = len(density)
    gate, member, low = np.full(n, -1, dtype=np.int64), np.full(n, -1, dtype=np.int64), np.zeros(n)
    gates = sets = 0
    for features in correlated:
        chosen = list(features)
        if np.ptp(density[chosen]) > 0:
            raise InputError(
                f"correlated features are active together, so their densities must be equal, not "
                f"{_listed(density[chosen])} for {_named(features)}: give one density a set"
            )
        gate[chosen], member[chosen] = gates, sets
        gates, sets = gates + 1, sets + 1
    for features in anticorrelated:
        chosen = list(features)
        ends = np.cumsum(density[chosen])
        if ends[-1] > 1.0 + ROUNDING:
            raise InputError(
                f"at most one of an anticorrelated set is active, so its densities must sum to at most 1, not "
                f"{ends[-1]:g} for {_named(features)}: give {1.0 / len(chosen):g} or less each"
            )
        low[chosen] = np.concatenate(([0.0], ends[:-1]))
        gate[chosen], member[chosen] = gates, sets + np.arange(len(chosen))
        gates, sets = gates + 1, sets + len(chosen)
    rest = np.flatnonzero(gate < 0)
    gate[rest], member[rest] = gates + np.arange(rest.size), sets + np.arange(rest.size)
    return Law(gate, member, np.asarray(density, dtype=np.float64), low)


def one_set(whole: Law) -> Law:
    """The limit of density 0 given that anything is active: one set of `whole` at a time, by its odds.

    A set with chance p whose gate is idle with chance s has the odds p / s.
    """
    odds = whole.chances / np.repeat(np.maximum(whole.idle, ROUNDING), _sizes(whole.gate_starts, len(whole.chances)))
    odds /= odds.sum()
    density, low = np.empty(len(whole.gate)), np.empty(len(whole.gate))
    repeats = _sizes(whole.set_starts, len(whole.gate))
    density[whole.order] = np.repeat(odds, repeats)
    low[whole.order] = np.repeat(np.cumsum(odds) - odds, repeats)
    return Law(np.zeros_like(whole.gate), whole.member, density, low)


def consecutive_sets(n: int, size: int) -> Sets:
    """The features 0..n-1 in sets of `size` neighbours.

    >>> consecutive_sets(6, 2)
    ((0, 1), (2, 3), (4, 5))
    """
    if size < 2 or n % size:
        raise InputError(f"n = {n} features do not fall into sets of {size}: give a divisor of n that is at least 2")
    return tuple(tuple(range(first, first + size)) for first in range(0, n, size))


def read_sets(name: str, text: str, n: int) -> Sets:
    """The sets that a text names: "2" for pairs of neighbours, "0+1,2+3+4" for those features, counted from 0.

    >>> read_sets("correlated", "2", 4), read_sets("correlated", "0+3,1+2", 4)
    (((0, 1), (2, 3)), ((0, 3), (1, 2)))
    """
    try:
        sets = tuple(tuple(int(feature) for feature in part.split("+")) for part in text.split(","))
    except ValueError:
        raise InputError(
            f"{name} must be a size such as 2, or sets such as 0+1,2+3, not {text!r}: join features by + in a set"
        ) from None
    return consecutive_sets(n, sets[0][0]) if len(sets) == len(sets[0]) == 1 else sets


class BothSets(NamedTuple):
    """The sets active all together or not at all, and those of which at most one feature is active."""

    correlated: Sets
    anticorrelated: Sets


def checked_sets(n: int, correlated: object, anticorrelated: object) -> BothSets:
    """Both as tuples of tuples of features, or `InputError` where they are not disjoint sets of two or more."""
    both = BothSets(_sets("correlated", correlated, n), _sets("anticorrelated", anticorrelated, n))
    seen: set[int] = set()
    for members in (*both.correlated, *both.anticorrelated):
        for feature in members:
            if feature in seen:
                raise InputError(f"a feature belongs to one set at most, but {feature} is named twice: name it once")
            seen.add(feature)
    return both


def _sets(name: str, value: object, n: int) -> Sets:
    article = "an" if name.startswith("a") else "a"
    rule = f"{name} must be sets of features such as ((0, 1), (2, 3))"
    if isinstance(value, (str, bytes)) or not isinstance(value, Iterable):
        raise InputError(f"{rule}, not {value!r}: give a tuple of tuples")
    sets = []
    for members in value:
        if isinstance(members, (str, bytes)) or not isinstance(members, Sequence | np.ndarray):
            raise InputError(f"{rule}, not {members!r}: give a tuple of tuples")
        if len(members) < 2:
            raise InputError(
                f"{article} {name} set needs at least 2 features, not {len(members)}: leave single features out"
            )
        for feature in members:
            if isinstance(feature, bool) or not isinstance(feature, int | np.integer) or not 0 <= feature < n:
                raise InputError(f"{article} {name} set names features 0 to {n - 1}, not {feature!r}: count from 0")
        sets.append(tuple(int(feature) for feature in members))
    return tuple(sets)


def _sizes(starts: Integers, total: int) -> Integers:
    return np.diff(np.append(starts, total))


def _named(members: Sequence[int]) -> str:
    return f"({', '.join(map(str, members))})"


def _listed(values: Floats) -> str:
    return ", ".join(f"{value:g}" for value in values)
