"""Cards of what a search found and of what is on record."""

from __future__ import annotations

from packing.objective import Coherence
from packing.records import Record
from packing.report.best import gap, lower, upper
from packing.report.cells import Cited, Exact, Number
from packing.report.notebook.card import Card, tex
from packing.report.notebook.packings import problem_tex
from packing.report.notebook.picture import overlaps_picture
from packing.results import versions
from packing.rounding import Rounding, meant
from packing.search import EnergyResult, SearchResult


def search_card(result: SearchResult) -> Card:
    """The value found, how the search ended, and what makes it again."""
    is_energy = not isinstance(result.objective, Coherence)
    value = Number(result.value, 12, Rounding.UP, exact=meant(result.value))
    rows = (
        (str(result.objective) if is_energy else "coherence", value),
        ("status", str(result.status)),
        ("method", result.method),
        ("seed", result.seed),
        ("restarts", f"{result.restarts}, of which {result.hits} reached it"),
        ("CPU seconds", Number(result.cpu_seconds, 1)),
        ("versions", ", ".join(f"{name} {number}" for name, number in versions().items())),
    )
    formula = rf"{problem_tex(result.packing.problem)},\quad \mu \leq {value.text}"
    picture = overlaps_picture(result.packing)
    return Card(str(result.packing.problem), rows, "numerical", "" if is_energy else formula, picture)


def energy_card(result: EnergyResult) -> Card:
    """The energy found and what makes it again."""
    rows = (
        ("energy", Number(result.energy, 12, Rounding.UP, exact=meant(result.energy))),
        ("exponent", None if result.exponent is None else Number(result.exponent, 6)),
        ("seed", result.seed),
        ("restarts", f"{result.restarts}, of which {result.hits} reached it"),
        ("versions", ", ".join(f"{name} {number}" for name, number in versions().items())),
    )
    return Card(str(result.packing.problem), rows, "numerical", picture=overlaps_picture(result.packing))


def record_card(record: Record) -> Card:
    """The best packing known beside the bound, with its source."""
    exact = None if record.exact is None else Exact(record.exact)
    rows = (
        ("coherence", upper(record)),
        ("exactly", exact),
        ("no packing below", lower(record)),
        ("bound", str(record.bound.theorem)),
        ("gap", gap(record)),
        ("found by", record.name),
        ("seed", record.seed),
        ("source", Cited("", (record.reference,)) if record.reference else None),
        ("standing", record.standing),
    )
    value = tex(record.exact) if record.exact is not None else ""
    number = f"= {value}" if value else rf"\leq {upper(record).text}"
    return Card(str(record.problem), rows, str(record.rigor), rf"{problem_tex(record.problem)},\quad \mu {number}")
