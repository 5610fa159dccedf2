"""Trees of features: which feature is the parent of which, and the law by which a child needs its parent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from packing.errors import InputError
from packing.numeric import Floats
from packing.toymodels.inputs.law import ROUNDING, Law


def tree_law(density: Floats, parents: Sequence[int]) -> Law:
    """The law of features in trees: `parents` names the parent of each, -1 for a root.

    A feature is active only if its parent is, and of the children of one parent at most one is. Raises `InputError`
    where children are active more often than their parent in sum.

    >>> tree_law(np.array([0.4, 0.3, 0.1]), (-1, 0, 0)).together.round(12).tolist()
    [[0.4, 0.3, 0.1], [0.3, 0.3, 0.0], [0.1, 0.0, 0.1]]
    """
    gate, low = np.empty(len(density), dtype=np.int64), np.zeros(len(density))
    taken = np.zeros(len(density))
    gates = 0
    for feature, parent in enumerate(parents):
        if parent < 0:
            gate[feature], gates = gates, gates + 1
            continue
        gate[feature], low[feature] = gate[parent], low[parent] + taken[parent]
        taken[parent] += density[feature]
        if taken[parent] > density[parent] + ROUNDING:
            raise InputError(
                f"children are active only if their parent is, so their densities must sum to at most "
                f"{density[parent]:g}, not {taken[parent]:g} for the children of {parent}: lower them"
            )
    return Law(gate, np.arange(len(density)), np.asarray(density, dtype=np.float64), low)


def checked_parents(n: int, parents: object) -> tuple[int, ...]:
    """One parent a feature, -1 for a root, before its children; empty where there are no trees; or `InputError`."""
    rule = f"parents must name the parent of each of the {n} features, -1 for a root"
    if isinstance(parents, (str, bytes)) or not isinstance(parents, Iterable):
        raise InputError(f"{rule}, not {parents!r}: give a tuple such as (-1, 0, 0)")
    values = tuple(parents)
    if values and len(values) != n:
        raise InputError(f"{rule}, not {len(values)} of them: give one a feature")
    for feature, parent in enumerate(values):
        if isinstance(parent, bool) or not isinstance(parent, int | np.integer) or not -1 <= parent < feature:
            raise InputError(f"{rule}, and stand before it, not {parent!r} for feature {feature}: order them so")
    return tuple(int(parent) for parent in values)


def regular_trees(n: int, branches: int, levels: int) -> tuple[int, ...]:
    """The parents of n features in trees of `levels` levels where every feature above the last has `branches` children.

    >>> regular_trees(6, 2, 2)
    (-1, 0, 0, -1, 3, 3)
    """
    if branches < 1 or levels < 2:
        raise InputError(f"trees need 1 branch and 2 levels or more, not {branches} and {levels}: raise them")
    size = sum(branches**level for level in range(levels)) if levels <= 60 else n + 1
    if size > n or n % size:
        raise InputError(f"n = {n} features do not fall into trees of {size}: give a multiple of {size}")
    one = [-1] + [(child - 1) // branches for child in range(1, size)]
    return tuple(-1 if parent < 0 else parent + first for first in range(0, n, size) for parent in one)


def tree_densities(parents: Sequence[int], root: float) -> tuple[float, ...]:
    """The chance of each feature where roots have `root` and the children of one share that of their parent equally.

    >>> tree_densities((-1, 0, 0), 0.4)
    (0.4, 0.2, 0.2)
    """
    children = np.bincount([parent for parent in parents if parent >= 0], minlength=len(parents))
    chances: list[float] = []
    for parent in parents:
        chances.append(root if parent < 0 else chances[parent] / int(children[parent]))
    return tuple(chances)


def read_trees(text: str, n: int) -> tuple[int, ...]:
    """The parents that a text names: "2,3" for trees of 2 branches and 3 levels, "-1,0,0" for those of each feature.

    >>> read_trees("2,2", 3), read_trees("-1,0,0", 3)
    ((-1, 0, 0), (-1, 0, 0))
    """
    try:
        numbers = tuple(int(part) for part in text.split(","))
    except ValueError:
        raise InputError(
            f"trees must be BRANCHES,LEVELS, or the parent of each feature, -1 for a root, not {text!r}: write 2,3"
        ) from None
    if len(numbers) == 2 and numbers[0] > 0 and n != 2:
        return regular_trees(n, *numbers)
    return checked_parents(n, numbers)
