"""The same counts on an accelerator that jax sees: products and sums there, top-k and components on the host.

A tile of products never leaves the device. It returns sums, histogram and counts, and says which of its lines may hold
a better partner, a closer pair or a link between components. Only those lines are fetched, for the code that the
host path uses, and after the first tiles there are few.
"""

from __future__ import annotations

import threading
from functools import partial
from typing import Any

import numpy as np

from packing.errors import MissingExtraError
from packing.overlaps.block_rows import block_pairs
from packing.overlaps.counts import PairCounts
from packing.overlaps.kernels.fold import fold_lines
from packing.overlaps.kernels.links import label_block, scratch_of
from packing.overlaps.kernels.sums import LIFT
from packing.overlaps.matrix import Matrix
from packing.overlaps.panels import Panels
from packing.overlaps.workers import Operand


class JaxWorker:
    """Counts block rows on the first device of jax; float32 products, exact ones of bfloat16 numbers as stored."""

    def __init__(self, left: Operand, matrix: Matrix, counts: PairCounts) -> None:
        self.counts = counts
        self.lock = threading.Lock()
        self._jax = _jax()
        self._left, self._matrix = left, matrix
        self._panels: dict[int, Any] = {}
        self._tile = self._jax.jit(partial(_tile, self._jax), static_argnames=("diagonal", "bins"))
        settings = counts.settings
        self._levels = max(len(settings.eps), 1)
        self._scratch = scratch_of(np.float32, settings.block, self._levels, settings.bins)

    def count(self, block_row: int, stop: threading.Event) -> int:
        """Add the pairs of one block row to the counts; return how many there were, 0 if stopped before."""
        with self.lock:
            if stop.is_set():
                return 0
            counts, size = self.counts, self.counts.settings.block
            for block_column in range(block_row, counts.done.size):
                self._fold(block_row, block_column)
            counts.done[block_row] = True
            return block_pairs(block_row, size, counts.n)

    def _fold(self, block_row: int, block_column: int) -> None:
        counts, size = self.counts, self.counts.settings.block
        left, left_scales = self._panel(block_row)
        right, right_scales = self._panel(block_column)
        rows = slice(block_row * size, block_row * size + left.shape[0])
        columns = slice(block_column * size, block_column * size + right.shape[0])
        height, width = left.shape[0], right.shape[0]
        watched = label_block(counts.forest, rows.start, height, columns.start, width, self._scratch)
        group_cuts = np.full(self._levels, np.inf, dtype=np.float32)
        cuts = counts.settings.cuts
        for group in range(watched):
            level = int(self._scratch.groups[group])
            group_cuts[group] = cuts[level : level + 1].view(np.float32)[0]
        diagonal = block_row == block_column
        products, numbers = self._tile(
            left, right, left_scales, right_scales, self._left.weights[rows], self._left.weights[columns],
            _floor(counts.rows.thresholds[rows]), _floor(counts.rows.thresholds[columns]),
            _floor(counts.closest.values[:1])[0], cuts.view(np.float32), group_cuts,
            self._scratch.row_labels[:, :height].copy(), self._scratch.column_labels[:, :width].copy(),
            diagonal=diagonal, bins=counts.settings.bins,
        )  # fmt: skip
        sums, row_interference, column_interference, histogram, exceeding, to_see = map(np.asarray, numbers)
        counts.sums[block_row] += sums.astype(np.float64).sum(axis=0)
        counts.interference[rows] += row_interference / LIFT**2
        counts.interference[columns] += column_interference / LIFT**2
        counts.histogram[:] += histogram
        counts.exceeding[:] += exceeding.sum(axis=1, dtype=np.int64)
        lines = np.flatnonzero(to_see)
        if lines.size:
            fetched = np.ascontiguousarray(np.asarray(products[lines]))
            fold_lines(
                fetched.view(np.int32), np.int32(np.iinfo(np.int32).max), cuts, lines, (rows.start, columns.start),
                diagonal, True, watched, counts.rows, counts.columns, counts.closest, counts.forest, self._scratch,
            )  # fmt: skip

    def _panel(self, block: int) -> Any:
        if block not in self._panels:
            size = self.counts.settings.block
            start, stop = block * size, min((block + 1) * size, self._matrix.n)
            panels: Panels = self._left.panels
            rows, scales = panels.read(start, stop, panels.buffer(size))
            held = self._jax.device_put(np.array(rows))
            if self._matrix.bfloat16 and self._matrix.shift is None and panels.is_raw:
                held = held.astype(self._jax.numpy.bfloat16)  # exact: these are bfloat16 numbers
            self._panels[block] = (held, np.array(scales))
        return self._panels[block]


def _tile(jax: Any, left: Any, right: Any, left_scales: Any, right_scales: Any, left_weights: Any, right_weights: Any,
          left_thresholds: Any, right_thresholds: Any, least: Any, cuts: Any, group_cuts: Any,
          left_labels: Any, right_labels: Any, *, diagonal: bool, bins: int) -> Any:  # fmt: skip
    """Cosines of a tile, and its sums, interference by rows and columns, histogram, counts above cuts, lines to see."""
    jnp = jax.numpy
    products = jax.lax.dot_general(
        left,
        right,
        (((1,), (1,)), ((), ())),
        precision=jax.lax.Precision.HIGHEST,
        preferred_element_type=jnp.float32,
    )
    cosines = products * (left_scales[:, None] * right_scales[None, :])
    if diagonal:
        counted = jnp.arange(cosines.shape[0])[:, None] < jnp.arange(cosines.shape[1])[None, :]
        cosines = jnp.where(counted, cosines, 0.0)
    else:
        counted = jnp.ones(cosines.shape, dtype=bool)
    size = jnp.abs(cosines)
    x, a = cosines * LIFT, size * LIFT
    square = x * x
    absolute = (a, square, a * square, square * square, square * square * square)
    signed = (x, x * a, x * square, x * a * square, x * a * square * square)
    sums = jnp.stack([jnp.sum(power, axis=1) for power in (*absolute, *signed)], axis=1)
    row_interference = jnp.sum(square * right_weights[None, :], axis=1)
    column_interference = jnp.sum(square * left_weights[:, None], axis=0)
    half = jnp.float32(bins / 2)
    cells = jnp.clip((cosines * half + half).astype(jnp.int32), 0, bins - 1)
    histogram = jnp.zeros(bins, dtype=jnp.int32).at[cells.ravel()].add(counted.ravel().astype(jnp.int32))
    exceeding = (
        jnp.stack([jnp.sum(size > cut, axis=1, dtype=jnp.int32) for cut in cuts]) if len(cuts) else cuts[:, None]
    )
    better = (size > left_thresholds[:, None]) | (size > right_thresholds[None, :]) | (size > least)
    for cut, mine, theirs in zip(group_cuts, left_labels, right_labels, strict=True):
        better |= (size > cut) & (mine[:, None] != theirs[None, :])
    to_see = jnp.any(better & counted, axis=1)
    return cosines, (sums, row_interference, column_interference, histogram, exceeding, to_see)


def _floor(patterns: Any) -> Any:
    """Bits as float32; -1, no overlap yet, becomes -1."""
    return np.where(patterns < 0, np.float32(-1), np.maximum(patterns, 0).view(np.float32)).astype(np.float32)


def _jax() -> Any:
    try:
        import jax
    except ImportError:
        raise MissingExtraError("an accelerator", "train") from None
    return jax
