"""Rank r: the modes learn one after another."""

import numpy as np
from scipy.integrate import solve_ivp

from packing.analytic.learning import staggered_curves
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.instruments import compare


def flowed(setting: Setting) -> Finding:
    """Matrix flow from an aligned balanced start until each mode is half learned."""
    rng = np.random.default_rng(setting.seed)
    u, v = np.linalg.qr(rng.standard_normal((5, 3)))[0], np.linalg.qr(rng.standard_normal((4, 3)))[0]
    s = np.array([3.0, 2.0, 1.0])
    target = u @ np.diag(s) @ v.T
    start = 0.03 * np.concatenate((u, v))

    def slope(_, flat):
        w = flat.reshape(9, 3)
        error = target - w[:5] @ w[5:].T
        return np.concatenate((error @ w[5:], error.T @ w[:5])).ravel()

    modes = [lambda _, flat, i=i: mode(flat.reshape(9, 3), i) - s[i] / 2 for i in range(3)]

    def mode(w, i):
        return float(u[:, i] @ w[:5] @ w[5:].T @ v[:, i])

    path = solve_ivp(slope, (0, 8), start.ravel(), events=modes, method="DOP853", rtol=1e-11, atol=1e-13)
    rows = [
        (float(s[i]), float(path.t_events[i][0]), float(np.log(s[i] / 0.03**2 - 1) / (setting.number("rate") * s[i])))
        for i in range(3)
    ]
    return compare(rows, "half times of modes, by the flow", 1e-6)


def ordered(setting: Setting) -> Finding:
    """Half times of the curves: ln(s/u0 - 1)/(rate s), larger for smaller singular values."""
    times = np.linspace(0, 12, 200_001)
    s = np.array([3.0, 2.0, 1.0, 0.5])
    curves = staggered_curves(s, 1e-3, times)
    met = [float(times[int(np.argmax(curves[:, i] >= s[i] / 2))]) for i in range(4)]
    said = [float(np.log(v / 1e-3 - 1) / (float(setting["rate"]) * v)) for v in s]
    return Finding(
        met == sorted(met) and np.allclose(met, said, atol=1e-3),
        f"half times {np.round(met, 3)}, stated {np.round(said, 3)}",
    )


CLAIM = Claim(
    id="staggered-learning",
    kind=Kind.THEOREM,
    statement="aligned balanced modes learn independently, mode i at time ln(s_i/u0 - 1)/({rate} s_i): larger ones first",
    constants={"rate": 2},
    mutations=({"rate": 1}, {"rate": 4}),
    expected=Answer.TRUE,
    reference="Saxe, McClelland and Ganguli, arXiv:1312.6120; Jermyn and Shlegeris, Multi-Component Learning and S-Curves (2022)",
    derivation="In the singular bases of the target the flow stays diagonal.",
    instruments=(Instrument(InstrumentKind.ODE, flowed), Instrument(InstrumentKind.NUMERICAL, ordered)),
)
