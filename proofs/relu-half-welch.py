"""The ReLU energy up to p = 1: half of Welch."""

import numpy as np

from packing.analytic import best_partition
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.instruments import least_energy


def searched(setting: Setting) -> Finding:
    rows = []
    for n, d in [(5, 2), (8, 2), (7, 3), (12, 3)][: setting.pick(4, 3)]:
        met = least_energy(n, d, 1.0, "relu", setting, 40)
        rows.append(((n, d), met, setting.number("floor", n=n, d=d)))
    below = [case for case, met, said in rows if met < said - 1e-6]
    exact = next(met for case, met, _ in rows if case == (8, 2))
    return Finding(
        not below and abs(exact - setting.number("floor", n=8, d=2)) < 1e-3, f"((n, d), found, floor): {rows}"
    )


def derived(setting: Setting) -> Finding:
    """sum c_+ = (sum |c| + sum c)/2 with both sums bounded; and repeated cross-polytopes meet it."""
    rng = np.random.default_rng(setting.seed)
    margins = []
    for _ in range(200):
        x = rng.standard_normal((7, 3))
        gram = x @ x.T / np.outer(np.linalg.norm(x, axis=1), np.linalg.norm(x, axis=1))
        margins.append(float(np.maximum(gram, 0).sum() - 7 - setting.number("floor", n=7, d=3)))
    met = [
        best_partition(n, d, 0.6, "relu").exact == setting.exact("floor", n=n, d=d)
        for n, d in [(8, 2), (12, 3), (24, 4)]
    ]
    return Finding(
        min(margins) > 0 and all(met),
        f"least margin of 200 samples {min(margins):.3f}; repeated cross-polytopes meet it: {met}",
    )


CLAIM = Claim(
    id="relu-half-welch",
    kind=Kind.THEOREM,
    statement="for p <= 1, E+_p >= {floor}, with equality for repeated cross-polytopes if 2d | n",
    constants={"floor": "n^2/(2*d)-n"},
    mutations=({"floor": "n^2/(2*d)-n+1"}, {"floor": "n^2/d-n"}),
    expected=Answer.TRUE,
    reference="derived here; twice the bound n(n-2d)/(4d) that squares give",
    derivation="sum_ij c_+ = (sum |c| + sum c)/2 >= (n^2/d + 0)/2, and c_+^p >= c_+ for p <= 1.",
    instruments=(Instrument(InstrumentKind.OPTIMIZER, searched), Instrument(InstrumentKind.SYMBOLIC, derived)),
)
