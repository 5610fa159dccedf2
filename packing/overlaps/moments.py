"""From sums over all pairs to moments."""

from __future__ import annotations

import math

from packing.overlaps.counts import POWERS, PairCounts, lifted
from packing.overlaps.refinement import RefinedPairs


def moments(
    counts: PairCounts, best: RefinedPairs, pairs: int, gain: float
) -> tuple[dict[int, float], dict[int, float]]:
    """The means of |c|^p and sign(c)|c|^p; on average the cosines of the counts are too large by the factor `gain`."""
    totals = [math.fsum(column) for column in counts.sums.T]
    absolute, signed = {}, {}
    for place, power in enumerate(POWERS):
        change, signed_change = best.correction(power, gain)
        unit = lifted(power) * gain**power
        absolute[power] = (totals[place] / unit + change) / pairs
        signed[power] = (totals[place + len(POWERS)] / unit + signed_change) / pairs
    return absolute, signed
