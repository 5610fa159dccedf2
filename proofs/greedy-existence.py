"""Lines with small coherence exist because spherical caps are small."""

import numpy as np

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.arrangements import unit_rows
from packing.problem import lines
from packing.search import minimize_coherence


def bound(setting: Setting, n: int, d: int) -> float:
    return float(setting.exact("square", n=n, d=d)) ** 0.5


def searched(setting: Setting) -> Finding:
    rows = []
    for n, d in [(6, 2), (9, 3), (20, 4)]:
        found = minimize_coherence(lines(n, d, "C"), restarts=4, seconds=60, seed=setting.seed)
        rows.append(((n, d), round(found.packing.coherence, 5), round(bound(setting, n, d), 5)))
    return Finding(all(met <= said for _, met, said in rows), f"((n, d), coherence found, bound): {rows}")


def greedy(setting: Setting) -> Finding:
    """Caps of that radius around n - 1 lines cannot cover: a random line escapes with positive probability."""
    rng = np.random.default_rng(setting.seed)
    rows = []
    for n, d in [(6, 2), (9, 3), (20, 4)]:
        s = bound(setting, n, d)
        covered = (n - 1) * (1 - s * s) ** (d - 1)
        chosen = unit_rows(1, d, rng, "C")
        for candidate in unit_rows(20_000, d, rng, "C"):
            if np.abs(chosen.conj() @ candidate).max() <= s:
                chosen = np.concatenate((chosen, candidate[None, :]))
            if len(chosen) == n:
                break
        rows.append(((n, d), len(chosen), round(covered, 12)))
    holds = all(size == n and covered <= 1 + 1e-9 for (n, _), size, covered in rows)
    return Finding(holds, f"((n, d), lines chosen greedily, share covered by n-1 caps): {rows}")


CLAIM = Claim(
    id="greedy-existence",
    kind=Kind.THEOREM,
    statement="n >= 2 lines of C^d, d >= 2, with squared coherence at most {square} exist",
    constants={"square": "1-(n-1)^(-1/(d-1))"},
    mutations=({"square": "1/2-(n-1)^(-1/(d-1))/2"}, {"square": "(n-d)/(2*d*(n-1))"}),
    expected=Answer.TRUE,
    reference="Gilbert-Varshamov argument; derived here",
    derivation="While (n-1) P(t > s) < 1 the caps around the lines chosen leave room; P(t > s) = (1-s^2)^(d-1); equality is a limit.",
    instruments=(Instrument(InstrumentKind.OPTIMIZER, searched), Instrument(InstrumentKind.MONTE_CARLO, greedy)),
)
