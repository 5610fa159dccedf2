"""`packing moments`"""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from packing.cli.options import Dimensions, FieldName, Json, Large
from packing.cli.output import show
from packing.report.writers.as_json.analytic import moments_json
from packing.rounding import DECIMALS, Rounding, as_text


def moments(
    *,
    d: Dimensions,
    exponent: Annotated[str, Parameter(help="The moment p > 0 of the overlaps, exact: 4, 1.5, 4/3.")],
    n: Annotated[
        int | None, Large, Parameter(name="-n", help="How many vectors; without it, the least over measures.")
    ] = None,
    field: FieldName = "R",
    json: Json = False,
) -> int:
    """The mean of |<x, y>|^p: of random vectors, and what it is at least over pairs of n different vectors.

    Example: packing moments -d 7 --exponent 4 -n 28
    """
    from packing.analytic import least_moment, random_moment
    from packing.exponents import exact_exponent

    p = exact_exponent(exponent)
    random = random_moment(d, p, field)
    least = least_moment(d, p, n, field)
    met = {True: "attained", False: "not attained", None: "not known to be attained"}[least.attained]
    bound = "least: " if least.attained else "at least:"
    page = f"random:   {random} = {as_text(random, Rounding.NEAREST, DECIMALS)}\n{bound:9} {least}, {met}"
    show(moments_json(n, d, field, float(p), random, least), page, as_json=json)
    return 0
