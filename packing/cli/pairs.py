"""`packing pairs`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from packing.cli.options import Count, Dimensions, FieldName, Flag, Json
from packing.cli.output import show
from packing.report.writers.as_json.analytic import pairs_json


def pairs(
    *,
    n: Count,
    d: Dimensions,
    field: FieldName = "R",
    distinct: Annotated[bool, Flag, Parameter(help="No two vectors may be parallel.")] = False,
    out: Annotated[Path | None, Parameter(help="Save an arrangement with `lower` pairs to this file.")] = None,
    json: Json = False,
) -> int:
    """The most orthogonal pairs (unordered) among n vectors in d dimensions.

    Example: packing pairs -n 13 -d 3 --distinct
    """
    from packing.analytic import orthogonal_pairs
    from packing.formats import save

    most = orthogonal_pairs(n, d, field, distinct)
    if out is not None:
        save(most.packing, out)
    show(pairs_json(most, out), str(most), as_json=json)
    return 0
