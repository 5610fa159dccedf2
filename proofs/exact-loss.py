"""The exact loss at any density against samples and against the Fourier evaluation of the toy models."""

import numpy as np

from packing.analytic.superposition import exact_loss
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.instruments import mean
from packing.toymodels.autoencoder.losses.exact import ExactLoss


def weights(setting: Setting, n: int, d: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(setting.seed + n)
    rows = rng.standard_normal((n, d))
    return 0.9 * rows / np.linalg.norm(rows, axis=1, keepdims=True), rng.uniform(-0.3, 0.1, n)


def sampled(setting: Setting) -> Finding:
    rows = []
    for n, d, q in [(4, 2, 0.5), (5, 3, 0.2)]:
        w, b = weights(setting, n, d)
        rng = np.random.default_rng(setting.seed)
        x = rng.random((setting.pick(400_000, 100_000), n)) * (rng.random((setting.pick(400_000, 100_000), n)) < q)
        seen = mean(np.sum((x - np.maximum(x @ (w @ w.T) + b, 0)) ** 2, axis=1))
        value = float(setting["factor"]) * float(exact_loss(w, b, q))
        rows.append((n, d, q, round(seen.value, 6), round(value, 6), seen.agrees(value)))
    return Finding(all(row[-1] for row in rows), f"(n, d, q, mean, exact, within 5 errors): {rows}")


def by_fourier(setting: Setting) -> Finding:
    rows = []
    for n, d, q in [(4, 2, 0.5), (6, 2, 0.3), (6, 3, 0.05)]:
        w, b = weights(setting, n, d)
        other = ExactLoss(np.full(n, q), np.ones(n))(w, b).loss
        rows.append((n, d, q, float(setting["factor"]) * float(exact_loss(w, b, q)) / other - 1))
    worst = max(abs(row[-1]) for row in rows)
    return Finding(worst < 1e-4, f"largest relative difference from the Fourier sum: {worst:.1e} (tolerance 1e-4)")


CLAIM = Claim(
    id="exact-loss",
    kind=Kind.THEOREM,
    statement="the loss of the ReLU model at any density is w times the sum over active sets of signed powers of partial sums, w = {factor}",
    constants={"factor": 1},
    mutations=({"factor": "101/100"}, {"factor": 2}),
    expected=Answer.TRUE,
    reference="derived here",
    derivation="E ReLU(b + sum c_j x_j)^2 = 2/((m+2)! prod c_j) sum_B (-1)^(m-|B|) max(b + c(B), 0)^(m+2).",
    instruments=(Instrument(InstrumentKind.MONTE_CARLO, sampled), Instrument(InstrumentKind.QUADRATURE, by_fourier)),
)
