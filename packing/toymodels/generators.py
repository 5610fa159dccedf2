"""The random numbers of toy models, all seeded by (seed, model): NumPy's generator for starts, a fast one for inputs.

What a generator yields depends on nothing but its seed and key, so model k takes the same numbers alone or in a batch.
The fast one is sixteen xoshiro128+ lanes, seeded by NumPy's SeedSequence; each yields floats in [0, 1) from the upper
24 bits of its sums.
Reference: Blackman and Vigna, Scrambled linear pseudorandom number generators, ACM TOMS 47 (2021).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

LANES = 16
"""Generators that advance together: one vector register of uint32 or two."""

State = npt.NDArray[np.uint32]
Floats32 = npt.NDArray[np.float32]

REPRODUCIBLE = {"contract", "nsz", "arcp", "reassoc"}
"""Flags of numba's fast arithmetic: vectorise sums, but keep NaN and infinity, as a diverging loss must be seen."""


def generator(seed: int, model: int, purpose: int) -> np.random.Generator:
    """The generator of model number `model`; each `purpose`, a number, has its own.

    >>> float(generator(0, 1, 2).uniform()) == float(generator(0, 1, 3).uniform())
    False
    """
    return np.random.default_rng(np.random.SeedSequence(entropy=seed, spawn_key=(model, purpose)))


def initial_state(seed: int, *key: int) -> State:
    """The state (4, LANES) of the fast generator of one model; longer keys name generators for other ends.

    >>> bool((initial_state(0, 1) == initial_state(0, 2)).any())
    False
    """
    words = np.random.SeedSequence(entropy=seed, spawn_key=key).generate_state(4 * LANES)
    return words.astype(np.uint32).reshape(4, LANES)


@njit(cache=True, fastmath=REPRODUCIBLE)
def sample_features(state: State, density: Floats32, features: Floats32) -> None:
    """Fill `features` (n, batch) with x_i = 0 with chance 1 - density_i, else uniform on (0, 1]; batch in LANES.

    One uniform u an entry does both: u < density decides, and u / density is then uniform. Advances `state`.
    """
    n, batch = features.shape
    scale = np.float32(2.0**-24)
    shift8, shift9, shift11, shift21 = np.uint32(8), np.uint32(9), np.uint32(11), np.uint32(21)
    s0, s1, s2, s3 = state[0].copy(), state[1].copy(), state[2].copy(), state[3].copy()
    for i in range(n):
        chance = density[i]
        stretch = np.float32(1.0) / chance if chance > 0 else np.float32(0.0)  # a density can vanish in float32
        for start in range(0, batch, LANES):
            for lane in range(LANES):
                # numba widens sums of uint32 to uint64: cut them back, or the carry is read as a bit
                uniform = np.float32(np.uint32(s0[lane] + s3[lane]) >> shift8) * scale
                moved = np.uint32(s1[lane] << shift9)
                s2[lane] ^= s0[lane]
                s3[lane] ^= s1[lane]
                s1[lane] ^= s2[lane]
                s0[lane] ^= s3[lane]
                s2[lane] ^= moved
                s3[lane] = np.uint32(s3[lane] << shift11) | (s3[lane] >> shift21)
                features[i, start + lane] = uniform * stretch if uniform < chance else np.float32(0.0)
    state[0], state[1], state[2], state[3] = s0, s1, s2, s3


@njit(cache=True, fastmath=REPRODUCIBLE)
def sample_uniform(state: State, row: npt.NDArray[np.float32]) -> None:
    """Fill `row` (batch,) with numbers of 24 bits in [0, 1), batch in LANES. Advances `state`."""
    scale = np.float32(2.0**-24)
    shift8, shift9, shift11, shift21 = np.uint32(8), np.uint32(9), np.uint32(11), np.uint32(21)
    s0, s1, s2, s3 = state[0].copy(), state[1].copy(), state[2].copy(), state[3].copy()
    for start in range(0, row.size, LANES):
        for lane in range(LANES):
            row[start + lane] = np.float32(np.uint32(s0[lane] + s3[lane]) >> shift8) * scale
            moved = np.uint32(s1[lane] << shift9)
            s2[lane] ^= s0[lane]
            s3[lane] ^= s1[lane]
            s1[lane] ^= s2[lane]
            s0[lane] ^= s3[lane]
            s2[lane] ^= moved
            s3[lane] = np.uint32(s3[lane] << shift11) | (s3[lane] >> shift21)
    state[0], state[1], state[2], state[3] = s0, s1, s2, s3
