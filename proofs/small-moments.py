"""Up to p = 1 and n = 2d the repeated basis is optimal."""

import numpy as np

from packing.analytic import best_partition
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.instruments import compare, least_energy


def searched(setting: Setting) -> Finding:
    rows = []
    for n, d in [(3, 2), (5, 3), (7, 4), (8, 5)][: setting.pick(4, 3)]:
        rows.append(((n, d), least_energy(n, d, 1.0, "abs", setting, 60), setting.number("least", n=n, d=d)))
    return compare(rows, "descents at p = 1", 2e-3)


def bounded(setting: Setting) -> Finding:
    """The entries of a projection off its diagonal are at most 1/2; the programme meets the floor."""
    rng = np.random.default_rng(setting.seed)
    largest = 0.0
    for _ in range(300):
        q = np.linalg.qr(rng.standard_normal((6, 3)))[0]
        p = q @ q.T
        largest = max(largest, float(np.abs(p - np.diag(np.diag(p))).max()))
    met = [
        best_partition(n, d, 0.7).exact == setting.exact("least", n=n, d=d)
        for n, d in [(3, 2), (7, 4), (10, 5), (9, 8)]
    ]
    return Finding(
        largest <= 0.5 and all(met),
        f"largest off-diagonal entry of projections {largest:.4f}; programme meets it: {met}",
    )


CLAIM = Claim(
    id="small-moments",
    kind=Kind.THEOREM,
    statement="for p <= 1 and d <= n <= 2d the least E_p is {least}, attained by doubled axes",
    constants={"least": "2*(n-d)"},
    mutations=({"least": "n-d"}, {"least": "3*(n-d)"}),
    expected=Answer.TRUE,
    reference="Glazyrin and Park, arXiv:1901.06096, at p = 1; derived here",
    derivation="n - d = tr P = -sum g_ij P_ij <= sum |g_ij|/2, because |P_ij|^2 <= P_ii - P_ii^2 <= 1/4.",
    instruments=(Instrument(InstrumentKind.OPTIMIZER, searched), Instrument(InstrumentKind.ENUMERATION, bounded)),
)
