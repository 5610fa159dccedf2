"""Limited-memory BFGS with Armijo steps: one update rule for compiled loops, Python objectives and single precision.

The minimiser never calls the objective. It is told the value and the gradient at `trial` and answers where to look
next, so that a compiled loop and a Python loop run the same code:

    memory = begin(start)
    while advance(memory, objective(memory.trial, memory.trial_gradient), steps, tolerance, first):
        pass                                                        # memory.point is the best point so far

References: Nocedal, Math. Comp. 35 (1980), for the two-loop recursion; Armijo, Pacific J. Math. 16 (1966).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from packing.numeric import Floats, Indices, compiled

Array = npt.NDArray[Any]
"""A vector of float32 or float64."""

MEMORY = 8
PATIENCE = 3
"""The descent ends after so many steps in a row that each gain less than the tolerance."""

SUFFICIENT = 1e-4
"""A step is taken where it gains this part of what the slope promises (Armijo)."""

VALUE, SLOPE, LENGTH = 0, 1, 2
STORED, CALM, TAKEN, EVALUATIONS = 0, 1, 2, 3


class Memory(NamedTuple):
    """The running numbers of one descent in N variables.

    `numbers` holds the value at `point`, the slope along `direction` and the step length; `counts` the moves stored,
    the steps in a row that gained little, the steps taken and the evaluations.
    """

    point: Array
    gradient: Array
    trial: Array
    trial_gradient: Array
    direction: Array
    moves: Array
    changes: Array
    curvature: Floats
    numbers: Floats
    counts: Indices


class DescentEnd(NamedTuple):
    """Where a descent ended: the point, in the shape of the start, its value, and how often that was asked for."""

    point: Array
    value: float
    evaluations: int


def minimize(
    objective: Callable[[Array, Array], float],
    start: Array,
    steps: int,
    tolerance: float,
    first: float = 1.0,
    stop: Callable[[], bool] = lambda: False,
) -> DescentEnd:
    """A local minimum of `objective` near `start`.

    Args: `objective(point, gradient)` returns the value at `point` and writes the gradient to `gradient`, both in the
    shape of `start` (any shape, float32 or float64); at most `steps` steps; the end comes after `PATIENCE` steps that
    each gain less than `tolerance`, or where `stop()` is true; `first` is the length of the first step.

    >>> def bowl(point, gradient):
    ...     gradient[:] = 2.0 * (point - 3.0)
    ...     return float(np.sum((point - 3.0) ** 2))
    >>> bool(np.allclose(minimize(bowl, np.zeros((2, 2)), 50, 1e-16).point, 3.0))
    True
    """
    memory = begin(np.ascontiguousarray(start).ravel())
    trial, gradient = memory.trial.reshape(start.shape), memory.trial_gradient.reshape(start.shape)
    while True:
        value = objective(trial, gradient)
        if not advance(memory, value, steps, tolerance, first) or stop():
            break
    return DescentEnd(memory.point.reshape(start.shape), float(memory.numbers[VALUE]), int(memory.counts[EVALUATIONS]))


@compiled()
def begin(start: Array) -> Memory:
    """The memory of a descent whose first trial is `start`, a vector."""
    size = len(start)
    vectors = np.zeros((5, size), dtype=start.dtype)
    vectors[0] = start
    vectors[2] = start
    pairs = np.zeros((2, MEMORY, size), dtype=start.dtype)
    numbers = np.zeros(3)
    numbers[VALUE] = np.inf
    return Memory(
        vectors[0], vectors[1], vectors[2], vectors[3], vectors[4],
        pairs[0], pairs[1], np.zeros(MEMORY), numbers, np.zeros(4, dtype=np.int64),
    )  # fmt: skip


@compiled()
def advance(memory: Memory, trial_value: float, steps: int, tolerance: float, first: float) -> bool:
    """Take the trial point or shorten the step; write the next trial; False where the descent has ended."""
    numbers, counts = memory.numbers, memory.counts
    counts[EVALUATIONS] += 1
    value, slope, length = numbers[VALUE], numbers[SLOPE], numbers[LENGTH]
    if trial_value > value + SUFFICIENT * length * slope:
        bend = trial_value - value - length * slope
        length = max(0.1 * length, min(0.5 * length, -0.5 * slope * length * length / bend))
        if length * length * inner(memory.direction, memory.direction) > shortest(memory.point) ** 2:
            return _look(memory, length, steps)
        if counts[STORED] == 0:
            return False
        counts[STORED] = 0  # the memory misleads: forget it and go straight down
    else:
        if counts[TAKEN] > 0:
            _remember(memory)
        counts[CALM] = counts[CALM] + 1 if value - trial_value < tolerance else 0
        numbers[VALUE] = trial_value
        memory.point[:] = memory.trial
        memory.gradient[:] = memory.trial_gradient
        if counts[CALM] >= PATIENCE or counts[TAKEN] >= steps:
            return False
        counts[TAKEN] += 1
    slope = newton_like(memory, counts[STORED])
    if slope >= 0.0 and counts[STORED] > 0:  # rounding spoilt the memory
        counts[STORED] = 0
        slope = newton_like(memory, 0)
    if slope >= 0.0:
        return False
    numbers[SLOPE] = slope
    return _look(memory, 1.0 if counts[STORED] > 0 else first / math.sqrt(-slope), steps)


@compiled()
def _look(memory: Memory, length: float, steps: int) -> bool:
    """The next trial is `length` along the direction; False where it is one trial too many."""
    memory.numbers[LENGTH] = length
    add(memory.trial, memory.point, length, memory.direction)
    return bool(memory.counts[EVALUATIONS] < 2 * steps)


@compiled()
def _remember(memory: Memory) -> None:
    """Store the move and the change of the gradient, where the curvature along the move is positive."""
    counts = memory.counts
    slot = counts[STORED] % MEMORY
    add(memory.moves[slot], memory.trial, -1.0, memory.point)
    add(memory.changes[slot], memory.trial_gradient, -1.0, memory.gradient)
    bend = inner(memory.moves[slot], memory.changes[slot])
    squared = inner(memory.changes[slot], memory.changes[slot])
    if squared > 1e-200 and bend > 1e-12 * squared:
        memory.curvature[slot] = bend
        counts[STORED] += 1


@compiled(fast=True)
def newton_like(memory: Memory, stored: int) -> float:
    """direction = -H gradient by the two-loop recursion over the last MEMORY moves; returns their inner product."""
    direction, moves, changes, curvature = memory.direction, memory.moves, memory.changes, memory.curvature
    kept = min(stored, MEMORY)
    weights = np.zeros(MEMORY)
    add(direction, memory.gradient, -2.0, memory.gradient)
    for back in range(kept):
        slot = (stored - 1 - back) % MEMORY
        weights[slot] = inner(moves[slot], direction) / curvature[slot]
        add(direction, direction, -weights[slot], changes[slot])
    if kept > 0:
        slot = (stored - 1) % MEMORY
        add(direction, direction, curvature[slot] / inner(changes[slot], changes[slot]) - 1.0, direction)
    for back in range(kept):
        slot = (stored - kept + back) % MEMORY
        beta = inner(changes[slot], direction) / curvature[slot]
        add(direction, direction, weights[slot] - beta, moves[slot])
    return inner(memory.gradient, direction)


@compiled()
def shortest(point: Array) -> float:
    """The length of a step that is nothing but rounding."""
    return 1e-15 if point.itemsize == 8 else 1e-8


@compiled(fast=True)
def inner(left: Array, right: Array) -> float:
    """The sum of products of entries, in double precision."""
    total = 0.0
    for i in range(len(left)):
        total += left[i] * right[i]
    return total


@compiled()
def add(result: Array, start: Array, length: float, direction: Array) -> None:
    """result = start + length * direction."""
    factor = result.dtype.type(length)
    for i in range(len(result)):
        result[i] = start[i] + factor * direction[i]
