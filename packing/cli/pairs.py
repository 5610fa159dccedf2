"""`packing pairs`"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from packing.cli.options import Count, Dimensions, FieldName, Flag, Json
from packing.cli.output import show
from packing.errors import InputError
from packing.files import check_writable
from packing.problem import parse_field
from packing.report.writers.as_json.analytic import near_pairs_json, pairs_between_json, pairs_json


@Parameter(name="*")
@dataclass(frozen=True)
class WindowOptions:
    """The pairs with an overlap in a window, and what is known of the packings."""

    window: Annotated[
        str | None,
        Parameter(
            help="Count pairs with an overlap in this: 1/2 or -1:0,1/2, of lines the square.",
            allow_leading_hyphen=True,
        ),
    ] = None
    angles: Annotated[
        str | None,
        Parameter(help="With --window: the cosines that points may have, such as -1:1/2.", allow_leading_hyphen=True),
    ] = None
    angles2: Annotated[str | None, Parameter(help="With --window: the |<x, y>|^2 that lines may have.")] = None
    vectors: Annotated[bool, Flag, Parameter(help="With --window: points on the sphere, not lines.")] = False
    strength: Annotated[int, Parameter(help="With --window: packings that are designs of this strength.")] = 0
    antipodal: Annotated[bool, Flag, Parameter(help="With --window: points with -x for each x.")] = False
    certify: Annotated[Path | None, Parameter(help="With --window: write the certificates to this file.")] = None


NO_WINDOW = WindowOptions()


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
    between: WindowOptions = NO_WINDOW,
    out: Annotated[Path | None, Parameter(help="Save an arrangement with `lower` pairs to this file.")] = None,
    json: Json = False,
) -> int:
    """The most orthogonal pairs (unordered) among n vectors in d dimensions, or the most that are nearly orthogonal.

    Examples: packing pairs -n 13 -d 3 --distinct
    packing pairs -n 280 -d 7 --coherence2 1/9
    packing pairs -n 24 -d 4 --window 1/2 --angles -1,-1/2,0,1/2
    """
    from packing.analytic import orthogonal_pairs
    from packing.formats import save

    if between.window is not None:
        if distinct or out is not None or compute or coherence2 is not None or cosine is not None:
            raise InputError("--window has --angles, --angles2, --strength, --antipodal and --certify: drop the others")
        return _between(n, d, field, between, json=json)
    if between != NO_WINDOW:
        raise InputError("--angles, --vectors, --strength, --antipodal, --certify go with --window: add --window 1/2")
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


def _between(n: int, d: int, field: str, asked: WindowOptions, *, json: bool) -> int:
    from packing.analytic import pairs_between
    from packing.certificates import write
    from packing.problem import lines, vectors

    if asked.certify is not None:
        check_writable(asked.certify)
    points = asked.vectors or asked.angles is not None
    if points and asked.angles2 is not None:
        raise InputError("--angles2 is about lines, --angles and --vectors about points: give one of the two")
    if points and parse_field(field).value != "R":
        raise InputError(f"points are of the real sphere, not of field {field!r}: leave out --field")
    problem = vectors(n, d) if points else lines(n, d, parse_field(field))
    angles = asked.angles if points else asked.angles2
    found = pairs_between(problem, str(asked.window), angles=angles, strength=asked.strength, antipodal=asked.antipodal)
    certificates = [side.certificate for side in (found.least, found.most) if side.certificate is not None]
    if asked.certify is not None:
        if not certificates:
            raise InputError("there is no certificate to write: both numbers are proved without one; drop --certify")
        write(asked.certify, certificates)
    text = str(found) + (f"\ncertificates: {asked.certify}" if asked.certify is not None else "")
    show(pairs_between_json(found, asked.certify), text, as_json=json)
    return 0
