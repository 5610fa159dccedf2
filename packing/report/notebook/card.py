"""A card: a title, named numbers, how surely they are known, tables, a small picture, sentences."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from packing.report.cells import Cell, Exact, shown
from packing.report.tabular import Table
from packing.report.writers.latex import in_words
from packing.report.writers.latex_text import with_mathematics

COLOURS = {
    "proved": "#006b4b",
    "certified": "#005a8c",
    "numerical": "#8a5a00",
    "true": "#006b4b",
    "corrected": "#005a8c",
    "open": "#8a5a00",
    "false": "#a33b00",
    "rejected": "#a33b00",
    "not checked": "#8a5a00",
}
"""The colour of a badge; the word says the same."""


@dataclass(frozen=True)
class Card:
    """What a notebook shows of a value; `formula` is its LaTeX, `picture` an SVG, `badge` how it is known."""

    title: str
    rows: tuple[tuple[str, Cell], ...] = ()
    badge: str = ""
    formula: str = ""
    picture: str = ""
    tables: tuple[Table, ...] = ()
    sentences: tuple[str, ...] = ()


def card_html(card: Card) -> str:
    """HTML without a script and without a style sheet.

    >>> print(card_html(Card("a < b", (("n", 3),), "proved")).replace("</tr>", "</tr> ")[:72])
    <div style="max-width: 60em"><strong>a &lt; b</strong> <span style="colo
    """
    parts = [f"<strong>{escape(card.title)}</strong>", _badge(card.badge)]
    filled = [(name, cell) for name, cell in card.rows if cell is not None and cell != ""]
    if filled:
        rows = (f'<tr><th style="text-align: left">{escape(name)}</th>{_cell(cell)}</tr>' for name, cell in filled)
        parts.append(f"<table>{''.join(rows)}</table>")
    parts += [card.picture, *(table._repr_html_() for table in card.tables)]
    if card.sentences:
        parts.append("<ul>" + "".join(f"<li>{escape(sentence)}</li>" for sentence in card.sentences) + "</ul>")
    return f'<div style="max-width: 60em">{" ".join(filter(None, parts))}</div>'


def card_latex(card: Card) -> str:
    r"""The formula of a card, or its rows as an array.

    >>> print(card_latex(Card("t", (("dimensions d", 3),))))
    $$\begin{array}{ll}\text{t} & \\ \text{dimensions $d$} & \text{3}\end{array}$$
    """
    if card.formula:
        return f"${card.formula}$"
    if card.tables and not card.rows:
        return "\n\n".join(table.to_latex() for table in card.tables)
    lines = [rf"\text{{{with_mathematics(card.title)}}} & "]
    lines += [
        rf"\text{{{with_mathematics(name)}}} & \text{{{_text(cell)}}}"
        for name, cell in card.rows
        if cell is not None and cell != ""
    ]
    return r"$$\begin{array}{ll}" + r" \\ ".join(lines).strip() + r"\end{array}$$"


def tex(value: object) -> str:
    r"""An exact number as LaTeX where it is short, "" where it is long.

    >>> import sympy
    >>> tex(1 / sympy.sqrt(5))
    '\\frac{\\sqrt{5}}{5}'
    """
    from sympy import latex, sympify

    exact = Exact(sympify(value, strict=True))
    return str(latex(exact.value)) if exact.is_short else ""


def _text(cell: Cell) -> str:
    return with_mathematics(cell) if isinstance(cell, str) else in_words(cell)


def _badge(word: str) -> str:
    if not word:
        return ""
    colour = COLOURS.get(word.split()[0], "#444444")
    return f'<span style="color: {colour}; border: 1px solid; padding: 0 0.4em">{escape(word)}</span>'


def _cell(cell: Cell) -> str:
    return f'<td style="text-align: left">{escape(shown(cell))}</td>'
