"""Orthogonal pairs among different lines of the plane."""

from itertools import combinations

import numpy as np

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting


def enumerated(setting: Setting) -> Finding:
    rays = np.array([(1, 0), (0, 1), (1, 1), (1, -1), (1, 2), (2, -1), (2, 1), (1, -2), (1, 3), (3, -1)])
    right = np.triu(rays @ rays.T == 0, 1)
    wrong = []
    for n in range(2, 11):
        most = max(int(right[np.ix_(chosen, chosen)].sum()) for chosen in map(list, combinations(range(10), n)))
        if most != int(setting["per_pair"] * n // 2):
            wrong.append((n, most))
    return Finding(not wrong, f"all subsets of 10 lines: the most pairs differ at {wrong[:3]}")


def partners(setting: Setting) -> Finding:
    rng = np.random.default_rng(setting.seed)
    counts = set()
    for _ in range(20):
        v = rng.standard_normal(2) + 1j * rng.standard_normal(2)
        counts.add(2 - np.linalg.matrix_rank(v[None, :]))
    # one orthogonal dimension: one line, so the pairs are a matching with n/2 edges at most
    return Finding(counts == {1} and setting["per_pair"] == 1, f"dimension of the orthogonal space in C^2: {counts}")


CLAIM = Claim(
    id="lines-of-the-plane",
    kind=Kind.THEOREM,
    statement="n different lines of F^2 have at most floor(w n/2) orthogonal pairs, attained, with w = {per_pair}",
    constants={"per_pair": 1},
    mutations=({"per_pair": 2},),
    expected=Answer.TRUE,
    reference="derived here",
    derivation="A line of F^2 has exactly one orthogonal line, over R and over C.",
    instruments=(Instrument(InstrumentKind.ENUMERATION, enumerated), Instrument(InstrumentKind.NUMERICAL, partners)),
)
