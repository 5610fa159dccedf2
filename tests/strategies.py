"""Random problems, packings and the symmetries that must not change a measure."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from packing import Field, Objects, Packing
from packing.space import Space

kinds = st.sampled_from([*((field, Objects.LINES) for field in Field), (Field.REAL, Objects.VECTORS)])


@st.composite
def packings(draw: st.DrawFn, max_n: int = 9, max_d: int = 6, min_n: int = 2, min_d: int = 2) -> Packing:
    """A random packing: gaussian rows of a drawn kind and shape."""
    field, objects = draw(kinds)
    n, d = draw(st.integers(min_n, max_n)), draw(st.integers(min_d, max_d))
    space = Space(objects, d, field)
    return Packing(space.gaussian(n, np.random.default_rng(draw(st.integers(0, 2**32 - 1)))), space)


def isometric_copy(packing: Packing, rng: np.random.Generator) -> Packing:
    """The same packing in another basis and order; lines also with other signs or phases.

    A real matrix that commutes with all K_c is a matrix over F, acting from the left; phases act from the right.
    """
    space = packing.space
    turns = space.structure.apply(np.eye(space.width))
    start = rng.standard_normal((space.width, space.width))
    left, _, right = np.linalg.svd(sum(turn @ start @ turn.T for turn in turns))
    rows = space.to_real(packing.vectors[rng.permutation(packing.n)]) @ left @ right
    if space.has_lines:
        phases = rng.standard_normal((space.components, packing.n, 1))
        rows = np.sum(phases * space.structure.apply(rows), axis=0)
    return Packing(space.from_real(rows), space)
