"""Untied readouts obey Welch too: any matrix of rank d with unit diagonal."""

import numpy as np
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


def traced(setting: Setting) -> Finding:
    """|M|_F^2 >= (tr M)^2/rank M on random matrices, scaled to unit diagonal; harmonic frames attain it."""
    rng = np.random.default_rng(setting.seed)
    margins, gaps = [], []
    for n, d in [(6, 3), (7, 2), (9, 5)]:
        least = float(setting.exact("least", n=n, d=d))
        for _ in range(50):
            m = rng.standard_normal((n, d)) @ rng.standard_normal((d, n))
            m /= np.diag(m)[:, None]
            margins.append(float(np.sum(m**2)) - n - least)
        waves = np.exp(2j * np.pi * np.outer(np.arange(n), np.arange(n)) / n)
        chosen = [0, *range(1, d // 2 + 1), *range(n - d // 2, n)] if d % 2 else [1, n - 1]
        gram = np.real(waves[:, chosen] @ waves[:, chosen].conj().T) / d
        gaps.append(float(np.sum(gram**2)) - n - least)
    holds = min(margins) >= 0 and max(map(abs, gaps)) < 1e-9
    return Finding(
        holds, f"smallest margin of 150 random matrices {min(margins):.3f}; harmonic frames {np.round(gaps, 12)}"
    )


CLAIM = Claim(
    id="untied-welch",
    kind=Kind.THEOREM,
    statement="the off-diagonal squares of a real n x n matrix of rank at most d with unit diagonal sum to at least {least}, attained",
    constants={"least": "n^2/d-n"},
    mutations=({"least": "n^2/d-n+1"}, {"least": "n^2/(d+1)-n"}, {"least": "n^2/d-n-1"}),
    expected=Answer.TRUE,
    reference="arXiv:2605.01192; derived here",
    derivation=(
        "tr M is at most |M|_F sqrt(rank M) by Cauchy-Schwarz on singular values. Gram matrices of tight frames attain it."
    ),
    instruments=(Instrument(InstrumentKind.OPTIMIZER, descended), Instrument(InstrumentKind.MONTE_CARLO, traced)),
)
