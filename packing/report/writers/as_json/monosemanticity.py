"""Layers of neurons as JSON: shares and losses, noise, pruning, and records of studies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from packing.toymodels.monosemanticity import NeuronLayer
    from packing.toymodels.monosemanticity.pruning import Pruning
    from packing.toymodels.monosemanticity.record import StudyRecord
    from packing.toymodels.monosemanticity.robustness import NoiseResponse


def monosemanticity_json(
    layers: Sequence[NeuronLayer], barrier: float | None, threshold: float = 0.999
) -> dict[str, Any]:
    """How many neurons answer to one feature, the barrier between the first two models, their classes."""
    from packing.toymodels.gauge.classes import classes_of

    return {
        "loss": [layer.loss for layer in layers],
        "variance": [layer.variance for layer in layers],
        "strict_share": [layer.share(threshold) for layer in layers],
        "energy_share": [layer.energy_share() for layer in layers],
        "alive": [float(layer.alive.mean()) for layer in layers],
        "barrier": barrier,
        "classes": classes_of([(layer.config, layer) for layer in layers]).as_dict(),
    }


def noise_json(response: NoiseResponse) -> dict[str, Any]:
    """What noise at the inputs does to a layer, by class of neurons; null where a class is empty."""
    return asdict(response)


def pruning_json(pruning: Pruning, threshold: float = 0.999) -> dict[str, Any]:
    """The dense layer, and those that are left of it by magnitude and at random, round by round."""
    ways = {"dense": (pruning.dense,), "magnitude": pruning.magnitude, "random": pruning.random}
    return {"kept": list(pruning.kept)} | {
        way: {
            "strict_share": [layer.share(threshold) for layer in layers],
            "relative_loss": [layer.relative_loss for layer in layers],
            "alive": [float(layer.alive.mean()) for layer in layers],
        }
        for way, layers in ways.items()
    }


def study_json(record: StudyRecord) -> dict[str, Any]:
    """A study so far: its rows over the seeds, with standard errors."""
    return {
        "study": record.study,
        "runs": len(record.runs),
        "cells": record.cells,
        "cpu_seconds": record.cpu_seconds,
        "rows": [
            {
                "changes": row.changes,
                "key": row.key,
                "means": row.means,
                "errors": row.errors,
                "runs": row.runs,
            }
            for row in record.summaries
        ],
    }
