"""Trained features of m dimensions as JSON: models with the subspaces they learned, and phases over density."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from packing.toymodels.subspaces import SubspaceModels
    from packing.toymodels.subspaces.phases import FeaturePhases


def subspaces_json(trained: SubspaceModels) -> dict[str, Any]:
    """Trained models, and how the kept subspaces of each lie; `least` is what linear read-outs can at best lose."""
    from packing.toymodels.gauge import model_classes
    from packing.toymodels.subspaces import least_loss
    from packing.toymodels.subspaces.arrangement import arrangement
    from packing.toymodels.subspaces.sentences import model_sentences

    lying = [arrangement(weights) for weights in trained.weights]
    answer: dict[str, Any] = {
        "loss": trained.losses,
        "standard_error": trained.errors,
        "singular_values": trained.singular_values,
        "norm_per_dimension": trained.norm_per_dimension,
        "dimensionality_sum": trained.dimensionality_sum,
        "represented": [each.whole for each in lying],
        "arrangements": [each.as_dict() for each in lying],
        "converged": list(trained.converged),
        "best": trained.best,
        "hits": trained.hits(),
        "sentences": model_sentences(trained),
        "classes": model_classes(trained).as_dict(),
        "config": trained.config.as_dict(),
    }
    least = least_loss(trained.config)
    if least is not None:
        answer["least"] = {"loss": least, "reached": True}
    return answer


def feature_phases_json(phases: FeaturePhases) -> dict[str, Any]:
    """Which features are kept, and how they lie, at each density; `above` is the loss over that of the best."""
    from packing.toymodels.subspaces.recorded import phases_as_dict
    from packing.toymodels.subspaces.sentences import phase_sentences

    return phases_as_dict(phases) | {"sentences": phase_sentences(phases)}
