"""The least number of points that a three-point bound excludes, from one solution near it.

A solution of the program for n0 points, scaled so that f(1, 1, 1) + sum a_k = 1, says of n points, for any n, that

    0 <= (sum over their triples) <= 1 - P (n-1)/(n0-1) - Q (n-1)(n-2)/((n0-1)(n0-2)),   P, Q >= 0,

where P + Q is its value. So it excludes all n beyond a root n1. The best solution for n0 is nearly the best for
numbers close to n0, and one run replaces a search over n.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import floor, inf

import scipy

from packing.bounds.threepoint.programme import Relaxation, rounded
from packing.bounds.threepoint.triples import Triples
from packing.certificates import Certificate
from packing.sdp.primal_dual import Iterate, PrimalDual

GAP = 3e-6
"""The gap between both values of the program at which a run ends."""


def least_excluded(
    triples: Triples, near: int, check: Callable[[Certificate], bool], method: PrimalDual | None = None
) -> Certificate | None:
    """A certificate, accepted by `check`, for the fewest points that a solution for `near` points excludes.

    None where none is found. The closer `near` is to the number found, the better; within 3 % is close.
    """
    relaxation = Relaxation(triples, near)
    watch = _Watch(relaxation)
    (method or PrimalDual(start=30.0 if near < 10_000 else 1000.0, gap=GAP, refine=True, centring=1.0)).run(
        relaxation.program, accept=watch.is_enough
    )
    for n in sorted(watch.found):
        certificate = rounded(relaxation, watch.found[n], n, check)
        if certificate is not None:
            return certificate
    return None


@dataclass
class _Watch:
    """The first iterate that excludes n points, for each n: the earlier, the further inside its cones."""

    relaxation: Relaxation
    found: dict[int, Iterate] = field(default_factory=dict)

    def is_enough(self, point: Iterate) -> bool:
        """Note what `point` excludes, and say whether the run can end: its dual value promises no smaller number."""
        if -point.primal <= 0.5:
            return False
        Q, P = (float(value) for value in point.linear[-2:])
        lost = max(-point.primal - 1 - self.relaxation.margin(point), 0.0)
        root = _root(P, Q, self.relaxation.n, 1 + lost)
        self.found.setdefault(floor(root) + 1, point)
        slope = (P + 2 * Q) / (P + Q)
        least = 1 + (self.relaxation.n - 1) / (-point.dual) ** (1 / slope) if point.dual < 0 else -inf
        return floor(least) >= floor(root) or abs(point.primal - point.dual) < GAP


def _root(P: float, Q: float, n0: int, value: float) -> float:
    """The n >= 2 at which P (n-1)/(n0-1) + Q (n-1)(n-2)/((n0-1)(n0-2)) is `value`.

    >>> round(_root(0.5, 0.5, 10, 1.0), 6)
    10.0
    """

    def excess(n: float) -> float:
        return P * (n - 1) / (n0 - 1) + Q * (n - 1) * (n - 2) / ((n0 - 1) * (n0 - 2)) - value

    return float(scipy.optimize.brentq(excess, 2.0, 100.0 * n0, xtol=1e-9))
