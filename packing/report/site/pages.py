"""The pages: what a template is given, and the templates filled in.

Jinja escapes every text that goes into a page, and an unknown name in a template is an error.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

import packing
from packing.bounds import Bound
from packing.measure import angle_set, minimal_angle
from packing.problem import Problem
from packing.report.cells import Number
from packing.report.figures.view import view_of
from packing.report.site import words
from packing.report.site.histogram import histogram
from packing.report.site.known import PAGE_DECIMALS, TABLE_DECIMALS, Known, file_name
from packing.report.site.sphere import view
from packing.rounding import Rounding, attained

MOST_ANGLES = 24
"""A page lists so many overlaps; the histogram and the coordinates hold all of them."""


@dataclass(frozen=True)
class Map:
    """One kind of problem as a grid: a row for each d, a column for each n, the cells in their places."""

    kind: str
    dimensions: tuple[int, ...]
    counts: tuple[int, ...]
    cells: tuple[Known, ...]

    def column(self, known: Known) -> int:
        """The column of a cell."""
        return self.counts.index(known.problem.n)

    def row(self, known: Known) -> int:
        """The row of a cell."""
        return self.dimensions.index(known.problem.d)


def index_page(cells: Sequence[Known]) -> str:
    """The table of all cells with a map of each kind."""
    standings = {word: sum(known.standing is standing for known in cells) for standing, word in words.STANDINGS.items()}
    return _environment().get_template("index.html").render(
        cells=cells,
        maps=maps(cells),
        standings=standings,
        dimensions=sorted({known.problem.d for known in cells}),
        kinds=list(dict.fromkeys(words.kind(known.problem) for known in cells)),
        latest=max((run.moment for known in cells for run in known.history), default=""),
        decimals=TABLE_DECIMALS,
        limits=words.LIMITS,
        root="",
    )  # fmt: skip


def energies_page(cells: Sequence[Known]) -> str:
    """The table of the energies of all packings, each beside what no packing has less of."""
    rows = [(known, energy) for known in cells for energy in known.energies]
    return _environment().get_template("energies.html").render(
        rows=rows,
        potentials=list(dict.fromkeys(energy.potential for _, energy in rows)),
        dimensions=sorted({known.problem.d for known, _ in rows}),
        kinds=list(dict.fromkeys(words.kind(known.problem) for known, _ in rows)),
        root="",
    )  # fmt: skip


def cell_page(known: Known, others: frozenset[Problem]) -> str:
    """The page of one problem; `others` are the problems that have a page too."""
    found = known.packing
    angles = angle_set(found)
    seen, picture = view_of(found), view(found)
    return _environment().get_template("cell.html").render(
        known=known,
        problem=known.problem,
        neighbours=_neighbours(known.problem, others),
        minimal_angle=attained(minimal_angle(found), 6, Rounding.DOWN) if found.n > 1 else None,
        angles=angles[:MOST_ANGLES],
        more_angles=max(0, len(angles) - MOST_ANGLES),
        histogram=histogram(found, known.bound.value),
        contacts=known.contacts,
        energies=known.energies,
        view=picture,
        twin=seen is not None and seen.is_twin,
        view_data="" if picture is None else Markup(json.dumps(picture).replace("<", "\\u003c")),
        records=_records(known),
        decimals=PAGE_DECIMALS,
        root="../",
    )  # fmt: skip


def maps(cells: Sequence[Known]) -> list[Map]:
    """The cells by kind, as grids."""
    found = []
    for kind, members in groupby(cells, key=lambda known: words.kind(known.problem)):
        chosen = tuple(members)
        counts = sorted({known.problem.n for known in chosen})
        if counts[-1] - counts[0] < 100:  # with gaps left as gaps, unless they would be most of the picture
            counts = list(range(counts[0], counts[-1] + 1))
        dimensions = sorted({known.problem.d for known in chosen})
        found.append(Map(kind, tuple(dimensions), tuple(counts), chosen))
    return found


def _neighbours(problem: Problem, others: frozenset[Problem]) -> list[tuple[str, Problem]]:
    """The cells one step away that have a page, with the words of the step."""
    n, d = problem.n, problem.d
    noun = words.objects(problem)
    steps = (
        (f"one of the {noun} fewer", n - 1, d),
        (f"one of the {noun} more", n + 1, d),
        ("one dimension fewer", n, d - 1),
        ("one dimension more", n, d + 1),
    )
    near = [
        (text, Problem(size, replace(problem.space, d=dimension)))
        for text, size, dimension in steps
        if size and dimension >= problem.m
    ]
    return [(text, other) for text, other in near if other in others]


def _records(known: Known) -> set[int]:
    """The places in the history at which a run lowered the record."""
    lowest, places = float("inf"), set()
    for place, run in enumerate(known.history):
        if run.packing.coherence < lowest - 1e-9:
            places.add(place)
            lowest = run.packing.coherence
    return places


def _lower(bound: Bound) -> str:
    return Number(bound.value, PAGE_DECIMALS, Rounding.DOWN, exact=bound.exact).text


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("packing.report.site"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        title=words.title, space=words.space, objects=words.objects, kind=words.kind, options=words.options,
        in_python=words.in_python, field=words.field, formula=words.formula, small=words.small, day=words.day,
        step=words.step, powers=words.powers, reference=words.reference, file=file_name, lower_text=_lower,
    )  # fmt: skip
    environment.globals.update(version=packing.__version__, STANDINGS=words.STANDINGS, PUBLISHED=words.PUBLISHED)
    return environment
