"""The balanced S-curve."""

import numpy as np
import sympy
from scipy.integrate import solve_ivp

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.instruments import compare


def derived(setting: Setting) -> Finding:
    """u = s/(1 + (s/u0 - 1) e^(-rate s t)) solves u' = 2 u (s - u)."""
    t, s, q = sympy.symbols("t s q", positive=True)
    u = s / (1 + (s / q - 1) * sympy.exp(-setting["rate"] * s * t))
    residual = sympy.simplify(sympy.diff(u, t) - 2 * u * (s - u))
    return Finding(residual == 0 and sympy.simplify(u.subs(t, 0) - q) == 0, f"u' - 2u(s-u) = {residual}")


def flowed(setting: Setting) -> Finding:
    """Vectors A, B in 30 dimensions, balanced and aligned, against the curve."""
    rng = np.random.default_rng(setting.seed)
    a = rng.standard_normal(30)
    a /= np.linalg.norm(a)
    s, x0, times = 2.0, 0.05, np.linspace(0, 4, 9)

    def slope(_, flat):
        p, q = flat[:30], flat[30:]
        return np.concatenate((s * a * (a @ q) - p * (q @ q), s * a * (a @ p) - q * (p @ p)))

    path = solve_ivp(
        slope, (0, 4), np.concatenate((x0 * a, x0 * a)), t_eval=times, method="DOP853", rtol=1e-11, atol=1e-13
    ).y
    seen = (a @ path[:30]) * (a @ path[30:])
    curve = s / (1 + (s / x0**2 - 1) * np.exp(-float(setting["rate"]) * s * times))
    return compare([(t, float(x), float(y)) for t, x, y in zip(times, seen, curve, strict=True)], "times", 1e-8)


CLAIM = Claim(
    id="s-curve",
    kind=Kind.THEOREM,
    statement="aligned balanced rank-one learning follows u = s/(1 + (s/u0 - 1) e^(-{rate} s t)), an S-curve",
    constants={"rate": 2},
    mutations=({"rate": 1}, {"rate": 4}),
    expected=Answer.TRUE,
    reference="Jermyn and Shlegeris, Multi-Component Learning and S-Curves (2022); derived here",
    derivation="u = x y with x = y: u' = 2 u (s - u), the logistic equation.",
    instruments=(Instrument(InstrumentKind.SYMBOLIC, derived), Instrument(InstrumentKind.ODE, flowed)),
)
