"""`packing predicates`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from packing.cli.options import Json, KindOptions, Large, LayoutOptions
from packing.cli.output import show
from packing.errors import InputError
from packing.report.writers.as_json.records import predicates_json


def predicates(
    file: Annotated[Path | None, Parameter(help="A packing; the best known of -n and -d without.")] = None,
    /,
    *,
    n: Annotated[int | None, Large, Parameter(name="-n", help="How many vectors or lines.")] = None,
    d: Annotated[int | None, Large, Parameter(name="-d", help="In how many dimensions.")] = None,
    kind: KindOptions | None = None,
    form: LayoutOptions | None = None,
    json: Json = False,
) -> int:
    """Whether a packing is equiangular, tight, a SIC, unbiased bases, a design, maximal, rigid, universally optimal.

    Example: packing predicates -n 9 -d 3 --field C
    """
    from packing.formats import read, said_objects
    from packing.predicates import predicates as asked
    from packing.records import opened

    what = kind or KindOptions()
    if (n is None) != (d is None):
        raise InputError("a packing has both -n and -d: give the other one too, or neither")
    problem = None if n is None or d is None else what.problem(n, d)
    notes: tuple[str, ...] = ()
    if file is not None:
        objects = what.objects if what.vectors else said_objects(file) if what == KindOptions() else None
        reading = read(file, problem, objects, (form or LayoutOptions()).told)
        packing, notes = reading.packing, reading.notes
    elif problem is None:
        raise InputError("predicates needs a packing: name a file, or give -n and -d for the best one known")
    else:
        with opened() as stores:
            known = stores.best_known(problem)
        if known is None or known.packing is None:
            raise InputError(f"no packing of {problem} is known: search one with packing search, and name its file")
        packing = known.packing
    found = asked(packing)
    show(predicates_json(found) | {"notes": list(notes)}, "\n".join((str(found), *notes)), as_json=json)
    return 0
