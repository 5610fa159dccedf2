"""How long the plateau lasts from a small random start."""

import numpy as np
from scipy.integrate import solve_ivp

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting


def half_time(s: float, start: np.ndarray, a: np.ndarray) -> float:
    n = len(a)

    def slope(_, flat):
        p, q = flat[:n], flat[n:]
        return np.concatenate((s * a * (a @ q) - p * (q @ q), s * a * (a @ p) - q * (p @ p)))

    def half(_, flat):
        return (a @ flat[:n]) * (a @ flat[n:]) - s / 2

    half.terminal = True
    return float(solve_ivp(slope, (0, 60), start, events=half, method="DOP853", rtol=1e-10, atol=1e-14).t_events[0][0])


def flowed(setting: Setting) -> Finding:
    """Random starts of size 1e-3: half times against ln(s/u_eff - 1)/(2s)."""
    rng = np.random.default_rng(setting.seed)
    rows = []
    for _ in range(setting.pick(6, 3)):
        a = rng.standard_normal(30)
        a /= np.linalg.norm(a)
        start = 1e-3 * rng.standard_normal(60)
        x, y = a @ start[:30], a @ start[30:]
        effective = ((x + y) / 2) ** 2
        rows.append((half_time(1.0, np.sign(x + y) * start, a), np.log(1 / effective - 1) / float(setting["rate"])))
    worst = max(abs(met - said) for met, said in rows)
    return Finding(
        worst < 0.05,
        f"(half time, stated): {[(round(m, 3), round(float(v), 3)) for m, v in rows]}, largest difference {worst:.3f}",
    )


def slope_in_log(setting: Setting) -> Finding:
    """Shrinking the start by e delays the half time by 2/(rate s)."""
    rng = np.random.default_rng(setting.seed + 1)
    a = rng.standard_normal(20)
    a /= np.linalg.norm(a)
    start = rng.standard_normal(40)
    start *= np.sign(a @ start[:20] + a @ start[20:])
    s = 1.5
    times = [half_time(s, scale * start, a) for scale in (1e-3, 1e-3 / np.e, 1e-3 / np.e**2)]
    steps = np.diff(times)
    said = 2 / (float(setting["rate"]) * s)
    return Finding(
        bool(np.all(np.abs(steps - said) < 2e-3)),
        f"delays for a start smaller by e: {steps.round(4)}, stated {said:.4f}",
    )


CLAIM = Claim(
    id="plateau-length",
    kind=Kind.ASYMPTOTIC,
    statement="from a small start the half time is ln(s/u_eff - 1)/({rate} s) with u_eff = ((x0 + y0)/2)^2",
    constants={"rate": 2},
    mutations=({"rate": 1}, {"rate": 3}),
    expected=Answer.TRUE,
    reference="Jermyn and Shlegeris, Multi-Component Learning and S-Curves (2022); derived here",
    derivation="On the plateau x + y grows like e^(st) and x - y dies, so the balanced curve from u_eff is joined.",
    instruments=(Instrument(InstrumentKind.ODE, flowed), Instrument(InstrumentKind.ODE, slope_in_log)),
)
