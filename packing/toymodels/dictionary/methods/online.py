"""Sparse coding, online: codes c >= 0 of least |h - c D|^2 + price |c|_1, and atoms from running second moments.

Each batch H adds its codes C to A <- b A + C^T C and B <- b B + C^T H, b rising to 1, and every atom moves to the
minimum of the quadratic tr(D^T A D) - 2 tr(D^T B) in it, scaled to length 1. Atoms that no code uses begin again along
the activations that are explained least.
Reference: Mairal, Bach, Ponce, Sapiro, Online learning for matrix factorization and sparse coding, JMLR 11 (2010).
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np

from packing.numeric import Floats
from packing.toymodels.dictionary.methods.encoders import first_atoms
from packing.toymodels.dictionary.methods.learned import Learned, learned
from packing.toymodels.dictionary.methods.settings import LearningSettings
from packing.toymodels.dictionary.source import Source
from packing.toymodels.generators import Floats32

Rows = TypeVar("Rows", Floats32, Floats)

_BLOCK = 32
"""Atoms that are moved together: one product of matrices instead of so many."""

_FORGET = 0.2
"""Batch t weighs what came before by 1 - 1/(1 + .2 t): early codes are of atoms that have moved."""

_CODING_STEPS = 20
"""Accelerated steps of a code; more change the recovery by less than its standard error."""

_LARGER, _FEWER = 4, 16
"""Batches are so much larger and fewer than those of the autoencoders."""


def learn_online(source: Source, width: int, settings: LearningSettings, rng: np.random.Generator) -> Learned:
    """The atoms of a dictionary that codes use."""
    atoms = first_atoms(source, width, rng)
    squares = np.zeros((width, width), dtype=np.float32)
    mixed = np.zeros_like(atoms)
    batches = max(1, settings.steps // _FEWER)
    for number in range(batches):
        batch = source.take(_LARGER * settings.batch, rng)
        codes = sparse_codes(batch, atoms, settings.price)
        keep = np.float32(1.0 - 1.0 / (1.0 + _FORGET * number))
        squares *= keep
        mixed *= keep
        squares += codes.T @ codes
        mixed += codes.T @ batch
        _move(atoms, squares, mixed)
        if number < 0.7 * batches:
            _restart_unused(atoms, np.diagonal(squares), batch, codes)
    return learned(atoms, lambda fresh: sparse_codes(fresh, atoms, settings.price), source, rng)


def sparse_codes(batch: Rows, atoms: Rows, price: float, steps: int = _CODING_STEPS) -> Rows:
    """Codes c >= 0 near the least of |h - c D|^2 + price |c|_1: accelerated projected gradient steps (FISTA)."""
    number = atoms.dtype.type
    seen, wide = batch @ atoms.T - number(0.5 * price), len(atoms) > 2 * atoms.shape[1]
    gram = atoms.T @ atoms if wide else atoms @ atoms.T
    size = number(1.0 / np.linalg.eigvalsh(gram)[-1])
    codes = np.zeros_like(seen)
    ahead, pace = codes, 1.0
    for _ in range(steps):
        moved = (ahead @ atoms) @ atoms.T if wide else ahead @ gram
        np.subtract(seen, moved, out=moved)
        moved *= size
        moved += ahead
        np.maximum(moved, number(0), out=moved)
        faster = 0.5 * (1.0 + np.sqrt(1.0 + 4.0 * pace * pace))
        ahead = moved + number((pace - 1.0) / faster) * (moved - codes)
        codes, pace = moved, faster
    return codes


def _move(atoms: Floats32, squares: Floats32, mixed: Floats32) -> None:
    """Every atom to the minimum of the quadratic in it, block by block."""
    own = np.diagonal(squares)
    floor = max(float(own.max()) * 1e-6, 1e-30)
    for start in range(0, len(atoms), _BLOCK):
        block = slice(start, start + _BLOCK)
        moved = atoms[block] + (mixed[block] - squares[block] @ atoms) / np.maximum(own[block], floor)[:, None]
        lengths = np.linalg.norm(moved, axis=1, keepdims=True)
        atoms[block] = np.where(lengths > 1e-12, moved / np.maximum(lengths, 1e-12), atoms[block])


def _restart_unused(atoms: Floats32, own: Floats32, batch: Floats32, codes: Floats32) -> None:
    """Put atoms that no code uses along the activations that are explained least."""
    (unused,) = np.nonzero(own <= 1e-6 * own.max())
    missed = np.sum((batch - codes @ atoms) ** 2, axis=1)
    worst = np.argsort(-missed, kind="stable")[: unused.size]
    worst = worst[missed[worst] > 0]
    lengths = np.linalg.norm(batch[worst], axis=1, keepdims=True)
    atoms[unused[: worst.size]] = batch[worst] / np.maximum(lengths, 1e-12)
