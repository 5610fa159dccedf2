"""The integrals of the ReLU model with one active feature."""

from scipy.integrate import quad

from packing.analytic.superposition import cross_error, own_error
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.instruments import compare

BIASES = (-0.7, -0.3, 0.0, 0.2)


def integrated(setting: Setting) -> Finding:
    rows, scale = [], float(setting["factor"])
    for b in BIASES:
        for a in (0.4, 1.0, 1.7):
            value = quad(lambda x, a=a, b=b: (x - max(a * x + b, 0)) ** 2, 0, 1, points=[min(max(-b / a, 0), 1)])[0]
            rows.append((("own", a, b), scale * value, own_error(a, b)))
        for c in (-0.8, -0.1, 0.3, 0.9):
            value = quad(lambda x, c=c, b=b: max(c * x + b, 0) ** 2, 0, 1, points=[min(max(-b / c, 0), 1)])[0]
            rows.append((("cross", c, b), scale * value, float(cross_error(c, b))))
    return compare(rows, "integrals", 1e-9)


def differentiated(setting: Setting) -> Finding:
    """d/db of the cross error is 2 int ReLU(cx + b) dx, by midpoint sums."""
    import numpy as np

    x = (np.arange(200_000) + 0.5) / 200_000
    rows = []
    for b in BIASES:
        for c in (-0.8, 0.3, 0.9):
            slope = (float(cross_error(c, b + 1e-5)) - float(cross_error(c, b - 1e-5))) / 2e-5
            rows.append(((c, b), float(setting["factor"]) * slope, 2 * float(np.maximum(c * x + b, 0).mean())))
    return compare(rows, "derivatives by the bias", 1e-5)


CLAIM = Claim(
    id="one-active-integrals",
    kind=Kind.THEOREM,
    statement="int ReLU(cx+b)^2 = (max(c+b,0)^3 - max(b,0)^3)/(3c w) with w = {factor}, and the own error likewise in closed form",
    constants={"factor": 1},
    mutations=({"factor": "3/2"}, {"factor": "1/3"}),
    expected=Answer.TRUE,
    reference="derived here",
    derivation="Integrate the cubic piecewise; b < 0 starts at x = -b/c.",
    instruments=(
        Instrument(InstrumentKind.QUADRATURE, integrated),
        Instrument(InstrumentKind.NUMERICAL, differentiated),
    ),
)
