"""`packing moments`"""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from packing.cli.console import Dimensions, Json, show


def moments(
    *,
    d: Dimensions,
    exponent: Annotated[float, Parameter(help="The moment p > 0 of the overlaps.")],
    n: Annotated[
        int | None, Parameter(name="-n", help="How many vectors; without it, the least over measures.")
    ] = None,
    field: Annotated[str, Parameter(help="R for real or C for complex vectors.")] = "R",
    json: Json = False,
) -> int:
    """The mean of |<x, y>|^p: of random vectors, and the least possible over pairs of n different vectors.

    Example: packing moments -d 7 --exponent 4 -n 28
    """
    from packing.analytic import least_moment, random_moment

    random = random_moment(d, exponent, field)
    least = least_moment(d, exponent, n, field)
    answer = {
        "n": n,
        "d": d,
        "field": field,
        "exponent": exponent,
        "random": {"exact": random, "value": float(random)},
        "minimum": {
            "exact": least.exact,
            "value": least.value,
            "rigor": least.rigor,
            "theorem": least.theorem,
            "attained": least.attained,
        },
    }
    met = {True: "attained", False: "not attained", None: "not known to be attained"}[least.attained]
    page = f"random: {random} = {float(random):.12g}\nleast:  {least}, {met}"
    show(answer, page, as_json=json)
    return 0
