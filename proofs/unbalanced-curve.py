"""Learning curves from unbalanced starts."""

import numpy as np
from scipy.integrate import solve_ivp

from packing.analytic.learning import time, unbalanced_curve
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.instruments import compare

STARTS = [(1.0, 0.5, 0.1), (2.0, 1.5, -0.2), (0.7, 0.9, 0.3)]


def flowed(setting: Setting) -> Finding:
    rows = []
    for s, x, y in STARTS:
        times = np.linspace(0.1, 5, 6)
        path = solve_ivp(
            lambda _, v, s=s: [v[1] * (s - v[0] * v[1]), v[0] * (s - v[0] * v[1])],
            (0, 5),
            [x, y],
            t_eval=times,
            method="DOP853",
            rtol=1e-11,
            atol=1e-13,
        ).y
        curve = unbalanced_curve(float(setting["scale"]) * s, x, y)
        rows += [
            ((s, x, y, round(float(t), 2)), float(p * q), float(curve.subs(time, t)))
            for t, p, q in zip(times, *path, strict=True)
        ]
    return compare(rows, "times and starts", 1e-7)


def limits(setting: Setting) -> Finding:
    """The curve starts at x y, ends at s, and has slope (x^2 + y^2)(s - x y) at 0."""
    rows = []
    for s, x, y in STARTS:
        curve = unbalanced_curve(float(setting["scale"]) * s, x, y)
        rows.append(((s, "start"), float(curve.subs(time, 0)), x * y))
        rows.append(((s, "end"), float(curve.subs(time, 60)), s))
        slope = (float(curve.subs(time, 1e-5)) - float(curve.subs(time, 0))) / 1e-5
        rows.append(((s, "slope"), slope, (x * x + y * y) * (s - x * y)))
    return compare(rows, "limits", 2e-4)


CLAIM = Claim(
    id="unbalanced-curve",
    kind=Kind.THEOREM,
    statement="with lambda = x^2 - y^2 conserved, u = (lambda/2) sinh(theta) and e^theta is a Moebius function of e^(Rt), ending at w s with w = {scale}",
    constants={"scale": 1},
    mutations=({"scale": "11/10"}, {"scale": "1/2"}),
    expected=Answer.TRUE,
    reference="derived here",
    derivation="theta' = 2s - lambda sinh(theta); z = e^theta has a Riccati equation with constant coefficients.",
    instruments=(Instrument(InstrumentKind.ODE, flowed), Instrument(InstrumentKind.NUMERICAL, limits)),
)
