"""A study as tables: one declaration each, for the terminal, LaTeX and Markdown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import sympy

from packing.problem import Objects
from packing.report.best import theorem
from packing.report.cells import Cell, Exact, Number
from packing.report.tables.energies import ENERGY_COLUMNS, energy_cells
from packing.report.tabular import Column, Table, checked_label, label_of
from packing.report.writers.latex_text import in_latex
from packing.rigor import Rigor
from packing.rounding import Rounding, meant
from packing.structure import orthogonal_pairs, tegum_sum
from packing.studies.study import energy_found

if TYPE_CHECKING:
    from packing.analytic import OrthogonalPairs
    from packing.studies import Study
    from packing.studies.spread import Spread
    from packing.studies.toys import ToyFinding

_EXACT_SHOWN = 28
"""Longer exact expressions are left to the JSON."""

_ENERGY = {
    Objects.LINES: ("|<x, y>|^p", r"$|\langle x, y\rangle|^p$"),
    Objects.VECTORS: ("max(<x, y>, 0)^p", r"$\max(\langle x, y\rangle, 0)^p$"),
}


def study_tables(study: Study, label: str | None = None) -> tuple[Table, ...]:
    """The tables of a study, in the order of the flow: bounds, partitions, energies, pairs, moments, trained models.

    Of subspaces two: bounds, and how they are spread.

    Their labels begin with `label`; without one, with a label made of the problem and the seed.
    """
    tables: tuple[Table, ...] = (bounds_table(study),)
    if study.pairs is not None and study.toys is not None:
        energies = (energies_table(study),) if study.energies else ()
        others = pairs_table(study, study.pairs), moments_table(study), toys_table(study, study.toys)
        tables += (partitions_table(study), *energies, *others)
    if study.spread is not None:
        tables += (spread_table(study, study.spread),)
    if label is None:
        return tables
    made, beginning = f"{provenance(study)} --label {label}", checked_label(label)
    names = (table.label.removeprefix(f"{_label(study)}-") for table in tables)
    return tuple(
        replace(table, label=f"{beginning}-{name}", provenance=made) for table, name in zip(tables, names, strict=True)
    )


def _label(study: Study) -> str:
    seed = f" --seed {study.found.seed}" if study.found.seed else ""
    return label_of(f"study -n {study.problem.n} {study.problem.space.options}{seed}")


def bounds_table(study: Study) -> Table:
    """Every bound that applies, best first, and the packing found above them."""
    columns = (
        Column("theorem", "theorem", right=False),
        Column("value", "coherence at least"),
        Column("exact", "exact", right=False),
        Column("rigor", "known", right=False),
    )
    rows: list[tuple[Cell, ...]] = [
        (theorem(b), Number(b.value, 10, Rounding.DOWN, exact=b.exact), Exact(b.exact, _EXACT_SHOWN), b.rigor.value)
        for b in study.bounds.bounds
    ]
    caption = "What no packing of {} can beat"
    whose = caption.format(study.problem), caption.format(in_latex(study.problem))
    return Table(whose[0], columns, tuple(rows), f"{_label(study)}-bounds", provenance(study), whose[1])


def partitions_table(study: Study) -> Table:
    """The optimal tegum product at each exponent beside the packing found."""
    energy, latex = _ENERGY[study.problem.objects]
    is_real = study.problem.space.scalars == 1
    columns = (
        Column("exponent", "p", "$p$"),
        Column("blocks", "optimal partition", right=False),
        Column("energy", "its energy"),
        Column("found", "packing found"),
        Column("scope", "optimal among", right=False),
    )
    rows = tuple(
        (
            Number(float(partition.exponent), 4),
            tegum_sum(partition.blocks),
            Number(partition.energy, 6, Rounding.UP, partition.rigor, partition.exact),
            _attained(energy_found(study, float(partition.exponent)), 6) if is_real else None,
            partition.scope.value,
        )
        for partition in study.partitions
    )
    whose = "" if is_real else f" of {study.problem.n} real vectors"
    text = "Partitions{} into orthogonal subspaces with the least sum of {} over ordered pairs"
    caption, in_mathematics = text.format(whose, energy), text.format(whose, latex)
    return Table(caption, columns, rows, f"{_label(study)}-partitions", provenance(study), in_mathematics)


def energies_table(study: Study) -> Table:
    """At each exponent what no packing has less of, certified, beside the least energy known and the gap."""
    energy, latex = _ENERGY[study.problem.objects]
    rows = tuple(energy_cells(one) for one in study.energies)
    text = "No {} have less of the sum of {} over ordered pairs"
    caption = text.format(study.problem, energy), text.format(in_latex(study.problem), latex)
    table = Table(caption[0], ENERGY_COLUMNS, rows, f"{_label(study)}-energies", provenance(study), caption[1])
    return table.select(("exponent", "lower", "known", "partition", "found", "gap"))


def pairs_table(study: Study, pairs: OrthogonalPairs) -> Table:
    """The most orthogonal pairs, with and without parallel vectors, and those of the packing found."""
    columns = (
        Column("vectors", "unordered orthogonal pairs", right=False),
        Column("lower", "constructed"),
        Column("upper", "at most"),
        Column("rigor", "known", right=False),
    )
    found = len(orthogonal_pairs(study.found.packing))
    rows: list[tuple[Cell, ...]] = [("vectors may be parallel", *_pairs_row(pairs))]
    if study.distinct_pairs is not None:
        rows.append(("all lines differ", *_pairs_row(study.distinct_pairs)))
    rows.append(("the packing found", found, None, Rigor.NUMERICAL.value))
    caption = "Orthogonal pairs among {}"
    whose = caption.format(study.problem), caption.format(in_latex(study.problem))
    return Table(whose[0], columns, tuple(rows), f"{_label(study)}-pairs", provenance(study), whose[1])


def moments_table(study: Study) -> Table:
    """The mean of |<x, y>|^p over pairs: random, least possible, found."""
    columns = (
        Column("exponent", "p", "$p$"),
        Column("random", "random vectors"),
        Column("random_exact", "exact", right=False),
        Column("least", "least possible, at least"),
        Column("found", "packing found"),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            Number(row.exponent, 4),
            Number(float(row.random), 8),
            Exact(row.random, _EXACT_SHOWN),
            Number(row.least.value, 8, Rounding.DOWN, row.least.rigor, row.least.exact) if row.least else None,
            _attained(row.found, 8),
        )
        for row in study.moments
    )
    caption = "Interference: the mean of {} over pairs"
    energy = caption.format("|<x, y>|^p"), caption.format(r"$|\langle x, y\rangle|^p$")
    return Table(energy[0], columns, rows, f"{_label(study)}-moments", provenance(study), energy[1])


def toys_table(study: Study, toys: ToyFinding) -> Table:
    """What the trained models did."""
    columns = (
        Column("regime", "trained at", right=False),
        Column("models", "models"),
        Column("loss", "least loss"),
        Column("blocks", "factors of the best", right=False),
        Column("norm_per_dimension", "|W|²/d", r"$\|W\|_F^2/d$"),
        Column("dimensionality_sum", "sum of D_i", r"$\sum D_i$"),
    )
    rows = tuple(
        (
            regime,
            len(trained),
            _attained(float(trained.losses[trained.best]), 8),
            tegum_sum(trained.blocks(trained.best)) or "none",
            Number(float(trained.norm_per_dimension[trained.best]), 3),
            Number(float(trained.dimensionality_sum[trained.best]), 3),
        )
        for regime, trained in (
            (f"density {toys.moderate.config.density:g}", toys.moderate),
            ("density → 0", toys.sparse),
        )
    )
    n, d = study.problem.n, study.problem.d
    caption = f"ReLU autoencoders trained by gradient: {n} features in {d} real dimensions"
    return Table(caption, columns, rows, f"{_label(study)}-toys", provenance(study))


def spread_table(study: Study, spread: Spread) -> Table:
    """The mean squared cosine of pairs: of random subspaces, least possible, of the packing found; its frame bounds."""
    columns = (
        Column("quantity", "quantity", right=False),
        Column("random", "random subspaces"),
        Column("least", "least possible"),
        Column("found", "packing found"),
    )
    random, least = (
        Number(float(each), 8, way, exact=sympy.Rational(each.numerator, each.denominator))
        for each, way in ((spread.random_mean, Rounding.NEAREST), (spread.least_mean, Rounding.DOWN))
    )
    low, high = spread.frame
    rows: list[tuple[Cell, ...]] = []
    if spread.mean is not None and spread.deviation is not None:
        chance = spread.random_coherence
        rows = [
            ("mean squared cosine", random, least, _attained(spread.mean, 8)),
            ("its deviation over pairs", Number(spread.random_deviation, 8), None, Number(spread.deviation, 8)),
            (
                "coherence",
                None if chance is None else Number(chance, 6),
                Number(study.bounds.best.value, 8, Rounding.DOWN, study.bounds.best.rigor, study.bounds.best.exact),
                _attained(study.found.packing.coherence, 8),
            ),
        ]
    rows += [
        ("least eigenvalue of the frame operator", None, None, Number(low, 8)),
        ("largest eigenvalue of the frame operator", None, None, Number(high, 8)),
    ]
    caption = "How {} are spread: random choices (their median coherence), theorems, the packing found"
    whose = caption.format(study.problem), caption.format(in_latex(study.problem))
    return Table(whose[0], columns, tuple(rows), f"{_label(study)}-spread", provenance(study), whose[1])


def provenance(study: Study) -> str:
    """The command that makes the study again: with the restarts that were made, which any clock grants."""
    from packing import __version__

    problem, found = study.problem, study.found
    words = f"packing study -n {problem.n} {problem.space.options} --seed {found.seed}"
    words += f" --restarts {found.restarts}" * (found.restarts > 0)
    words += "" if study.toys is None else f" --models {study.toys.moderate.config.models}"
    return f"packing {__version__}: {words}"


def _attained(value: float, decimals: int) -> Number:
    """What a packing or a model has: at least the least there is, and rounded up."""
    return Number(value, decimals, Rounding.UP, exact=meant(value))


def _pairs_row(pairs: OrthogonalPairs) -> tuple[Cell, ...]:
    return pairs.lower, pairs.upper, pairs.rigor.value
