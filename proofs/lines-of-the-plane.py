"""Orthogonal pairs among different lines of the plane."""

from itertools import combinations

import numpy as np
import sympy

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.arrangements import unit_rows


def enumerated(setting: Setting) -> Finding:
    """The most pairs in all subsets of ten real lines, in integers."""
    rays = np.array([(1, 0), (0, 1), (1, 1), (1, -1), (1, 2), (2, -1), (2, 1), (1, -2), (1, 3), (3, -1)])
    right = np.triu(rays @ rays.T == 0, 1)
    wrong = []
    for n in range(2, 11):
        most = max(int(right[np.ix_(chosen, chosen)].sum()) for chosen in map(list, combinations(range(10), n)))
        if most != stated(setting, n):
            wrong.append((n, most))
    return Finding(not wrong, f"all subsets of 10 lines: the most pairs differ at {wrong[:3]}")


def stated(setting: Setting, n: int) -> int:
    return int(sympy.floor(setting["per_pair"] * n / 2))


def partners(setting: Setting) -> Finding:
    """Complex lines: every line has one partner, so the pairs are a matching; lines with partners attain it."""
    rng = np.random.default_rng(setting.seed)
    wrong = []
    for n in range(2, 12):
        first = unit_rows(n, 2, rng, "C")[: (n + 1) // 2]
        second = np.stack((-first[:, 1].conj(), first[:, 0].conj()), axis=1)
        rows = np.concatenate((first, second))[:n] if n % 2 == 0 else np.concatenate((first, second[:-1]))
        pairs = int(np.triu(np.abs(rows.conj() @ rows.T) < 1e-12, 1).sum())
        degree = max(2 - int(np.linalg.matrix_rank(row[None, :])) for row in rows)  # lines orthogonal to a line
        if not pairs == degree * n // 2 == stated(setting, n):
            wrong.append((n, pairs, degree))
    return Finding(
        not wrong, f"complex lines and their partners, n = 2..11: (n, pairs, partners) differ at {wrong[:3]}"
    )


CLAIM = Claim(
    id="lines-of-the-plane",
    kind=Kind.THEOREM,
    statement="n different lines of F^2, F = R or C, have at most floor(w n/2) orthogonal pairs, attained, with w = {per_pair}",
    constants={"per_pair": 1},
    mutations=({"per_pair": 2}, {"per_pair": "1/2"}),
    expected=Answer.TRUE,
    reference="derived here",
    derivation="A line of F^2 has exactly one orthogonal line, over R and over C.",
    instruments=(Instrument(InstrumentKind.ENUMERATION, enumerated), Instrument(InstrumentKind.NUMERICAL, partners)),
)
