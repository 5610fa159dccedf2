"""`packing partition`"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from packing.cli.options import Count, Dimensions, Json
from packing.cli.output import show
from packing.report.writers.as_json.analytic import partition_json
from packing.rigor import Rigor
from packing.rounding import lower

if TYPE_CHECKING:
    from packing.analytic import Partition


def partition(
    *,
    n: Count,
    d: Dimensions,
    exponent: Annotated[str, Parameter(help="The moment p > 0 of the overlaps that counts, exact: 1.5, 4/3.")],
    energy: Annotated[str, Parameter(help="abs for |<x, y>|, relu for the positive part of <x, y>.")] = "abs",
    json: Json = False,
) -> int:
    """The partition of n vectors of R^d into orthogonal subspaces with the least interference known, and its scope.

    Example: packing partition -n 6 -d 4 --exponent 1.5
    """
    from packing.analytic.partitions import best_partition

    best = best_partition(n, d, exponent, energy)
    show(partition_json(best), _page(best), as_json=json)
    return 0


def _page(best: Partition) -> str:
    parts = Counter((part.name, part.shape) for part in best.parts)
    lines = [str(best)]
    lines += [f"  {count} x {name}: {n} vectors in {d} dim." for (name, (n, d)), count in parts.items()]
    if best.exact is not None and not best.exact.is_Integer:
        lines.append(f"Exactly: {best.exact}")
    lines += [f"Optimal among {best.scope}.", *_notes(best)]
    lines.append(f"No packing has less than {lower(best.bound.exact)} ({best.bound.theorem}, {best.bound.rigor}).")
    return "\n".join(lines)


def _notes(best: Partition) -> list[str]:
    """What the scope does not say: that a number was found in floats, that a shape is proved."""
    from packing.analytic.partitions import Scope

    notes = []
    if best.rigor is Rigor.NUMERICAL:
        notes.append("Its energy is a numerical upper bound for the least one.")
    if best.scope is Scope.UNDIVIDED:
        notes.append("That no orthogonal subspaces are better than one block is proved (p > 2).")
    if best.scope is Scope.KNOWN_BLOCKS:
        notes.append("A search over all packings met no less; that there is none is not proved.")
    return notes
