"""The picture of a study: overlaps against the random law and the bound, Gram matrices by factor, the packing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packing.configuration import Packing
from packing.report.figures.drawing import draw_gram, draw_overlaps, draw_plane, draw_sphere
from packing.report.figures.style import new_figure, styled
from packing.report.figures.view import SphereView, view_of
from packing.report.writers.latex_text import in_latex
from packing.rounding import upper
from packing.structure import tegum_factors, tegum_sum

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from mpl_toolkits.mplot3d import Axes3D

    from packing.studies import Study
    from packing.studies.toys import ToyFinding


def study_figure(study: Study) -> Figure:
    """One slide, 16 inches wide: histogram, Gram matrix of the packing, the packing where d <= 3, the trained model.

    Args: `study`: what `studies.study` returns.
    """

    packing = study.found.packing
    seen = view_of(packing)
    with styled():
        ratios = [1.25, 1] + [1] * (seen is not None) + [1] * (study.toys is not None)
        figure = new_figure(figsize=(3 + 4 * len(ratios), 5.2), layout="constrained")
        grid = figure.add_gridspec(1, len(ratios), width_ratios=ratios)
        histogram = figure.add_subplot(grid[0])
        draw_overlaps(histogram, packing, bound=study.bounds.best.exact, bound_name=str(study.bounds.best.theorem))
        histogram.set_title("Overlaps")
        gram = figure.add_subplot(grid[1])
        image = draw_gram(gram, packing)
        whole = "Gram matrix" + ", absolute values" * (packing.space.scalars > 1)
        gram.set_title(whole if packing.space.m == 1 else "Overlaps of pairs")
        gram.set_xlabel("tegum factors " + tegum_sum(factor.shape for factor in tegum_factors(packing)))
        figure.colorbar(image, ax=gram, shrink=0.75)
        if seen is not None:
            _draw_view(figure, grid[2], packing, seen)
        if study.toys is not None:
            _draw_trained(figure, grid[-1], study.toys)
        coherence = upper(study.least_known, 8)
        figure.suptitle(f"{in_latex(study.problem)}: coherence {coherence}", fontsize=15, fontweight="bold")
    return figure


def _draw_view(figure: Figure, place: object, packing: Packing, seen: SphereView) -> None:
    if seen.is_flat:
        view = figure.add_subplot(place)  # type: ignore[call-overload]
        draw_plane(view, packing)
    else:
        sphere: Axes3D = figure.add_subplot(place, projection="3d")
        draw_sphere(sphere, packing, seen)
        view = sphere
    view.set_title("On the Bloch sphere" if seen.is_twin else "The packing, contacts joined")


def _draw_trained(figure: Figure, place: object, toys: ToyFinding) -> None:
    trained = toys.moderate
    factors = trained.factors(trained.best)
    order = [index for factor in factors for index in factor.indices]
    axes = figure.add_subplot(place)  # type: ignore[call-overload]
    image = draw_gram(axes, trained.weights[trained.best], factors)
    axes.set_title(f"A trained model, density {trained.config.density:g}")
    axes.set_xlabel(f"{len(order)} of {trained.config.n} features: {tegum_sum(factor.shape for factor in factors)}")
    figure.colorbar(image, ax=axes, shrink=0.75)
