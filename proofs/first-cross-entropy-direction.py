"""What cross-entropy learns first."""

import numpy as np
from scipy.integrate import solve_ivp

from packing.analytic.learning import first_direction
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting


def gap(c: np.ndarray, shift: float) -> np.ndarray:
    p = np.exp(c - c.max())
    return p / p.sum() - shift / p.size


def flowed(setting: Setting) -> Finding:
    """Rank-one flow from a tiny start: alignment with both candidates while still small."""
    rng = np.random.default_rng(setting.seed)
    c = 1.5 * rng.standard_normal((6, 6))
    while separation(c) > 0.6:  # equal rates would need an infinite time
        c = 1.5 * rng.standard_normal((6, 6))
    p = np.exp(c) / np.exp(c).sum()

    def slope(_, flat):
        z = np.outer(flat[:6], flat[6:])
        q = np.exp(z) / np.exp(z).sum()
        return np.concatenate(((p - q) @ flat[6:], (p - q).T @ flat[:6]))

    rate = first_direction(c)[2]
    end = solve_ivp(slope, (0, 20 / rate), 1e-11 * rng.standard_normal(12), method="DOP853", rtol=1e-10, atol=1e-22).y[
        :, -1
    ]
    seen = end[:6] / np.linalg.norm(end[:6])
    top = abs(float(seen @ np.linalg.svd(gap(c, float(setting["shift"])))[0][:, 0]))
    logits = abs(float(seen @ np.linalg.svd(c)[0][:, 0]))
    return Finding(top > 0.999, f"alignment with softmax(C) - {setting['shift']}/(NM): {top:.5f}, with C: {logits:.5f}")


def separation(c: np.ndarray) -> float:
    """The second rate over the first."""
    rates = np.linalg.svd(gap(c, 1.0), compute_uv=False)
    return float(rates[1] / rates[0])


def linearised(setting: Setting) -> Finding:
    """The gradient at zero logits is exactly P - shift uniform."""
    rng = np.random.default_rng(setting.seed + 1)
    c = rng.standard_normal((4, 5))
    p = np.exp(c) / np.exp(c).sum()

    def loss(z):
        return float(-np.sum(p * (z - np.log(np.exp(z).sum()))))

    h, numeric = 1e-6, np.zeros((4, 5))
    for i in range(4):
        for j in range(5):
            e = np.zeros((4, 5))
            e[i, j] = h
            numeric[i, j] = -(loss(e) - loss(-e)) / (2 * h)
    error = float(np.abs(numeric - gap(c, float(setting["shift"]))).max())
    return Finding(error < 1e-8, f"difference of the gradient at 0 from P - shift uniform: {error:.1e}")


CLAIM = Claim(
    id="first-cross-entropy-direction",
    kind=Kind.ASYMPTOTIC,
    statement="from a small generic start cross-entropy over all entries first learns the top singular pair of softmax(C) - w uniform with w = {shift}, if it is simple, not that of C",
    constants={"shift": 1},
    mutations=({"shift": 0}, {"shift": 3}),
    expected=Answer.TRUE,
    numerical=True,
    reference="derived here",
    derivation="dL/dZ = Q - P with Q uniform at Z = 0, so A' = (P - uniform) B.",
    instruments=(Instrument(InstrumentKind.ODE, flowed), Instrument(InstrumentKind.NUMERICAL, linearised)),
)
