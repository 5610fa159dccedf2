"""`packing train capacity`"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from packing.cli.options import Integer, Json, Seed
from packing.cli.output import show
from packing.cli.train.options import ClusterName, Models, Plot, checked, drawn, workers
from packing.report.writers.as_json.toymodels import capacity_json
from packing.rounding import counted

if TYPE_CHECKING:
    from packing.report.writers.terminal import Page
    from packing.toymodels.capacity import TrainedCapacities


def capacity(
    *,
    n: Annotated[int, Integer, Parameter(name="-n", help="How many features.")],
    d: Annotated[int, Integer, Parameter(name="-d", help="In how many dimensions.")],
    ratio: Annotated[float, Parameter(help="Importance of feature i is ratio^i.")] = 0.8,
    kurtosis: Annotated[float, Parameter(help="Of each feature; 3 is Gaussian, sparse is more.")] = 10.0,
    models: Models = 16,
    seed: Seed = 0,
    cluster: ClusterName = None,
    plot: Plot = None,
    json: Json = False,
) -> int:
    """Train the quadratic model and compare its capacities with the optimum of the convex bound.

    Example: packing train capacity -n 12 -d 6 --kurtosis 10
    """
    from packing.toymodels.capacity import CapacityConfig, falling_importance, train_capacity

    checked(plot)
    config = CapacityConfig(falling_importance(n, ratio), d, kurtosis, models, seed)
    with workers(cluster) as executor:
        trained = train_capacity(config, executor=executor)
    if plot is not None:
        from packing.report.figures.toymodels import capacity_figure

        drawn(capacity_figure(trained), plot)
    show(capacity_json(trained), _page(trained), as_json=json)
    return 0


def _page(trained: TrainedCapacities) -> Page:
    from packing.report.writers.terminal import grid, page
    from packing.rounding import Rounding, digits
    from packing.structure import tegum_sum

    config, optimum, best = trained.config, trained.optimum, trained.best
    title = f"{counted(config.n, 'feature')} in {counted(config.d, 'dimension')}, kurtosis {config.kurtosis:g}"
    rows = (
        (
            str(i),
            f"{config.importance[i]:.5g}",
            f"{optimum.capacities[i]:.6f}",
            f"{trained.capacities[best][i]:.6f}",
            f"{optimum.gains[i]:.6f}",
        )
        for i in range(config.n)
    )
    table = grid(title, ("feature", "importance", "optimal capacity", "trained", "squared norm"), rows)
    return page(
        table,
        f"Least loss {digits(float(trained.losses[best]), Rounding.UP, 9)}, "
        f"{digits(trained.excess, Rounding.UP, 2)} above the bound {digits(optimum.loss, Rounding.DOWN, 9)} of all.",
        f"Blocks of the best model: {tegum_sum(trained.blocks(best))}. Price of a dimension: {optimum.price:.6g}.",
    )
