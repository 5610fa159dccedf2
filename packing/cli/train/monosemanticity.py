"""`packing train monosemanticity`"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from packing.cli.options import Integer, Json, Seed
from packing.cli.output import show
from packing.cli.progress import progress
from packing.cli.train.options import ClusterName, Models, Plot, checked, drawn, workers
from packing.errors import InputError
from packing.report.writers.as_json.monosemanticity import monosemanticity_json, noise_json, pruning_json
from packing.rounding import counted

if TYPE_CHECKING:
    from packing.toymodels.monosemanticity import NeuronLayer
    from packing.toymodels.monosemanticity.pruning import Pruning
    from packing.toymodels.monosemanticity.robustness import NoiseResponse


def monosemanticity(
    *,
    features: Annotated[int, Integer, Parameter(help="How many features.")] = 64,
    embedding: Annotated[int, Integer, Parameter(help="Dimensions they are embedded in at random.")] = 16,
    neurons: Annotated[int, Integer, Parameter(help="Hidden ReLU neurons.")] = 128,
    density: Annotated[float, Parameter(help="Mean chance of a feature; --sparsity S says 1 - S.")] = 1.0 / 64,
    power_law: Annotated[float, Parameter(help="Frequencies fall as i^-power_law.")] = 0.0,
    bias: Annotated[float, Parameter(help="Of the neurons at the start.")] = -0.5,
    bias_decay: Annotated[float, Parameter(help="Total exponent of decay in the first half.")] = 3.0,
    l1: Annotated[float, Parameter(help="Price of activity.")] = 0.0,
    noise: Annotated[float, Parameter(help="Standard deviation at the neurons.")] = 0.0,
    input_noise: Annotated[float, Parameter(help="Standard deviation at the inputs.")] = 0.0,
    learning_rate: Annotated[float, Parameter(help="Of Adam, at the start.")] = 0.005,
    steps: Annotated[int, Integer, Parameter(help="Adam steps.")] = 3000,
    batch: Annotated[int, Integer, Parameter(help="Inputs of a step, a multiple of 16.")] = 512,
    models: Models = 2,
    threshold: Annotated[float, Parameter(help="Of the largest answer over the sum of answers, in (0, 1).")] = 0.999,
    test_noise: Annotated[
        float | None, Parameter(help="Then add this noise to the inputs: what it does to the neurons.")
    ] = None,
    prune: Annotated[int, Integer, Parameter(help="Then prune model 0 in so many rounds, and at random.")] = 0,
    keep: Annotated[float, Parameter(help="The share of the weights that a round of pruning leaves.")] = 0.5,
    seed: Seed = 0,
    cluster: ClusterName = None,
    plot: Plot = None,
    json: Json = False,
) -> int:
    """Train a hidden ReLU layer on embedded features: how many neurons answer to one feature, and at what loss.

    Example: packing train monosemanticity --bias -0.5 --models 2
    """
    from packing.report.writers.terminal import page
    from packing.toymodels.monosemanticity import MonosemanticityConfig, connection, train_neurons
    from packing.toymodels.monosemanticity.layer import checked_threshold
    from packing.toymodels.monosemanticity.pruning import check_rounds, pruned_layers
    from packing.toymodels.monosemanticity.robustness import noise_response

    checked(plot)
    checked_threshold(threshold)
    config = MonosemanticityConfig(
        features, embedding, neurons, density, power_law, bias, bias_decay, l1, noise, learning_rate, steps, batch,
        models, seed, input_noise,
    )  # fmt: skip
    if prune < 0:
        raise InputError(f"--prune must be at least 0 rounds, not {prune}: leave it out, or give 3")
    if prune:
        check_rounds(config, keep, prune)
    with progress("training", config.models, quiet=json) as bar, workers(cluster) as executor:
        layers = train_neurons(config, bar.count, executor=executor)
    if plot is not None:
        from packing.report.figures.toymodels import monosemanticity_figure

        drawn(monosemanticity_figure(layers), plot)
    barrier = connection(layers[0], layers[1]).barrier if len(layers) > 1 else None
    answer: dict[str, Any] = monosemanticity_json(layers, barrier, threshold)
    parts = _parts(layers, barrier, threshold)
    if test_noise is not None:
        responses = [noise_response(layer, test_noise, threshold, model=k) for k, layer in enumerate(layers)]
        answer["noise"] = list(map(noise_json, responses))
        parts += _noise_parts(responses)
    if prune:
        pruning = pruned_layers(config, keep, prune)
        answer["pruning"] = pruning_json(pruning, threshold)
        parts += _pruning_parts(pruning, threshold)
    show(answer, page(*parts), as_json=json)
    return 0


def _parts(layers: Sequence[NeuronLayer], barrier: float | None, threshold: float) -> list[Any]:
    from packing.report.writers.terminal import grid

    config = layers[0].config
    title = (
        f"{counted(config.neurons, 'neuron')} on {counted(config.features, 'feature')} in "
        f"{counted(config.embedding, 'dimension')}, bias {config.bias:g}"
    )
    rows = ((str(k), *_numbers(layer, threshold)) for k, layer in enumerate(layers))
    table = grid(title, ("model", *_headings(threshold)), rows)
    if barrier is None:
        return [table]
    share = barrier / layers[0].variance
    return [table, f"From model 0 to 1, neurons matched, the loss rises {share:.4f} of the variance above the line."]


def _headings(threshold: float) -> tuple[str, ...]:
    digits = f"{threshold:g}".removeprefix("0")
    return ("loss / variance", f"share at max/sum {digits}", "at squares .9", "alive")


def _numbers(layer: NeuronLayer, threshold: float) -> tuple[str, ...]:
    return (
        f"{layer.relative_loss:.4f}",
        f"{layer.share(threshold):.3f}",
        f"{layer.energy_share():.3f}",
        f"{layer.alive.mean():.2f}",
    )


def _noise_parts(responses: Sequence[NoiseResponse]) -> list[Any]:
    from packing.report.writers.terminal import grid

    rows = [
        (str(k), name, str(one.neurons), *map(_share, (one.false_alarms, one.lost, one.change)))
        for k, response in enumerate(responses)
        for name, one in (("one feature", response.monosemantic), ("other living", response.polysemantic))
    ]
    headings = ("model", "neurons that answer to", "how many", "false alarms", "lost", "squared change / square")
    losses = ", ".join(f"{response.relative_loss:.4f}" for response in responses)
    table = grid(f"Noise of {responses[0].noise:g} at every input", headings, rows)
    return [table, f"Loss over variance then: {losses}."]


def _share(value: float) -> str:
    """A share, or a dash where a class is empty."""
    return "–" if math.isnan(value) else f"{value:.4f}"


def _pruning_parts(pruning: Pruning, threshold: float) -> list[Any]:
    from packing.report.writers.terminal import grid

    rows = [("dense", "1", *_numbers(pruning.dense, threshold))]
    for way, layers in (("largest", pruning.magnitude), ("random", pruning.random)):
        rows += [
            (way, f"{kept:.3g}", *_numbers(layer, threshold)) for kept, layer in zip(pruning.kept, layers, strict=True)
        ]
    return [grid("Model 0 pruned and rewound", ("weights kept", "share of them", *_headings(threshold)), rows)]
