"""Options and endings that the training commands share."""

from __future__ import annotations

import math
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

from cyclopts import Parameter

from packing.cli.options import Integer
from packing.errors import InputError, finite_number, positive_integer
from packing.report.figures.style import check_picture, save_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST_POINTS = 10_000
"""The most points of a grid: each is a training of its own."""

LEAST = 1e-12
"""The least that a grid begins with: what is rarer never happens."""

Models = Annotated[int, Integer, Parameter(help="How many models, each from its own start.")]
Plot = Annotated[Path | None, Parameter(help="Draw a picture: .png, .pdf or .svg.")]
Out = Annotated[Path | None, Parameter(help="Keep the models here (.npz), and go on from there after a kill.")]


ClusterName = Annotated[str | None, Parameter(help="Train on the workers of this dask scheduler: tcp://host:8786.")]


class WorkerPool(NamedTuple):
    """Who makes the cells of a run: an executor, or None for processes of this machine, and how many at once."""

    executor: Executor | None
    jobs: int


@contextmanager
def workers(cluster: str | None) -> Iterator[Executor | None]:
    """The workers of the scheduler named; None where none is."""
    if cluster is None:
        yield None
        return
    from packing.cluster import cluster as opened

    with opened(cluster) as found:
        yield found.executor


@contextmanager
def worker_pool(cluster: str | None, jobs: int) -> Iterator[WorkerPool]:
    """The workers of the scheduler named and how many cells they take at once; without one, `jobs` processes."""
    if cluster is None:
        yield WorkerPool(None, jobs)
        return
    if jobs != 1:
        raise InputError("--cluster and --jobs do not go together: leave one out")
    from packing.cluster import cluster as opened

    with opened(cluster) as found:
        yield WorkerPool(found.executor, found.slots)


def checked(plot: Path | None) -> Path | None:
    """`plot` if a picture can be written there, before any training starts."""
    return None if plot is None else check_picture(plot)


def drawn(figure: Figure, plot: Path | None) -> None:
    """Write the picture where one was asked for."""
    if plot is not None:
        save_figure(figure, plot)


def logarithmic(name: str, least: float, most: float, points: int, largest: float = math.inf) -> list[float]:
    """`points` numbers from `least` to `most`, evenly in the logarithm, or `InputError`.

    >>> logarithmic("densities", 0.25, 1.0, 3)
    [0.25, 0.5, 1.0]
    """
    low, high, count = (
        finite_number("least", least),
        finite_number("most", most),
        positive_integer("points", points, MOST_POINTS),
    )
    if not LEAST <= low < high <= min(largest, 1 / LEAST):
        limit = f" to at most {largest:g}" if math.isfinite(largest) else ""
        raise InputError(f"{name} must rise from above 0{limit}, not from {low} to {high}: exchange or lower them")
    if count < 2:
        raise InputError(f"points must be at least 2, not {count}: give how many {name} to take")
    step = math.log(high / low) / (count - 1)
    return [low * math.exp(k * step) for k in range(count - 1)] + [high]
