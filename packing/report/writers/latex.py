"""A table in LaTeX: booktabs rules, decimals aligned, as wide as a page at most, everything escaped."""

from __future__ import annotations

from dataclasses import dataclass

from packing.report.cells import Cell, Cited, Exact, Formula, Number, shown, sources
from packing.report.tabular import Column, Table
from packing.report.writers import latex_numbers
from packing.report.writers.latex_layout import TURNED_WIDTH, Layout, layout, pieces
from packing.report.writers.latex_text import escape_latex, with_mathematics

LONGEST_FLOAT = 45
"""A table with more rows does not fit on a page and becomes a longtable."""


def latex_table(table: Table, *, cite: bool = False, siunitx: bool = False) -> str:
    r"""The table for a manuscript that loads booktabs, and longtable where it has more than 45 rows.

    It fits a page of LaTeX's article: headings, type and text columns give way where they must, and where that would
    leave the text too narrow to be read, the page is turned (pdflscape). The comments above it name the command that
    makes it again, the packages, and the keys of its sources; with `cite` they are cited beside what rests on them.
    With `siunitx` numbers stand in S columns.

    >>> from packing.report.tabular import Column
    >>> print(latex_table(Table("Halves", (Column("x", "x"),), ((Number(0.5),), (Number(-0.25),)))))
    % needs \usepackage{booktabs}
    \begin{table}
      \centering
      \caption{Halves}
      \setlength{\abovetopsep}{4pt}
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
    style = Style(cite, siunitx)
    form = layout(table, cite=cite, siunitx=siunitx)
    if form.is_turned:
        return "\n".join([*_comments(table, form, style), r"\begin{landscape}", *_long(table, form, style), _END])
    is_long = len(table.rows) > LONGEST_FLOAT
    body = _long(table, form, style) if is_long else _float(table, form, style)
    return "\n".join([*_comments(table, form, style, is_long=is_long), *body])


@dataclass(frozen=True)
class Style:
    """Whether sources are cited, and whether numbers stand in S columns."""

    cite: bool
    siunitx: bool

    @property
    def options(self) -> str:
        """As the command line has it."""
        return "--format latex" + " --cite" * self.cite + " --siunitx" * self.siunitx

    def citation(self, cell: Cell) -> str:
        r"""What follows a cell: ~\cite{..}, or nothing."""
        keys = sources(cell) if self.cite and not isinstance(cell, Number) else ()
        return rf"~\cite{{{','.join(keys)}}}" if keys else ""


_BELOW_CAPTION = r"\setlength{\abovetopsep}{4pt}"
"""Room between caption and rule, which the classes of LaTeX leave to the table."""

_END = r"\end{landscape}"


def _float(table: Table, form: Layout, style: Style) -> list[str]:
    label = [rf"  \label{{{table.label}}}"] if table.label else []
    notes = ["", r"  \smallskip", f"  {_notes(table, style)}"] if table.footnotes else []
    return [
        r"\begin{table}",
        r"  \centering",
        rf"  \caption{{{_caption(table)}}}",
        *label,
        *([f"  {_size(form)}"] if not form.is_plain else []),
        rf"  {_BELOW_CAPTION}",
        rf"  \begin{{tabular}}{{{_alignment(table, form, style)}}}",
        r"    \toprule",
        f"    {_heading(table, form, style)}",
        r"    \midrule",
        *(f"    {line}" for line in _body(table, form, style)),
        r"    \bottomrule",
        r"  \end{tabular}",
        *notes,
        r"\end{table}",
    ]


def _long(table: Table, form: Layout, style: Style) -> list[str]:
    """The heading is repeated on each page; notes stand under the end and take no width from the columns."""
    width = len(table.columns)
    name = rf"\label{{{table.label}}}" if table.label else ""
    lines = [] if form.is_plain else [rf"\begingroup{_size(form)}"]
    lines += [rf"\setlength{{\LTcapwidth}}{{{TURNED_WIDTH:g}pt}}"] * form.is_turned
    lines += [rf"\begin{{longtable}}{{{_alignment(table, form, style)}}}"]
    heading = f"  {_heading(table, form, style)}"
    lines += [rf"  \caption{{{_caption(table)}}}{name} \\", r"  \toprule", heading]
    lines += [r"  \midrule", r"  \endfirsthead", r"  \toprule", heading, r"  \midrule", r"  \endhead"]
    lines += [r"  \bottomrule", r"  \endfoot", r"  \bottomrule"]
    for note in table.footnotes:
        text = rf"\makebox[0pt][l]{{\footnotesize {_note(note, table, style)}}}"
        lines.append(rf"  \multicolumn{{{width}}}{{l}}{{{text}}} \\")
    lines += [r"  \endlastfoot", *(f"  {line}" for line in _body(table, form, style)), r"\end{longtable}"]
    return [*lines, *([] if form.is_plain else [r"\endgroup"])]


def _comments(table: Table, form: Layout, style: Style, *, is_long: bool = True) -> list[str]:
    wanted = {
        "amssymb": _has_blackboard(table),
        "array": form.needs_array,
        "booktabs": True,
        "longtable": is_long,
        "pdflscape": form.is_turned,
        "siunitx": style.siunitx,
    }
    needs = "% needs " + " ".join(rf"\usepackage{{{package}}}" for package, is_needed in wanted.items() if is_needed)
    cites = [f"% cites {', '.join(table.references)}"] if table.references else []
    made = table.made_by(style.options)
    return [*([f"% {made}"] if made else []), needs, *cites]


def _has_blackboard(table: Table) -> bool:
    r"""Whether a space such as \mathbb{C}^3 is set in the table, for which LaTeX needs amssymb."""
    cells = (cell.latex for row in table.rows for cell in row if isinstance(cell, Formula))
    return any(r"\mathbb" in text for text in (_caption(table), *map(_title_in_words, table.columns), *cells))


def _size(form: Layout) -> str:
    return rf"{form.size}\setlength{{\tabcolsep}}{{{form.space:g}pt}}"


def _caption(table: Table) -> str:
    return table.latex or with_mathematics(table.caption)


def _alignment(table: Table, form: Layout, style: Style) -> str:
    columns = []
    for i, (column, width) in enumerate(zip(table.columns, form.widths, strict=True)):
        if width is not None:
            columns.append(rf">{{\raggedright\arraybackslash}}p{{{width:g}pt}}")
        elif style.siunitx and column.right:
            columns.append(latex_numbers.column([row[i] for row in table.rows]))
        else:
            columns.append("r" if column.right else "l")
    return "".join(columns)


def _heading(table: Table, form: Layout, style: Style) -> str:
    cells = (_title(column, lines) for column, lines in zip(table.columns, form.headings, strict=True))
    set_apart = (
        f"{{{cell}}}" if style.siunitx and column.right else cell
        for cell, column in zip(cells, table.columns, strict=True)
    )
    return " & ".join(set_apart) + r" \\"


def _title(column: Column, lines: tuple[str, ...]) -> str:
    if column.latex or len(lines) == 1:
        return _title_in_words(column)
    side = "r" if column.right else "l"
    return rf"\shortstack[{side}]{{" + r"\\".join(map(with_mathematics, lines)) + "}"


def _title_in_words(column: Column) -> str:
    return column.latex or with_mathematics(column.heading)


def _notes(table: Table, style: Style) -> str:
    return r"\footnotesize " + r" \quad ".join(_note(note, table, style) for note in table.footnotes)


def _note(note: str, table: Table, style: Style) -> str:
    """A footnote after its mark; that of the optima of the literature cites them where sources are cited."""
    words = escape_latex(note[1:])
    if style.cite and note[0] == "⋆":
        words = words.partition(":")[0] + rf"~\cite{{{','.join(table.settled)}}}"
    return latex_numbers.mark(note[0]) + words


def _body(table: Table, form: Layout, style: Style) -> list[str]:
    columns = [[row[i] for row in table.rows] for i in range(len(table.columns))]
    decimals = [max(map(latex_numbers.decimals, cells), default=0) for cells in columns]
    lines = []
    for row in table.rows:
        cells = [
            _text(cell, style)
            if width is not None and isinstance(cell, str | Cited)
            else _cell(cell, places, column.right, style)
            for cell, column, places, width in zip(row, table.columns, decimals, form.widths, strict=True)
        ]
        lines.append(" & ".join(cells) + r" \\")
    apart = r" \addlinespace[2pt]" if form.needs_array else ""
    return [*(line + apart for line in lines[:-1]), *lines[-1:]]


def _text(cell: str | Cited, style: Style) -> str:
    """Text in a narrow column: a formula may also be broken after a sign."""
    return with_mathematics(shown(cell), _breakable) + style.citation(cell)


def _breakable(text: str) -> str:
    return r"\allowbreak{}".join(escape_latex(part) for part in pieces(text))


def _cell(cell: Cell, places: int, right: bool, style: Style) -> str:
    in_s = style.siunitx and right
    if isinstance(cell, Number | int):
        return latex_numbers.in_s_column(cell) if in_s else latex_numbers.aligned(cell, places * right)
    text = _words(cell) + style.citation(cell)
    return f"{{{text}}}" if in_s else text


def in_words(cell: Cell) -> str:
    r"""A cell in text mode; an exact number and a formula are mathematics inside."""
    if isinstance(cell, Number | int):
        return latex_numbers.aligned(cell, 0)
    return _words(cell)


def _words(cell: Cell) -> str:
    if isinstance(cell, Exact) and cell.is_short:
        from sympy import latex

        return f"${latex(cell.value, fold_short_frac=True)}$"
    if isinstance(cell, Formula):
        return cell.latex + latex_numbers.mark(cell.mark)
    return with_mathematics(shown(cell))
