"""Numbers in a LaTeX table: padded so that the points stand in line, or for the S columns of siunitx."""

from __future__ import annotations

from collections.abc import Sequence

from packing.report.cells import Cell, Number, shown
from packing.report.writers.latex_text import escape_latex


def aligned(cell: Number | int, places: int) -> str:
    r"""A number with its mark, padded by invisible digits to `places` decimals (the point counts as one).

    >>> print(aligned(Number(0.5), 4), aligned(7, 3))
    0.5\phantom{00} 7\phantom{.00}
    """
    digits = escape_latex(shown(_bare(cell)).replace("-", "−"))
    return digits + _padding(places, decimals(cell)) + _marked(cell)


def column(cells: Sequence[Cell]) -> str:
    r"""The S column that takes these cells.

    >>> column([Number(-0.25), Number(12.5), 3])
    'S[table-format=-2.2]'
    """
    texts = [text for text in map(_digits, cells) if text]
    if not texts:
        return "r"
    whole = max(len(text.lstrip("-").partition(".")[0]) for text in texts)
    after = max(len(text.partition(".")[2]) for text in texts)
    sign = "-" if any(text.startswith("-") for text in texts) else ""
    return f"S[table-format={sign}{whole}.{after}]"


def in_s_column(cell: Number | int) -> str:
    r"""A number as siunitx reads it, with its mark behind; in brackets what is none.

    >>> from packing.rigor import Rigor
    >>> print(in_s_column(Number(0.5, rigor=Rigor.NUMERICAL)), in_s_column(Number(float("nan"))))
    0.5{\rlap{$^\ast$}} {--}
    """
    digits = _digits(cell)
    if not digits:
        return f"{{{escape_latex(shown(_bare(cell)))}}}"
    return digits + (f"{{{_marked(cell)}}}" if _marked(cell) else "")


def decimals(cell: Cell) -> int:
    """The decimals shown, with 1 for the point: what a shorter number is padded by."""
    text = cell.text if isinstance(cell, Number) else ""
    return len(text) - text.index(".") if "." in text else 0


def mark(marks: str) -> str:
    r"""The signs of a number.

    >>> print(mark("†*"))
    $^\dagger$$^\ast$
    """
    return "".join(r"$^\ast$" if each == "*" else escape_latex(each) for each in marks)


def _digits(cell: Cell) -> str:
    """The number in digits; "" where the cell is none."""
    text = shown(_bare(cell)) if isinstance(cell, Number | int) else ""
    return text if any(map(str.isdigit, text)) else ""


def _bare(cell: Number | int) -> str | int:
    return cell.text if isinstance(cell, Number) else cell


def _marked(cell: Number | int) -> str:
    marks = cell.mark if isinstance(cell, Number) else ""
    return rf"\rlap{{{mark(marks)}}}" if marks else ""


def _padding(places: int, used: int) -> str:
    """Invisible digits, and the point where there is none, so that the decimal points of a column stand in line."""
    missing = "." * (used == 0) + "0" * (places - max(used, 1))
    return rf"\phantom{{{missing}}}" if places > used else ""
