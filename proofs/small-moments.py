"""Up to p = 1 and n = 2d the repeated basis is optimal."""

import numpy as np

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.instruments import compare, least_energy


def searched(setting: Setting) -> Finding:
    rows = []
    for n, d in [(3, 2), (5, 3), (7, 4), (8, 5)][: setting.pick(4, 3)]:
        rows.append(((n, d), least_energy(n, d, 1.0, "abs", setting, 60), setting.number("least", n=n, d=d)))
    return compare(rows, "descents at p = 1", 2e-3)


def bounded(setting: Setting) -> Finding:
    """The steps of the proof at random vectors; and doubled axes, counted in integers."""
    rng = np.random.default_rng(setting.seed)
    largest, least = 0.0, np.inf
    for _ in range(300):
        n, d, p = 6, int(rng.integers(3, 6)), float(rng.uniform(0.2, 1))
        x = rng.standard_normal((n, d))
        x /= np.linalg.norm(x, axis=1, keepdims=True)
        kernel = np.eye(n) - x @ np.linalg.pinv(x)
        largest = max(largest, float(np.abs(kernel - np.diag(np.diag(kernel))).max()))
        energy = float(np.sum(np.abs(np.abs(x @ x.T) - np.eye(n)) ** p))
        least = min(least, energy - setting.number("least", n=n, d=d))
    met = []
    for n, d in [(3, 2), (7, 4), (10, 5), (9, 8)]:
        axes = np.eye(d, dtype=int)[np.arange(n) % d]
        met.append(int(np.sum(axes @ axes.T)) - n == setting.exact("least", n=n, d=d))
    return Finding(
        largest <= 0.5 + 1e-12 and least > 0 and all(met),
        f"largest |P_ij| {largest:.4f}, least excess {least:.3f} of 300; doubled axes meet it: {met}",
    )


CLAIM = Claim(
    id="small-moments",
    kind=Kind.THEOREM,
    statement="for 0 < p <= 1 and d <= n <= 2d the least E_p of n unit vectors of F^d is {least}, attained by doubled axes",
    constants={"least": "2*(n-d)"},
    mutations=({"least": "n-d"}, {"least": "3*(n-d)"}),
    expected=Answer.TRUE,
    reference="Glazyrin and Park, arXiv:1901.06096, at p = 1; derived here",
    derivation=(
        "Let P project on the kernel of the Gram matrix G. n - d <= tr P = -sum_(i != j) g_ij P_ji <= sum |g_ij|/2, because "
        "(GP)_ii = 0 and |P_ij|^2 <= P_ii - P_ii^2 <= 1/4; and |g|^p >= |g|."
    ),
    instruments=(Instrument(InstrumentKind.OPTIMIZER, searched), Instrument(InstrumentKind.ENUMERATION, bounded)),
)
