"""The moments of the overlap of random unit vectors in C^d."""

import math

import numpy as np
import sympy
from scipy.integrate import quad

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.arrangements import unit_rows
from packing.claims.instruments import compare, mean

CASES = [(2, 1.0), (3, 0.5), (4, 2.0), (5, 3.3), (7, 4.0), (9, 1.7)]


def said(setting: Setting, d: int, p: float) -> float:
    return float(setting.exact("moment", d=d, p=sympy.Rational(str(p))).evalf())


def integrated(setting: Setting) -> Finding:
    """The density of t, integrated with t = sin x."""
    rows = []
    for d, p in CASES:
        value = quad(lambda x, d=d, p=p: density(d, math.sin(x)) * math.sin(x) ** p * math.cos(x), 0, math.pi / 2)[0]
        rows.append(((d, p), value, said(setting, d, p)))
    return compare(rows, "integrals", 1e-7)


def density(d: int, t: float) -> float:
    if t >= 1:
        return 0.0
    return 2 * (d - 1) * t * (1 - t * t) ** (d - 2)


def sampled(setting: Setting) -> Finding:
    rng = np.random.default_rng(setting.seed)
    rows = []
    for d, p in CASES:
        size = setting.pick(200_000, 40_000)
        u, v = unit_rows(size, d, rng, "C"), unit_rows(size, d, rng, "C")
        seen = mean(np.abs(np.sum(u.conj() * v, axis=1)) ** p)
        rows.append((d, p, round(seen.value, 5), round(seen.error, 5), seen.agrees(said(setting, d, p))))
    return Finding(all(row[-1] for row in rows), f"(d, p, mean, error, within 5 errors): {rows}, seed {setting.seed}")


CLAIM = Claim(
    id="random-moment-complex",
    kind=Kind.THEOREM,
    statement="E |<u,v>|^p of independent uniform unit vectors of C^d, p > -2, is {moment}",
    constants={"moment": "gamma(p/2+1)*gamma(d)/gamma(d+p/2)"},
    mutations=({"moment": "gamma(p/2+1)*gamma(d)/gamma(d+p/2+1)"}, {"moment": "2*gamma(p/2+1)*gamma(d)/gamma(d+p/2)"}),
    expected=Answer.TRUE,
    reference="derived here",
    derivation="|<u,v>|^2 is Beta(1, d-1) distributed; take its p/2-th moment.",
    instruments=(Instrument(InstrumentKind.QUADRATURE, integrated), Instrument(InstrumentKind.MONTE_CARLO, sampled)),
)
