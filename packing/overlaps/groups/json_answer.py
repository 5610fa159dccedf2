"""The statistics of groups in the form of the command's JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from packing.overlaps.groups.angles import GroupPair
from packing.overlaps.self.json_answer import LISTED
from packing.problem import Distance

if TYPE_CHECKING:
    from packing.overlaps.groups.statistics import GroupOverlaps


def json_answer(found: GroupOverlaps) -> dict[str, Any]:
    """Every number, the pairs listed, and the sentences."""
    return {
        "matrix": found.name,
        "rows": found.n,
        "columns": found.d,
        "precision": found.settings.precision,
        "dropped": found.dropped.count,
        "dropped_rows": {
            "zero": found.dropped.zero[:LISTED],
            "nan": found.dropped.nan[:LISTED],
            "infinite": found.dropped.infinite[:LISTED],
            "small": found.dropped.small[:LISTED],
        },
        "groups": {
            "count": found.count,
            "ranks": {str(rank): many for rank, many in found.ranks.items()},
            "equal_ranks": found.random.rank is not None,
            "deficient": found.deficient,
            "rank_tolerance": found.tolerance,
            "without_direction": found.empty[:LISTED],
            "rows_of_no_group": found.unlabelled,
        },
        "pairs": found.pairs,
        "coherence": {distance.value: found.coherence(distance) for distance in Distance},
        "mean_squared_cosine": {
            "mean": found.mean,
            "deviation": found.deviation,
            "largest": found.near[0].mean_squared_cosine,
            "least": found.far[0].mean_squared_cosine,
        },
        "largest_squared_cosine": {"mean": found.mean_largest, "largest": found.sharp[0].largest_cosine ** 2},
        "random": {
            "mean": found.random.mean,
            "deviation": found.random.deviation,
            "coherence": {distance.value: found.random.largest(distance) for distance in Distance},
            "share_beyond_99_percent": found.beyond,
        },
        "bounds": {distance.value: _bound(found, distance) for distance in Distance},
        "near": [_pair(pair) for pair in found.near],
        "near_by_cosine": [_pair(pair) for pair in found.sharp],
        "far": [_pair(pair) for pair in found.far],
        "sentences": found.sentences,
        "seconds": found.cost.seconds,
        "cpu_seconds": found.cost.cpu_seconds,
        "workers": found.cost.workers,
        "architecture": found.cost.architecture,
    }


def _bound(found: GroupOverlaps, distance: Distance) -> dict[str, Any] | None:
    bound = found.random.least(distance)
    return None if bound is None else {"value": bound.value, "theorem": bound.theorem, "rigor": bound.rigor}


def _pair(pair: GroupPair) -> dict[str, Any]:
    return {
        "groups": (pair.left, pair.right),
        "ranks": pair.ranks,
        "mean_squared_cosine": pair.mean_squared_cosine,
        "largest_cosine": pair.largest_cosine,
        "angles": pair.angles,
    }
