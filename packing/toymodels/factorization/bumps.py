r"""Bumps: a learned vector turns towards a vector of the target, and leaves it to another learned vector.

The alignment of the learned pair (a_r, b_r) with the pair (a*_k, b*_k) of the target is

    M_rk = cos(a_r, a*_k) cos(b_r, b*_k),

the cosine of the matrices a_r b_r^T and a*_k b*_k^T, in [-1, 1]; neither lengths of the factors nor a common sign move
it.

A bump of r at k is a local maximum of M_rk(t) that another vector s takes over. Its strength is the largest h such that
M_rk rises to the maximum by h, and falls by h before it is higher again (its prominence), while the lead M_sk - M_rk
grows by h/2, to at least h/2, from the maximum to the lowest point of that fall. Bumps of a strength of at least
`prominence` count. Where a pair is alone (rank 1) nobody takes over, and there is no bump.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.signal import find_peaks, peak_prominences

from packing.errors import InputError, finite_number
from packing.numeric import Floats

BUMP_PROMINENCE = 0.2
"""The least strength of a bump: six times the spread 1/30 of the alignment of random vectors of R^30, so that what the
many pairs of a high rank do by chance does not count."""


class Bump(NamedTuple):
    """A local maximum of the alignment of vector `vector` with target `target`, which vector `successor` takes over.

    `time` is that of the maximum, `height` the alignment there, `strength` the largest prominence at which it counts.
    """

    time: float
    vector: int
    target: int
    successor: int
    height: float
    strength: float


def find_bumps(times: Floats, alignments: Floats, prominence: float = BUMP_PROMINENCE) -> tuple[Bump, ...]:
    """The bumps of `alignments` (T, rank, components) over `times` (T,), in the order of time.

    Raises `InputError` for a prominence outside (0, 1).

    >>> times = np.linspace(0.0, 3.0, 4)
    >>> yielding, staying = np.array([0.0, 0.8, 0.4, 0.3]), np.array([0.0, 0.7, 0.9, 0.9])
    >>> find_bumps(times, np.stack((yielding, staying), axis=1)[:, :, None])
    (Bump(time=1.0, vector=0, target=0, successor=1, height=0.8, strength=0.5),)
    """
    least = checked_prominence(prominence)
    found = [
        bump
        for vector in range(alignments.shape[1])
        for target in range(alignments.shape[2])
        for bump in _of_pair(times, alignments[:, :, target], vector, target, least)
    ]
    return tuple(sorted(found))


def checked_prominence(prominence: object) -> float:
    """A prominence in (0, 1), or `InputError`."""
    value = finite_number("the prominence", prominence)
    if not 0.0 < value < 1.0:
        raise InputError(
            f"the prominence must lie between 0 and 1, not {prominence!r}: give a fall of the alignment such as 0.1"
        )
    return value


def _of_pair(times: Floats, all_vectors: Floats, vector: int, target: int, least: float) -> list[Bump]:
    """The bumps of one vector at one target, from the alignments (T, rank) of all vectors with it."""
    own = all_vectors[:, vector]
    others = np.delete(all_vectors, vector, axis=1)
    if not others.size:
        return []
    peaks, _ = find_peaks(own, prominence=least)
    prominences, _, ends = peak_prominences(own, peaks)
    found = []
    for peak, prominence, end in zip(peaks, prominences, ends, strict=True):
        lead = others[end] - own[end]
        gained = np.minimum(lead, lead - (others[peak] - own[peak]))
        successor = int(np.argmax(gained))
        strength = float(min(prominence, 2.0 * gained[successor]))
        if strength >= least:
            place = successor + (successor >= vector)
            found.append(Bump(float(times[peak]), vector, target, place, float(own[peak]), round(strength, 12)))
    return found
