"""`packing train monosemanticity`"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from packing.cli.options import Integer, Json, Seed
from packing.cli.output import show
from packing.cli.progress import progress
from packing.cli.train.options import ClusterName, Models, Plot, checked, drawn, workers
from packing.report.writers.as_json.toymodels import monosemanticity_json
from packing.rounding import counted

if TYPE_CHECKING:
    from packing.report.writers.terminal import Page
    from packing.toymodels.monosemanticity import NeuronLayer


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
    models: Models = 2,
    seed: Seed = 0,
    cluster: ClusterName = None,
    plot: Plot = None,
    json: Json = False,
) -> int:
    """Train a hidden ReLU layer on embedded features: how many neurons answer to one feature, and at what loss.

    Example: packing train monosemanticity --bias -0.5 --models 2
    """
    from packing.toymodels.monosemanticity import MonosemanticityConfig, connection, train_neurons

    checked(plot)
    config = MonosemanticityConfig(
        features,
        embedding,
        neurons,
        density,
        power_law,
        bias,
        bias_decay,
        l1,
        noise,
        learning_rate,
        steps,
        models=models,
        seed=seed,
        input_noise=input_noise,
    )
    with progress("training", config.models, quiet=json) as bar, workers(cluster) as executor:
        layers = train_neurons(config, bar.count, executor=executor)
    if plot is not None:
        from packing.report.figures.toymodels import monosemanticity_figure

        drawn(monosemanticity_figure(layers), plot)
    barrier = connection(layers[0], layers[1]).barrier if len(layers) > 1 else None
    show(monosemanticity_json(layers, barrier), _page(layers, barrier), as_json=json)
    return 0


def _page(layers: Sequence[NeuronLayer], barrier: float | None) -> Page:
    from packing.report.writers.terminal import grid, page

    config = layers[0].config
    title = (
        f"{counted(config.neurons, 'neuron')} on {counted(config.features, 'feature')} in "
        f"{counted(config.embedding, 'dimension')}, bias {config.bias:g}"
    )
    rows = (
        (
            str(k),
            f"{layer.relative_loss:.4f}",
            f"{layer.share():.3f}",
            f"{layer.energy_share():.3f}",
            f"{layer.alive.mean():.2f}",
        )
        for k, layer in enumerate(layers)
    )
    table = grid(title, ("model", "loss / variance", "share at max/sum .999", "at squares .9", "alive"), rows)
    if barrier is None:
        return page(table)
    share = barrier / layers[0].variance
    return page(
        table, f"From model 0 to 1, neurons matched, the loss rises {share:.4f} of the variance above the line."
    )
