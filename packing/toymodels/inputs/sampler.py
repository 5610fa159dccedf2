"""Features of any law, in either precision, of one sign or both: gates first, then the values of what is active.

Float32 and float64 inputs come from the same generators: float64 joins two numbers of 24 bits to one of 48.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from packing.numeric import AnyFloats
from packing.toymodels.generators import Floats32, State, sample_features, sample_uniform
from packing.toymodels.inputs.law import Law

Integers = npt.NDArray[np.int64]


class Sampler:
    """The inputs of one model: `fill` puts the next batch into an array (n, batch) of float32 or float64.

    >>> from packing.toymodels.inputs.law import law
    >>> from packing.toymodels.generators import initial_state
    >>> pair = Sampler(law(np.full(2, 0.5), anticorrelated=((0, 1),)), initial_state(0, 0))
    >>> batch = np.empty((2, 64))
    >>> pair.fill(batch)
    >>> bool(np.all(np.count_nonzero(batch, axis=0) == 1))                      # always exactly one of the two
    True
    """

    def __init__(self, law: Law, state: State, *, signed: bool = False) -> None:
        self.law, self.state, self.signed = law, state, signed
        self.density = law.density.astype(np.float32)
        self.starts = np.append(law.set_starts[law.gate_starts], len(law.gate))

    def fill(self, inputs: AnyFloats) -> None:
        """The next batch: row i is feature i, 0 or uniform on [0, 1], on [-1, 1] where signed."""
        if self.law.independent and not self.signed and inputs.dtype == np.float32:
            sample_features(self.state, self.density, inputs)
            return
        rows = np.empty((3, inputs.shape[1]), dtype=np.float32)
        gate = np.empty(inputs.shape[1], dtype=inputs.dtype)
        low, high = self.law.low.astype(inputs.dtype), self.law.high.astype(inputs.dtype)
        _sample_gated(self.state, self.law.order, self.starts, low, high, self.signed, inputs, gate, rows)


@njit(cache=True)
def _sample_gated(
    state: State,
    order: Integers,
    starts: Integers,
    low: AnyFloats,
    high: AnyFloats,
    signed: bool,
    inputs: AnyFloats,
    gate: AnyFloats,
    rows: Floats32,
) -> None:
    """Gate g opens the features order[starts[g] : starts[g + 1]], each in its interval."""
    zero, one = low.dtype.type(0), low.dtype.type(1)
    for g in range(starts.size - 1):
        _fill(state, gate, rows)
        for t in range(starts[g], starts[g + 1]):
            j = order[t]
            _fill(state, inputs[j], rows)
            for s in range(gate.size):
                value = inputs[j, s]
                if signed:
                    value += value - one
                inputs[j, s] = value if (low[j] <= gate[s]) & (gate[s] < high[j]) else zero


@njit(cache=True)
def _fill(state: State, row: AnyFloats, rows: Floats32) -> None:
    """Uniform numbers on [0, 1) of 24 bits, or of 48 bits where `row` is float64."""
    sample_uniform(state, rows[0])
    if row.itemsize == 4:
        row[:] = rows[0]
        return
    sample_uniform(state, rows[1])
    for s in range(row.size):
        row[s] = rows[0, s] + rows[1, s] * 2.0**-24
