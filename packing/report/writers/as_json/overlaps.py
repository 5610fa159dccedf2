"""An estimate of overlap statistics as JSON; the full statistics say theirs by `answer()`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from packing.overlaps import Preview


def preview_json(estimate: Preview) -> dict[str, Any]:
    """Moments from a sample of rows with their standard errors."""
    return {
        "rows": estimate.n,
        "columns": estimate.d,
        "sample": estimate.sample,
        "seed": estimate.seed,
        "moments": {p: moment.value for p, moment in estimate.moments.items()},
        "errors": {p: moment.error for p, moment in estimate.moments.items()},
        "random": {"moments": estimate.random.moments, "row_maximum": estimate.random.row_maximum},
        "largest_seen": estimate.coherence,
        "sentences": estimate.sentences,
    }
