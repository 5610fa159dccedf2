"""A study as a page: a headline, its tables, and what it says in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packing.numeric import MEETS_BOUND, SAME_VALUE
from packing.records import Optimal, Record
from packing.report.tables.study import provenance, study_tables
from packing.report.writers.render import Format, parse_format, render
from packing.report.writers.terminal import Frame, for_terminal, page
from packing.rounding import Rounding, digits, lower, upper

if TYPE_CHECKING:
    from packing.report.writers.terminal import Page
    from packing.studies import Study


def study_page(study: Study) -> Page:
    """The study for a terminal."""
    from rich.text import Text

    best = study.bounds.best
    exactly = _exactly(study)
    headline = Text.assemble(
        ("best packing found  ", "dim"),
        (upper(study.least_known), "bold green" if study.gap <= MEETS_BOUND else "bold"),
        (exactly, "dim"),
        ("\nno packing below    ", "dim"),
        (lower(best.exact), "bold"),
        (f"{exactly}  {best.theorem}, {best.rigor}", "dim"),
        ("\ngap                 ", "dim"),
        (_gap(study), "bold"),
    )
    words = "\n".join(f"• {sentence}" for sentence in study.sentences)
    tables = [part for table in study_tables(study) for part in ("", for_terminal(table))]
    return page(Frame(str(study.problem), headline, expand=False), *tables, Frame("In words", words))


def _exactly(study: Study) -> str:
    """The exact number that packing and bound share, where they do: their decimals are rounded apart."""
    record = _of_the_packing(study)
    if record is None or not record.is_attained:
        return ""
    return f"  exactly {record.exact}" if len(str(record.exact)) <= _LONGEST else "  the same exact number"


def _gap(study: Study) -> str:
    """The gap, and whether the packing found is known to be optimal, here or in the literature."""
    record = _of_the_packing(study)
    if record is not None and record.is_attained:
        return "0: the packing is optimal"
    gap = digits(study.least_known - study.bounds.best.exact, Rounding.UP, 6)
    if study.gap <= MEETS_BOUND:
        return f"{gap}: 0 up to rounding"
    return gap if record is None or record.optimal is Optimal.OPEN else f"{gap}: {record.standing}"


def _of_the_packing(study: Study) -> Record | None:
    """What is known of the packing found; None where the best known is another one."""
    record = study.best_known
    is_other = record is None or study.found.packing.coherence > record.coherence + SAME_VALUE
    return None if is_other else record


_LONGEST = 28
"""A longer exact number is not spelt out."""


def study_document(
    study: Study, form: Format | str, *, label: str | None = None, cite: bool = False, siunitx: bool = False
) -> str:
    """The study as LaTeX or Markdown to paste into a paper; as CSV, its tables one after the other.

    `label` begins the labels of the tables; `cite` and `siunitx` as in `render`.

    Args: `form`: "latex", "markdown" or "csv".
    """
    form = parse_format(form)
    tables = [render(table, form, cite=cite, siunitx=siunitx) for table in study_tables(study, label)]
    words = study.sentences
    if form is Format.LATEX:
        from packing.report.writers.latex_text import with_mathematics

        listed = "\n".join(rf"  \item {with_mathematics(sentence)}" for sentence in words)
        return "\n\n".join([*tables, f"\\begin{{itemize}}\n{listed}\n\\end{{itemize}}"])
    if form is Format.MARKDOWN:
        listed = "\n".join(f"- {sentence}" for sentence in words)
        return "\n\n".join([f"# {study.problem}", listed, *tables, f"`{provenance(study)} --format markdown`"])
    return "\n\n".join(tables)
