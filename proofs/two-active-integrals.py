"""The integral of the ReLU model with two active features and a third that is off."""

import numpy as np
import sympy

from packing.analytic.superposition import cross_error_of_two
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.instruments import compare, mean

CASES = [(0.5, -0.2), (0.3, -0.9), (0.8, 0.4), (1.0, -1.0), (-0.5, -0.1)]


def said(setting: Setting, c1: float, c2: float) -> float:
    if c1 * c2 >= 0:
        return float(cross_error_of_two(c1, c2))
    a, s = sympy.Rational(str(max(c1, c2))), sympy.Rational(str(-min(c1, c2)))
    rest = max(a - s, 0)
    return float((a**4 - rest**4) / (setting["divisor"] * a * s))


def summed(setting: Setting) -> Finding:
    """Midpoint sums on a fine grid."""
    x = (np.arange(1500) + 0.5) / 1500
    rows = []
    for c1, c2 in CASES:
        value = float(np.mean(np.maximum(c1 * x[:, None] + c2 * x[None, :], 0) ** 2))
        rows.append(((c1, c2), value, said(setting, c1, c2)))
    return compare(rows, "double integrals", 1e-5)


def sampled(setting: Setting) -> Finding:
    rng = np.random.default_rng(setting.seed)
    x, y = rng.random((2, setting.pick(400_000, 100_000)))
    rows = []
    for c1, c2 in CASES:
        seen = mean(np.maximum(c1 * x + c2 * y, 0) ** 2)
        rows.append(((c1, c2), round(seen.value, 5), seen.agrees(said(setting, c1, c2))))
    return Finding(all(row[-1] for row in rows), f"((c1, c2), mean, within 5 errors): {rows}")


CLAIM = Claim(
    id="two-active-integrals",
    kind=Kind.THEOREM,
    statement="E ReLU(c x - s y)^2 = (c^4 - max(c-s,0)^4)/({divisor} c s) for c, s > 0",
    constants={"divisor": 12},
    mutations=({"divisor": 6}, {"divisor": 24}),
    expected=Answer.TRUE,
    reference="derived here",
    derivation="Integrate ReLU(z)^2 twice: z^4/12.",
    instruments=(Instrument(InstrumentKind.QUADRATURE, summed), Instrument(InstrumentKind.MONTE_CARLO, sampled)),
)
