"""The packing as points on a circle or sphere, for the view that turns under the reader's hand."""

from __future__ import annotations

from typing import Any

import numpy as np

from packing.configuration import Packing
from packing.measure import closest_pairs
from packing.report.figures.view import view_of
from packing.report.site.contacts import TOLERANCE

MOST_EDGES = 600
"""More contacts than these hide the points."""


def view(packing: Packing) -> dict[str, Any] | None:
    """What the page's script draws, or None where d is too large: points (x, y, z), contacts, and how to show them.

    `paired` says that each point stands for a line, and so for its opposite point too; `flat` that all lie in a plane.

    >>> view(Packing([[1, 0], [0, 1]]))
    {'points': [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]], 'edges': [[0, 1]], 'paired': True, 'flat': True}
    >>> view(Packing([[1, 0, 0], [0, 1j, 0]])) is None
    True
    """
    seen = view_of(packing)
    if seen is None:
        return None
    points = np.pad(seen.points, ((0, 0), (0, 3 - seen.points.shape[1])))
    pairs = closest_pairs(packing, TOLERANCE)
    edges = [[int(i), int(j)] for i, j in pairs] if len(pairs) <= MOST_EDGES else []
    rounded = [[round(float(c), 6) + 0.0 for c in point] for point in points]
    return {"points": rounded, "edges": edges, "paired": seen.is_paired, "flat": seen.is_flat}
