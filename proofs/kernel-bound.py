"""The bound for E_p below p = 2 from the kernel of the Gram matrix."""

import numpy as np
import sympy

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.instruments import least_energy


def floor(setting: Setting, n: int, d: int, p: float) -> float:
    if p * n >= 2 * d:
        return setting.number("dense", n=n, d=d, p=sympy.Rational(str(p)))
    return 2 * (n - d) * p ** (-p / 2) * (2 - p) ** ((p - 2) / 2)


def searched(setting: Setting) -> Finding:
    """Never below; and met at d + 1 vectors, p = 2, and at 2d vectors, p = 1."""
    rows = []
    for n, d in [(4, 3), (5, 3), (5, 4), (7, 4), (9, 4)]:
        for p in (1.0, 1.5, 1.9, 2.0):
            rows.append(((n, d, p), least_energy(n, d, p, "abs", setting, 12) - floor(setting, n, d, p)))
    least = min(gap for _, gap in rows)
    touched = [case for case, gap in rows if abs(gap) < 1e-5]
    return Finding(least > -1e-6 and (4, 3, 2.0) in touched, f"least excess {least:.2e}; met at {touched}")


def rowwise(setting: Setting) -> Finding:
    """The inequality behind it, row by row: E_i >= (x_i/(1-x_i))^(p/2), and its convex hull at the mean."""
    rng = np.random.default_rng(setting.seed)
    worst = np.inf
    for _ in range(setting.pick(300, 100)):
        n, d = int(rng.integers(4, 9)), int(rng.integers(2, 4))
        x = rng.standard_normal((n, d))
        x /= np.linalg.norm(x, axis=1, keepdims=True)
        share = np.clip(np.diag(np.eye(n) - x @ np.linalg.pinv(x)), 0, 1 - 1e-12)
        p = float(rng.uniform(1, 2))
        rows = np.sum(np.abs(x @ x.T - np.eye(n)) ** p, axis=1)
        worst = min(worst, float(np.min(rows - (share / (1 - share)) ** (p / 2))))
    n, d, p = sympy.symbols("n d p", positive=True)
    mean = (n - d) / n
    hull = n * (mean / (1 - mean)) ** (p / 2)
    same = all(abs(float((hull - setting["dense"]).subs({n: 9, d: 4, p: q}))) < 1e-12 for q in (1.2, 1.9))
    return Finding(
        worst > -1e-9 and same, f"smallest margin of a row {worst:.2e}; n (x/(1-x))^(p/2) at x = (n-d)/n agrees: {same}"
    )


CLAIM = Claim(
    id="kernel-bound",
    kind=Kind.THEOREM,
    statement="for 1 <= p <= 2 and p n >= 2 d every n unit vectors of F^d have E_p >= {dense}",
    constants={"dense": "n*((n-d)/d)^(p/2)"},
    mutations=({"dense": "n*((n-d)/d)^(p/3)"}, {"dense": "(n+1)*((n-d)/d)^(p/2)"}),
    expected=Answer.TRUE,
    reference="derived here; for p n < 2 d it is the bound of Glazyrin and Park, arXiv:1901.06096",
    derivation=(
        "Let P project on the kernel of the Gram matrix G, x_i = P_ii. (GP)_ii = 0 gives x_i <= sum_j |g_ij||P_ij| <= "
        "E_i^(1/p) (x_i(1-x_i))^(1/2) by Hoelder, so E_i >= (x_i/(1-x_i))^(p/2); sum x_i = n - d; take the convex hull."
    ),
    instruments=(Instrument(InstrumentKind.OPTIMIZER, searched), Instrument(InstrumentKind.NUMERICAL, rowwise)),
)
