"""Orthogonal pairs among different lines of R^4."""

from itertools import product

import numpy as np

from packing.analytic import orthogonal_pairs
from packing.analytic.rays import all_distinct, pair_count
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting


def planes(n: int) -> int:
    return max(a * (n - a) + a // 2 + (n - a) // 2 for a in range(n + 1))


def by_unit_distances(setting: Setting) -> Finding:
    """floor(u_4(2n)/4) equals the best pair of orthogonal planes, except in one residue class."""
    period, residue = int(setting["period"]), int(setting["residue"])
    exceptions = []
    for n in range(3, 1001):
        points = 2 * n
        upper = (points**2 // 4 + points - (0 if points % 8 == 0 or points % 10 == 0 else 1)) // 4
        if upper != planes(n):
            exceptions.append(n)
    holds = exceptions == [n for n in range(3, 1001) if n % period == residue]
    return Finding(holds, f"n = 3..1000: the bound is larger at n = {exceptions[:4]}.., {len(exceptions)} times")


def by_search(setting: Setting) -> Finding:
    """Exchange search on the 40 lines through {-1, 0, 1}^4 never exceeds the planes outside the class."""
    rays = np.array([v for v in product((-1, 0, 1), repeat=4) if any(v)])
    rays = rays[[row[np.flatnonzero(row)[0]] > 0 for row in rays]]
    graph = rays @ rays.T == 0
    rng = np.random.default_rng(setting.seed)
    period, residue = int(setting["period"]), int(setting["residue"])
    rows = []
    for n in range(4, 10):
        best = max(exchanged(graph, n, rng) for _ in range(setting.pick(40, 12)))
        rows.append((n, best, planes(n)))
    fits = all(best <= most for _, best, most in rows) and all(arranged(n) == planes(n) for n in range(4, 40))
    return Finding(fits and residue % 10 == 0 and period % 20 == 0, f"(n, found, planes): {rows}")


def arranged(n: int) -> int:
    """The pairs of an integer arrangement of n different lines."""
    rows = orthogonal_pairs(n, 4, distinct=True).vectors
    return pair_count(rows) if all_distinct(rows) else -1


def exchanged(graph: np.ndarray, n: int, rng: np.random.Generator) -> int:
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
        "for n >= 3, n not {residue} mod {period}, different lines of R^4 have most orthogonal pairs in two orthogonal "
        "planes: max over a + b = n of a b + floor(a/2) + floor(b/2)"
    ),
    constants={"period": 20, "residue": 10},
    mutations=({"residue": 0}, {"period": 10, "residue": 5}),
    expected=Answer.TRUE,
    reference="Brass 1997; van Wamelen 1999; OEIS A144873; the reduction to unit distances is derived here",
    derivation=(
        "Put the 2n antipodal points on a sphere of radius 1/sqrt2: orthogonal pairs are a quarter of the unit distances, so "
        "there are at most floor(u_4(2n)/4), which is what planes give but for n = 10 mod 20, where it is one more."
    ),
    instruments=(
        Instrument(InstrumentKind.SYMBOLIC, by_unit_distances),
        Instrument(InstrumentKind.OPTIMIZER, by_search),
    ),
)
