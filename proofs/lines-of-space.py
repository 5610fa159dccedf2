"""Orthogonal pairs among different lines of R^3, up to 13 lines."""

from itertools import combinations, product

import numpy as np

from packing.analytic.extremal import FOUR_CYCLE_FREE
from packing.analytic.rays import small_rays
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting


def subsets_of_the_rays(setting: Setting) -> Finding:
    """The most pairs in all 2^13 subsets of the rays {-1, 0, 1}^3."""
    graph = small_rays(1) @ small_rays(1).T == 0
    rows = [int(sum(1 << j for j in np.flatnonzero(row))) for row in graph]
    most = [0] * 14
    for subset in range(1 << 13):
        members = [i for i in range(13) if subset >> i & 1]
        pairs = sum((rows[i] & subset).bit_count() for i in members) // 2
        most[len(members)] = max(most[len(members)], pairs)
    said = [*FOUR_CYCLE_FREE[:12], int(setting["thirteen"])]
    return Finding(most[1:] == said, f"most pairs for n = 1..13: {most[1:]}")


def by_field(setting: Setting) -> Finding:
    """ex(n; C4) for n <= 7 by all graphs; the 13 points over the field of three elements; two lines share one partner."""
    exact = [largest(n) for n in range(1, setting.pick(8, 7))]
    points = [v for v in product(range(3), repeat=3) if next((x for x in v if x), 0) == 1]
    joined = np.array(
        [[sum(a * b for a, b in zip(u, v, strict=True)) % 3 == 0 and u != v for u in points] for v in points]
    )
    shared = joined.astype(int) @ joined
    np.fill_diagonal(shared, 0)
    edges = int(joined.sum()) // 2
    holds = shared.max() <= 1 and exact == list(FOUR_CYCLE_FREE[: len(exact)]) and edges == int(setting["thirteen"])
    return Finding(
        bool(holds), f"ex(n; C4) = {exact}; {len(points)} points: {edges} edges, at most {shared.max()} shared"
    )


def largest(n: int) -> int:
    """ex(n; C4) by depth-first choice of edges."""
    edges = list(combinations(range(n), 2))
    best = 0

    def choose(index: int, rows: tuple[int, ...], count: int) -> None:
        nonlocal best
        if count + len(edges) - index <= best:
            return
        if index == len(edges):
            best = count
            return
        i, j = edges[index]
        new = list(rows)
        new[i] |= 1 << j
        new[j] |= 1 << i
        if all((new[a] & new[b]).bit_count() <= 1 for a in (i, j) for b in range(n) if b != a):
            choose(index + 1, tuple(new), count + 1)
        choose(index + 1, rows, count)

    choose(0, (0,) * n, 0)
    return best


CLAIM = Claim(
    id="lines-of-space",
    kind=Kind.THEOREM,
    statement=(
        "n <= 13 different lines of R^3 have at most ex(n; C4) orthogonal pairs, attained by rays with entries -1, 0, 1; "
        "for n = 13 that is {thirteen}"
    ),
    constants={"thirteen": 24},
    mutations=({"thirteen": 25}, {"thirteen": 23}),
    expected=Answer.TRUE,
    reference="OEIS A006855; Clapham, Flockhart and Sheehan 1989; the rays: Yu and Oh 2012",
    derivation=(
        "Two different lines have exactly one common orthogonal line, so the orthogonality graph has no four-cycle; ex(n; C4) "
        "is published. The rays are the points over three elements: |<x, y>| <= 3, and 3 only for parallel ones."
    ),
    instruments=(
        Instrument(InstrumentKind.ENUMERATION, subsets_of_the_rays),
        Instrument(InstrumentKind.ENUMERATION, by_field),
    ),
)
