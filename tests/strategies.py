"""Random problems, packings and the symmetries that must not change a measure."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from packing import Field, Objects, Packing

kinds = st.sampled_from(
    [(Field.REAL, Objects.LINES), (Field.COMPLEX, Objects.LINES), (Field.REAL, Objects.VECTORS)],
)


@st.composite
def packings(draw: st.DrawFn, max_n: int = 9, max_d: int = 6, min_n: int = 2, min_d: int = 2) -> Packing:
    """A random packing: gaussian rows of a drawn kind and shape."""
    field, objects = draw(kinds)
    n, d = draw(st.integers(min_n, max_n)), draw(st.integers(min_d, max_d))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return Packing(gaussian(rng, n, d, field), objects)


def gaussian(rng: np.random.Generator, n: int, d: int, field: Field) -> np.ndarray:
    """An (n, d) gaussian matrix over the field."""
    rows = rng.standard_normal((n, d))
    return rows + 1j * rng.standard_normal((n, d)) if field is Field.COMPLEX else rows


def isometric_copy(packing: Packing, rng: np.random.Generator) -> Packing:
    """The same packing in another basis and order; lines also with other signs or phases."""
    basis, _ = np.linalg.qr(gaussian(rng, packing.d, packing.d, packing.field))
    rows = packing.vectors[rng.permutation(packing.n)] @ basis
    if packing.objects is Objects.LINES:
        phases = gaussian(rng, packing.n, 1, packing.field)
        rows = rows * (phases / np.abs(phases))
    return Packing(rows, packing.objects)
