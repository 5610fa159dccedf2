"""The mean of a squared ReLU of uniform features in closed form, and the loss at any density that it gives."""

import math
from itertools import combinations

import numpy as np
from scipy.integrate import quad

from packing.analytic.superposition import exact_loss
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.instruments import compare, mean
from packing.toymodels.autoencoder.losses.exact import ExactLoss

CASES = [(-0.1, (0.7,)), (0.2, (-0.9, 0.4)), (-0.3, (0.8, -0.5, 0.6)), (0.1, (-0.4, 0.5, -0.7, 0.3))]


def stated(setting: Setting, b: float, c: tuple[float, ...]) -> float:
    """The closed form: a sum over the sets of active features."""
    m = len(c)
    total = sum(
        (-1) ** (m - size) * max(b + sum(chosen), 0.0) ** (m + 2)
        for size in range(m + 1)
        for chosen in combinations(c, size)
    )
    return setting.number("factor") * total / (math.factorial(m + 2) * math.prod(c))


def sampled(setting: Setting) -> Finding:
    """Means over samples."""
    rng = np.random.default_rng(setting.seed)
    rows = []
    for b, c in CASES:
        x = rng.random((setting.pick(400_000, 100_000), len(c)))
        seen = mean(np.maximum(b + x @ np.array(c), 0) ** 2)
        rows.append((b, c, round(seen.value, 6), round(stated(setting, b, c), 6), seen.agrees(stated(setting, b, c))))
    return Finding(all(row[-1] for row in rows), f"(b, c, mean, stated, within 5 errors): {rows}")


def integrated(setting: Setting) -> Finding:
    """One variable after the other: the form of m features is the integral of that of m - 1 over the last."""
    rows = [((b, ()), max(b, 0.0) ** 2, stated(setting, b, ())) for b in (0.3, 1.2)]
    for b, c in CASES:
        kinks = sorted(-(b + sum(chosen)) / c[-1] for size in range(len(c)) for chosen in combinations(c[:-1], size))
        inside = [kink for kink in kinks if 0 < kink < 1]
        value = quad(lambda x, b=b, c=c: stated(setting, b + c[-1] * x, c[:-1]), 0, 1, points=inside or None)[0]
        rows.append(((b, c), value, stated(setting, b, c)))
    for n, d, q in [(4, 2, 0.5), (6, 2, 0.3), (6, 3, 0.05)]:
        w, shift = weights(setting, n, d)
        rows.append(((n, d, q), float(exact_loss(w, shift, q)), ExactLoss(np.full(n, q), np.ones(n))(w, shift).loss))
    return compare(rows, "integrals, and losses against the Fourier sum", 1e-5)


def weights(setting: Setting, n: int, d: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(setting.seed + n)
    rows = rng.standard_normal((n, d))
    return 0.9 * rows / np.linalg.norm(rows, axis=1, keepdims=True), rng.uniform(-0.3, 0.1, n)


CLAIM = Claim(
    id="exact-loss",
    kind=Kind.THEOREM,
    statement=(
        "for x_1, .., x_m uniform on [0, 1] and c_j != 0, E ReLU(b + sum c_j x_j)^2 = {factor}/((m+2)! prod c_j) sum over subsets "
        "B of (-1)^(m-|B|) max(b + c(B), 0)^(m+2), so the loss of the ReLU model is elementary at any density"
    ),
    constants={"factor": 2},
    mutations=({"factor": "41/20"}, {"factor": 1}),
    expected=Answer.TRUE,
    reference="derived here",
    derivation=(
        "2 max(z, 0)^(m+2)/(m+2)! is the m-th antiderivative of max(z, 0)^2, and the integral over x_j in [0, 1] is a difference "
        "over c_j. The loss is the mean over the sets of active features, and -2 x_i ReLU is a derivative by c_i."
    ),
    instruments=(Instrument(InstrumentKind.MONTE_CARLO, sampled), Instrument(InstrumentKind.QUADRATURE, integrated)),
)
