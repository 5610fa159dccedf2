"""Small pictures as SVG, drawn without matplotlib, so that a notebook shows a value at once."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np

from packing.configuration import Packing

_WIDTH, _HEIGHT, _BINS = 280, 90, 40
_BLUE, _VERMILION = "#0072B2", "#D55E00"

MOST_PAIRS = 2_000_000
"""Overlaps of more pairs take longer than a person waits for a picture."""


def overlaps_picture(packing: Packing) -> str:
    """The number of pairs by overlap, on a root scale, with the coherence marked; nothing for very many vectors.

    >>> overlaps_picture(Packing([[1, 0], [0, 1]]))[:36]
    '<svg role="img" width="280" height="'
    """
    if packing.n < 2 or packing.n * (packing.n - 1) // 2 > MOST_PAIRS:
        return ""
    low = float(packing.space.least_overlap)
    counts, _ = np.histogram(packing.overlaps, np.linspace(low, 1.0, _BINS + 1))
    mark = (packing.coherence - low) / (1.0 - low)
    return bars(counts.tolist(), f"overlaps from {low:g} to 1", mark)


def bars(counts: Sequence[float], title: str, mark: float | None = None) -> str:
    """Bars as high as the root of the counts over one line; `mark` in [0, 1] is a place on it."""
    most, step = max(max(counts, default=0), 1) ** 0.5, _WIDTH / max(len(counts), 1)
    shapes = []
    for i, count in enumerate(counts):
        height = (_HEIGHT - 12) * count**0.5 / most
        if count:
            shapes.append(
                f'<rect x="{i * step:.1f}" y="{_HEIGHT - height:.1f}" width="{step:.1f}" height="{height:.1f}" '
                f'fill="{_BLUE}"/>'
            )
    if mark is not None:
        x = f"{mark * _WIDTH:.1f}"
        shapes.append(f'<line x1="{x}" x2="{x}" y1="0" y2="{_HEIGHT}" stroke="{_VERMILION}" stroke-width="2"/>')
    shapes.append(f'<line x1="0" x2="{_WIDTH}" y1="{_HEIGHT}" y2="{_HEIGHT}" stroke="currentColor"/>')
    label = escape(title, quote=True)
    return (
        f'<svg role="img" width="{_WIDTH}" height="{_HEIGHT + 2}" aria-label="{label}" '
        f'xmlns="http://www.w3.org/2000/svg"><title>{label}</title>{"".join(shapes)}</svg>'
    )
