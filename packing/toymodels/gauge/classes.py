"""Into how many classes a batch of trained models falls, models of a class being one up to the gauge of their kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from packing.displayed import Displayed
from packing.symmetry.comparison import bottleneck
from packing.symmetry.graph_labels import graph_label
from packing.symmetry.weighted_graphs import WeightedGraph, likeness
from packing.toymodels.gauge.comparison import (
    check_shapes,
    checked_form,
    checked_tolerance,
    default_tolerance,
    is_same,
)
from packing.toymodels.registry import kind_of

MOST_MODELS = 64
"""At most so many models are compared with each other."""

MOST_TERMS = 2_000_000_000
"""Distances between c classes of models with N features and neurons are not computed where c^2 N^3 is more."""


@dataclass(frozen=True, repr=False)
class ModelClass(Displayed):
    """Models that are one: their numbers, the one with the least loss, its label, loss and how certain the label is."""

    models: tuple[int, ...]
    representative: int
    label: str
    loss: float
    margin: float

    def __repr__(self) -> str:
        return f"ModelClass({len(self.models)} models, loss {self.loss:.6g}, label {self.label})"


@dataclass(frozen=True, repr=False)
class ModelClasses(Displayed):
    """The classes of a batch, the one of least loss first, and the distances between their representatives.

    `distances` (classes, classes) are lower bounds over all orders, None for large models. Classes are the components
    of the relation "the same within `tolerance`", so that they do not depend on the order of the models.
    """

    classes: tuple[ModelClass, ...]
    distances: tuple[tuple[float, ...], ...] | None
    tolerance: float

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many models are in each class."""
        return tuple(len(each.models) for each in self.classes)

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "count": len(self.classes),
            "sizes": list(self.sizes),
            "models": [list(each.models) for each in self.classes],
            "representatives": [each.representative for each in self.classes],
            "labels": [each.label for each in self.classes],
            "losses": [each.loss for each in self.classes],
            "distances": self.distances,
            "tolerance": self.tolerance,
        }

    def __str__(self) -> str:
        total, count = sum(self.sizes), len(self.classes)
        largest = self.classes[0]
        text = f"{total} model{'s' if total != 1 else ''} in {count} class{'es' if count != 1 else ''} up to the gauge"
        return f"{text} (tolerance {self.tolerance:g}); {len(largest.models)} in that of the least loss"

    def __repr__(self) -> str:
        return f"ModelClasses({self})"


def model_classes(trained: Any, tolerance: float | None = None, *more: Any) -> ModelClasses:
    """The classes of the models of one training, or of several of one kind and shape (`load_models` reads them).

    Args: `tolerance` in every mark and tie, by the loss where it is left out. The first 64 models count.

    >>> from packing.toymodels import AutoencoderConfig, train
    >>> found = model_classes(train(AutoencoderConfig(5, 2, loss="one_sparse", models=12)))
    >>> found.sizes[0] > 1, sum(found.sizes), found.classes[0].loss < 0.016           # some are pentagons
    (True, 12, True)
    """
    return classes_of(
        [(batch.config, model) for batch in (trained, *more) for model in kind_of(batch.config).separate(batch)],
        tolerance,
    )


def classes_of(models: Sequence[tuple[Any, Any]], tolerance: float | None = None) -> ModelClasses:
    """The same of models with their settings, pairs (config, model)."""
    models = models[:MOST_MODELS]
    graphs: list[WeightedGraph] = [checked_form(config, model).graph for config, model in models]
    for (config, _), graph in zip(models, graphs, strict=True):
        check_shapes(models[0][0], config, graphs[0], graph)
    limit = default_tolerance(*(config for config, _ in models)) if tolerance is None else checked_tolerance(tolerance)
    losses = [loss_of(model) for _, model in models]
    groups = _grouped(graphs, limit)
    classes = sorted((_class(group, graphs, losses, limit, models[0][0]) for group in groups), key=_by_loss)
    return ModelClasses(tuple(classes), _distances([graphs[each.representative] for each in classes]), limit)


def loss_of(model: Any) -> float:
    """The loss of a model of any kind: the last of a learning curve; of a dictionary, what is not explained."""
    if hasattr(model, "loss"):
        return float(model.loss)
    return float(model.losses[-1]) if hasattr(model, "losses") else 1.0 - float(model.explained)


def _grouped(graphs: Sequence[WeightedGraph], tolerance: float) -> list[list[int]]:
    """The components of "the same" by union-find; graphs whose sorted numbers differ are told apart at once."""
    sums = [
        np.concatenate((np.sort(graph.marks, axis=0).ravel(), np.sort(graph.weights, axis=None))) for graph in graphs
    ]
    root = list(range(len(graphs)))

    def find(i: int) -> int:
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    for i in range(len(graphs)):
        for j in range(i):
            near = np.abs(sums[i] - sums[j]).max(initial=0.0) <= tolerance
            if near and find(i) != find(j) and is_same(graphs[i], graphs[j], tolerance):
                root[find(i)] = find(j)
    groups: dict[int, list[int]] = {}
    for i in range(len(graphs)):
        groups.setdefault(find(i), []).append(i)
    return list(groups.values())


def _class(
    group: list[int], graphs: Sequence[WeightedGraph], losses: Sequence[float], tolerance: float, config: Any
) -> ModelClass:
    best = min(group, key=lambda number: losses[number])
    name = graph_label(graphs[best], tolerance, kind_of(config).name)
    return ModelClass(tuple(group), best, name.text, losses[best], name.margin)


def _by_loss(each: ModelClass) -> tuple[float, int]:
    return each.loss, each.representative


def _distances(graphs: Sequence[WeightedGraph]) -> tuple[tuple[float, ...], ...] | None:
    count = len(graphs)
    if count**2 * graphs[0].size ** 3 > MOST_TERMS:
        return None
    table = np.zeros((count, count))
    for i in range(count):
        for j in range(i):
            table[i, j] = table[j, i] = bottleneck(likeness(graphs[i], graphs[j]))
    return tuple(tuple(row) for row in table.tolist())
