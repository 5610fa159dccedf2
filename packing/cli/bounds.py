"""`packing bounds`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from packing.cli.options import Json, ProblemOptions
from packing.cli.output import show
from packing.errors import InputError
from packing.files import check_writable
from packing.report.writers.as_json.bounds import bound_report_json

if TYPE_CHECKING:
    from packing.bounds import BoundFunction, BoundReport
    from packing.report.writers.terminal import Page


def bounds(
    *,
    options: ProblemOptions,
    compute: Annotated[
        bool, Parameter(negative=(), help="Compute Delsarte's and the three-point bound (seconds).")
    ] = False,
    certify: Annotated[Path | None, Parameter(help="Write the certificate of the best certified bound.")] = None,
    json: Json = False,
) -> int:
    """Every bound on the coherence that applies, best first, and why the others do not.

    Example: packing bounds -n 13 -d 3 --field C
    """
    from packing.bounds import lower_bounds

    if certify is not None:
        check_writable(certify)
    report = lower_bounds(options.problem, also=_computed() if compute else ())
    if certify is not None:
        _write_certificate(report, certify)
    show(bound_report_json(report, certify), _page(report), as_json=json)
    return 0


def _computed() -> tuple[BoundFunction, ...]:
    from packing.bounds import delsarte, three_point

    return (delsarte, three_point)


def _write_certificate(report: BoundReport, path: Path) -> None:
    from packing.certificates import write

    certificates = [bound.certificate for bound in report.bounds if bound.certificate is not None]
    if not certificates:
        raise InputError(f"there is no certificate for {report.problem} to write: add --compute to make one")
    write(path, certificates[0])


def _page(report: BoundReport) -> Page:
    from packing.report.cells import Exact, Number
    from packing.report.writers.terminal import grid, page
    from packing.rounding import DECIMALS, Rounding

    rows = [
        (str(b.theorem), Number(b.value, DECIMALS, Rounding.DOWN, exact=b.exact), Exact(b.exact, _SHORT), b.rigor.value)
        for b in report.bounds
    ]
    best = report.best
    equality = f" Equality: {best.attained}." if best.attained else ""
    others = ["Not applicable:", *(f"  {other}" for other in report.inapplicable)] if report.inapplicable else []
    table = grid(str(report.problem), ("bound", "coherence at least", "exact", "known"), rows)
    return page(table, f"Best is {best.theorem}.{equality}", *others)


_SHORT = 24
"""A longer exact number is left to the JSON."""
