"""The table of trained toy models against theory: blocks, loss and norms where antipodal pairs are best."""

from __future__ import annotations

from packing.errors import InputError
from packing.report.cells import Cell, Number, converged
from packing.report.query import Query
from packing.report.tabular import Column, D, N, Table
from packing.rigor import Rigor
from packing.structure import tegum_sum
from packing.toymodels import AutoencoderConfig, Loss, train
from packing.toymodels.autoencoder.digon import digon, dropped

DENSITY = 0.4
"""Where no density is asked for: well inside the window."""

WINDOW = (0.23, 0.49)
"""The densities at which pairs have the least loss: below .2248 pentagons are better, from .495 on tetrahedra."""

MODELS = 6
"""Random starts a row, in order that the least loss is met."""

QUADRATURE = 5e-6
"""The relative error of a trained loss, an integral cut at a finite bandwidth; pairs have 2.3e-6 of it."""

COLUMNS = (
    N,
    D,
    Column("density", "density"),
    Column("predicted", "predicted", right=False),
    Column("found", "found", right=False),
    Column("agree", "agree"),
    Column("loss", "least loss"),
    Column("theory", "loss predicted"),
    Column("norm", "|W|²/d", r"$\|W\|_F^2/d$"),
    Column("dimensionality_sum", "sum of D_i", r"$\sum D_i$"),
    Column("norm_theory", "|W|²/d predicted", r"\shortstack[r]{$\|W\|_F^2/d$\\predicted}"),
)


def toymodels_table(query: Query) -> Table:
    """ReLU autoencoders from six random starts a row, at the exact loss; d in 2..5 with n = d + 1, 2d, 3d, or as asked.

    Predicted are min(n - d, d) antipodal pairs, a dimension of their own for features left over where n < 2d, and
    dropped features where n > 2d; their losses add (`digon`). The columns of theory do not use the trained models.
    """
    if query.field is not None or query.objects is not None or query.exponent is not None or query.store is not None:
        raise InputError(
            "the table of toymodels has neither --field, --vectors, --exponent nor --store, for features are real: "
            "leave them out"
        )
    density = DENSITY if query.density is None else query.density
    if not WINDOW[0] <= density <= WINDOW[1]:
        raise InputError(
            f"the prediction of pairs is for densities from {WINDOW[0]} to {WINDOW[1]}, not {density:g}: choose one "
            f"there, or find the blocks at others with packing train phases"
        )
    rows = tuple(_row(n, d, density, query.seed) for n, d in _sizes(query))
    return Table("Trained ReLU autoencoders of n features in d dimensions, and what theory predicts", COLUMNS, rows)


def _sizes(query: Query) -> list[tuple[int, int]]:
    if query.n is None:
        return [(n, d) for _, d in query.cells((2, 5), (1, 1), 200) for n in (d + 1, 2 * d, 3 * d)]
    sizes = query.cells((2, 5), (3, 12), 200)
    for n, d in sizes:
        if n > 60:
            raise InputError(f"a row of the table of toymodels has at most 60 features, not {n}: narrow -n")
        if n <= d:
            raise InputError(f"n = {n} features fit into d = {d} dimensions without loss: ask for more features")
    return sizes


def _row(n: int, d: int, density: float, seed: int) -> tuple[Cell, ...]:
    trained = train(AutoencoderConfig(n=n, d=d, density=density, loss=Loss.EXACT, models=MODELS, seed=seed))
    pairs, pair = min(n - d, d), digon(density)
    blocks = ((2, 1),) * pairs + ((1, 1),) * (d - pairs)
    loss = pairs * pair.loss + max(n - 2 * d, 0) * dropped(density)
    norms = (2 * pairs * pair.scale + (d - pairs)) / d
    best, least = trained.best, float(trained.losses.min())
    agreeing = sum(trained.blocks(model) == blocks for model in range(len(trained)))
    return (
        n,
        d,
        Number(density, 4),
        tegum_sum(blocks),
        tegum_sum(trained.blocks(best)) or "none",
        f"{agreeing} of {len(trained)}",
        converged(least, QUADRATURE * least),
        Number(loss, 8, rigor=Rigor.NUMERICAL),
        Number(float(trained.norm_per_dimension[best]), 3, rigor=Rigor.NUMERICAL),
        Number(float(trained.dimensionality_sum[best]), 3, rigor=Rigor.NUMERICAL),
        Number(norms, 5, rigor=Rigor.NUMERICAL),
    )
