"""Descents of an energy over real vectors, in one compiled loop: terms, slopes and quasi-Newton steps without Python.

The energy of unit rows x_i is sum over i != j of g(<x_i, x_j>), where g(c) = (c^2 + s^2)^(p/2) stands for |c|^p and
((c + sqrt(c^2 + s^2))/2)^p for max(c, 0)^p; the width s smooths their kinks.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from packing.numeric import Floats, compiled
from packing.objective import Energy
from packing.search.lbfgs import Memory, advance, begin

FIRST_STEP = 0.1
"""The length of the first step, in radians of all vectors together."""

LEAST_BASE = 1e-300
"""A smaller base counts as 0: its logarithm is not asked for."""


CALM, ROUGH = 1e-15, 1e-10
"""Steps that gain less than this part of an energy end a descent, and one that is only to show where it leads."""

NOTHING = 1e-18
"""..or less than this, where the energy is 0."""

NARROW, HIDDEN = 1e-8, 1e-3
"""max(c, 0) smoothed by so little is no more than rounding (1e-14) where c is less than minus the second: left out."""

CHUNK = 100_000
"""A descent asks whether to stop after so many terms: some milliseconds."""


def descend_energy(
    columns: Floats,
    energy: Energy,
    widths: Sequence[tuple[float, int]],
    tolerance: float = CALM,
    stop: Callable[[], bool] = lambda: False,
) -> Floats:
    """The unit columns (d, n) that the energy leads to from these, smoothed to each of the widths in turn.

    Args: `widths` each with its most steps; steps in a row that gain less than the part `tolerance` of the energy end
    one; `stop` all.

    >>> from packing.objective import Energy
    >>> lines = descend_energy(np.random.default_rng(0).standard_normal((2, 3)), Energy(4), [(0.1, 100), (1e-10, 500)])
    >>> np.round(np.sort(np.abs(lines.T @ lines)[np.triu_indices(3, 1)]), 6).tolist()
    [0.5, 0.5, 0.5]
    """
    rows = np.ascontiguousarray(columns.T)
    room = np.empty((3, *rows.shape))
    evaluations = max(1, CHUNK // max(1, len(rows) ** 2 // 2))
    for width, steps in widths:
        if stop():
            break
        memory = begin((rows / np.linalg.norm(rows, axis=1, keepdims=True)).ravel())
        while _go_on(memory, room, energy.exponent, energy.positive, width, steps, tolerance, evaluations):
            if stop():
                break
        rows = memory.point.reshape(rows.shape).copy()
    return np.ascontiguousarray((rows / np.linalg.norm(rows, axis=1, keepdims=True)).T)


@compiled()
def _go_on(
    memory: Memory,
    room: Floats,
    p: float,
    positive: bool,
    width: float,
    steps: int,
    tolerance: float,
    evaluations: int,
) -> bool:
    """Some more evaluations of a descent; False where it has ended."""
    n, d = room.shape[1:]
    trial, gradient = memory.trial.reshape((n, d)), memory.trial_gradient.reshape((n, d))
    for _ in range(evaluations):
        value = energy_of_rows(trial, p, positive, width, gradient, room)
        if not advance(memory, value, steps, tolerance * value + NOTHING, FIRST_STEP):
            return False
    return True


@compiled(fast=frozenset(("reassoc", "contract")))
def energy_of_rows(
    rows: Floats,
    p: float,
    positive: bool,
    width: float,
    gradient: Floats,
    room: Floats,
) -> float:
    """The smoothed energy of the rows, scaled to length 1; its gradient by them goes to `gradient`.

    `room`, shape (3, n, d), is to work in.
    """
    n, d = rows.shape
    unit, pull, lengths = room[0], room[1], room[2, :, 0]
    for i in range(n):
        square = 0.0
        for k in range(d):
            square += rows[i, k] * rows[i, k]
        lengths[i] = math.sqrt(square)
        for k in range(d):
            unit[i, k] = rows[i, k] / lengths[i]
            pull[i, k] = 0.0
    total, spread = 0.0, width * width
    hidden = -HIDDEN if width <= NARROW and p >= 1.0 else -math.inf
    for i in range(n):
        for j in range(i):
            c = 0.0
            for k in range(d):
                c += unit[i, k] * unit[j, k]
            if positive and c < hidden:
                continue
            if positive:
                root = math.sqrt(c * c + spread)
                base = 0.5 * (c + root) if c > 0.0 else 0.5 * spread / (root - c)
                if base < LEAST_BASE:
                    continue
                term = _power(base, p)
                slope = p * term / root
            else:
                base = c * c + spread
                if base < LEAST_BASE:
                    continue
                term = _power(base, 0.5 * p)
                slope = p * term / base * c
            total += term
            for k in range(d):
                pull[i, k] += slope * unit[j, k]
                pull[j, k] += slope * unit[i, k]
    for i in range(n):
        along = 0.0
        for k in range(d):
            along += pull[i, k] * unit[i, k]
        for k in range(d):
            gradient[i, k] = 2.0 * (pull[i, k] - along * unit[i, k]) / lengths[i]
    return 2.0 * total


@compiled()
def _power(base: float, p: float) -> float:
    """base^p, by products where 2p is a whole number up to 64."""
    halves = round(2.0 * p)
    if halves != 2.0 * p or halves > 64:
        return math.exp(p * math.log(base))
    result, factor = (math.sqrt(base) if halves % 2 else 1.0), base
    whole = halves // 2
    while whole:
        if whole % 2:
            result *= factor
        factor *= factor
        whole //= 2
    return result
