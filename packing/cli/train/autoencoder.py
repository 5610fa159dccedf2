"""`packing train autoencoder`"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from packing.cli.options import Integer, Json, Seed
from packing.cli.output import show
from packing.cli.progress import progress
from packing.cli.train.features import (
    FeatureDim,
    FeatureLawName,
    fresh_inputs,
    of_subspaces,
    one_dimensional,
    plain_errors,
    plain_features,
)
from packing.cli.train.inputs import InputOptions
from packing.cli.train.options import ClusterName, Models, Out, Plot, checked, drawn, workers
from packing.report.writers.as_json.toymodels import autoencoder_json

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from packing.report.writers.terminal import Page
    from packing.studies import Geometry
    from packing.toymodels import TrainedModels


def autoencoder(
    *,
    n: Annotated[int, Integer, Parameter(name="-n", help="How many features.")],
    d: Annotated[int, Integer, Parameter(name="-d", help="In how many hidden dimensions.")],
    inputs: InputOptions | None = None,
    models: Models = 8,
    seed: Seed = 0,
    variant: Annotated[
        str | None,
        Parameter(
            help="relu, linear, or hidden (ReLUs on the hidden layer too); shrinkage or linear of features of more "
            "dimensions.",
            show_default=False,
        ),
    ] = None,
    feature_dim: FeatureDim = 1,
    law: FeatureLawName = "ball",
    task: Annotated[str, Parameter(help="identity, or absolute: answer |x| for x of both signs.")] = "identity",
    loss: Annotated[str, Parameter(help="sampled, exact or one_sparse (the limit of density 0).")] = "sampled",
    steps: Annotated[int | None, Integer, Parameter(help="Adam steps, or most L-BFGS iterations.")] = None,
    batch: Annotated[int, Integer, Parameter(help="Inputs a step (sampled).")] = 256,
    learning_rate: Annotated[float, Parameter(help="Of Adam, at the start (sampled).")] = 0.01,
    weight_decay: Annotated[float, Parameter(help="Of Adam, decoupled (sampled).")] = 0.0,
    error_exponent: Annotated[
        float, Parameter(help="Of |error|, 1 or more: which moment of the interference counts.")
    ] = 2.0,
    bias: Annotated[bool, Parameter(help="Train the biases too; --no-bias holds them at 0.")] = True,
    points: Annotated[
        int | None, Integer, Parameter(help="Train on so many inputs, the same in every step (sampled).")
    ] = None,
    precision: Annotated[str, Parameter(help="float32 or float64 (sampled; all else is float64).")] = "float32",
    engine: Annotated[str, Parameter(help="compiled, or jax (extra 'train'; many models, GPU).")] = "compiled",
    cluster: ClusterName = None,
    out: Out = None,
    plot: Plot = None,
    json: Json = False,
) -> int:
    """Train x' = ReLU(W W^T x + b), or a variant of it, and show which orthogonal blocks its features form.

    With --feature-dim M, features of M dimensions, and how the subspaces that they learn lie.

    Example: packing train autoencoder -n 40 -d 8 --density 0.4 --models 16 --seed 0
    """
    from packing.errors import positive_integer
    from packing.studies import geometry
    from packing.toymodels import AutoencoderConfig, Engine, FloatType, Loss, SubspaceConfig, Task, Variant, train
    from packing.toymodels.subspaces import FeatureLaw, ReadOut, SubspaceLoss

    checked(plot)
    features = inputs or InputOptions()
    positive_integer("n", n)
    correlated, anticorrelated = features.sets(n)
    if positive_integer("feature_dim", feature_dim) > 1:
        Task.named(task)
        Engine.named(engine)
        plain_features(feature_dim, task, engine, correlated, anticorrelated)
        plain_errors(feature_dim, error_exponent, bias=bias)
        fresh_inputs(feature_dim, points, features.trees)
        return of_subspaces(
            SubspaceConfig(
                n,
                d,
                feature_dim,
                features.densities(n),
                features.importances(n),
                FeatureLaw.named(law),
                ReadOut.named(variant or ReadOut.SHRINKAGE),
                SubspaceLoss.named(loss),
                models=models,
                seed=seed,
                steps=steps,
                batch=batch,
                learning_rate=learning_rate,
                weight_decay=weight_decay,
                precision=FloatType.named(precision),
            ),
            out,
            plot,
            cluster,
            json=json,
        )
    one_dimensional(law, variant)
    config = AutoencoderConfig(
        n,
        d,
        features.densities(n),
        features.importances(n),
        loss=Loss.named(loss),
        models=models,
        seed=seed,
        steps=steps,
        batch=batch,
        learning_rate=learning_rate,
        weight_decay=weight_decay,
        engine=Engine.named(engine),
        variant=None if variant is None else Variant.named(variant),
        task=Task.named(task),
        correlated=correlated,
        anticorrelated=anticorrelated,
        precision=FloatType.named(precision),
        error_exponent=error_exponent,
        bias=bias,
        points=points,
        parents=features.parents(n),
    )
    with progress("training", config.models, quiet=json) as bar, workers(cluster) as executor:
        trained = train(config, bar.count, checkpoint=out, executor=executor)
    found = geometry(trained)
    if plot is not None:
        drawn(_figure(trained), plot)
    show(autoencoder_json(trained, found), _page(trained, found), as_json=json)
    return 0


def _figure(trained: TrainedModels) -> Figure:
    from packing.report.figures.toymodels import autoencoder_figure, neurons_figure
    from packing.toymodels import Variant

    return neurons_figure(trained) if trained.config.variant is Variant.HIDDEN else autoencoder_figure(trained)


def _page(trained: TrainedModels, found: Geometry) -> Page:
    from packing.report.writers.terminal import grid, page
    from packing.structure import tegum_sum

    title = str(trained.config)
    last = "blocks" if trained.computed is None else "computed"
    rows = (
        (
            f"{model}{' *' if model == trained.best else ''}",
            f"{trained.losses[model]:.8g}" if trained.errors is None else _with_error(trained, model),
            f"{trained.norm_per_dimension[model]:.4f}",
            f"{trained.dimensionality_sum[model]:.4f}",
            f"{trained.represented(model).size} of {trained.config.n}",
            (tegum_sum(trained.blocks(model)) or "nothing")
            if trained.computed is None
            else f"{trained.computed[model].sum()} of {trained.config.n}",
        )
        for model in range(len(trained))
    )
    table = grid(title, ("model", "loss", "||W||^2 / d", "sum of D_i", "represented", last), rows)
    structures = [f"  {times} of {len(trained)}: {name}" for name, times in found.census.frequencies[:6]]
    if trained.computed is not None:
        notes = ["A feature is computed if, active alone at any sign, it is answered at half its size or more."]
    else:
        notes = [
            f"* {found.census}",
            *structures,
            *found.sentences,
            "A block (n,d) is n features that share d dimensions, orthogonal to all others within 0.25.",
        ]
    return page(table, *notes, *_more_lines(trained))


def _with_error(trained: TrainedModels, model: int) -> str:
    assert trained.errors is not None
    return f"{trained.losses[model]:.6f} +- {trained.errors[model]:.6f}"


def _more_lines(trained: TrainedModels) -> list[str]:
    from packing.rounding import Rounding, counted, digits
    from packing.toymodels import companions
    from packing.toymodels.autoencoder.losses.bias_floor import bias_floor
    from packing.toymodels.autoencoder.losses.closed import least_loss
    from packing.toymodels.autoencoder.losses.relu_floor import relu_floor
    from packing.toymodels.autoencoder.options import Loss
    from packing.toymodels.gauge import model_classes

    lines = [f"{model_classes(trained)}."]
    least = least_loss(trained.config)
    if least is not None:
        which = "Least loss there is" if least.reached else "No loss is below"
        lines.append(f"{which} (Eckart and Young): {digits(least.loss, Rounding.DOWN, 8)}.")
    floor = relu_floor(trained.config)
    if floor is not None:
        below = digits(floor.loss, Rounding.DOWN, 8)
        known = f"{floor.energy.theorem}, {floor.energy.rigor}"
        biases = "; a bias may go below that" * (floor.loss > 0)
        lines.append(f"No weights without a bias lose less than {below} ({known}){biases}.")
    biased = bias_floor(trained.config)
    if biased is not None and biased.loss > 0:
        below = digits(biased.loss, Rounding.DOWN, 8)
        known = f"{biased.energy.theorem}, {biased.energy.rigor}"
        lines.append(f"No weights and biases lose less than {below} ({known}).")
    if (floor is not None or (biased is not None and biased.loss > 0)) and trained.config.loss is not Loss.ONE_SPARSE:
        n, q = trained.config.n, float(trained.config.densities[0])
        share = digits(100 * n * q * (1 - q) ** (n - 1), Rounding.NEAREST, 3)
        lines.append(
            f"These floors count inputs with one active feature alone, {share} % of all; what several features cost "
            "together is not in them."
        )
    pairs = companions(trained, trained.best)
    if trained.config.correlated:
        lines.append(f"Correlated pairs of the best model: {pairs.correlated}.")
    if trained.config.parents:
        from packing.toymodels.geometry.families import families

        kin = families(trained, trained.best)
        lines.append(f"Parents and children of the best model: {kin.children}; siblings: {kin.siblings}.")
    if trained.config.points is not None:
        from packing.toymodels.autoencoder.memorization import fit_of

        fit = fit_of(trained)
        best = trained.best
        lines.append(
            f"On its {counted(fit.points, 'data point')} the best model loses {fit.training[best]:.6g}, on fresh "
            f"inputs {fit.test[best]:.6g}; the dimensionalities of data points sum to {fit.data[best].sum():.3f}."
        )
    if trained.config.anticorrelated:
        lines.append(f"Anticorrelated pairs of the best model: {pairs.anticorrelated}.")
    return lines
