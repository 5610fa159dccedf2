r"""Plateaus: stretches of time in which the loss waits for the next fall.

Learning ends at the first time t_L at which all but `REMAINDER` of the fall of the loss is made. Over [0, t_L] the rate
is -d ln L / dt of the least loss L so far, over windows of `WINDOW` t_L: a spike of batches is no fall. A plateau is a
maximal interval in which the rate is below `PLATEAU_RATE` times the largest one, that is at least `PLATEAU_LENGTH` t_L
long and ends before t_L, by a fall: the flat end of a finished run is none.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from packing.numeric import Floats

PLATEAU_RATE = 0.1
"""A plateau loses less than this share of the fastest relative loss in the same time."""

PLATEAU_LENGTH = 0.05
"""The least length of a plateau, as a share of the time of learning."""

REMAINDER = 1e-3
"""Learning is over when this share of the fall of the loss is left."""

WINDOW = 0.02
"""The length of the windows over which rates are taken, as a share of the time of learning: below a plateau, above
the noise of batches."""

_PLACES = 200
"""Places of a window in the time of learning."""


class Plateau(NamedTuple):
    """The times between which the loss waits."""

    start: float
    end: float


def find_plateaus(times: Floats, losses: Floats) -> tuple[Plateau, ...]:
    """The plateaus of the losses (T,) at `times` (T,), in the order of time; none where nothing is learned.

    >>> times = np.linspace(0.0, 20.0, 401)
    >>> falls = 1.0 / (1.0 + np.exp(4.0 * (times - 5.0))), 1.0 / (1.0 + np.exp(4.0 * (times - 12.0)))
    >>> [[round(time) for time in plateau] for plateau in find_plateaus(times, 0.9 * falls[0] + 0.1 * falls[1])]
    [[0, 4], [6, 11]]
    """
    end = learning_time(times, losses)
    if not end > 0.0:
        return ()
    places = np.linspace(0.0, end, _PLACES + 1)
    least = np.log(np.maximum(np.minimum.accumulate(losses), 1e-300))
    before, after = np.maximum(places - WINDOW * end / 2, 0.0), np.minimum(places + WINDOW * end / 2, end)
    rates = (np.interp(before, times, least) - np.interp(after, times, least)) / (after - before)
    if not rates.max() > 0.0:
        return ()
    slow = np.concatenate(([False], rates < PLATEAU_RATE * rates.max(), [False]))
    edges = np.flatnonzero(np.diff(slow))
    found = [Plateau(float(places[a]), float(places[b - 1])) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    return tuple(p for p in found if p.end < end and p.end - p.start >= PLATEAU_LENGTH * end)


def learning_time(times: Floats, losses: Floats) -> float:
    """The first time at which all but `REMAINDER` of the fall from the first loss to the least is made."""
    least = float(losses.min())
    return float(times[np.argmax(losses <= least + REMAINDER * (losses[0] - least))])
