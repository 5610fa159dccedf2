"""A figure that a notebook shows: as PNG, without pyplot and whatever the backend."""

from __future__ import annotations

import io

from matplotlib.figure import Figure


class ShownFigure(Figure):
    """A figure of matplotlib with `_repr_png_`; `figure.show` and `savefig` are as ever."""

    def _repr_png_(self) -> bytes:
        stream = io.BytesIO()
        self.savefig(stream, format="png")
        return stream.getvalue()
