"""Learning curves: plateaus, half times and bumps, beside the S-curve of theory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from packing.averages import Average, share_of
from packing.numeric import Floats
from packing.toymodels.brief import Brief
from packing.toymodels.factorization.bumps import BUMP_PROMINENCE, Bump, find_bumps
from packing.toymodels.factorization.plateaus import Plateau, find_plateaus

PLATEAU_DROP = 0.1
"""The share of its first value by which the loss falls when the plateau ends."""


LEARNED, SETTLED = 0.05, 0.02
"""A mode is learned where its component ends at the first share of the largest one or more, and moved by less than the
second share of its own over the last tenth of the time."""


@dataclass(frozen=True, eq=False, repr=False)
class LearningCurve(Brief):
    """One training: times (T,), losses (T,), overlaps (T, components) with the modes of the target, and its cosines.

    `modes` are the singular values that set the pace: of T, or of P - 1/N^2. `overlaps[:, k]` is u_k, the component of
    A B^T along the k-th pair of singular vectors. `start_overlaps` are the effective ((a.A + b.B)/2)^2 at time 0.
    `left_cosines` and `right_cosines` (T, rank, components) are cos(a_r, a*_k) and cos(b_r, b*_k) of column r of A and
    B with the vectors k of the target itself.
    """

    times: Floats
    losses: Floats
    overlaps: Floats
    modes: Floats
    start_overlaps: Floats
    left_cosines: Floats
    right_cosines: Floats

    @property
    def alignments(self) -> Floats:
        """M_rk = cos(a_r, a*_k) cos(b_r, b*_k) over time, (T, rank, components)."""
        return self.left_cosines * self.right_cosines

    @property
    def bumps(self) -> int:
        """How many bumps there are: see `find_bumps`."""
        return len(self.find_bumps())

    def find_bumps(self, prominence: float = BUMP_PROMINENCE) -> tuple[Bump, ...]:
        """Where a learned vector leaves a vector of the target to another, from that strength on."""
        return find_bumps(self.times, self.alignments, prominence)

    @property
    def plateaus(self) -> tuple[Plateau, ...]:
        """The stretches of time in which the loss waits for the next fall: see `find_plateaus`."""
        return find_plateaus(self.times, self.losses)

    @property
    def plateau(self) -> float:
        """The first time at which the loss has fallen by `PLATEAU_DROP` of its start; infinity if it never does."""
        return _crossing(self.times, self.losses, (1.0 - PLATEAU_DROP) * self.losses[0])

    @property
    def reached(self) -> Floats:
        """The component that each mode ends with."""
        last: Floats = self.overlaps[-1]
        return last

    @property
    def half_times(self) -> Floats:
        """For each mode the time at which its component passes half the value that it reaches; infinity without one.

        A mode reaches its value where the component has settled, and is no trace beside the largest (`LEARNED`,
        `SETTLED`).
        """
        reached, tenth = self.reached, int(np.searchsorted(self.times, 0.9 * self.times[-1]))
        moved = np.ptp(self.overlaps[tenth:], axis=0)
        learned = (reached >= LEARNED * reached.max()) & (moved <= SETTLED * reached) & (reached > 0)
        times = [
            _crossing(self.times, -overlap, -0.5 * end) for overlap, end in zip(self.overlaps.T, reached, strict=True)
        ]
        return np.where(learned, times, np.inf)

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


def bump_share(curves: Sequence[LearningCurve], prominence: float = BUMP_PROMINENCE) -> Average:
    """The share of runs with at least one bump, and its standard error.

    >>> from packing.toymodels.factorization import FactorizationConfig, train_factorization
    >>> bump_share(train_factorization(FactorizationConfig(rank=1, models=6, time=25))).value
    0.0
    """
    return share_of([bool(curve.find_bumps(prominence)) for curve in curves])


def _crossing(times: Floats, values: Floats, level: float) -> float:
    """The first time at which falling `values` reach `level`, linear between records; infinity if they do not."""
    if not (values <= level).any():
        return float("inf")
    k = int(np.argmax(values <= level))
    if k == 0:
        return float(times[0])
    share = (values[k - 1] - level) / (values[k - 1] - values[k])
    return float(times[k - 1] + share * (times[k] - times[k - 1]))
