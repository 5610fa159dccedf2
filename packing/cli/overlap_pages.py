"""What `packing overlaps` shows a person: of one matrix, and of two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packing.rounding import counted

if TYPE_CHECKING:
    from packing.overlaps import Comparison, Factors, GroupOverlaps, OverlapStatistics, Settings
    from packing.overlaps.values import Cost
    from packing.report.writers.terminal import Page


def statistics_page(found: OverlapStatistics) -> Page:
    """Moments against random and least possible ones, components and their names, the closest pairs, sentences."""
    from packing.report.cells import NOTHING
    from packing.report.writers.terminal import grid, page
    from packing.rounding import Rounding, digits

    rows: list[tuple[str, ...]] = []
    for power, value in found.absolute.items():
        random, least = found.random.moments[power], found.least.moments.get(power)
        below = NOTHING if least is None else digits(least, Rounding.DOWN, 6)
        times = (f"{value:.6g}", f"{random:.6g}", f"{value / random:.4g}")
        rows.append((f"E |cos|^{power}", *times, below, f"{found.positive[power]:.6g}"))
    moments = grid("", ("moment", "all", "random rows", "times", "least possible", "positive part"), rows)
    rows = []
    for factors in found.factors:
        sizes = ", ".join(map(str, factors.first_sizes(4))) + (" .." if factors.count > 4 else "")
        rows.append((f"{factors.eps:g}", f"{factors.pairs:,}", str(factors.count), sizes, str(factors.singletons)))
    blocks = grid("", ("|cos| >", "pairs", "components", "largest", "alone"), rows)
    named = grid("", ("|cos| >", "named components"), _named(found.factors))
    closest = grid(
        "",
        ("closest rows", "cosine"),
        ((f"{pair.left}, {pair.right}", f"{pair.cosine:+.12g}") for pair in found.top[:10]),
    )
    grids = [moments, blocks, named, closest] if _named(found.factors) else [moments, blocks, closest]
    return page(*grids, "", *found.sentences, "", _took(found.cost, found.settings))


def _took(cost: Cost, settings: Settings) -> str:
    """The time, and by what the products were computed."""
    from packing.overlaps.processor import blas_kernel

    kernel = f"{blas_kernel()['library']} for {cost.architecture or 'this processor'}"
    product = "jax" if cost.device == "jax" else kernel
    return (
        f"{cost.seconds:.3g} s, {cost.cpu_seconds:.3g} of CPU, on {counted(cost.workers, 'thread')}; "
        f"{settings.precision} precision products by {product}"
    )


def _named(factors: tuple[Factors, ...]) -> list[tuple[str, str]]:
    """At each eps the codes, families of near duplicates and hubs, where there are any."""
    from packing.overlaps.self.shapes import gathered

    names = [(f"{found.eps:g}", [str(shape) for shape in found.shapes if shape.is_named]) for found in factors]
    return [(eps, gathered(held)) for eps, held in names if held]


def comparison_page(both: Comparison) -> Page:
    """The closest pairs of two matrices, and the sentences."""
    from packing.overlaps import comparison_sentences
    from packing.report.writers.terminal import grid, page

    rows = ((str(pair.left), str(pair.right), f"{pair.cosine:+.12g}") for pair in both.top[:10])
    return page(grid("", ("row", "row of the other", "cosine"), rows), "", *comparison_sentences(both))


def groups_page(found: GroupOverlaps) -> Page:
    """The nearest and farthest pairs of groups with their principal angles, and the sentences."""
    from packing.report.writers.terminal import grid, page

    columns = ("groups", "mean cosine squared", "largest cosine", "angles in degrees")
    grids = []
    for name, pairs in (("nearest", found.near), ("largest cosine", found.sharp), ("farthest", found.far)):
        rows = [
            (
                f"{pair.left}, {pair.right}",
                f"{pair.mean_squared_cosine:.6g}",
                f"{pair.largest_cosine:.6g}",
                ", ".join(pair.degrees[:4]) + ", .." * (len(pair.angles) > 4),
            )
            for pair in pairs[:5]
        ]
        grids.append(grid("", (f"{name}: {columns[0]}", *columns[1:]), rows))
    return page(*grids, "", *found.sentences, "", _took(found.cost, found.settings))
