"""A study of moments as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from packing.studies.moment_run import MomentCount


def moments_json(counts: Sequence[MomentCount]) -> dict[str, Any]:
    """How many orthogonal blocks each method makes at each exponent, beside the corrected heuristic."""
    from packing.analytic.heuristics import corrected_blocks
    from packing.studies.moment_sentences import moment_sentences

    return {
        "counts": [
            asdict(count) | {"heuristic": corrected_blocks(count.n, count.d, count.exponent)} for count in counts
        ],
        "sentences": list(moment_sentences(counts)),
    }
