"""Chordal descents as starts of searches by spectral distance: equi-isoclinic subspaces are best by both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from packing.configuration import Packing
from packing.problem import Problem
from packing.search.methods.method import QUICKLY, Descent, Method, fits
from packing.search.methods.random_starts import CyclicOrbits, WeylHeisenbergOrbits
from packing.search.methods.symmetric import SymmetricDescent
from packing.space import Distance

METHODS: Sequence[Method] = (QUICKLY, Descent(CyclicOrbits()), Descent(WeylHeisenbergOrbits()), SymmetricDescent())


@dataclass(frozen=True)
class FromChordal:
    """One of the `methods` by chordal distance; a part `random` of the packings is random instead.

    >>> from packing.problem import subspaces
    >>> print(FromChordal().run(subspaces(5, 4, 2, "C", "spectral"), np.random.default_rng(0)).problem)
    5 2-dimensional subspaces of C^4 (spectral distance)
    """

    methods: Sequence[Method] = METHODS
    random: float = 0.3
    name: str = "chordal descent"

    def run(self, problem: Problem, rng: np.random.Generator) -> Packing:
        """Where one chordal descent ends, or a random packing."""
        space = problem.space
        if rng.random() < self.random:
            return Packing(space.gaussian(problem.n, rng), space)
        chordal = Problem(problem.n, replace(space, distance=Distance.CHORDAL))
        fitting = [method for method in self.methods if fits(method, chordal)]
        method = fitting[int(rng.integers(len(fitting)))]
        return Packing(method.run(chordal, rng).vectors, space)


FROM_CHORDAL = FromChordal()
