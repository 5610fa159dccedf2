"""How a table is made to fit on a page: type size, space between columns, headings in lines, widths of text columns.

Widths are estimated from the metrics of Computer Modern, good to some per cent. The first of these that fits is
taken: as it is; headings in lines; smaller type; text broken into lines, the columns of text each as wide as its share
of the text; and where the text could not be read in columns so narrow, the same on a page that is turned.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from packing.report.cells import Exact, Formula, Number, shown, sources
from packing.report.tabular import Column, Table

TEXT_WIDTH = 345.0
"""Points of the text of LaTeX's article at 10pt, the narrowest page in common use with one column."""

TURNED_WIDTH = 540.0
"""Points of the height of that text, less a caption's room: the width of a page that is turned."""

_READABLE = 95.0
"""Points that the column with the most text needs beyond a few lines; a narrower one breaks it into words."""

_FEW_LINES = 3
"""Lines of a short text that are read in a column of any width."""

_THIN = 1.7
"""Points of a thin space."""

_STEP = 6.0
"""Points that a column gains at a time where the columns of text share a page."""

_CITATION = 18.0
"""Points of a citation by number, such as [12]."""

_SIZES = (("", 1.0, 6.0), (r"\small", 0.92, 4.0), (r"\footnotesize", 0.85, 3.5))
"""Type size, its width against 10pt, and the space on either side of a column in points."""

_SMALLEST = (r"\scriptsize", 0.76, 2.0)
"""Where even columns as narrow as their longest words do not fit otherwise."""

_LAST_RESORT = (r"\tiny", 0.66, 1.5)
"""On a turned page alone, for a table of very many columns: `--columns` chooses fewer."""

_ROOMY = 0.97
"""The share of the page that an estimate may fill."""


@dataclass(frozen=True)
class Layout:
    """The size of type, the space beside columns in points (0: LaTeX's own), headings and widths of columns.

    A width is in points, None for a column that is as wide as its longest entry; `is_turned` where the page is. It
    `fits` where the longest words have room.
    """

    size: str
    space: float
    headings: tuple[tuple[str, ...], ...]
    widths: tuple[float | None, ...]
    is_turned: bool = False
    fits: bool = True

    @property
    def is_plain(self) -> bool:
        """Whether nothing needs to be said before the table."""
        return not self.size

    @property
    def needs_array(self) -> bool:
        """Whether a column is broken into lines, ragged on the right."""
        return any(width is not None for width in self.widths)


def layout(table: Table, *, cite: bool = False, siunitx: bool = False) -> Layout:
    """The roomiest layout in which the table fits on a page.

    With `cite` there is room for the citations, with `siunitx` for the spaces that it sets between groups of digits.

    >>> from packing.report.tabular import Column
    >>> layout(Table("t", (Column("x", "a heading"),), ((1,),))).is_plain
    True
    """
    columns = [[row[i] for row in table.rows] for i in range(len(table.columns))]
    cited = [max((_CITATION * len(sources(cell)) * cite for cell in cells), default=0.0) for cells in columns]
    widths = [
        [_cell_width(cell) + _spaces(cell) * siunitx + extra for cell in cells]
        for cells, extra in zip(columns, cited, strict=True)
    ]
    bodies = [max(cells, default=0.0) for cells in widths]
    whole = tuple((column.heading,) for column in table.columns)
    lines = tuple(
        (column.heading,) if _is_whole(column) else _lines(column.heading, body)
        for column, body in zip(table.columns, bodies, strict=True)
    )
    free = (None,) * len(table.columns)
    for size, scale, space in _SIZES:
        for headings in (whole, lines) if not size else (lines,):
            if sum(_natural(bodies, headings)) * scale + 2 * space * len(bodies) <= TEXT_WIDTH * _ROOMY:
                return Layout(size, space if size else 0.0, headings, free)
    words = [max(map(_longest_word, cells), default=0.0) + extra for cells, extra in zip(columns, cited, strict=True)]
    text = {i: widths[i] for i, column in enumerate(table.columns) if not column.right}
    upright = _broken(text, bodies, words, lines, TEXT_WIDTH)
    if not text or _is_readable(upright, text, bodies):
        return upright
    return replace(_broken(text, bodies, words, lines, TURNED_WIDTH), is_turned=True)


def _is_whole(column: Column) -> bool:
    """Whether its heading is LaTeX of its own, on one line."""
    return bool(column.latex) and "shortstack" not in column.latex


def _broken(
    text: dict[int, list[float]],
    bodies: list[float],
    words: list[float],
    lines: tuple[tuple[str, ...], ...],
    page: float,
) -> Layout:
    """The layout whose columns of `text`, the widths of cells on one line, are broken into lines on a page."""
    headed = [max(word, *map(width_of, line)) for word, line in zip(words, lines, strict=True)]
    choices = [(_SIZES[-1], headed), (_SMALLEST, headed), (_SMALLEST, words)]
    choices += [(_LAST_RESORT, words)] if page == TURNED_WIDTH else []
    for type_of, longest in choices:
        size, scale, space = type_of
        natural = [width * scale for width in _natural(bodies, lines)]
        room = page * _ROOMY - 2 * space * len(natural)
        room -= sum(width for i, width in enumerate(natural) if i not in text)
        least = {i: min(scale * longest[i], natural[i]) for i in text}
        if sum(least.values()) <= room:
            break
    widths = _shared(room, {i: [scale * width for width in cells] for i, cells in text.items()}, least)
    fits = sum(least.values()) <= room
    return Layout(size, space, lines, tuple(widths.get(i) for i in range(len(natural))), fits=fits)


def _is_readable(form: Layout, text: dict[int, list[float]], bodies: list[float]) -> bool:
    """Whether the table fits and its longest text has a few words a line, or every text a few lines."""
    width = form.widths[max(text, key=lambda i: bodies[i])]
    if width is None or width >= _READABLE:
        return form.fits
    few = _FEW_LINES if form.size != _SMALLEST[0] else 0
    return form.fits and all(width is None or bodies[i] <= few * width for i, width in enumerate(form.widths))


def width_of(text: str) -> float:
    """The width of `text` in points at 10pt.

    >>> width_of("0.5")
    12.8
    """
    return round(sum(_character(character) for character in text), 1)


def _shared(room: float, texts: dict[int, list[float]], least: dict[int, float]) -> dict[int, float | None]:
    """Each column its longest word; what is left goes step by step where it shortens the rows most.

    `texts` are the widths of the cells of each column on one line.
    """
    natural = {i: max(cells, default=0.0) for i, cells in texts.items()}
    widths = dict(least)
    left = room - sum(least.values())
    while left >= _STEP:
        waiting = [i for i in widths if widths[i] < natural[i]]
        if not waiting:
            break
        best = min(waiting, key=lambda i: _height(texts, widths | {i: widths[i] + _STEP}))
        widths[best] += _STEP
        left -= _STEP
    return {i: None if widths[i] >= natural[i] else round(widths[i], 1) for i in widths}


def _height(texts: dict[int, list[float]], widths: dict[int, float]) -> float:
    """The lines of all rows, where a row is about as high as its highest cell."""
    lines = [[cell / widths[i] for cell in cells] for i, cells in texts.items()]
    return sum(sum(cell**4 for cell in row) ** 0.25 for row in zip(*lines, strict=True))


def _natural(bodies: list[float], headings: tuple[tuple[str, ...], ...]) -> list[float]:
    return [max(body, *map(width_of, lines)) for body, lines in zip(bodies, headings, strict=True)]


def _lines(heading: str, body: float) -> tuple[str, ...]:
    """The words of a heading in lines about as wide as the column under it."""
    words = heading.split()
    if not words:
        return (heading,)
    width = max(body, *map(width_of, words))
    lines = [words[0]]
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        if width_of(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def _cell_width(cell: object) -> float:
    if isinstance(cell, Exact):
        share = 1.0 if cell.value.is_Rational else 0.8  # roots and brackets in words are wider than in mathematics
        return share * width_of(str(cell))
    if isinstance(cell, Number):
        return width_of(cell.text)
    return width_of(cell.text if isinstance(cell, Formula) else shown(cell))  # type: ignore[arg-type]


def _spaces(cell: object) -> float:
    """The width of the spaces between groups of three decimals, which siunitx sets from five on."""
    places = len(cell.text.partition(".")[2]) if isinstance(cell, Number) else 0
    return _THIN * ((places - 1) // 3) if places > 4 else 0.0


def pieces(text: str) -> list[str]:
    """`text` cut after the signs at which a formula may be broken into lines.

    >>> pieces("n*(n-d)/d <= E")
    ['n*', '(n-', 'd)', '/', 'd <= E']
    """
    return [piece for piece in re.split(r"(?<=[-*/+)=|])(?=[^\s-])", text) if piece]


def _longest_word(cell: object) -> float:
    """The widest part that cannot be broken; mathematics is one part."""
    if isinstance(cell, Exact):
        return 1.05 * _cell_width(cell)
    words = [word for piece in pieces(shown(cell)) for word in piece.split()]  # type: ignore[arg-type]
    return 1.05 * max(map(width_of, words), default=0.0)


def _character(character: str) -> float:
    if character.isdigit():
        return 5.0
    if character in " .,;:'!|iljt()[]-":
        return 2.8 if character in ".,;:'!|il" else 3.6
    return 7.4 if character.isupper() or character in "mwMW×≥≤=+−→" else 5.1
