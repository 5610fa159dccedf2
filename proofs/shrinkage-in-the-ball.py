"""What a threshold leaves of a feature of m dimensions that an isoclinic pair passes on."""

import numpy as np
import sympy

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.instruments import mean

CASES = [(1, 0.8, 0.6), (2, 1.0, 0.7), (2, 0.5, 0.1), (3, 1.3, 1.1), (5, 0.9, 0.5)]


def stated(setting: Setting, m: int, q: float, t: float) -> float:
    """The stated expectation."""
    rest = setting.number("rest", m=m)
    return m / (m + 2) * q * q - 2 * m / (m + 1) * q * t + t * t - rest * t ** (m + 2) / q**m


def sampled(setting: Setting) -> Finding:
    """Draw points of the ball as parts of points of a sphere of two dimensions more, and shorten them."""
    rng = np.random.default_rng(setting.seed)
    rows = []
    for m, q, t in CASES:
        points = rng.standard_normal((setting.pick(400_000, 100_000), m + 2))
        points /= np.linalg.norm(points, axis=1, keepdims=True)
        lengths = q * np.linalg.norm(points[:, :m], axis=1)
        seen = mean(np.maximum(lengths - t, 0.0) ** 2)
        rows.append((m, q, t, round(seen.value, 6), seen.agrees(stated(setting, m, q, t))))
    return Finding(all(row[-1] for row in rows), f"(m, q, t, mean, within 5 errors): {rows}")


def integrated(setting: Setting) -> Finding:
    """Integrate (q r - t)^2 m r^(m-1) from t/q to 1 symbolically, for each m."""
    q, t, r = sympy.symbols("q t r", positive=True)
    wrong = []
    for m in (1, 2, 3, 4, 6):
        whole = sympy.integrate(sympy.expand((q * r - t) ** 2 * m * r ** (m - 1)), (r, t / q, 1))
        rest = setting.exact("rest", m=m) * t ** (m + 2) / q**m
        formula = sympy.Rational(m, m + 2) * q**2 - sympy.Rational(2 * m, m + 1) * q * t + t**2 - rest
        if sympy.simplify(whole - formula) != 0:
            wrong.append(m)
    return Finding(not wrong, "5 dimensions integrated" + (f", wrong at m = {wrong}" if wrong else ", all equal"))


CLAIM = Claim(
    id="shrinkage-in-the-ball",
    kind=Kind.THEOREM,
    statement=(
        "x uniform in the unit ball of R^m has E ReLU(q|x| - t)^2 = m/(m+2) q^2 - 2m/(m+1) q t + t^2 - ({rest}) t^(m+2)/q^m "
        "for 0 <= t <= q, what an output with threshold t hears of one active feature at cosines q"
    ),
    constants={"rest": "2/((m+1)*(m+2))"},
    mutations=({"rest": "1/((m+1)*(m+2))"}, {"rest": "2/(m+1)^2"}, {"rest": "2/(m+2)^2"}),
    expected=Answer.TRUE,
    reference="derived here",
    derivation="|x| has the density m r^(m-1) on [0, 1]: integrate (q r - t)^2 m r^(m-1) from t/q to 1.",
    instruments=(Instrument(InstrumentKind.MONTE_CARLO, sampled), Instrument(InstrumentKind.SYMBOLIC, integrated)),
)
