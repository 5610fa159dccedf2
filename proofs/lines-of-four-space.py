"""Orthogonal pairs among different lines of R^4."""

from itertools import product

import numpy as np

from packing.analytic import orthogonal_pairs
from packing.analytic.rays import all_distinct, pair_count
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting


def stated(setting: Setting, n: int) -> int:
    return int(setting.exact("pairs", n=n))


def by_unit_distances(setting: Setting) -> Finding:
    """From above: floor(u_4(2n)/4), van Wamelen's most unit distances, outside n = 10 mod 20."""
    differs = []
    for n in range(3, setting.pick(1001, 301)):
        points = 2 * n
        upper = (points**2 // 4 + points - (0 if points % 8 == 0 or points % 10 == 0 else 1)) // 4
        if upper - (n % 20 == 10) != stated(setting, n):
            differs.append(n)
    return Finding(not differs, f"a quarter of the unit distances of 2n points, from n = 3: differs at {differs[:4]}")


def by_arrangements(setting: Setting) -> Finding:
    """From below: integer lines, counted; exchange search on the 40 lines through {-1, 0, 1}^4 finds no more."""
    rays = np.array([v for v in product((-1, 0, 1), repeat=4) if any(v)])
    rays = rays[[row[np.flatnonzero(row)[0]] > 0 for row in rays]]
    graph = rays @ rays.T == 0
    rng = np.random.default_rng(setting.seed)
    searched = [
        (n, max(exchanged(graph, n, rng) for _ in range(setting.pick(40, 12))), stated(setting, n))
        for n in range(3, 10)
    ]
    differs = [n for n in range(3, 60) if arranged(n) != stated(setting, n)]
    holds = not differs and all(met <= said for _, met, said in searched)
    return Finding(holds, f"planes of n = 3..59 lines differ at {differs[:4]}; (n, found, stated): {searched}")


def arranged(n: int) -> int:
    """The pairs of an integer arrangement of n different lines."""
    rows = orthogonal_pairs(n, 4, distinct=True).vectors
    return pair_count(rows) if all_distinct(rows) else -1


def exchanged(graph: np.ndarray, n: int, rng: np.random.Generator) -> int:
    """The pairs among n vertices after exchanging one for another while that gains pairs."""
    alive = np.zeros(len(graph), dtype=bool)
    alive[rng.choice(len(graph), n, replace=False)] = True
    while True:
        degrees = graph[:, alive].sum(axis=1)
        gains = np.where(alive[:, None] & ~alive[None, :], degrees[None, :] - degrees[:, None] - graph, -1)
        out, into = np.unravel_index(np.argmax(gains), gains.shape)
        if gains[out, into] <= 0:
            return int(graph[np.ix_(alive, alive)].sum() // 2)
        alive[out], alive[into] = False, True


CLAIM = Claim(
    id="lines-of-four-space",
    kind=Kind.THEOREM,
    statement=(
        "for n >= 3, n not 10 mod 20, different lines of R^4 have at most {pairs} orthogonal pairs, attained in two "
        "orthogonal planes"
    ),
    constants={"pairs": "floor(n^2/4)+2*floor(n/4)+floor(Mod(n,4)/3)"},
    mutations=({"pairs": "floor(n^2/4)+2*floor(n/4)"}, {"pairs": "floor(n^2/4)+floor(n/2)"}, {"pairs": "floor(n^2/4)"}),
    expected=Answer.TRUE,
    reference="Brass 1997; van Wamelen 1999; OEIS A144873; the reduction to unit distances is derived here",
    derivation=(
        "Put the 2n antipodal points on a sphere of radius 1/sqrt2: orthogonal pairs are a quarter of the unit distances, so "
        "there are at most floor(u_4(2n)/4). Planes with a + b = n lines in couples give a b + floor(a/2) + floor(b/2), "
        "most at nearly equal a, b, which is the same; only for n = 10 mod 20 the bound is one more, and it is open there."
    ),
    instruments=(
        Instrument(InstrumentKind.ENUMERATION, by_unit_distances),
        Instrument(InstrumentKind.OPTIMIZER, by_arrangements),
    ),
)
