"""`packing compare`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from packing.cli.options import Json, KindOptions, LayoutOptions
from packing.cli.output import show


def compare(
    one: Annotated[Path, Parameter(help="A packing.")],
    other: Annotated[Path, Parameter(help="Another one of as many vectors in as many dimensions.")],
    /,
    *,
    kind: KindOptions | None = None,
    form: LayoutOptions | None = None,
    json: Json = False,
) -> int:
    """Whether two packings are the same up to isometry, order and phases; their distance, labels and symmetries.

    Example: packing compare mine.txt yours.txt --vectors
    """
    from packing.formats import read, said_objects
    from packing.symmetry import compare as compared

    what = kind or KindOptions()
    packings, notes = [], []
    for file in (one, other):
        objects = what.objects if what.vectors else said_objects(file) if what == KindOptions() else None
        reading = read(file, None, objects, (form or LayoutOptions()).told)
        packings.append(reading.packing)
        notes += [f"{file}: {note}" for note in reading.notes]
    found = compared(packings[0], packings[1])
    answer = {
        "same": found.same,
        "distance": found.distance,
        "labels": list(found.labels),
        "symmetry_orders": list(found.symmetry_orders),
        "notes": notes,
    }
    show(answer, "\n".join((str(found), *notes)), as_json=json)
    return 0
