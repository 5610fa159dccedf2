"""`packing pairs`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from packing.cli.console import Dimensions, Json, Vectors, show


def pairs(
    *,
    n: Vectors,
    d: Dimensions,
    field: Annotated[str, Parameter(help="R for real or C for complex vectors.")] = "R",
    distinct: Annotated[bool, Parameter(negative=(), help="No two vectors may be parallel.")] = False,
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
    answer = {
        "n": most.n,
        "d": most.d,
        "field": most.field,
        "distinct": most.distinct,
        "lower": most.lower,
        "upper": most.upper,
        "exact": most.exact,
        "rigor": most.rigor,
        "theorem": most.theorem,
        "file": out,
    }
    show(answer, str(most), as_json=json)
    return 0
