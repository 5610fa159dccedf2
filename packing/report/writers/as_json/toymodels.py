"""Trained toy models as JSON, one function a model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from packing.studies import Geometry
    from packing.toymodels import AutoencoderConfig, TrainedModels
    from packing.toymodels.autoencoder.importance import ImportanceMap
    from packing.toymodels.autoencoder.memorization import DataSetFit
    from packing.toymodels.autoencoder.phases import DensityPhases
    from packing.toymodels.capacity import TrainedCapacities
    from packing.toymodels.capacity.chart import CapacityChart
    from packing.toymodels.dictionary import CellResult, DictionaryResult, Recovery
    from packing.toymodels.factorization import FactorizationConfig, LearningCurve
    from packing.toymodels.factorization.recorded import RecordedCell


def autoencoder_json(trained: TrainedModels, found: Geometry) -> dict[str, Any]:
    """Trained autoencoders with their structures; what only some settings have comes last.

    That is `least`, the least loss of linear models; `floor`, below which is no ReLU model without a bias, and
    `bias_floor`, below which is none with any biases; `pairs`, those in correlated sets; `computed`, the features that
    neurons compute.
    """
    from packing.report.writers.as_json.energies import energy_bound_json
    from packing.toymodels import companions
    from packing.toymodels.autoencoder.losses.bias_floor import bias_floor
    from packing.toymodels.autoencoder.losses.closed import least_loss
    from packing.toymodels.autoencoder.losses.relu_floor import relu_floor
    from packing.toymodels.gauge import model_classes

    answer = trained.as_dict() | found.as_dict() | {"classes": model_classes(trained).as_dict()}
    answer["dimensionality_sum"] = trained.dimensionality_sum
    least = least_loss(trained.config)
    if least is not None:
        answer["least"] = {"loss": least.loss, "reached": least.reached}
    floor = relu_floor(trained.config)
    if floor is not None:
        answer["floor"] = {"loss": floor.loss, "bias": False, "energy": energy_bound_json(floor.energy)}
    biased = bias_floor(trained.config)
    if biased is not None:
        answer["bias_floor"] = {"loss": biased.loss, "bias": True, "energy": energy_bound_json(biased.energy)}
    if trained.config.correlated or trained.config.anticorrelated:
        answer["pairs"] = [companions(trained, model).as_dict() for model in range(len(trained))]
    if trained.config.parents:
        from packing.toymodels.geometry.families import families

        answer["families"] = [families(trained, model).as_dict() for model in range(len(trained))]
    if trained.computed is not None:
        answer["computed"] = trained.computed.sum(axis=1)
    return answer


def dimensionality_json(sets: Sequence[TrainedModels]) -> dict[str, Any]:
    """Autoencoders over density: what share of a dimension each feature has."""
    from packing.toymodels import census

    return {
        "points": [
            {
                "density": trained.config.density,
                "loss": trained.losses,
                "dimensionality": trained.dimensionality,
                "norm_per_dimension": trained.norm_per_dimension,
                "dimensionality_sum": trained.dimensionality_sum,
                "structures": [{"name": name, "models": times} for name, times in census(trained).frequencies],
            }
            for trained in sets
        ],
        "config": sets[0].config.as_dict(),
    }


def memorization_json(fits: Sequence[DataSetFit], config: AutoencoderConfig) -> dict[str, Any]:
    """Models trained on finite data: losses and dimensionalities at each number of points, and sentences."""
    from packing.toymodels.autoencoder.memorization import memorization_sentences

    return {
        "points": [
            {
                "points": fit.points,
                "training_loss": fit.training,
                "loss": fit.test,
                "dimensionality": fit.features,
                "data_dimensionality": fit.data,
            }
            for fit in fits
        ],
        "sentences": memorization_sentences(fits),
        "config": config.as_dict(),
    }


def phases_json(diagram: DensityPhases) -> dict[str, Any]:
    """Which blocks have the least loss at each density, and where that changes."""
    return {
        "phases": diagram.phases,
        "transitions": [
            {"density": change.density, "uncertainty": change.uncertainty, "below": change.below, "above": change.above}
            for change in diagram.transitions
        ],
        "points": [
            {
                "density": point.density,
                "hits": point.hits,
                "structures": [{"blocks": state.blocks, "loss": state.loss} for state in point.states],
            }
            for point in diagram.points
        ],
    }


def importance_json(chart: ImportanceMap) -> dict[str, Any]:
    """What becomes of the last feature over density and its importance."""
    return {
        "n": chart.n,
        "d": chart.d,
        "densities": chart.densities,
        "importances": chart.importances,
        "fates": chart.fates,
        "loss": chart.losses,
    }


def capacity_json(trained: TrainedCapacities) -> dict[str, Any]:
    """Capacities of trained quadratic models beside the optimum of the convex bound."""
    from packing.toymodels.gauge import model_classes

    return {
        "loss": trained.losses,
        "capacities": trained.capacities,
        "blocks": [trained.blocks(model) for model in range(len(trained.losses))],
        "optimum": {
            "loss": trained.optimum.loss,
            "capacities": trained.optimum.capacities,
            "squared_norms": trained.optimum.gains,
            "price": trained.optimum.price,
        },
        "excess": trained.excess,
        "best": trained.best,
        "classes": model_classes(trained).as_dict(),
    }


def allocation_json(chart: CapacityChart) -> dict[str, Any]:
    """Capacities over importance and kurtosis, and sentences on them."""
    from packing.toymodels.capacity.chart import allocation_sentences

    return chart.as_dict() | {"sentences": allocation_sentences(chart)}


def factorization_json(
    config: FactorizationConfig, curves: Sequence[LearningCurve], prominence: float | None = None
) -> dict[str, Any]:
    """When each mode of a low-rank matrix is learned, and when theory says so; plateaus and bumps."""
    from packing.toymodels.factorization import BUMP_PROMINENCE, bump_share

    least = BUMP_PROMINENCE if prominence is None else prominence
    share, uncertainty = bump_share(curves, least)
    found = [curve.find_bumps(least) for curve in curves]
    return {
        "plateau": [curve.plateau for curve in curves],
        "plateaus": [[list(plateau) for plateau in curve.plateaus] for curve in curves],
        "modes": [curve.modes for curve in curves],
        "reached": [curve.reached for curve in curves],
        "half_times": [curve.half_times for curve in curves],
        "predicted_half_times": [curve.predicted_half_times if config.has_closed_form else None for curve in curves],
        "final_loss": [curve.losses[-1] for curve in curves],
        "bumps": {
            "runs": share,
            "error": uncertainty,
            "prominence": least,
            "found": [[bump._asdict() for bump in bumps] for bumps in found],
        },
    }


def curves_json(cells: Sequence[RecordedCell], prominence: float) -> dict[str, Any]:
    """Recorded factorizations: shares, means and standard errors of every cell, and what they say."""
    from packing.toymodels.factorization.sentences import sentences

    return {
        "prominence": prominence,
        "cells": [
            {
                "error": cell.config.error.value,
                "descent": cell.config.descent.value,
                "batch": cell.config.batch,
                "step": cell.config.step,
                "time": cell.config.time,
                "rank": cell.config.rank,
                "scale": cell.config.scale,
                "seed": cell.config.seed,
                "runs": len(cell.runs),
                "with_bump": cell.bump_share(prominence)._asdict(),
                "plateaus": cell.plateaus._asdict(),
                "log_loss": cell.log_loss._asdict(),
                "log_least_loss": cell.log_least._asdict(),
                "zero": cell.zero._asdict(),
            }
            for cell in cells
        ],
        "sentences": sentences(cells, prominence),
    }


def dictionary_json(result: DictionaryResult) -> dict[str, Any]:
    """How many features each method recovers, beside two controls and what chance gives."""

    def scores(found: Recovery) -> dict[str, Any]:
        return {
            "mean_max_cosine": found.mean,
            "recovered": found.recovered,
            "directions": len(found.directions),
            "absolute": result.score(found).as_dict(),
            "signed": result.score(found, signed=True).as_dict(),
            "chance": {
                "absolute": result.chance(found).as_dict(),
                "signed": result.chance(found, signed=True).as_dict(),
            },
        }

    return {name: scores(found) for name, found in result.found.items()} | {
        "svd_bound": result.svd_bound,
        "price": result.price,
        "explained": result.explained,
        "active": result.active,
    }


def recovery_json(results: Sequence[CellResult], cells: int) -> dict[str, Any]:
    """The finished cells of a grid of dictionaries, of how many, with means over seeds and sentences."""
    from packing.toymodels.dictionary.summary import by_seed, recovery_sentences

    means = [
        group.cell.as_dict()
        | {"seeds": len(group.results)}
        | {
            name: {"mean": each.value, "standard_error": each.error}
            for name in ("recall", "precision", "f1")
            for each in (getattr(group, name),)
        }
        | {"chance": group.chance.value}
        for group in by_seed(results)
    ]
    return {
        "cells": [result.as_dict() | {"chance": result.chance.as_dict()} for result in results],
        "asked": cells,
        "means": means,
        "sentences": recovery_sentences(results),
    }
