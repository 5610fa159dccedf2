"""The packing as points on a circle or sphere, for the view that turns under the reader's hand."""

from __future__ import annotations

from typing import Any

import numpy as np

from packing.configuration import Packing
from packing.measure import closest_pairs
from packing.report.figures.drawing import can_be_viewed, is_flat, sphere_points
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
    if not can_be_viewed(packing):
        return None
    flat = is_flat(packing)
    if flat:
        points, paired = np.column_stack((packing.vectors.real, np.zeros(packing.n))), packing.problem.has_lines
    else:
        points, paired = sphere_points(packing)
    pairs = closest_pairs(packing, TOLERANCE)
    edges = [[int(i), int(j)] for i, j in pairs] if len(pairs) <= MOST_EDGES else []
    rounded = [[round(float(c), 6) + 0.0 for c in point] for point in points]
    return {"points": rounded, "edges": edges, "paired": bool(paired), "flat": flat}
