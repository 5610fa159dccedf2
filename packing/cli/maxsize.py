"""`packing maxsize`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from packing.cli.options import Dimensions, FieldName, Json
from packing.cli.output import show
from packing.errors import InputError
from packing.files import check_writable
from packing.report.writers.as_json.bounds import size_bound_json

if TYPE_CHECKING:
    from packing.bounds import SizeBound


def maxsize(
    *,
    d: Dimensions,
    cosine: Annotated[
        str | None,
        Parameter(
            help="Points on the sphere: the largest cosine, such as 1/2 or (1+sqrt(5))/4.", allow_leading_hyphen=True
        ),
    ] = None,
    coherence2: Annotated[
        str | None, Parameter(help="Lines: the largest |<x, y>|^2, such as 1/9.", allow_leading_hyphen=True)
    ] = None,
    equiangular: Annotated[
        str | None, Parameter(help="Real lines: the one |<x, y>| of all pairs, such as 1/5 or 1/sqrt(5).")
    ] = None,
    field: FieldName = "R",
    compute: Annotated[
        bool, Parameter(negative=(), help="Compute more: higher degree, three points (a minute).")
    ] = False,
    certify: Annotated[Path | None, Parameter(help="Write the certificate to this file.")] = None,
    json: Json = False,
) -> int:
    """An upper bound on the size of a spherical code with a given cosine, or of a set of lines.

    Example: packing maxsize -d 8 --cosine 1/2 --certify c.json
    """
    from packing.certificates import write

    if certify is not None:
        check_writable(certify)
    bound = _bound(d, field, cosine, coherence2, equiangular, compute=compute)
    if certify is not None:
        if bound.certificate is None:
            raise InputError(f"there is no certificate to write: {bound.theorem} is proved without one; drop --certify")
        write(certify, bound.certificate)
    lines = [str(bound), f"exact value: {bound.exact}"]
    lines += [f"certificate: {certify}"] if certify is not None else []
    show(size_bound_json(bound, certify), "\n".join(lines), as_json=json)
    return 0


def _bound(
    d: int, field: str, cosine: str | None, coherence2: str | None, equiangular: str | None, *, compute: bool
) -> SizeBound:
    from packing.bounds import equiangular as equiangular_lines
    from packing.bounds import largest_code, most_lines

    match (cosine, coherence2, equiangular):
        case (str(), None, None):
            return largest_code(d, cosine, compute=compute)
        case (None, str(), None):
            return most_lines(d, coherence2, field, compute=compute)
        case (None, None, str()):
            return equiangular_lines(d, equiangular)
        case _:
            given = sum(option is not None for option in (cosine, coherence2, equiangular))
            raise InputError(
                f"one of --cosine, --coherence2 and --equiangular is needed, not {given} of them: add --cosine 1/2, say"
            )
