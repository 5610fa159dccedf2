"""Figures of one packing, each for a column or a slide: itself, its contacts, Gram matrix and overlaps."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from packing.bounds import lower_bound
from packing.configuration import Packing
from packing.errors import InputError
from packing.formats import Reading, read, said_objects
from packing.problem import Problem
from packing.records import opened
from packing.report.figures.drawing import (
    DECIMALS,
    draw_gram,
    draw_overlaps,
    draw_plane,
    draw_sphere,
    has_signs,
    overlap_label,
)
from packing.report.figures.style import Size, fit_title, panel, styled
from packing.report.figures.view import view_of
from packing.report.query import Query
from packing.report.writers.latex_text import in_latex
from packing.rounding import attained
from packing.structure import tegum_factors, tegum_sum

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def reading_of(query: Query, file: Path | str) -> Reading:
    """The packing in a file, with how it was read."""
    objects = query.objects or said_objects(file)
    return read(file, _problem(replace(query, objects=objects)), objects)


def packing_of(query: Query, file: Path | str | None) -> Packing:
    """The packing in a file, or the best one known of the problem with the n and d of the query."""
    if file is not None:
        return reading_of(query, file).packing
    problem = _problem(query)
    if problem is None:
        raise InputError("a figure of one packing needs a file, or one number each for -n and -d: give them")
    with opened(query.store) as stores:
        best = stores.best_known(problem)
    if best is None or best.packing is None:
        raise InputError(f"no packing of {problem} is known: search one with packing search, and name its file")
    return best.packing


def view_figure(packing: Packing, size: Size = Size.SLIDE, ax: Axes | None = None) -> Figure:
    """Lines or points of R^2 and R^3, or lines of C^2 as points of the Bloch sphere, contacts joined."""

    seen = view_of(packing)
    if seen is None:
        raise InputError(
            f"a packing is drawn in R^2, R^3 and C^2, and this is {packing.problem}: draw its contact graph"
        )
    with styled(size):
        kind = {} if seen.is_flat else {"projection": "3d"}
        if ax is not None and (ax.name == "3d") == seen.is_flat:
            wanted = "a plane panel" if seen.is_flat else "a panel with projection='3d'"
            raise InputError(f"{packing.problem} are drawn in {wanted}: give ax such a one")
        figure, axes = panel(size, size.inches[0] * size.square, ax, **kind)
        if seen.is_flat:
            draw_plane(axes, packing)
        else:
            draw_sphere(axes, packing, seen)
        where = " on the Bloch sphere" if seen.is_twin else ""
        axes.set_title(f"{in_latex(packing.problem)}{where}, coherence {attained(packing.coherence, DECIMALS)}")
        if ax is None:
            fit_title(figure, axes)
    return figure


def gram_figure(packing: Packing, size: Size = Size.SLIDE, ax: Axes | None = None) -> Figure:
    """The Gram matrix, vectors ordered by tegum factor and the factors outlined."""

    with styled(size):
        figure, axes = panel(size, size.inches[0] * size.square, ax)
        image = draw_gram(axes, packing)
        bar = figure.colorbar(image, ax=axes, shrink=0.8)
        signed = r"$\langle x, y\rangle$" if has_signs(packing) else r"$|\langle x, y\rangle|$"
        bar.set_label(overlap_label(packing) if packing.space.m > 1 else signed)
        axes.set_title(f"{in_latex(packing.problem)}: {'overlaps' if packing.space.m > 1 else 'Gram matrix'}")
        factors = tegum_factors(packing)
        if len(factors) > 1:
            axes.set_xlabel(f"orthogonal blocks {tegum_sum(factor.shape for factor in factors)}")
        if ax is None:
            fit_title(figure, axes)
    return figure


def overlaps_figure(packing: Packing, size: Size = Size.SLIDE, ax: Axes | None = None) -> Figure:
    """The pairs by overlap over the law of random vectors, with the coherence and the best bound."""

    if packing.n < 2:
        raise InputError("overlaps need at least two vectors, not 1: add a vector")
    bound = lower_bound(packing.problem)
    with styled(size):
        figure, axes = panel(size, size.inches[1], ax)
        draw_overlaps(axes, packing, bound=bound.exact, bound_name=str(bound.theorem))
        axes.set_title(in_latex(packing.problem))
        if ax is not None:
            return figure
        if (legend := axes.get_legend()) is not None:
            legend.remove()  # beneath, for the bars may stand anywhere
        figure.legend(*axes.get_legend_handles_labels(), loc="outside lower center", ncols=2)
        fit_title(figure, axes)
    return figure


def _problem(query: Query) -> Problem | None:
    """The problem that a query names by one n and one d, None where it names neither."""
    if query.n is None and query.d is None:
        return None
    if query.n is None or query.d is None or query.n.low != query.n.high or query.d.low != query.d.high:
        raise InputError(f"a figure of one packing needs one n and one d, not{query.options}: give -n 12 -d 3, say")
    assert query.n.low is not None
    assert query.d.low is not None
    return query.problem(query.n.low, query.d.low)
