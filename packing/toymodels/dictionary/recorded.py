"""The recorded grid that comes with the package, and its design: `packing train recovery --recorded` makes it again.

A fractional design: every axis is crossed with the method in small (64 features in 32 dimensions; in 28, where an
equiangular tight frame is known); 512 features in 256 dimensions cross density with method, and take width, arrangement
and controls one at a time. Three seeds a cell.
"""

from __future__ import annotations

from functools import lru_cache

from packing.toymodels.dictionary.arrangements import Arrangement
from packing.toymodels.dictionary.grid import RECIPE, CellResult, GridCell, grid
from packing.toymodels.dictionary.methods.settings import Method
from packing.toymodels.dictionary.source import Control

FILE = "dictionary-recovery.jsonl"
"""The recorded cells, in the folder of data."""

_CODED = (Method.CODING, Method.L1, Method.TOPK, Method.GATED)
_CONTROLS = (Control.GAUSSIAN, Control.RANDOMISED)


def recorded_cells() -> list[GridCell]:
    """The cells of the design, the small ones first, seed by seed."""
    small, packed = (1 / 64, 1 / 32, 1 / 16, 1 / 8), (Arrangement.BEST, Arrangement.TEGUM)
    cells = [
        *grid(64, 32, widths=(64, 32, 128), densities=small),
        *grid(64, 32, densities=small, arrangements=(Arrangement.TEGUM,)),
        *grid(64, 32, densities=(1 / 32,), methods=_CODED, controls=_CONTROLS),
        *grid(64, 32, densities=(1 / 32,), arrangements=(Arrangement.TRAINED,), controls=tuple(Control)),
        *grid(64, 28, densities=small[1:], methods=_CODED, arrangements=(Arrangement.RANDOM, Arrangement.BEST)),
        *grid(512, 256, densities=(1 / 64, 1 / 32, 1 / 16), methods=(Method.SVD, *_CODED[:3])),
        *grid(512, 256, densities=(1 / 64,), methods=(Method.CODING,), arrangements=packed),
        *grid(512, 256, densities=(1 / 64,), methods=(Method.CODING,), controls=_CONTROLS),
        *grid(512, 256, widths=(256, 1024), densities=(1 / 64,), methods=(Method.CODING, Method.TOPK)),
    ]
    return list(dict.fromkeys(cells))


@lru_cache(maxsize=1)
def recorded_results() -> tuple[CellResult, ...]:
    """The recorded cells with their results, in the order of the design."""
    return RECIPE.shipped(FILE)
