"""What makes rows no packing: vectors that are not of length 1, bases not orthonormal, objects that coincide."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from packing.angles import SAME_ANGLE, closest
from packing.census import Census
from packing.configuration import Packing, Vectors
from packing.formats import Reading
from packing.frames import spans
from packing.problem import Distance

UNIT = 1e-6
"""A row with another length is an error, not rounding."""


def reading_defects(reading: Reading, packing: Packing, counted: Census | None = None) -> list[tuple[str, str]]:
    """What makes a file no packing: as `defects`, with lengths only where they alone show how it is to be read."""
    if counted is not None and counted.square is not None and packing.d > 1:
        return _same(packing, "rows", "line" if packing.problem.has_lines else "point") if counted.square == 1 else []
    return defects(packing.vectors if reading.doubtful is None else reading.doubtful, packing)


def defects(rows: Vectors, packing: Packing) -> list[tuple[str, str]]:
    """What makes rows no packing: (rule, text) for rows that are not of length 1, and for rows that coincide."""
    found = []
    space = packing.space
    if space.m > 1:
        return _defects_of_bases(rows, packing)
    norms = np.linalg.norm(space.to_real(rows), axis=1)
    worst = int(np.argmax(np.abs(norms - 1)))
    if abs(norms[worst] - 1) > UNIT:
        text = f"row {worst} has length {norms[worst]:.6g}, not 1"
        if space.scalars == 2:
            flat = np.concatenate((rows.real.ravel(), rows.imag.ravel())).reshape(len(rows), -1)
            if np.abs(np.linalg.norm(flat, axis=1) - 1).max() <= UNIT:
                text += ": it holds real and imaginary parts side by side; all real parts must come first"
        found.append(("unit", text))
    if packing.d > 1:
        found += _same(packing, "rows", "line" if packing.problem.has_lines else "point")
    return found


def _same(packing: Packing, rows: str, what: str) -> list[tuple[str, str]]:
    """The fault of two objects that are the same, at an angle below `SAME_ANGLE`."""
    pair = closest(packing) if packing.coherence > 1 - 1e-12 else None
    if pair is None or pair.radians >= SAME_ANGLE:
        return []
    near = "" if not pair.radians else f" within {SAME_ANGLE:g}"
    return [("distinct", f"{rows} {pair.i} and {pair.j} are the same{f' {what}' if what else ''}{near}")]


def _defects_of_bases(rows: Vectors, packing: Packing) -> list[tuple[str, str]]:
    """The same of subspaces: bases that are not orthonormal, subspaces that coincide."""
    found, space = [], packing.space
    given = rows if np.ndim(rows) == packing.vectors.ndim else packing.vectors
    real = spans(space.to_real(space.embedded(given)), space)
    off = np.abs(real @ np.swapaxes(real, 1, 2) - np.eye(real.shape[1])).max(axis=(1, 2))
    worst = int(np.argmax(off))
    if off[worst] > UNIT:
        found.append(
            ("unit", f"the basis of subspace {worst} is not orthonormal: a product is off by {off[worst]:.3g}")
        )
    chordal = Packing(packing.vectors, replace(space, distance=Distance.CHORDAL))
    return found + (_same(chordal, "subspaces", "") if space.m < space.d else [])
