"""A table in LaTeX: booktabs rules, decimals aligned, marks that take no room, everything escaped."""

from __future__ import annotations

from packing.errors import InputError
from packing.problem import Problem
from packing.report.table import Cell, Exact, Formula, Number, Table, shown

LONGEST_FLOAT = 45
"""A table with more rows does not fit on a page and becomes a longtable."""


def latex_table(table: Table) -> str:
    r"""The table for a manuscript that loads booktabs, and longtable where it has more than 45 rows.

    >>> from packing.report.table import Column
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


def escape_latex(text: str) -> str:
    r"""`text` as LaTeX prints it, special characters escaped and the mathematical ones of this package in math mode.

    Letters of Latin alphabets stay as they are; for other characters that it does not know it raises `InputError`,
    because pdflatex would stop at them.

    >>> print(escape_latex("50% of |<x, y>|^2 ≥ ½ & more_so"))
    50\% of \textbar{}\textless{}x, y\textgreater{}\textbar{}\^{}2 $\geq$ ½ \& more\_so
    """
    return "".join(_escaped(character) for character in text)


def in_latex(problem: Problem) -> str:
    r"""The problem as LaTeX sets it.

    >>> from packing.problem import lines
    >>> print(in_latex(lines(13, 3, "C")))
    13 lines in $\mathbf{C}^{3}$
    """
    place = rf"\mathbf{{{problem.field}}}^{{{problem.d}}}" if problem.has_lines else f"S^{{{problem.d - 1}}}"
    words = str(problem).rpartition(" ")[0]
    return f"{words} ${place}$"


def _escaped(character: str) -> str:
    if character in _LATEX:
        return _LATEX[character]
    if ord(character) >= 0x180 or (ord(character) < 0x20):
        raise InputError(f"LaTeX has no text for {character!r} (U+{ord(character):04X}): write it in words")
    return character


_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\^{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    "\n": " ",
    "\t": " ",
    "²": r"$^2$",
    "³": r"$^3$",
    "±": r"$\pm$",
    "·": r"$\cdot$",
    "×": r"$\times$",
    "≥": r"$\geq$",
    "≤": r"$\leq$",
    "≈": r"$\approx$",
    "∞": r"$\infty$",
    "∈": r"$\in$",
    "⊕": r"$\oplus$",
    "→": r"$\to$",
    "−": r"$-$",
    "–": "--",
    "—": "---",
    "’": "'",
    "“": "``",
    "”": "''",
    "†": r"$^\dagger$",
    "√": r"$\surd$",
    "…": r"\ldots{}",
    "α": r"$\alpha$",
    "β": r"$\beta$",
    "ε": r"$\varepsilon$",
    "θ": r"$\theta$",
    "λ": r"$\lambda$",
    "μ": r"$\mu$",
    "π": r"$\pi$",
    "σ": r"$\sigma$",
    "φ": r"$\varphi$",
}


def _float(table: Table) -> str:
    label = [rf"  \label{{{table.label}}}"] if table.label else []
    notes = ["", r"  \smallskip", f"  {_notes(table)}"] if table.footnotes else []
    return "\n".join(
        [
            *_comments(table, "booktabs"),
            r"\begin{table}",
            r"  \centering",
            rf"  \caption{{{_caption(table)}}}",
            *label,
            rf"  \begin{{tabular}}{{{_alignment(table)}}}",
            r"    \toprule",
            f"    {_heading(table)}",
            r"    \midrule",
            *(f"    {line}" for line in _body(table)),
            r"    \bottomrule",
            r"  \end{tabular}",
            *notes,
            r"\end{table}",
        ]
    )


def _long(table: Table) -> str:
    """The heading is repeated on each page; notes stand under the end."""
    width = len(table.columns)
    name = rf"\label{{{table.label}}}" if table.label else ""
    lines = [*_comments(table, "booktabs", "longtable"), rf"\begin{{longtable}}{{{_alignment(table)}}}"]
    lines += [rf"  \caption{{{_caption(table)}}}{name} \\", r"  \toprule", f"  {_heading(table)}"]
    lines += [r"  \midrule", r"  \endfirsthead", r"  \toprule", f"  {_heading(table)}", r"  \midrule", r"  \endhead"]
    lines += [r"  \bottomrule", r"  \endfoot", r"  \bottomrule"]
    if table.footnotes:
        lines.append(rf"  \multicolumn{{{width}}}{{l}}{{{_notes(table)}}} \\")
    lines += [r"  \endlastfoot", *(f"  {line}" for line in _body(table)), r"\end{longtable}"]
    return "\n".join(lines)


def _comments(table: Table, *packages: str) -> list[str]:
    needs = "% needs " + " ".join(rf"\usepackage{{{package}}}" for package in packages)
    return [f"% {' '.join(table.provenance.split())}", needs] if table.provenance else [needs]


def _caption(table: Table) -> str:
    return table.latex or escape_latex(table.caption)


def _alignment(table: Table) -> str:
    plain = ("r" if column.right else "l" for column in table.columns)
    return "".join(
        rf"p{{{column.width}}}" if column.width else side for column, side in zip(table.columns, plain, strict=True)
    )


def _heading(table: Table) -> str:
    return " & ".join(column.latex or escape_latex(column.heading) for column in table.columns) + r" \\"


def _notes(table: Table) -> str:
    return r"\footnotesize " + r" \quad ".join(_mark(note[0]) + escape_latex(note[1:]) for note in table.footnotes)


def _body(table: Table) -> list[str]:
    decimals = [max((_decimals(row[i]) for row in table.rows), default=0) for i in range(len(table.columns))]
    lines = []
    for row in table.rows:
        cells = zip(row, table.columns, decimals, strict=True)
        lines.append(" & ".join(_cell(cell, places if column.right else 0) for cell, column, places in cells) + r" \\")
    return lines


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
