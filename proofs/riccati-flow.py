"""The symmetric flow W' = (M - W W^T) W in closed form."""

import numpy as np
from scipy.integrate import solve_ivp

from packing.analytic.learning import riccati
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.instruments import compare


def flowed(setting: Setting) -> Finding:
    rng = np.random.default_rng(setting.seed)
    root = rng.standard_normal((4, 4))
    target = root @ root.T / 4 + 0.3 * np.eye(4)
    start = 0.2 * rng.standard_normal((4, 2))

    def slope(_, flat):
        w = flat.reshape(4, 2)
        return ((target - w @ w.T) @ w).ravel()

    times = [0.3, 1.0, 3.0]
    path = solve_ivp(slope, (0, 3), start.ravel(), t_eval=times, method="DOP853", rtol=1e-11, atol=1e-13).y.T
    rows = []
    for t, flat in zip(times, path, strict=True):
        met = flat.reshape(4, 2) @ flat.reshape(4, 2).T
        said = riccati(target, start, float(setting["speed"]) * t)
        rows += [((t, i, j), float(met[i, j]), float(said[i, j])) for i in range(4) for j in range(i + 1)]
    return compare(rows, "entries of W W^T", 1e-7)


def equation(setting: Setting) -> Finding:
    """d/dt WW^T = speed (M P + P M - 2 P^2) by differences, and the limit at large t."""
    target = np.diag([2.0, 1.0, 0.5])
    start = np.array([[0.3, 0.0], [0.1, 0.2], [0.0, 0.4]])
    t, h = 0.7, 1e-5
    p = riccati(target, start, t)
    slope = (riccati(target, start, t + h) - riccati(target, start, t - h)) / (2 * h)
    error = float(np.abs(slope - float(setting["speed"]) * (target @ p + p @ target - 2 * p @ p)).max())
    late = riccati(target, start, 60.0)
    return Finding(
        error < 1e-7 and abs(float(np.trace(late)) - 3.0) < 1e-6,
        f"residual of the equation {error:.1e}; trace at t = 60: {np.trace(late):.6f} (top two rates: 3)",
    )


CLAIM = Claim(
    id="riccati-flow",
    kind=Kind.THEOREM,
    statement="W W^T = e^(Mt) W0 [I + W0^T M^-1 (e^(2Mt) - I) W0]^-1 W0^T e^(Mt) at time t of W' = v (M - W W^T) W, M symmetric, with v = {speed}",
    constants={"speed": 1},
    mutations=({"speed": 2}, {"speed": "11/10"}),
    expected=Answer.TRUE,
    reference="Riccati equation; derived here",
    derivation="P = W W^T has P' = MP + PM - 2P^2, linear in P^-1 on the span of e^(Mt) W0.",
    instruments=(Instrument(InstrumentKind.ODE, flowed), Instrument(InstrumentKind.NUMERICAL, equation)),
)
