"""`packing train autoencoder`"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from packing.cli.console import Integer, Json, Seed, show
from packing.cli.train.options import Models, Out, Plot, checked, drawn
from packing.cli.train.progress import models_bar

if TYPE_CHECKING:
    from rich.console import Group

    from packing.toymodels import Census, TrainedModels


def autoencoder(
    *,
    n: Annotated[int, Integer, Parameter(name="-n", help="How many features.")],
    d: Annotated[int, Integer, Parameter(name="-d", help="In how many hidden dimensions.")],
    density: Annotated[float, Parameter(help="The chance that a feature is active, in (0, 1].")] = 0.4,
    models: Models = 8,
    seed: Seed = 0,
    loss: Annotated[str, Parameter(help="sampled, exact or one_sparse (the limit of density 0).")] = "sampled",
    steps: Annotated[int | None, Integer, Parameter(help="Adam steps, or most L-BFGS iterations.")] = None,
    batch: Annotated[int, Integer, Parameter(help="Inputs a step (sampled).")] = 256,
    learning_rate: Annotated[float, Parameter(help="Of Adam, at the start (sampled).")] = 0.01,
    weight_decay: Annotated[float, Parameter(help="Of Adam, decoupled (sampled).")] = 0.0,
    engine: Annotated[str, Parameter(help="compiled, or jax (extra 'train'; many models, GPU).")] = "compiled",
    out: Out = None,
    plot: Plot = None,
    json: Json = False,
) -> int:
    """Train x' = ReLU(W W^T x + b) and show which orthogonal blocks its features form.

    Example: packing train autoencoder -n 40 -d 8 --density 0.4 --models 16 --seed 0
    """
    from packing.toymodels import AutoencoderConfig, Engine, Loss, census, train

    checked(plot)
    config = AutoencoderConfig(
        n,
        d,
        density,
        loss=Loss.named(loss),
        models=models,
        seed=seed,
        steps=steps,
        batch=batch,
        learning_rate=learning_rate,
        weight_decay=weight_decay,
        engine=Engine.named(engine),
    )
    with models_bar(config.models, quiet=json) as progress:
        trained = train(config, progress, checkpoint=out)
    found = census(trained)
    if plot is not None:
        from packing.report.toymodel_plots import autoencoder_figure

        drawn(autoencoder_figure(trained), plot)
    show(trained.as_dict() | _census_json(found), _page(trained, found), as_json=json)
    return 0


def _census_json(found: Census) -> dict[str, Any]:
    return {
        "structures": [{"name": name, "models": times} for name, times in found.frequencies],
        "best_factors": [
            {"name": factor.name, "shape": factor.shape, "distance": factor.distance, "features": factor.indices}
            for factor in found.best
        ],
    }


def _page(trained: TrainedModels, found: Census) -> Group:
    from rich.console import Group
    from rich.table import Table

    from packing.structure import tegum_sum

    title = str(trained.config)
    table = Table("model", "loss", "||W||^2 / d", "represented", "blocks", title=title, title_justify="left")
    for model in range(len(trained)):
        table.add_row(
            f"{model}{' *' if model == trained.best else ''}",
            f"{trained.losses[model]:.8g}",
            f"{trained.norm_per_dimension[model]:.4f}",
            f"{trained.represented(model).size} of {trained.config.n}",
            tegum_sum(trained.blocks(model)) or "nothing",
        )
    structures = [f"  {times} of {found.models}: {name}" for name, times in found.frequencies[:6]]
    return Group(
        table,
        f"* {found}",
        *structures,
        "A block (n,d) is n features that share d dimensions, orthogonal to all others within 0.25.",
    )
