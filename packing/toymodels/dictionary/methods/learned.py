"""What a method has learned: the directions that it uses, and how well its codes explain fresh activations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from packing.numeric import Floats
from packing.toymodels.brief import Brief
from packing.toymodels.dictionary.source import Source
from packing.toymodels.generators import Floats32

FRESH = 4096
"""Activations on which a dictionary is judged; they are not those that it was trained on."""

_USED = 1e-4
"""An atom is used if its mean code is more than this share of the mean over all atoms."""


@dataclass(frozen=True, eq=False, repr=False)
class Learned(Brief):
    """Directions (m, d); `active` codes of an activation in the mean; the share of the variance that is `explained`."""

    directions: Floats
    active: float
    explained: float


def learned(atoms: Floats32, code: Callable[[Floats32], Floats32], source: Source, rng: np.random.Generator) -> Learned:
    """The atoms that are used on fresh activations, and how well their codes explain these."""
    fresh = source.take(FRESH, rng)
    codes = code(fresh)
    used = used_atoms(codes)
    missed = float(np.sum((codes @ atoms - fresh).astype(np.float64) ** 2)) / FRESH
    active = float(np.mean(np.count_nonzero(codes, axis=1)))
    return Learned(atoms[used].astype(np.float64), active, 1.0 - missed / source.variance)


def used_atoms(codes: Floats | Floats32) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which atoms fire, by their codes (activations, m): others are no directions that a method has found."""
    means = codes.mean(axis=0)
    chosen: np.ndarray[tuple[int], np.dtype[np.bool_]] = means > _USED * means.mean()
    return chosen
