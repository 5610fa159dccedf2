"""`packing pairs`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from packing.cli.options import Count, Dimensions, FieldName, Flag, Json
from packing.cli.output import show
from packing.errors import InputError
from packing.problem import parse_field
from packing.report.writers.as_json.analytic import near_pairs_json, pairs_json


def pairs(
    *,
    n: Count,
    d: Dimensions,
    field: FieldName = "R",
    distinct: Annotated[bool, Flag, Parameter(help="No two vectors may be parallel.")] = False,
    coherence2: Annotated[
        str | None, Parameter(help="Count pairs with |<x, y>|^2 up to this, such as 1/9.", allow_leading_hyphen=True)
    ] = None,
    cosine: Annotated[
        str | None, Parameter(help="Count pairs with <x, y> up to this, such as 1/2.", allow_leading_hyphen=True)
    ] = None,
    compute: Annotated[
        bool, Parameter(negative=(), help="With --coherence2 or --cosine: compute more (a minute).")
    ] = False,
    out: Annotated[Path | None, Parameter(help="Save an arrangement with `lower` pairs to this file.")] = None,
    json: Json = False,
) -> int:
    """The most orthogonal pairs (unordered) among n vectors in d dimensions, or the most that are nearly orthogonal.

    Examples: packing pairs -n 13 -d 3 --distinct
    packing pairs -n 280 -d 7 --coherence2 1/9
    """
    from packing.analytic import orthogonal_pairs
    from packing.formats import save

    if coherence2 is not None or cosine is not None:
        if distinct or out is not None:
            raise InputError(
                "--distinct and --out go with orthogonal pairs, not with --coherence2 or --cosine: drop them"
            )
        return _near(n, d, field, coherence2, cosine, compute=compute, json=json)
    if compute:
        raise InputError("--compute goes with --coherence2 or --cosine; orthogonal pairs need none: drop it")
    most = orthogonal_pairs(n, d, field, distinct)
    if out is not None:
        save(most.packing, out)
    show(pairs_json(most, out), str(most), as_json=json)
    return 0


def _near(n: int, d: int, field: str, coherence2: str | None, cosine: str | None, *, compute: bool, json: bool) -> int:
    from packing.analytic import near_pairs
    from packing.space import Space

    if coherence2 is not None and cosine is not None:
        raise InputError("--coherence2 is about lines and --cosine about points: give one of the two")
    space = Space.sphere(d) if coherence2 is None else Space.lines(d, parse_field(field))
    most = near_pairs(n, space, str(cosine if coherence2 is None else coherence2), compute=compute)
    show(near_pairs_json(most), str(most), as_json=json)
    return 0
