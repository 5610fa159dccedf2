"""A study as a page: a headline, five tables, and what it says in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packing.numeric import MEETS_BOUND, SAME_VALUE
from packing.records import Optimal
from packing.report.tables.study import provenance, study_tables
from packing.report.writers.render import Format, parse_format, render
from packing.report.writers.terminal import for_terminal

if TYPE_CHECKING:
    from rich.console import Group

    from packing.studies import Study


def study_page(study: Study) -> Group:
    """The study for a terminal."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.panel import Panel
    from rich.text import Text

    best, coherence = study.bounds.best, study.found.packing.coherence
    headline = Text.assemble(
        ("best packing found  ", "dim"),
        (f"{coherence:.12g}", "bold green" if study.gap <= MEETS_BOUND else "bold"),
        ("\nno packing below    ", "dim"),
        (f"{best.value:.12g}", "bold"),
        (f"  {best.theorem}, {best.rigor}", "dim"),
        ("\ngap                 ", "dim"),
        (_gap(study), "bold"),
    )
    words = Text("\n").join(Text(f"• {sentence}") for sentence in study.sentences)
    tables = [Padding(for_terminal(table), (1, 0, 0, 1)) for table in study_tables(study)]
    return Group(
        Panel(headline, title=f"[bold]{study.problem}[/bold]", title_align="left", padding=(1, 2), expand=False),
        *tables,
        Panel(words, title="[bold]In words[/bold]", title_align="left", padding=(1, 2)),
    )


def _gap(study: Study) -> str:
    """The gap, and whether the packing found is known to be optimal, here or in the literature."""
    record = study.best_known
    if record is not None and study.found.packing.coherence > record.coherence + SAME_VALUE:
        record = None  # what is known is of another packing
    if study.gap <= MEETS_BOUND:
        return "0: the packing is optimal" if record is not None and record.is_attained else "0 up to rounding"
    if record is None or record.optimal is Optimal.OPEN:
        return f"{study.gap:.6g}"
    return f"{study.gap:.6g}: {record.standing}"


def study_document(study: Study, form: Format | str) -> str:
    """The study as LaTeX or Markdown to paste into a paper; as CSV, its tables one after the other."""
    form = parse_format(form)
    tables = [render(table, form) for table in study_tables(study)]
    words = study.sentences
    if form is Format.LATEX:
        from packing.report.writers.latex_text import escape_latex

        listed = "\n".join(rf"  \item {escape_latex(sentence)}" for sentence in words)
        return "\n\n".join([*tables, f"\\begin{{itemize}}\n{listed}\n\\end{{itemize}}"])
    if form is Format.MARKDOWN:
        listed = "\n".join(f"- {sentence}" for sentence in words)
        return "\n\n".join([f"# {study.problem}", listed, *tables, f"`{provenance(study)}`"])
    return "\n\n".join(tables)
