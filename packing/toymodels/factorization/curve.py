"""Learning curves: plateaus, half times and bumps, beside the S-curve of theory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from packing.numeric import Floats
from packing.toymodels.brief import Brief

PLATEAU_DROP = 0.1
"""The share of its first value by which the loss falls when the plateau ends."""


BUMP_HEIGHT, BUMP_DROP = 0.5, 0.1
"""What counts as a bump: alignment with one target that reaches the first and later falls by the second."""


@dataclass(frozen=True, eq=False, repr=False)
class LearningCurve(Brief):
    """One training: times (T,), losses (T,), overlaps (T, rank) with the modes of the target, and what theory needs.

    `modes` are the singular values that set the pace: of T, or of P - 1/N^2. `overlaps[:, k]` is u_k, the component of
    A B^T along the k-th pair of singular vectors. `start_overlaps` are the effective ((a.A + b.B)/2)^2 at time 0.
    `alignments` (T, rank, rank) hold |cos| of column r of A with left singular vector k.
    """

    times: Floats
    losses: Floats
    overlaps: Floats
    modes: Floats
    start_overlaps: Floats
    alignments: Floats

    @property
    def bumps(self) -> int:
        """How many learned vectors rise above `BUMP_HEIGHT` along one target mode and later lose `BUMP_DROP` of it.

        That is the trace of two vectors that compete for one target until one of them gives way.
        """
        peaks = np.maximum.accumulate(self.alignments, axis=0)
        lost = (peaks >= BUMP_HEIGHT) & (peaks - self.alignments >= BUMP_DROP)
        return int(np.count_nonzero(lost.any(axis=(0, 2))))

    @property
    def plateau(self) -> float:
        """The first time at which the loss has fallen by `PLATEAU_DROP` of its start; infinity if it never does."""
        return _crossing(self.times, self.losses, (1.0 - PLATEAU_DROP) * self.losses[0])

    @property
    def half_times(self) -> Floats:
        """For each mode the time at which its overlap passes half the singular value; infinity if it does not."""
        return np.array(
            [_crossing(self.times, -overlap, -0.5 * s) for overlap, s in zip(self.overlaps.T, self.modes, strict=True)]
        )

    @property
    def predicted_half_times(self) -> Floats:
        """(1/2s) ln(s/u_0 - 1) of each mode: for the squared error, small starts and modes that do not compete."""
        return half_time(self.modes, self.start_overlaps)


def half_time(s: Floats | float, u0: Floats | float) -> Floats:
    """(1/2s) ln(s/u_0 - 1), the time at which u = s/(1 + (s/u_0 - 1) e^{-2st}) is s/2; needs 0 < u_0 < s/2.

    >>> round(float(half_time(1.0, 1e-6)), 6)
    6.907755
    """
    ratio = np.maximum(np.asarray(s) / np.asarray(u0) - 1.0, 1e-300)
    times: Floats = np.log(ratio) / (2.0 * np.asarray(s))
    return times


def s_curve(times: Floats, s: float, u0: float) -> Floats:
    """u(t) = s / (1 + (s/u_0 - 1) e^{-2 s t}).

    >>> float(s_curve(half_time(2.0, 0.01), 2.0, 0.01))
    1.0
    """
    curve: Floats = s / (1.0 + (s / u0 - 1.0) * np.exp(-2.0 * s * np.asarray(times)))
    return curve


class Share(NamedTuple):
    """A share of runs, and its standard error."""

    value: float
    error: float


def bump_share(curves: Sequence[LearningCurve]) -> Share:
    """The share of runs with at least one bump, and its standard error (by Laplace's rule, so never 0).

    >>> from packing.toymodels.factorization import FactorizationConfig, train_factorization
    >>> bump_share(train_factorization(FactorizationConfig(rank=1, models=6, time=25))).value
    0.0
    """
    runs, bumped = len(curves), sum(curve.bumps > 0 for curve in curves)
    smoothed = (bumped + 1.0) / (runs + 2.0)
    return Share(bumped / runs, float(np.sqrt(smoothed * (1.0 - smoothed) / (runs + 3.0))))


def _crossing(times: Floats, values: Floats, level: float) -> float:
    """The first time at which falling `values` reach `level`, linear between records; infinity if they do not."""
    if not (values <= level).any():
        return float("inf")
    k = int(np.argmax(values <= level))
    if k == 0:
        return float(times[0])
    share = (values[k - 1] - level) / (values[k - 1] - values[k])
    return float(times[k - 1] + share * (times[k] - times[k - 1]))
