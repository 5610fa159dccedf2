"""The same counts on an accelerator that jax sees: products and sums there, news settled on the host.

A tile of products never leaves the device. It returns sums, histogram and counts, and says which of its lines may hold
news: a better partner, a closer pair, a link between components. Only those lines are fetched and settled by the code
that the host path uses, and after the first tiles there are few.
"""

from __future__ import annotations

import threading
from functools import partial
from typing import Any

import numpy as np

from packing.errors import MissingExtraError
from packing.overlaps.kernels import LIFT, Scratch, label_block, settle
from packing.overlaps.matrix import Matrix
from packing.overlaps.panels import Panels
from packing.overlaps.settings import MOST_LEVELS
from packing.overlaps.stream import Operand, block_pairs
from packing.overlaps.tally import Tally


class DeviceWorker:
    """Counts block rows on the first device of jax; float32 products, exact ones of bfloat16 numbers as stored."""

    def __init__(self, left: Operand, matrix: Matrix, tally: Tally) -> None:
        self.tally = tally
        self.lock = threading.Lock()
        self._jax = _jax()
        self._left, self._matrix = left, matrix
        self._panels: dict[int, Any] = {}
        self._tile = self._jax.jit(partial(_tile, self._jax), static_argnames=("diagonal", "bins"))
        settings = tally.settings
        self._levels = max(len(settings.eps), 1)
        self._scratch = Scratch(
            np.zeros((1, 1), dtype=np.uint32),
            np.zeros(1, dtype=np.uint32),
            np.zeros((self._levels, settings.block), dtype=np.int32),
            np.zeros((self._levels, settings.block), dtype=np.int32),
            np.zeros(MOST_LEVELS, dtype=np.int64),
        )

    def count(self, block_row: int, halt: threading.Event) -> int:
        """Fold the pairs of one block row into the tally; return how many there were, 0 if halted before."""
        with self.lock:
            if halt.is_set():
                return 0
            tally, size = self.tally, self.tally.settings.block
            for block_column in range(block_row, tally.done.size):
                self._fold(block_row, block_column)
            tally.done[block_row] = True
            return block_pairs(block_row, size, tally.n)

    def _fold(self, block_row: int, block_column: int) -> None:
        tally, size = self.tally, self.tally.settings.block
        left, left_scales = self._panel(block_row)
        right, right_scales = self._panel(block_column)
        rows = slice(block_row * size, block_row * size + left.shape[0])
        columns = slice(block_column * size, block_column * size + right.shape[0])
        height, width = left.shape[0], right.shape[0]
        watched = label_block(tally.forest, rows.start, height, columns.start, width, self._scratch)
        group_cuts = np.full(self._levels, np.inf, dtype=np.float32)
        cuts = tally.settings.cuts
        for group in range(watched):
            level = int(self._scratch.groups[group])
            group_cuts[group] = cuts[level : level + 1].view(np.float32)[0]
        diagonal = block_row == block_column
        products, numbers = self._tile(
            left, right, left_scales, right_scales, self._left.weights[rows], self._left.weights[columns],
            _floor(tally.rows.gates[rows]), _floor(tally.rows.gates[columns]), _floor(tally.closest.values[:1])[0],
            cuts.view(np.float32), group_cuts,
            self._scratch.row_labels[:, :height].copy(), self._scratch.column_labels[:, :width].copy(),
            diagonal=diagonal, bins=tally.settings.bins,
        )  # fmt: skip
        sums, row_felt, column_felt, histogram, exceeding, news = map(np.asarray, numbers)
        tally.sums[block_row] += sums.astype(np.float64).sum(axis=0)
        tally.felt[rows] += row_felt / LIFT**2
        tally.felt[columns] += column_felt / LIFT**2
        tally.histogram[:] += histogram
        tally.exceeding[:] += exceeding.sum(axis=1, dtype=np.int64)
        lines = np.flatnonzero(news)
        if lines.size:
            fetched = np.ascontiguousarray(np.asarray(products[lines]))
            settle(
                fetched.view(np.int32), np.int32(np.iinfo(np.int32).max), cuts, lines, (rows.start, columns.start),
                diagonal, True, watched, tally.rows, tally.columns, tally.closest, tally.forest, self._scratch,
            )  # fmt: skip

    def _panel(self, block: int) -> Any:
        if block not in self._panels:
            size = self.tally.settings.block
            start, stop = block * size, min((block + 1) * size, self._matrix.n)
            panels: Panels = self._left.panels
            rows, scales = panels.read(start, stop, panels.buffer(size))
            held = self._jax.device_put(np.array(rows))
            if self._matrix.bfloat16 and self._matrix.shift is None and panels.is_raw:
                held = held.astype(self._jax.numpy.bfloat16)  # exact: these are bfloat16 numbers
            self._panels[block] = (held, np.array(scales))
        return self._panels[block]


def _tile(jax: Any, left: Any, right: Any, left_scales: Any, right_scales: Any, left_weights: Any, right_weights: Any,
          left_gates: Any, right_gates: Any, bar: Any, cuts: Any, group_cuts: Any, left_labels: Any, right_labels: Any,
          *, diagonal: bool, bins: int) -> Any:  # fmt: skip
    """Cosines of a tile, and its sums, felt by rows and columns, histogram, counts above cuts, lines with news."""
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
    row_felt = jnp.sum(square * right_weights[None, :], axis=1)
    column_felt = jnp.sum(square * left_weights[:, None], axis=0)
    half = jnp.float32(bins / 2)
    cells = jnp.clip((cosines * half + half).astype(jnp.int32), 0, bins - 1)
    histogram = jnp.zeros(bins, dtype=jnp.int32).at[cells.ravel()].add(counted.ravel().astype(jnp.int32))
    exceeding = (
        jnp.stack([jnp.sum(size > cut, axis=1, dtype=jnp.int32) for cut in cuts]) if len(cuts) else cuts[:, None]
    )
    better = (size > left_gates[:, None]) | (size > right_gates[None, :]) | (size > bar)
    for cut, mine, theirs in zip(group_cuts, left_labels, right_labels, strict=True):
        better |= (size > cut) & (mine[:, None] != theirs[None, :])
    news = jnp.any(better & counted, axis=1)
    return cosines, (sums, row_felt, column_felt, histogram, exceeding, news)


def _floor(patterns: Any) -> Any:
    """Bits as float32; -1, no overlap yet, becomes -1."""
    return np.where(patterns < 0, np.float32(-1), np.maximum(patterns, 0).view(np.float32)).astype(np.float32)


def _jax() -> Any:
    try:
        import jax
    except ImportError:
        raise MissingExtraError("an accelerator", "train") from None
    return jax
