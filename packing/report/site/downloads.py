"""What a reader takes away: coordinates in three formats, the certificate of a bound, the whole table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from packing import certificates
from packing.formats import save
from packing.report.cells import Exact
from packing.report.site.known import PAGE_DECIMALS, Known
from packing.report.tabular import Column, Table
from packing.report.writers.as_json import dumps
from packing.report.writers.as_json.problems import problem_json
from packing.report.writers.comma_separated import csv_table
from packing.report.writers.render import json_table

COLUMNS = (
    Column("n", "n"),
    Column("d", "d"),
    Column("field", "field"),
    Column("objects", "objects"),
    Column("coherence_at_most", "coherence at most"),
    Column("lower_bound", "lower bound"),
    Column("lower_bound_exact", "lower bound, exact"),
    Column("gap", "gap"),
    Column("standing", "standing"),
    Column("theorem", "theorem"),
    Column("rigor", "rigor of the bound"),
    Column("method", "method"),
    Column("seed", "seed"),
    Column("found", "found"),
    Column("m", "m"),
    Column("distance", "distance"),
    Column("coherence_32", "coherence at most, all decimals known"),
    Column("polynomial", "minimal polynomial"),
    Column("symmetries", "symmetries"),
    Column("published", "beside the published value"),
    Column("certificate", "certificate of the bound"),
)

ENERGIES = (
    *COLUMNS[:4],
    Column("potential", "potential"),
    Column("energy", "energy"),
    Column("floor", "floor"),
    Column("standing", "standing"),
    Column("theorem", "theorem"),
    Column("rigor", "rigor of the floor"),
)


def write_packing(known: Known, folder: Path) -> None:
    """Write the coordinates as Sloane's text, as `.npz` and as JSON, and the certificate of the bound if it has one."""
    packings = folder / "packings"
    packings.mkdir(exist_ok=True)
    for suffix in (".txt", ".npz"):
        save(known.packing, packings / f"{known.name}{suffix}")
    text = dumps(packing_json(known))
    (packings / f"{known.name}.json").write_text(text + "\n", encoding="utf-8")
    if known.bound.certificate is not None:
        (folder / "certificates").mkdir(exist_ok=True)
        certificates.write(folder / "certificates" / f"{known.name}.json", known.bound.certificate)


def write_table(cells: Sequence[Known], folder: Path) -> None:
    """Write the table of all cells as CSV and JSON, in full precision, and that of energies as CSV."""
    table = atlas_table(cells)
    (folder / "atlas.csv").write_text(csv_table(table) + "\n", encoding="utf-8")
    (folder / "atlas.json").write_text(json_table(table) + "\n", encoding="utf-8")
    (folder / "energies.csv").write_text(csv_table(energies_table(cells)) + "\n", encoding="utf-8")


def atlas_table(cells: Sequence[Known]) -> Table:
    """The table of all cells; bounds are text with the digits that are certain, so that no reader rounds them."""
    rows = tuple(
        (
            known.problem.n,
            known.problem.d,
            known.problem.field.value,
            known.problem.objects.value,
            known.upper(PAGE_DECIMALS).text,
            known.lower(PAGE_DECIMALS).text,
            Exact(known.bound.exact),
            known.gap,
            known.standing.value,
            str(known.bound.theorem),
            known.bound.rigor.value,
            known.method,
            None if known.entry is None else known.entry.seed,
            known.moment,
            known.problem.m,
            known.problem.distance.value,
            known.longest,
            None if known.digits is None or known.digits.minimal is None else str(known.digits.minimal),
            known.symmetry_order,
            known.published_text or None,
            None if known.bound.certificate is None else f"certificates/{known.name}.json",
        )
        for known in cells
    )
    return Table("The best packings remembered", COLUMNS, rows)


def energies_table(cells: Sequence[Known]) -> Table:
    """The energies of all cells, as text with the digits that are certain."""
    rows = tuple(
        (
            known.problem.n,
            known.problem.d,
            known.problem.field.value,
            known.problem.objects.value,
            energy.potential,
            energy.found.text,
            energy.floor.text,
            energy.standing,
            str(energy.study.lower.theorem),
            energy.study.lower.rigor.value,
        )
        for known in cells
        for energy in known.energies
    )
    return Table("Energies of the best packings remembered", ENERGIES, rows)


def packing_json(known: Known) -> dict[str, Any]:
    """One packing with what is known of it; entries over C are pairs [real, imaginary], over H all four parts."""
    rows, field = known.packing.vectors, known.problem.field
    vectors = rows.tolist() if field.real_dimension == 1 else field.parts_of(rows).tolist()
    return {
        **problem_json(known.problem),
        "coherence_at_most": known.upper(PAGE_DECIMALS).text,
        "coherence_of_vectors_at_most": known.certified,
        "lower_bound": {
            "value": known.lower(PAGE_DECIMALS).text,
            "exact": str(known.bound.exact),
            "theorem": str(known.bound.theorem),
            "rigor": known.bound.rigor.value,
        },
        "coherence_32": known.longest,
        "polynomial": None if known.digits is None or known.digits.minimal is None else str(known.digits.minimal),
        "symmetries": known.symmetry_order,
        "gap": known.gap,
        "standing": known.standing.value,
        "method": known.method,
        "seed": None if known.entry is None else known.entry.seed,
        "version": None if known.entry is None else known.entry.version,
        "found": known.moment or None,
        "vectors": vectors,
    }
