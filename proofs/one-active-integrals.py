"""The integrals of the ReLU model with one active feature."""

import numpy as np
from scipy.integrate import quad

from packing.analytic.superposition import cross_error, own_error
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.instruments import compare

BIASES = (-0.7, -0.3, 0.0, 0.2)
SLOPES = (-0.8, -0.1, 0.3, 0.9)
SQUARES = (0.4, 1.0, 1.7)


def cross(setting: Setting, c: float, b: float) -> float:
    """The stated integral of ReLU(c x + b)^2."""
    return float((max(c + b, 0) ** 3 - max(b, 0) ** 3) / (setting.number("cross") * c))


def own(setting: Setting, a: float, b: float) -> float:
    """The stated integral of (x - ReLU(a x + b))^2 for b <= 0: off before -b/a, then a line."""
    start = min(-b / a, 1.0)
    line = -b * b if a == 1 else (((1 - a) * start - b) ** 3 - (1 - a - b) ** 3) / (3 * (1 - a))
    return float(start**3 / setting.number("own") - (line if a != 1 else line * (1 - start)))


def integrated(setting: Setting) -> Finding:
    """Quadrature, with the point where the ReLU begins."""
    rows = []
    for b in BIASES:
        for a in SQUARES:
            value = quad(lambda x, a=a, b=b: (x - max(a * x + b, 0)) ** 2, 0, 1, points=[min(max(-b / a, 0), 1)])[0]
            rows.append((("own", a, b), value, own(setting, a, b) if b <= 0 else own_error(a, b)))
        for c in SLOPES:
            value = quad(lambda x, c=c, b=b: max(c * x + b, 0) ** 2, 0, 1, points=[min(max(-b / c, 0), 1)])[0]
            rows.append((("cross", c, b), value, cross(setting, c, b)))
    return compare(rows, "integrals", 1e-9)


def differentiated(setting: Setting) -> Finding:
    """Slopes in the bias by midpoint sums; and the functions of the package at the same places."""
    x = (np.arange(100_000) + 0.5) / 100_000
    rows = []
    for b in BIASES:
        for c in SLOPES:
            slope = (cross(setting, c, b + 1e-5) - cross(setting, c, b - 1e-5)) / 2e-5
            rows.append((("cross", c, b), slope, 2 * float(np.maximum(c * x + b, 0).mean())))
            rows.append((("cross", c, b), float(cross_error(c, b)), cross(setting, c, b)))
        for a in SQUARES if b < 0 else ():
            slope = (own(setting, a, b + 1e-5) - own(setting, a, b - 1e-5)) / 2e-5
            rows.append((("own", a, b), slope, -2 * float(np.mean((x - a * x - b) * (a * x + b > 0)))))
            rows.append((("own", a, b), float(own_error(a, b)), own(setting, a, b)))
    return compare(rows, "slopes and values", 2e-5)


CLAIM = Claim(
    id="one-active-integrals",
    kind=Kind.THEOREM,
    statement=(
        "int_0^1 ReLU(cx+b)^2 dx = (max(c+b,0)^3 - max(b,0)^3)/({cross} c) for c != 0; int_0^1 (x - ReLU(ax+b))^2 dx = t^3/{own} + "
        "((1-a-b)^3 - ((1-a)t-b)^3)/(3(1-a)) for a > 0, b <= 0, t = min(-b/a, 1), with the limit b^2 (1-t) in place of the last "
        "term at a = 1"
    ),
    constants={"cross": 3, "own": 3},
    mutations=({"cross": 2}, {"cross": 6}, {"own": 2}),
    expected=Answer.TRUE,
    reference="derived here",
    derivation="Integrate the cubic piecewise; b < 0 starts at x = -b/c. Before t the error is x, after it (1 - a) x - b.",
    instruments=(
        Instrument(InstrumentKind.QUADRATURE, integrated),
        Instrument(InstrumentKind.NUMERICAL, differentiated),
    ),
)
