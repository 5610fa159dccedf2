"""The ReLU energy up to p = 1: half of Welch."""

import numpy as np

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


def chained(setting: Setting) -> Finding:
    """The steps of the proof on random vectors; and copies of +-e_i, counted, meet the floor exactly."""
    rng = np.random.default_rng(setting.seed)
    least = np.inf
    for _ in range(200):
        n, d, p = int(rng.integers(3, 9)), int(rng.integers(2, 4)), float(rng.uniform(0.2, 1))
        x = rng.standard_normal((n, d))
        gram = x @ x.T / np.outer(np.linalg.norm(x, axis=1), np.linalg.norm(x, axis=1))
        chain = [float(np.sum(np.maximum(gram, 0) ** p)), float(np.sum(np.abs(gram) + gram)) / 2]
        chain += [float(np.sum(gram**2)) / 2, n + setting.number("floor", n=n, d=d)]
        least = min(least, *(-np.diff(chain)))
    copies = [
        (k, d, np.tile(np.vstack((np.eye(d, dtype=int), -np.eye(d, dtype=int))), (k, 1)))
        for k in (1, 3)
        for d in (2, 5)
    ]
    met = [int(np.sum(x @ x.T == 1)) - 2 * d * k == setting.exact("floor", n=2 * d * k, d=d) for k, d, x in copies]
    return Finding(
        least > -1e-9 and all(met),
        f"least step of sum c_+^p >= sum (|c| + c)/2 >= sum c^2/2 >= n + floor: {least:.1e}; copies of +-e_i meet it: {met}",
    )


CLAIM = Claim(
    id="relu-half-welch",
    kind=Kind.THEOREM,
    statement="for 0 < p <= 1, n unit vectors of R^d have E+_p >= {floor}, with equality for repeated cross-polytopes if 2d | n",
    constants={"floor": "n^2/(2*d)-n"},
    mutations=({"floor": "n^2/(2*d)-n+1"}, {"floor": "n^2/d-n"}, {"floor": "n^2/(2*d)-n-1"}),
    expected=Answer.TRUE,
    reference="derived here; twice the bound n(n-2d)/(4d) that squares give",
    derivation="with i = j: sum_ij c_+ = (sum |c| + sum c)/2, sum |c| >= sum c^2 >= n^2/d, sum c = |sum x|^2 >= 0, and c_+^p >= c_+ for p <= 1.",
    instruments=(Instrument(InstrumentKind.OPTIMIZER, searched), Instrument(InstrumentKind.MONTE_CARLO, chained)),
)
