"""`packing bounds`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from packing.cli.options import Json, ProblemOptions
from packing.cli.output import show
from packing.errors import InputError
from packing.files import check_writable
from packing.report.writers.as_json.bounds import bound_report_json

if TYPE_CHECKING:
    from rich.console import Group

    from packing.bounds import BoundFunction, BoundReport


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


def _page(report: BoundReport) -> Group:
    from rich.console import Group
    from rich.table import Table

    from packing.bounds.bound import decimal_below

    table = Table("bound", "coherence at least", "exact", "known", title=str(report.problem), title_justify="left")
    for bound in report.bounds:
        table.add_row(str(bound.theorem), decimal_below(bound.value), _short(bound.exact), bound.rigor)
    best = f"Best is {report.best.theorem}. Equality: {report.best.attained}."
    others = [f"  {other}" for other in report.inapplicable]
    return Group(table, best, "Not applicable:", *others)


def _short(exact: Any, most: int = 24) -> str:
    text = str(exact)
    return text if len(text) <= most else f"{text[: most - 3]}..."
