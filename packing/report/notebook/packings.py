"""Cards of problems, packings and constructions."""

from __future__ import annotations

from packing.configuration import Packing
from packing.constructions import Construction
from packing.problem import Problem
from packing.report.cells import Cited, Exact, Number
from packing.report.notebook.card import Card, tex
from packing.report.notebook.picture import overlaps_picture
from packing.rounding import Rounding, meant
from packing.space import Space


def problem_tex(problem: Problem) -> str:
    r"""The problem in mathematics.

    >>> from packing.problem import lines
    >>> print(problem_tex(lines(13, 3, "C")))
    13\text{ lines in }\mathbb{C}^{3}
    """
    words = str(problem).removeprefix(str(problem.n)).rpartition(" ")[0]
    return rf"{problem.n}\text{{{words} }}{problem.space.tex}"


def problem_card(problem: Problem) -> Card:
    """n, d, the field and what is packed."""
    rows = (("n", problem.n), *space_card(problem.space).rows)
    return Card(str(problem), rows, formula=problem_tex(problem))


def space_card(space: Space) -> Card:
    """d, the field and what is packed."""
    rows = (
        ("d", space.d),
        ("field", str(space.field)),
        ("objects", str(space.objects)),
        ("dimension of the subspaces", space.m if space.m > 1 else None),
        ("distance", str(space.distance) if space.m > 1 else None),
    )
    return Card(str(space), rows, formula=space.tex)


def packing_card(packing: Packing) -> Card:
    """The coherence, rounded up, and how many pairs have which overlap; of very many vectors the problem alone."""
    if not packing.is_quickly_told:
        return Card(str(packing.problem), (), formula=problem_tex(packing.problem))
    coherence = Number(packing.coherence, 12, Rounding.UP, exact=meant(packing.coherence))
    formula = rf"{problem_tex(packing.problem)},\quad \mu \leq {coherence.text}"
    rows = (("coherence", coherence),)
    return Card(str(packing.problem), rows, formula=formula, picture=overlaps_picture(packing))


def construction_card(construction: Construction) -> Card:
    """The exact coherence, by which theorem it is optimal, and the source."""
    coherence = construction.coherence
    rows = (
        ("problem", str(construction.problem)),
        ("coherence", Number(float(coherence), 12, Rounding.UP, construction.rigor, exact=coherence)),
        ("exactly", Exact(coherence)),
        ("optimal by", construction.optimal),
        ("source", Cited("", (construction.reference,)) if construction.reference else None),
    )
    formula = tex(coherence)
    named = rf"{problem_tex(construction.problem)},\quad \mu = {formula}" if formula else ""
    return Card(construction.name, rows, str(construction.rigor), named)
