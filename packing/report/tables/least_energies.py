"""Tables of least energies: p-frames of drawn (n, d), and the positive interference of a few more than 2d points."""

from __future__ import annotations

import random

from packing.bounds import energy_bounds
from packing.bounds.energy.sign_bound import THEOREM as SIGNS
from packing.bounds.energy.threepoint_bound import THEOREM
from packing.errors import InputError
from packing.potentials import AbsPower, ReluPower
from packing.problem import vectors
from packing.report.cells import Cell, Number
from packing.report.query import Query
from packing.report.tables.energies import ENERGY_COLUMNS, MOST, energy_cells
from packing.report.tabular import Column, D, N, Table, cited
from packing.rounding import Rounding
from packing.studies.energies import energy_study

EXPONENTS = (3.0, 5.0)
"""The exponents of p-frame energies where none is asked for."""

DRAWN, MOST_D, MOST_N = 40, 6, 20
"""So many pairs 2 <= d < n <= `MOST_N`, d <= `MOST_D`, are drawn."""

NEAR = 0.95
"""The part of the energy found that a floor should reach."""

P_FRAME_COLUMNS = (
    N,
    D,
    Column("exponent", "p", "$p$"),
    Column("two_points", "two points"),
    Column("lower", "no packing below"),
    Column("known", "known", right=False),
    Column("found", "least found"),
    Column("part", "part"),
)
"""The floor of formulas and of two points, the best floor, the least energy found, and floor over found."""

_EXTRA = 4
"""So many points more than 2d."""


def drawn(seed: int = 0) -> list[tuple[int, int]]:
    """Pairs (n, d) drawn without repetition, d by d.

    >>> drawn()[:3], len(drawn())
    ([(7, 2), (8, 2), (9, 2)], 40)
    """
    pairs = [(n, d) for d in range(2, MOST_D + 1) for n in range(d + 1, MOST_N + 1)]
    return sorted(random.Random(seed).sample(pairs, DRAWN), key=lambda pair: pair[::-1])


def p_frames_table(query: Query) -> Table:
    """Sums of |<x, y>|^p over n lines: of 40 drawn (n, d) by --seed, or of those of -n and -d; p = 3 and 5.

    Raises `InputError` where points are asked for, or more than 60 energies by -n and -d.
    """
    if query.objects is not None:
        raise InputError("p-frame energies are of lines: leave out --vectors")
    exponents = EXPONENTS if query.exponent is None else (query.exponent,)
    free = query.n is None and query.d is None
    cells = drawn(query.seed) if free else query.cells((2, 3), (3, 6), MOST // len(exponents))
    rows: list[tuple[Cell, ...]] = []
    parts: list[float] = []
    for n, d in cells:
        for p in exponents:
            problem, potential = query.problem(n, d), AbsPower(p)
            study = energy_study(problem, potential)
            lower = study.lower
            two = max(bound for bound in energy_bounds(problem, potential) if bound.theorem not in (THEOREM, SIGNS))
            found = study.least_known
            part = None if not found else min(lower.value / found, 1.0)
            parts.append(1.0 if part is None else part)
            rows.append((
                n, d, Number(float(p), 4),
                Number(two.value, 8, Rounding.DOWN, two.rigor, two.exact),
                Number(lower.value, 8, Rounding.DOWN, lower.rigor, lower.exact),
                cited(f"{lower.theorem}, {lower.rigor}", lower.theorem.reference),
                None if found is None else Number(found, 8, Rounding.UP),
                None if part is None else Number(part, 4, Rounding.DOWN),
            ))  # fmt: skip
    near = sum(part >= NEAR for part in parts)
    caption = (
        f"p-frame energies: the sum of |<x, y>|^p over ordered pairs of {query.family}; "
        f"{near} of {len(parts)} floors are at least 95 % of the least energy found"
    )
    return Table(caption, P_FRAME_COLUMNS, tuple(rows))


def relu_floors_table(query: Query) -> Table:
    """Sums of max(<x, y>, 0)^2 over 2d < n <= 2d + 4 unit vectors of R^d, 2 <= d <= 5; up to 2d vectors have none.

    Raises `InputError` where complex vectors or lines are asked for, or no such n.
    """
    if not query.is_real:
        raise InputError("positive overlaps are of real vectors: leave out --field")
    rows: list[tuple[Cell, ...]] = []
    dimensions = range(2, 6) if query.d is None else query.d.within(2, 5)
    for d in dimensions[:MOST]:
        sizes = range(2 * d + 1, 2 * d + _EXTRA + 1)
        allowed = sizes if query.n is None else [n for n in query.n.within(2, sizes[-1])[: 10 * MOST] if n in sizes]
        studies = [energy_study(vectors(n, d), ReluPower(query.exponent or 2)) for n in allowed if d > 1]
        rows += [(study.problem.n, d, *energy_cells(study)) for study in studies]
    if not rows:
        raise InputError(f"no n with 2d < n <= 2d + {_EXTRA} is in the spans{query.options}: widen n or d")
    caption = "The least positive interference: the sum of max(<x, y>, 0)^p over ordered pairs of unit vectors"
    return Table(caption, (N, D, *ENERGY_COLUMNS), tuple(rows))
