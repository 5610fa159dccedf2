"""Untied readouts obey Welch too: any matrix of rank d with unit diagonal."""

import numpy as np
import sympy
from scipy.optimize import minimize

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting

CASES = [(5, 3), (7, 2), (9, 4)]


def descended(setting: Setting) -> Finding:
    """Minimise the squared off-diagonal part of (A B)_ij/(A B)_ii over untied factors."""
    rng = np.random.default_rng(setting.seed)
    rows = []
    for n, d in CASES:
        least = min(
            minimize(cross_talk, rng.standard_normal(2 * n * d), args=(n, d)).fun for _ in range(setting.pick(4, 2))
        )
        rows.append(((n, d), round(least, 6), float(setting.exact("least", n=n, d=d))))
    return Finding(all(abs(met - said) < 1e-4 for _, met, said in rows), f"((n, d), least found, stated): {rows}")


def cross_talk(flat: np.ndarray, n: int, d: int) -> float:
    m = flat[: n * d].reshape(n, d) @ flat[n * d :].reshape(d, n)
    ratio = m / np.diag(m)[:, None]
    return float(np.sum(ratio**2) - n)


def derived(setting: Setting) -> Finding:
    """|M|_F^2 >= (tr M)^2/rank M for every matrix with real trace, here n^2/d."""
    n, d = sympy.symbols("n d", positive=True)
    rng = np.random.default_rng(setting.seed)
    margins = []
    for _ in range(50):
        m = rng.standard_normal((6, 3)) @ rng.standard_normal((3, 6))
        margins.append(float(np.sum(m**2) - np.trace(m) ** 2 / 3))
    holds = sympy.expand(n**2 / d - n - setting["least"]) == 0 and min(margins) >= 0
    return Finding(holds, f"n^2/d - n; smallest margin of |M|^2 - (tr M)^2/3 on 50 random matrices {min(margins):.3f}")


CLAIM = Claim(
    id="untied-welch",
    kind=Kind.THEOREM,
    statement="an n x n matrix of rank d with unit diagonal has off-diagonal squares of sum at least {least}",
    constants={"least": "n^2/d-n"},
    mutations=({"least": "n^2/d-n+1"}, {"least": "n^2/(d+1)-n"}),
    expected=Answer.TRUE,
    reference="arXiv:2605.01192; derived here",
    derivation="tr M is at most |M|_F sqrt(rank M) by Cauchy-Schwarz on singular values.",
    instruments=(Instrument(InstrumentKind.OPTIMIZER, descended), Instrument(InstrumentKind.SYMBOLIC, derived)),
)
