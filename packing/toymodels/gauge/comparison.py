"""Two trained models side by side: whether they are one up to the gauge of their kind, how far apart, their labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from packing.displayed import Displayed
from packing.errors import InputError, finite_number
from packing.rounding import Rounding, digits
from packing.symmetry.comparison import bottleneck
from packing.symmetry.graph_labels import graph_label
from packing.symmetry.weighted_graphs import TooLong, WeightedGraph, likeness, matching, symmetry_count
from packing.toymodels.autoencoder.config import AutoencoderConfig
from packing.toymodels.autoencoder.options import Loss
from packing.toymodels.gauge.graphs import form_of
from packing.toymodels.monosemanticity import MonosemanticityConfig
from packing.toymodels.registry import kind_of
from packing.toymodels.subspaces.config import SubspaceConfig

CLOSED, SAMPLED = 1e-3, 0.05
"""Tolerances where none is given, in every mark and tie: for models at the minimum of a closed form, which repeat to
1e-4 and better, and for models trained on batches, whose last steps leave noise of some hundredths."""

_LEVELS = 6
"""Growing tolerances at which a nearer order is looked for, each 1.3 times the one before."""


@dataclass(frozen=True, repr=False)
class ModelComparison(Displayed):
    """What `compare_models` finds of two models of one kind and shape.

    `distance`: no order of features and neurons brings all marks and ties nearer than this. `attained` is the largest
    difference in the best order that was found, at most the tolerance where the models are the `same`.
    `same_directions` leaves norms and biases out and compares the represented features alone (None where the kind has
    none such). `labels` are equal for equal models wherever these agree to less than `margins`. `symmetry_orders` count
    the exchanges of features and neurons that leave a model as it is; None where there are too many to count.
    """

    same: bool
    distance: float
    attained: float
    same_directions: bool | None
    labels: tuple[str, str]
    margins: tuple[float, float]
    symmetry_orders: tuple[int | None, int | None]
    tolerance: float

    @property
    def verdict(self) -> str:
        """Whether they are the same, in words, with the tolerance; else how far apart they are in every order."""
        apart = digits(self.distance, Rounding.DOWN, 3)
        how = "the same up to the gauge" if self.same else f"different: at least {apart} apart"
        if not self.same and self.same_directions:
            how += ", but of the same directions"
        return f"{how} (tolerance {self.tolerance:g})"

    def __str__(self) -> str:
        orders = " and ".join("too many to count" if order is None else str(order) for order in self.symmetry_orders)
        return f"{self.verdict}; labels {' and '.join(self.labels)}; symmetries {orders}"

    def __repr__(self) -> str:
        return f"ModelComparison({self})"


def compare_models(
    config: Any, one: Any, other: Any, tolerance: float | None = None, other_config: Any = None
) -> ModelComparison:
    """Whether two models are one up to the gauge of their kind, to `tolerance` in every mark and tie.

    Args: the `config` of the first, and that of the second where it is another; `tolerance` left out is `CLOSED` or
    `SAMPLED`, by the loss. What the gauge of each kind is: `packing.toymodels.gauge.graphs`. Raises `InputError` for
    models of other kinds or shapes.

    >>> from packing.toymodels.autoencoder.trained import TrainedModel
    >>> angles = 0.4 * np.pi * np.arange(5)
    >>> rows = np.column_stack((np.cos(angles), np.sin(angles)))
    >>> turned = rows[::-1] @ [[0, 1], [1, 0]]
    >>> one, other = (TrainedModel(each, np.full(5, -0.2), 0.1, (), True) for each in (rows, turned))
    >>> found = compare_models(AutoencoderConfig(5, 2, loss="one_sparse"), one, other)
    >>> found.same, found.labels[0] == found.labels[1], found.symmetry_orders         # two pentagons
    (True, True, (10, 10))
    """
    second = config if other_config is None else other_config
    forms = (checked_form(config, one), checked_form(second, other))
    check_shapes(config, second, forms[0].graph, forms[1].graph)
    limit = default_tolerance(config, second) if tolerance is None else checked_tolerance(tolerance)
    graphs = (forms[0].graph, forms[1].graph)
    distance, attained = separation(*graphs, limit)
    directions = None
    if forms[0].directions is not None and forms[1].directions is not None:
        directions = is_same(forms[0].directions, forms[1].directions, limit)
    names = [graph_label(graph, limit, kind_of(config).name) for graph in graphs]
    return ModelComparison(
        attained <= limit, distance, attained, directions, (names[0].text, names[1].text),
        (names[0].margin, names[1].margin), (_symmetries(graphs[0], limit), _symmetries(graphs[1], limit)), limit,
    )  # fmt: skip


def checked_form(config: Any, model: Any) -> Any:
    """The form of a model, or `InputError` where one of its numbers is not finite."""
    form = form_of(config, model)
    if not (np.isfinite(form.graph.marks).all() and np.isfinite(form.graph.ties).all()):
        raise InputError("models are compared by finite numbers, but one is not: train again with a lower rate")
    return form


def check_shapes(config: Any, second: Any, one: WeightedGraph, other: WeightedGraph) -> None:
    """Refuse models of other kinds or shapes, and features that fall into other classes."""
    kinds = kind_of(config).name, kind_of(second).name
    if kinds[0] != kinds[1]:
        raise InputError(f"models of one kind are compared, not {kinds[0]} with {kinds[1]}: choose another")
    shapes = shape_of(config), shape_of(second)
    if shapes[0] != shapes[1]:
        raise InputError(f"models of one shape are compared, not {shapes[0]} with {shapes[1]}: choose another")
    if one.marks.shape != other.marks.shape or not np.array_equal(np.sort(one.colours), np.sort(other.colours)):
        raise InputError(
            "models are compared whose features are exchangeable in the same numbers (by density, importance, what was "
            "found), but these are not: choose another"
        )


def shape_of(config: Any) -> str:
    """The kind, variant and sizes of a model in words, without what training adds."""
    names = ("n", "d", "m", "size", "rank", "features", "embedding", "neurons", "atoms", "variant", "task")
    parts = []
    for name in names:
        value = getattr(config, name, None)
        if value is not None:
            parts.append(f"{name} {getattr(value, 'n', value)}")
    return f"{kind_of(config).name} of {', '.join(parts)}"


def default_tolerance(*configs: Any) -> float:
    """`SAMPLED` where a model was trained on batches, else `CLOSED`."""
    for config in configs:
        batches = isinstance(config, AutoencoderConfig | SubspaceConfig) and config.loss == Loss.SAMPLED.value
        if batches or isinstance(config, MonosemanticityConfig):
            return SAMPLED
    return CLOSED


def is_same(one: WeightedGraph, other: WeightedGraph, tolerance: float) -> bool:
    """Whether one is the other in some order; a search that takes too long says no."""
    try:
        return matching(one, other, tolerance) is not None
    except TooLong:
        return False


def separation(one: WeightedGraph, other: WeightedGraph, tolerance: float) -> tuple[float, float]:
    """How far two graphs are apart at least in any order, and in the best order that was found."""
    try:
        order = matching(one, other, tolerance)
    except TooLong:
        order = None
    gaps = likeness(one, other)
    least = bottleneck(gaps)
    if order is not None:
        attained = one.difference(other, order)
        return min(least, attained), attained
    return least, _attained(one, other, gaps, max(least, tolerance))


def _attained(one: WeightedGraph, other: WeightedGraph, gaps: np.ndarray, least: float) -> float:
    """The difference in a good order: of nodes that look alike, and of searches at growing tolerances below that."""
    from scipy.optimize import linear_sum_assignment

    finite = np.where(np.isfinite(gaps), gaps, 1e6)
    best = one.difference(other, np.asarray(linear_sum_assignment(finite)[1]))
    level = least
    for _ in range(_LEVELS):
        level *= 1.3
        if level >= best:
            break
        try:
            order = matching(one, other, level, most=200)
        except TooLong:
            continue
        if order is not None:
            return min(best, one.difference(other, order))
    return best


def _symmetries(graph: WeightedGraph, tolerance: float) -> int | None:
    try:
        return symmetry_count(graph, tolerance)
    except TooLong:
        return None


def checked_tolerance(tolerance: float) -> float:
    """A tolerance in (0, 1), or `InputError`."""
    if not 0 < finite_number("tolerance", tolerance) < 1:
        raise InputError(f"a tolerance must lie in (0, 1), not {tolerance}: give a small number such as {CLOSED}")
    return float(tolerance)
