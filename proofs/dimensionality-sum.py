"""The sum of feature dimensionalities is at most the rank."""

import numpy as np

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.arrangements import orthogonal_matrix
from packing.measure import feature_dimensionality


def sampled(setting: Setting) -> Finding:
    rng = np.random.default_rng(setting.seed)
    gaps = []
    for _ in range(setting.pick(500, 200)):
        n, d = int(rng.integers(2, 12)), int(rng.integers(1, 6))
        w = rng.standard_normal((n, d)) * rng.exponential(size=(n, 1))
        gaps.append(float(setting["factor"]) * np.linalg.matrix_rank(w) - float(feature_dimensionality(w).sum()))
    tight = orthogonal_sum_of_tight_frames(rng)
    equality = float(setting["factor"]) * np.linalg.matrix_rank(tight) - float(feature_dimensionality(tight).sum())
    return Finding(
        min(gaps) > -1e-9 and abs(equality) < 1e-9,
        f"least rank - sum D of random matrices {min(gaps):.4f}; orthogonal tight frames {equality:.1e}",
    )


def orthogonal_sum_of_tight_frames(rng: np.random.Generator) -> np.ndarray:
    rows = np.zeros((8, 4))
    angles = 2 * np.pi * np.arange(5) / 5
    rows[:5, :2] = 1.7 * np.column_stack((np.cos(angles), np.sin(angles)))
    rows[5:7, 2] = 0.4, -0.4
    rows[7, 3] = 3.0
    return rows @ orthogonal_matrix(4, rng)


def leverage(setting: Setting) -> Finding:
    """D_i <= w_i^T S^+ w_i (Cauchy-Schwarz), and the leverages add to the rank."""
    rng = np.random.default_rng(setting.seed + 1)
    margins, sums = [], []
    for _ in range(100):
        w = rng.standard_normal((7, 3))
        s = w.T @ w
        scores = np.einsum("ij,jk,ik->i", w, np.linalg.pinv(s), w)
        margins.append(float(np.min(scores - np.sum(w**2, axis=1) ** 2 / np.einsum("ij,jk,ik->i", w, s, w))))
        sums.append(abs(float(scores.sum()) - float(setting["factor"]) * 3))
    return Finding(
        min(margins) > -1e-12 and max(sums) < 1e-9,
        f"least leverage - D {min(margins):.2e}; sum of leverages - rank up to {max(sums):.1e}",
    )


CLAIM = Claim(
    id="dimensionality-sum",
    kind=Kind.THEOREM,
    statement="the rows w_i != 0 of W, S = W^T W, have sum_i |w_i|^4/(w_i^T S w_i) <= w rank W for w = {factor}, with equality iff W is an orthogonal sum of tight frames",
    constants={"factor": 1},
    mutations=({"factor": "1/2"}, {"factor": 2}),
    expected=Answer.TRUE,
    reference="arXiv:2602.02224 for the equality case; proof by leverage scores derived here",
    derivation="(w^T w)^2 <= (w^T S w)(w^T S^+ w), and the leverages w_i^T S^+ w_i sum to the rank.",
    instruments=(Instrument(InstrumentKind.MONTE_CARLO, sampled), Instrument(InstrumentKind.NUMERICAL, leverage)),
)
