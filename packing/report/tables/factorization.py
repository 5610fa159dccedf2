"""The tables of recorded factorizations: bumps, plateaus and losses; and what brings rank 10 to zero loss."""

from __future__ import annotations

from packing.averages import Average
from packing.errors import InputError
from packing.report.cells import Cell, Number
from packing.report.query import Query
from packing.report.tabular import Column, Table
from packing.rigor import Rigor
from packing.rounding import counted
from packing.toymodels.factorization.bumps import BUMP_PROMINENCE
from packing.toymodels.factorization.config import FactorizationConfig
from packing.toymodels.factorization.design import ZERO_RANK, ZERO_STEPS, curve_design, zero_design
from packing.toymodels.factorization.recorded import FLOOR, ZERO, Cells, RecordedCell, cells_of, recorded_cells

ERROR = Column("error", "error", right=False)
DESCENT = Column("descent", "descent", right=False)
BATCH, RATE = Column("batch", "batch"), Column("rate", "rate")
RANK, SCALE, RUNS = Column("rank", "rank"), Column("scale", "start"), Column("runs", "runs")

CURVES = (
    ERROR, DESCENT, BATCH, RATE, RANK, SCALE, RUNS,
    Column("bump_share", "with a bump"), Column("bump_share_error", "±", r"$\pm$"),
    Column("bumps", "bumps"), Column("bumps_error", "±", r"$\pm$"),
    Column("plateaus", "plateaus"), Column("plateaus_error", "±", r"$\pm$"),
    Column("log_loss", "log10 loss", r"$\log_{10}$ loss"), Column("log_loss_error", "±", r"$\pm$"),
)  # fmt: skip

ZEROS = (
    DESCENT, RATE, SCALE, RUNS,
    Column("zero", "at zero"), Column("zero_error", "±", r"$\pm$"),
    Column("log_least", "log10 least loss", r"$\log_{10}$ least loss"), Column("log_least_error", "±", r"$\pm$"),
    Column("log_loss", "log10 last loss", r"$\log_{10}$ last loss"), Column("log_loss_error", "±", r"$\pm$"),
    Column("power", "power of 1/t", "power of $1/t$"), Column("power_error", "±", r"$\pm$"),
)  # fmt: skip


def factorization_table(query: Query) -> Table:
    """The recorded runs, optimizer by rank by scale of the start: shares, means and their standard errors.

    A run has a bump where a learned vector leaves a vector of the target to another with a strength of at least .2;
    log10 of the loss is cut at -16. Raises `InputError` for every option: the runs are recorded.
    """
    cells = _recorded(query, "factorization", curve_design(0))
    rows = tuple(_curve_row(cell) for cell in cells)
    caption = (
        f"Factorizations of 30 x 30 matrices: share of runs with a bump (prominence {BUMP_PROMINENCE:g}), bumps and "
        f"plateaus a run, last loss cut at {FLOOR:g}, with standard errors"
    )
    return Table(caption, CURVES, rows)


def zero_loss_table(query: Query) -> Table:
    """Recorded descents of rank 10 under cross-entropy: which starts and rates come to zero loss.

    At zero is a run whose loss came below 1e-6; the power of 1/t is that of the loss in the second half of the time.
    """
    cells = _recorded(query, "zero-loss", zero_design(0))
    caption = (
        f"Rank {ZERO_RANK} under cross-entropy, {counted(ZERO_STEPS, 'step')}: share of runs whose loss comes below "
        f"{ZERO:g}, least and last loss, and the power of 1/t at the end, with standard errors"
    )
    return Table(caption, ZEROS, tuple(_zero_row(cell) for cell in cells))


def _recorded(query: Query, name: str, design: tuple[FactorizationConfig, ...]) -> Cells:
    if query.options:
        raise InputError(
            f"the table of {name} is of recorded runs and has no options, not{query.options}: leave them out, or "
            "record others with packing train curves --out FILE --seed S"
        )
    return cells_of(design, recorded_cells())


def _curve_row(cell: RecordedCell) -> tuple[Cell, ...]:
    config = cell.config
    return (
        config.error.value.replace("_", " "), config.descent.value, config.batch, Number(config.step, 4), config.rank,
        Number(config.scale, 4), len(cell.runs), *_cells(cell.bump_share(), 2), *_cells(cell.bumps, 2),
        *_cells(cell.plateaus, 2), *_cells(cell.log_loss, 1),
    )  # fmt: skip


def _zero_row(cell: RecordedCell) -> tuple[Cell, ...]:
    config = cell.config
    return (
        config.descent.value, Number(config.step, 4), Number(config.scale, 4), len(cell.runs), *_cells(cell.zero, 2),
        *_cells(cell.log_least, 1), *_cells(cell.log_loss, 1), *_cells(cell.power, 2),
    )  # fmt: skip


def _cells(found: Average, decimals: int) -> tuple[Number, Number]:
    """A number and its standard error, to the nearest of so many decimals, and one more for the error."""
    return (
        Number(found.value, decimals, rigor=Rigor.NUMERICAL),
        Number(found.error, decimals + 1),
    )
