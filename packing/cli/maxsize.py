"""`packing maxsize`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from packing.cli.console import Dimensions, Json, show
from packing.errors import InputError
from packing.files import check_writable


def maxsize(
    *,
    d: Dimensions,
    cosine: Annotated[
        str | None, Parameter(help="Points on the sphere: the largest cosine, such as 1/2.", allow_leading_hyphen=True)
    ] = None,
    coherence2: Annotated[
        str | None, Parameter(help="Lines: the largest |<x, y>|^2, such as 1/9.", allow_leading_hyphen=True)
    ] = None,
    field: Annotated[str, Parameter(help="Lines: R, C or H.")] = "R",
    certify: Annotated[Path | None, Parameter(help="Write the certificate to this file.")] = None,
    json: Json = False,
) -> int:
    """An upper bound on the size of a spherical code with a given cosine, or of a set of lines.

    Example: packing maxsize -d 8 --cosine 1/2 --certify c.json
    """
    from packing.bounds.maxsize import largest_code, most_lines
    from packing.certificates import write

    if certify is not None:
        check_writable(certify)
    if (cosine is None) == (coherence2 is None):
        raise InputError("one of --cosine and --coherence2 is needed, not both or none: add --cosine 1/2, say")
    bound = largest_code(d, cosine) if cosine is not None else most_lines(d, coherence2 or "", field)
    if certify is not None:
        if bound.certificate is None:
            raise InputError(f"there is no certificate to write: {bound.theorem} is proved without one; drop --certify")
        write(certify, bound.certificate)
    answer = {
        "upper_bound": bound.upper_bound,
        "exact": bound.exact,
        "theorem": bound.theorem,
        "rigor": bound.rigor,
        "certificate": certify,
        "what": bound.what,
        "attained": bound.attained,
    }
    lines = [str(bound), f"exact value: {bound.exact}"]
    lines += [f"certificate: {certify}"] if certify is not None else []
    show(answer, "\n".join(lines), as_json=json)
    return 0
