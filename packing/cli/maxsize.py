"""`packing maxsize`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

from cyclopts import Parameter

from packing.cli.options import Dimension, Dimensions, DistanceName, FieldName, Json, KindOptions
from packing.cli.output import show
from packing.errors import InputError
from packing.files import check_writable
from packing.report.writers.as_json.bounds import existence_json, size_bound_json

if TYPE_CHECKING:
    from packing.bounds import SizeBound
    from packing.records.existence import AtLeast


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
    distance2: Annotated[
        str | None, Parameter(help="Subspaces: the least squared distance of two of them, such as 8/7.")
    ] = None,
    angles: Annotated[
        str | None,
        Parameter(help="Points: the cosines allowed, such as 1/5,-3/5 or -1:0,1/2.", allow_leading_hyphen=True),
    ] = None,
    angles2: Annotated[str | None, Parameter(help="Lines: the |<x, y>|^2 allowed, such as 0,1/4.")] = None,
    strength: Annotated[int, Parameter(help="With --angles: codes that are designs of this strength.")] = 0,
    antipodal: Annotated[bool, Parameter(negative=(), help="With --angles: codes with -x for each x.")] = False,
    field: FieldName = "R",
    subspaces: Dimension = 1,
    distance: DistanceName = "chordal",
    compute: Annotated[
        bool, Parameter(negative=(), help="Compute more: higher degree, three points (a minute).")
    ] = False,
    certify: Annotated[Path | None, Parameter(help="Write the certificate to this file.")] = None,
    json: Json = False,
) -> int:
    """How large a spherical code with a given cosine, or a set of lines or subspaces, can be: at most, and at least.

    Example: packing maxsize -d 8 --cosine 1/2 --certify c.json
    """
    from packing.certificates import write

    if certify is not None:
        check_writable(certify)
    asked = {"--cosine": cosine, "--coherence2": coherence2, "--equiangular": equiangular, "--distance2": distance2}
    asked |= {"--angles": angles, "--angles2": angles2}
    code = Code(strength, antipodal)
    bound = _bound(d, KindOptions(field, False, subspaces, distance), asked, code, compute=compute)
    if certify is not None:
        if bound.certificate is None:
            raise InputError(f"there is no certificate to write: {bound.theorem} is proved without one; drop --certify")
        write(certify, bound.certificate)
    there = _existence(d, field, asked)
    lines = [str(bound), f"exact value: {bound.exact}"]
    lines += [f"there are: {found}" for found in there]
    lines += [f"certificate: {certify}"] if certify is not None else []
    show({**size_bound_json(bound, certify), **existence_json(there)}, "\n".join(lines), as_json=json)
    return 0


def _existence(d: int, field: str, asked: dict[str, str | None]) -> tuple[AtLeast, ...]:
    """So many are there, the most first; nothing of prescribed angles and of subspaces."""
    from packing.records.equiangular import equiangular_at_least
    from packing.records.existence import at_least
    from packing.space import Space

    if (cosine := asked["--cosine"]) is not None:
        return at_least(d, cosine)
    if (square := asked["--coherence2"]) is not None:
        return at_least(Space.lines(d, field), square)
    if (angle := asked["--equiangular"]) is not None:
        return (equiangular_at_least(d, angle),)
    return ()


class Code(NamedTuple):
    """What is known of a code beside its overlaps."""

    strength: int
    antipodal: bool


def _bound(d: int, kind: KindOptions, asked: dict[str, str | None], code: Code, *, compute: bool) -> SizeBound:
    from packing.bounds import code_with_angles, equiangular, largest_code, most_lines, most_subspaces
    from packing.space import Space

    given = {name: text for name, text in asked.items() if text is not None}
    if len(given) != 1:
        raise InputError(f"one of {', '.join(asked)} is needed, not {len(given)} of them: add --cosine 1/2, say")
    ((name, text),) = given.items()
    if kind.subspaces != 1 and name != "--distance2":
        raise InputError(f"subspaces are asked about by --distance2, not {name}: give their least squared distance")
    if any(code) and name not in ("--angles", "--angles2"):
        raise InputError(f"--strength and --antipodal go with --angles, not with {name}: leave them out")
    match name:
        case "--angles" | "--angles2":
            space = Space.sphere(d) if name == "--angles" else Space.lines(d, kind.field)
            return code_with_angles(space, text, strength=code.strength, antipodal=code.antipodal)
        case "--cosine":
            return largest_code(d, text, compute=compute)
        case "--coherence2":
            return most_lines(d, text, kind.field, compute=compute)
        case "--equiangular":
            return equiangular(d, text)
        case _:
            return most_subspaces(d, kind.subspaces, text, kind.field, distance=kind.distance, compute=compute)
