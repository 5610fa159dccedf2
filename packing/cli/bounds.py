"""`packing bounds`"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from packing.cli.console import Json, ProblemOptions, problem_json, show

if TYPE_CHECKING:
    from rich.console import Group

    from packing.bounds import Bound, BoundReport


def bounds(*, options: ProblemOptions, json: Json = False) -> int:
    """Every bound on the coherence that applies, best first, and why the others do not.

    Example: packing bounds -n 13 -d 3 --field C
    """
    from packing.bounds import lower_bounds

    report = lower_bounds(options.problem)
    answer = {
        "problem": problem_json(options.problem),
        "lower_bound": bound_json(report.best),
        "bounds": [bound_json(bound) for bound in report.bounds],
        "inapplicable": [{"theorem": other.theorem, "reason": other.reason} for other in report.inapplicable],
    }
    show(answer, _page(report), as_json=json)
    return 0


def bound_json(bound: Bound) -> dict[str, Any]:
    """A bound as every command's JSON shows it."""
    return {
        "value": bound.value,
        "exact": bound.exact,
        "theorem": bound.theorem,
        "rigor": bound.rigor,
        "reference": bound.theorem.reference,
        "attained": bound.attained,
    }


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
