"""A table in LaTeX: booktabs rules, decimals aligned, as wide as a page at most, everything escaped."""

from __future__ import annotations

from packing.report.cells import Cell, Exact, Formula, Number, shown
from packing.report.tabular import Column, Table
from packing.report.writers.latex_layout import Layout, layout, pieces
from packing.report.writers.latex_text import escape_latex

LONGEST_FLOAT = 45
"""A table with more rows does not fit on a page and becomes a longtable."""


def latex_table(table: Table) -> str:
    r"""The table for a manuscript that loads booktabs, and longtable where it has more than 45 rows.

    It fits a page of LaTeX's article: headings, type and text columns give way where they must.

    >>> from packing.report.tabular import Column
    >>> print(latex_table(Table("Halves", (Column("x", "x"),), ((Number(0.5),), (Number(-0.25),)))))
    % needs \usepackage{booktabs}
    \begin{table}
      \centering
      \caption{Halves}
      \begin{tabular}{r}
        \toprule
        x \\
        \midrule
        0.5\phantom{0} \\
        $-$0.25 \\
        \bottomrule
      \end{tabular}
    \end{table}
    """
    return _long(table) if len(table.rows) > LONGEST_FLOAT else _float(table)


def _float(table: Table) -> str:
    form = layout(table)
    label = [rf"  \label{{{table.label}}}"] if table.label else []
    notes = ["", r"  \smallskip", f"  {_notes(table)}"] if table.footnotes else []
    return "\n".join(
        [
            *_comments(table, form, "booktabs"),
            r"\begin{table}",
            r"  \centering",
            rf"  \caption{{{_caption(table)}}}",
            *label,
            *([f"  {_size(form)}"] if not form.is_plain else []),
            rf"  \begin{{tabular}}{{{_alignment(table, form)}}}",
            r"    \toprule",
            f"    {_heading(table, form)}",
            r"    \midrule",
            *(f"    {line}" for line in _body(table, form)),
            r"    \bottomrule",
            r"  \end{tabular}",
            *notes,
            r"\end{table}",
        ]
    )


def _long(table: Table) -> str:
    """The heading is repeated on each page; notes stand under the end and take no width from the columns."""
    form, width = layout(table), len(table.columns)
    name = rf"\label{{{table.label}}}" if table.label else ""
    lines = _comments(table, form, "booktabs", "longtable")
    lines += [] if form.is_plain else [rf"\begingroup{_size(form)}"]
    lines += [rf"\begin{{longtable}}{{{_alignment(table, form)}}}"]
    heading = f"  {_heading(table, form)}"
    lines += [rf"  \caption{{{_caption(table)}}}{name} \\", r"  \toprule", heading]
    lines += [r"  \midrule", r"  \endfirsthead", r"  \toprule", heading, r"  \midrule", r"  \endhead"]
    lines += [r"  \bottomrule", r"  \endfoot", r"  \bottomrule"]
    for note in table.footnotes:
        text = rf"\makebox[0pt][l]{{\footnotesize {_note(note)}}}"
        lines.append(rf"  \multicolumn{{{width}}}{{l}}{{{text}}} \\")
    lines += [r"  \endlastfoot", *(f"  {line}" for line in _body(table, form)), r"\end{longtable}"]
    return "\n".join([*lines, *([] if form.is_plain else [r"\endgroup"])])


def _comments(table: Table, form: Layout, *packages: str) -> list[str]:
    wanted = [*(["amssymb"] if _has_blackboard(table) else []), *(["array"] if form.needs_array else []), *packages]
    needs = "% needs " + " ".join(rf"\usepackage{{{package}}}" for package in wanted)
    return [f"% {' '.join(table.provenance.split())}", needs] if table.provenance else [needs]


def _has_blackboard(table: Table) -> bool:
    r"""Whether a space such as \mathbb{C}^3 is set in the table, for which LaTeX needs amssymb."""
    cells = (cell.latex for row in table.rows for cell in row if isinstance(cell, Formula))
    return any(r"\mathbb" in text for text in (table.latex, *cells))


def _size(form: Layout) -> str:
    return rf"{form.size}\setlength{{\tabcolsep}}{{{form.space:g}pt}}"


def _caption(table: Table) -> str:
    return table.latex or escape_latex(table.caption)


def _alignment(table: Table, form: Layout) -> str:
    plain = ("r" if column.right else "l" for column in table.columns)
    return "".join(
        side if width is None else rf">{{\raggedright\arraybackslash}}p{{{width:g}pt}}"
        for width, side in zip(form.widths, plain, strict=True)
    )


def _heading(table: Table, form: Layout) -> str:
    cells = (_title(column, lines) for column, lines in zip(table.columns, form.headings, strict=True))
    return " & ".join(cells) + r" \\"


def _title(column: Column, lines: tuple[str, ...]) -> str:
    if column.latex or len(lines) == 1:
        return column.latex or escape_latex(column.heading)
    side = "r" if column.right else "l"
    return rf"\shortstack[{side}]{{" + r"\\".join(map(escape_latex, lines)) + "}"


def _notes(table: Table) -> str:
    return r"\footnotesize " + r" \quad ".join(map(_note, table.footnotes))


def _note(note: str) -> str:
    return _mark(note[0]) + escape_latex(note[1:])


def _body(table: Table, form: Layout) -> list[str]:
    decimals = [max((_decimals(row[i]) for row in table.rows), default=0) for i in range(len(table.columns))]
    lines = []
    for row in table.rows:
        cells = [
            _breakable(cell) if width is not None and isinstance(cell, str) else _cell(cell, places * column.right)
            for cell, column, places, width in zip(row, table.columns, decimals, form.widths, strict=True)
        ]
        lines.append(" & ".join(cells) + r" \\")
    return lines


def _breakable(text: str) -> str:
    """Text in a narrow column: a formula may also be broken after a sign."""
    return r"\allowbreak{}".join(escape_latex(part) for part in pieces(text))


def _decimals(cell: Cell) -> int:
    """The decimals shown, with 1 for the point: what a shorter number is padded by."""
    text = cell.text if isinstance(cell, Number) else ""
    return len(text) - text.index(".") if "." in text else 0


def _cell(cell: Cell, places: int) -> str:
    if isinstance(cell, Exact) and cell.is_short:
        from sympy import latex

        return f"${latex(cell.value, fold_short_frac=True)}$"
    if isinstance(cell, Formula):
        return cell.latex
    if isinstance(cell, Number | int):
        digits = escape_latex((cell.text if isinstance(cell, Number) else str(cell)).replace("-", "−"))
        mark = _mark(cell.mark) if isinstance(cell, Number) else ""
        return digits + _padding(places, _decimals(cell)) + (rf"\rlap{{{mark}}}" if mark else "")
    return escape_latex(shown(cell))


def _mark(mark: str) -> str:
    return r"$^\ast$" if mark == "*" else escape_latex(mark)


def _padding(places: int, used: int) -> str:
    """Invisible digits, and the point where there is none, so that the decimal points of a column stand in line."""
    missing = "." * (used == 0) + "0" * (places - max(used, 1))
    return rf"\phantom{{{missing}}}" if places > used else ""
