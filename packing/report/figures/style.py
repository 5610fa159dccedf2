"""One look for all pictures: colour-blind safe, readable in grey, vector output, sized for a slide or a column."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from packing.errors import InputError
from packing.files import check_writable, replacing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BLUE, ORANGE, GREEN, VERMILION, GREY = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#6E6E6E"
"""From the palette of Okabe and Ito, whose colours keep apart for colour-blind readers."""

COLOURS = (BLUE, ORANGE, GREEN, VERMILION, "#CC79A7", "#56B4E9", GREY)
"""For curves of one kind, in this order."""

SUFFIXES = (".png", ".pdf", ".svg")


class Size(StrEnum):
    """What a picture is drawn for: a column of a paper (3.4 inches, type of 8 points) or a slide (10 inches)."""

    COLUMN = "column"
    SLIDE = "slide"

    @property
    def inches(self) -> tuple[float, float]:
        """Width and height."""
        return (3.4, 2.5) if self is Size.COLUMN else (10.0, 5.6)

    @property
    def type_size(self) -> float:
        """The size of type in points."""
        return 8.0 if self is Size.COLUMN else 11.0

    @property
    def square(self) -> float:
        """The height of a picture of a sphere or a graph over its width."""
        return 0.85 if self is Size.COLUMN else 0.62


def parse_size(size: Size | str) -> Size:
    """The size of that name, or `InputError`."""
    try:
        return Size(size)
    except ValueError:
        raise InputError(f"the size must be one of {', '.join(Size)}, not {size!r}: choose one of them") from None


@dataclass(frozen=True, eq=False)
class Drawing:
    """A figure with what it shows in words, and how the file with the packing was read."""

    figure: Figure
    shows: str
    notes: tuple[str, ...] = ()


_RULES: dict[Any, Any] = {
    "font.size": 11,
    "font.family": "sans-serif",
    "axes.titlesize": 12,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": False,
    "legend.frameon": False,
    "legend.fontsize": 9.5,
    "svg.fonttype": "none",
    "svg.hashsalt": "packing",
    "pdf.fonttype": 42,
    "figure.dpi": 100,
    "savefig.dpi": 200,
}


def new_figure(**options: Any) -> Figure:
    """A figure of matplotlib that a notebook shows, whatever its backend."""
    from packing.report.figures.shown import ShownFigure

    return ShownFigure(**options)


def panel(size: Size, height: float, ax: Axes | None, **options: Any) -> tuple[Figure, Any]:
    """A figure of that size and its one panel, or those of the panel given."""
    if ax is not None:
        figure = ax.get_figure(root=True)
        assert figure is not None
        return figure, ax
    made = new_figure(figsize=(size.inches[0], height), layout="constrained")
    return made, made.add_subplot(**options)


def fit_title(figure: Figure, axes: Axes) -> None:
    """Break the title of a panel into lines, after a comma or a colon, as far as it would run over the figure."""
    title = next(each for each in (axes._left_title, axes.title) if each.get_text())  # type: ignore[attr-defined]
    figure.draw_without_rendering()
    for sign in (", ", ": "):
        box = title.get_window_extent()
        if box.x0 >= 0 and box.x1 <= figure.bbox.x1:
            return
        title.set_text(title.get_text().replace(sign, f"{sign.rstrip()}\n"))
        figure.draw_without_rendering()


@contextmanager
def styled(size: Size = Size.SLIDE) -> Iterator[None]:
    """Draw within this block in the style of the project, without a display and without changing the caller's."""
    import matplotlib as mpl

    small = {"font.size": 8, "axes.titlesize": 8.5, "legend.fontsize": 7.5, "axes.linewidth": 0.6}
    with mpl.rc_context(_RULES | (small if size is Size.COLUMN else {})):
        yield


def check_picture(path: Path | str) -> Path:
    """Return `path` where a picture can be written, or `InputError` for another suffix or folder."""
    target = check_writable(path)
    if target.suffix not in SUFFIXES:
        raise InputError(f"a picture must end in {', '.join(SUFFIXES)}, not in '{target.suffix}': rename {target}")
    return target


def save_figure(figure: Figure, path: Path | str) -> Path:
    """Write `figure` whole or not at all, without dates inside so that the same picture is the same file.

    Args: `path`: a file that ends in `.pdf`, `.svg` or `.png`. Raises `InputError` for another one.
    """
    target = check_picture(path)
    dated = {".pdf": {"CreationDate": None}, ".svg": {"Date": None}}
    with styled(), replacing(target) as draft:
        figure.savefig(draft, format=target.suffix[1:], metadata=dated.get(target.suffix))
    return target


def short(text: str, most: int = 48) -> str:
    """`text`, cut to `most` characters."""
    return text if len(text) <= most else text[: most - 1] + "…"
