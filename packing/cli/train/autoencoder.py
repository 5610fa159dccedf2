"""`packing train autoencoder`"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from packing.cli.console import Integer, Json, Seed, show
from packing.cli.train.progress import models_bar

if TYPE_CHECKING:
    from rich.console import Group

    from packing.toymodels import TrainedModels


def autoencoder(
    *,
    n: Annotated[int, Integer, Parameter(name="-n", help="How many features.")],
    d: Annotated[int, Integer, Parameter(name="-d", help="In how many hidden dimensions.")],
    density: Annotated[float, Parameter(help="The chance that a feature is active, in (0, 1].")] = 0.4,
    models: Annotated[int, Integer, Parameter(help="How many models, each from its own start.")] = 8,
    seed: Seed = 0,
    loss: Annotated[str, Parameter(help="sampled, exact or one_sparse (the limit of density 0).")] = "sampled",
    steps: Annotated[int | None, Integer, Parameter(help="Adam steps, or most L-BFGS iterations.")] = None,
    batch: Annotated[int, Integer, Parameter(help="Inputs a step (sampled).")] = 256,
    learning_rate: Annotated[float, Parameter(help="Of Adam, at the start (sampled).")] = 0.01,
    json: Json = False,
) -> int:
    """Train x' = ReLU(W W^T x + b) and show which orthogonal blocks its features form.

    Example: packing train autoencoder -n 40 -d 8 --density 0.4 --models 16 --seed 0
    """
    from packing.toymodels import AutoencoderConfig, Loss, train

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
    )
    with models_bar(config.models, quiet=json) as progress:
        trained = train(config, progress)
    show(trained.as_dict(), _page(trained), as_json=json)
    return 0


def _page(trained: TrainedModels) -> Group:
    from rich.console import Group
    from rich.table import Table

    table = Table(
        "model", "loss", "||W||^2 / d", "represented", "blocks", title=str(trained.config), title_justify="left"
    )
    for model in range(len(trained)):
        table.add_row(
            f"{model}{' *' if model == trained.best else ''}",
            f"{trained.losses[model]:.8g}",
            f"{trained.norm_per_dimension[model]:.4f}",
            f"{trained.represented(model).size} of {trained.config.n}",
            blocks_text(trained.blocks(model)),
        )
    shapes = Counter(trained.blocks(model) for model in range(len(trained)))
    (common, times), *_ = shapes.most_common(1)
    return Group(
        table,
        f"* least loss. {times} of {len(trained)} models form {blocks_text(common)}.",
        "A block (n, d) is n features that share d dimensions, orthogonal to all other features within 0.25.",
    )


def blocks_text(blocks: tuple[tuple[int, int], ...]) -> str:
    """Blocks as a product: 5 x (2, 1) + (1, 1).

    >>> blocks_text(((2, 1), (2, 1), (1, 1)))
    '2 x (2, 1) + (1, 1)'
    """
    if not blocks:
        return "nothing"
    counted = Counter(blocks)
    return " + ".join(f"{count} x {shape}" if count > 1 else str(shape) for shape, count in counted.items())
