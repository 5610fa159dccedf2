"""Tables of energies: what no packing has less of, the best partition, the least energy known, and the gap."""

from __future__ import annotations

from packing.errors import InputError
from packing.potentials import AbsPower, ReluPower
from packing.report.cells import Cell, Exact, Number
from packing.report.query import Query
from packing.report.tabular import Column, D, N, Table, cited
from packing.rounding import Rounding
from packing.structure import tegum_sum
from packing.studies.energies import EnergyStudy, energy_study

EXPONENTS = (1.0, 2.0, 3.0, 4.0, 5.0)
"""The exponents of a table where none is asked for."""

ENERGY_COLUMNS = (
    Column("exponent", "p", "$p$"),
    Column("lower", "no packing below"),
    Column("exact", "exact", right=False),
    Column("known", "known", right=False),
    Column("blocks", "best partition", right=False),
    Column("partition", "its energy"),
    Column("found", "least found"),
    Column("gap", "gap"),
)
"""One row for each energy."""

_SHORT = 20
"""A longer exact number is left to the JSON."""


def energies_table(query: Query) -> Table:
    """Certified floors for sums of |<x, y>|^p, with --vectors of max(<x, y>, 0)^p; 2 <= d <= 3, n <= 6, p = 1, ..., 5.

    Raises `InputError` where more than 60 energies are asked for.
    """
    exponents = EXPONENTS if query.exponent is None else (query.exponent,)
    cells = query.cells((2, 3), (3, 6), 60)
    if len(cells) * len(exponents) > MOST:
        raise InputError(f"{len(cells)} pairs (n, d) at {len(exponents)} exponents are too many: name --exponent")
    signed = query.objects is not None
    rows: list[tuple[Cell, ...]] = []
    for n, d in cells:
        for p in exponents:
            study = energy_study(query.problem(n, d), ReluPower(p) if signed else AbsPower(p))
            rows.append((n, d, *energy_cells(study)))
    energy = "max(<x, y>, 0)^p" if signed else "|<x, y>|^p"
    caption = f"What no {query.family} have less of: the sum of {energy} over ordered pairs of unit vectors"
    return Table(caption, (N, D, *ENERGY_COLUMNS), tuple(rows))


MOST = 60
"""The most energies of one table: a search is made for each."""


def energy_cells(study: EnergyStudy) -> tuple[Cell, ...]:
    """The row of one energy, in the order of `ENERGY_COLUMNS`."""
    lower, best = study.lower, study.partition
    return (
        Number(study.potential.exponent_value or 0.0, 4),
        Number(lower.value, 8, Rounding.DOWN, lower.rigor, lower.exact),
        Exact(lower.exact, _SHORT),
        cited(f"{lower.theorem}, {lower.rigor}", lower.theorem.reference),
        None if best is None else tegum_sum(best.blocks),
        None if best is None else Number(best.energy, 8, Rounding.UP, best.rigor, best.exact),
        None if study.least_known is None else Number(study.least_known, 8, Rounding.UP),
        None if study.gap is None else Number(study.gap, 3, Rounding.UP),
    )
