"""The statistics of one matrix in the form of the command's JSON."""

from __future__ import annotations

from typing import Any

import numpy as np

from packing.overlaps.self.frame import FrameStatistics
from packing.overlaps.self.numbers import OverlapNumbers
from packing.overlaps.self.shapes import Shape, gathered
from packing.overlaps.values import QUANTILES

LISTED = 1000
"""At most this many component sizes, and as many row numbers of a kind, go into JSON."""


def json_answer(found: OverlapNumbers, sentences: tuple[str, ...]) -> dict[str, Any]:
    """Every number that is not one a row, and the sentences."""
    random, least = found.random, found.least
    return {
        "matrix": found.name,
        "rows": found.n,
        "columns": found.d,
        "stored": found.stored,
        "precision": found.settings.precision,
        "dropped": found.dropped.count,
        "dropped_rows": {
            "zero": found.dropped.zero[:LISTED],
            "nan": found.dropped.nan[:LISTED],
            "infinite": found.dropped.infinite[:LISTED],
            "small": found.dropped.small[:LISTED],
            "copies": found.dropped.copies_dropped[:LISTED],
        },
        "duplicates": found.dropped.duplicates[:LISTED],
        "pairs": found.pairs,
        "coherence": found.coherence,
        "coherence_without_copies": found.distinct_coherence,
        "mean": found.mean,
        "variance": found.variance,
        "moments": dict(found.absolute),
        "signed_moments": dict(found.signed),
        "positive_moments": found.positive,
        "welch": {
            "coherence": least.welch,
            "best": {"value": least.coherence.value, "theorem": least.coherence.theorem},
            "moments": least.moments,
        },
        "random": {"coherence": random.maximum, "row_maximum": random.row_maximum, "moments": random.moments},
        "how_far": None if found.how_far is None else found.how_far.answer(),
        "tegum": None
        if found.blocks is None
        else {
            "blocks": found.blocks.shapes,
            "moments": found.blocks.moments,
            "ratio_to_random": {p: found.blocks.factor(p) for p in found.absolute},
        },
        "histogram": {"edges": [-1.0, 1.0], "counts": found.histogram},
        "top": [{"rows": (pair.left, pair.right), "cosine": pair.cosine} for pair in found.top],
        "row_maximum": {
            "mean": float(found.row_maximum.mean()),
            "quantiles": dict(zip(QUANTILES, np.quantile(found.row_maximum, QUANTILES), strict=True)),
        },
        "dimensionality": {
            "sum": float(found.dimensionality.sum()),
            "quantiles": dict(zip(QUANTILES, np.quantile(found.dimensionality, QUANTILES), strict=True)),
        },
        "norms": {
            "mean": float(found.norms.mean()),
            "std": float(found.norms.std()),
            "min": float(found.norms.min()),
            "max": float(found.norms.max()),
        },
        "frame": None if found.frame is None else _frame_answer(found.frame),
        "factors": [
            {
                "eps": factors.eps,
                "count": factors.count,
                "sizes": factors.first_sizes(LISTED),
                "singletons": factors.singletons,
                "ranks": factors.ranks,
                "pairs": factors.pairs,
                "orthogonal_pairs": factors.orthogonal_pairs,
                "named": gathered(map(str, factors.shapes), LISTED),
                "shapes": [_shape_answer(shape) for shape in factors.shapes],
            }
            for factors in found.factors
        ],
        "sentences": sentences,
        "notes": found.notes,
        "seconds": found.cost.seconds,
        "cpu_seconds": found.cost.cpu_seconds,
        "workers": found.cost.workers,
        "device": found.cost.device,
        "architecture": found.cost.architecture,
    }


def _shape_answer(shape: Shape) -> dict[str, Any]:
    return {
        "name": shape.name,
        "kind": shape.kind,
        "size": shape.size,
        "rank": shape.rank,
        "rows": shape.rows,
        "dimensionality": shape.dimensionality,
        "distance": shape.distance,
        "hub": shape.hub,
    }


def _frame_answer(frame: FrameStatistics) -> dict[str, Any]:
    return {
        "first_moment": frame.first_moment,
        "second_moment": frame.second_moment,
        "welch_excess": frame.welch_excess,
        "effective_rank": frame.effective_rank,
        "rank": frame.rank,
        "spectrum": frame.spectrum[::-1],
    }
