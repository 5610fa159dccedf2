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


def reduced(setting: Setting) -> Finding:
    """Starts smaller by e: the delay of the half time of the four numbers x, y, |A_perp|^2, |B_perp|^2, by Runge-Kutta."""
    rng = np.random.default_rng(setting.seed + 1)
    s = 1.5
    x, y = 0.6 + 0.4 * rng.random(2)
    start = np.array([x, -0.3 * y, *(20 * rng.random(2))])
    times = [
        first_half(s, start * np.array([size, size, size**2, size**2])) for size in (1e-3 / np.e**k for k in range(3))
    ]
    steps, said = np.diff(times), 2 / (float(setting["rate"]) * s)
    effective = ((start[0] + start[1]) / 2 * 1e-3) ** 2
    whole = float(np.log(s / effective - 1) / (float(setting["rate"]) * s))
    return Finding(
        bool(np.all(np.abs(steps - said) < 2e-3)) and abs(times[0] - whole) < 0.05,
        f"delays for a start smaller by e: {steps.round(4)}, stated {said:.4f}; half time {times[0]:.3f}, stated {whole:.3f}",
    )


def first_half(s: float, state: np.ndarray, step: float = 2e-3) -> float:
    """When x y reaches s/2: x' = s y - x |B|^2, (|A_perp|^2)' = -2 |A_perp|^2 |B|^2 and likewise, in fourth order."""

    def slope(v):
        x, y, a, b = v
        return np.array([s * y - x * (y * y + b), s * x - y * (x * x + a), -2 * a * (y * y + b), -2 * b * (x * x + a)])

    time, before = 0.0, state
    while state[0] * state[1] < s / 2:
        before, k1 = state, slope(state)
        k2 = slope(state + step / 2 * k1)
        k3 = slope(state + step / 2 * k2)
        state = state + step / 6 * (k1 + 2 * k2 + 2 * k3 + slope(state + step * k3))
        time += step
    low, high = before[0] * before[1], state[0] * state[1]
    return float(time - step * (high - s / 2) / (high - low))


CLAIM = Claim(
    id="plateau-length",
    kind=Kind.ASYMPTOTIC,
    statement="as the start shrinks, x0 + y0 != 0, the half time of rank-one learning is ln(s/u_eff - 1)/({rate} s) + o(1), u_eff = ((x0 + y0)/2)^2",
    constants={"rate": 2},
    mutations=({"rate": 1}, {"rate": 3}),
    expected=Answer.TRUE,
    numerical=True,
    reference="Jermyn and Shlegeris, Multi-Component Learning and S-Curves (2022); derived here",
    derivation="On the plateau x + y grows like e^(st) and x - y dies, so the balanced curve from u_eff is joined.",
    instruments=(Instrument(InstrumentKind.ODE, flowed), Instrument(InstrumentKind.NUMERICAL, reduced)),
)
