"""Cards of bounds."""

from __future__ import annotations

from packing.bounds import Bound, BoundReport, Inapplicable, SizeBound
from packing.bounds.energy.energy_bound import EnergyBound
from packing.report.best import theorem
from packing.report.cells import Cell, Exact, Number
from packing.report.notebook.card import Card, tex
from packing.report.notebook.packings import problem_tex
from packing.report.tabular import Column, Table, cited
from packing.report.writers.latex_text import escape_latex
from packing.rounding import Rounding


def bound_card(bound: Bound) -> Card:
    """The number that no packing beats, its theorem, and when it is attained."""
    low = _number(bound)
    rows = (
        ("coherence at least", low),
        ("exactly", Exact(bound.exact)),
        ("theorem", theorem(bound)),
        ("attained by", bound.attained),
    )
    value, known = tex(bound.exact) or low.text, _known(str(bound.theorem), str(bound.rigor))
    return Card(str(bound.problem), rows, str(bound.rigor), rf"\mu({problem_tex(bound.problem)}) \geq {value}{known}")


def inapplicable_card(silent: Inapplicable) -> Card:
    """Why a theorem says nothing."""
    return Card(str(silent.problem), (("theorem", str(silent.theorem)), ("says nothing", silent.reason)))


def report_card(report: BoundReport) -> Card:
    """Every bound that applies, best first, and how many do not."""
    columns = (
        Column("theorem", "theorem", right=False),
        Column("value", "coherence at least"),
        Column("exact", "exact", right=False),
        Column("rigor", "known", right=False),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (str(bound.theorem), _number(bound), Exact(bound.exact), str(bound.rigor)) for bound in report.bounds
    )
    table = Table(f"What no packing of {report.problem} can beat", columns, rows)
    others = tuple(f"says nothing: {silent}" for silent in report.inapplicable)
    return Card(str(report.problem), formula=bound_card(report.best).formula, tables=(table,), sentences=others)


def size_card(bound: SizeBound) -> Card:
    """How many objects there are at most."""
    rows = (("at most", bound.upper_bound), ("theorem", theorem(bound)), ("attained by", bound.attained))
    known = _known(str(bound.theorem), str(bound.rigor))
    return Card(bound.what, rows, str(bound.rigor), rf"n \leq {bound.upper_bound}{known}")


def energy_bound_card(bound: EnergyBound) -> Card:
    """What no packing has less energy than."""
    low = Number(bound.value, 12, Rounding.DOWN, bound.rigor, bound.exact)
    rows = (
        (f"sum of {bound.potential} at least", low),
        ("exactly", Exact(bound.exact)),
        ("theorem", cited(str(bound.theorem), bound.theorem.reference)),
        ("holds for", bound.scope),
    )
    value, known = tex(bound.exact) or low.text, _known(str(bound.theorem), str(bound.rigor))
    return Card(str(bound.problem), rows, str(bound.rigor), rf"E({problem_tex(bound.problem)}) \geq {value}{known}")


def _number(bound: Bound) -> Number:
    return Number(bound.value, 12, Rounding.DOWN, bound.rigor, bound.exact)


def _known(theorem: str, rigor: str) -> str:
    return rf"\quad\text{{({escape_latex(theorem)}, {rigor})}}"
