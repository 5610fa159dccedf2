"""Options and endings that the training commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from packing.cli.console import Integer
from packing.report.style import check_picture, save_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Models = Annotated[int, Integer, Parameter(help="How many models, each from its own start.")]
Plot = Annotated[Path | None, Parameter(help="Draw a picture: .png, .pdf or .svg.")]
Out = Annotated[Path | None, Parameter(help="Keep the models here (.npz), and go on from there after a kill.")]


def checked(plot: Path | None) -> Path | None:
    """`plot` if a picture can be written there, before any training starts."""
    return None if plot is None else check_picture(plot)


def drawn(figure: Figure, plot: Path | None) -> None:
    """Write the picture where one was asked for."""
    if plot is not None:
        save_figure(figure, plot)
