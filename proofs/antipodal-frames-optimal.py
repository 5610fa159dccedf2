"""Are antipodal tight frames optimal for the ReLU energy at p = 2? No."""

from fractions import Fraction
from itertools import permutations

import sympy

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.instruments import least_energy

HALF_ANGLES = ("-41/8", "-7/8", "-7/8", "0", "0", "7/8", "7/8", "5")
"""Tangents of half the angles of eight points, found by descent."""


def frame(setting: Setting) -> sympy.Expr:
    n, d = int(setting["n"]), int(setting["d"])
    return sympy.Rational(n * n, 2 * d) - n


def searched(setting: Setting) -> Finding:
    met = least_energy(int(setting["n"]), int(setting["d"]), 2, "relu", setting, 30)
    return Finding(
        met > float(frame(setting)) - 1e-7, f"least found {met:.6f}, antipodal tight frames {frame(setting)}"
    )


def exactly(setting: Setting) -> Finding:
    """Rational points of the circle, x = (1 - t^2, 2 t)/(1 + t^2), in fractions; no energy is below 0."""
    n, d = int(setting["n"]), int(setting["d"])
    if (n, d) != (8, 2):
        return Finding(frame(setting) <= 0, f"antipodal tight frames have {frame(setting)}, and no energy is below 0")
    points = [((1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)) for t in map(Fraction, HALF_ANGLES)]
    overlaps = [a * c + b * d for (a, b), (c, d) in permutations(points, 2)]
    energy = sum(max(c, Fraction(0)) ** 2 for c in overlaps)
    return Finding(
        energy >= Fraction(int(frame(setting).p), int(frame(setting).q)), f"a witness has {float(energy):.6f}, exactly"
    )


CLAIM = Claim(
    id="antipodal-frames-optimal",
    kind=Kind.FOLKLORE,
    statement="antipodal tight frames have least E+_2 among {n} unit vectors of R^{d}",
    constants={"n": 8, "d": 2},
    mutations=({"n": 4, "d": 2}, {"n": 6, "d": 3}),
    expected=Answer.FALSE,
    reference="derived here",
    derivation="They all have n(n/(2d) - 1) = 8 at (8, 2); 7.80817 was found.",
    instruments=(Instrument(InstrumentKind.OPTIMIZER, searched), Instrument(InstrumentKind.CERTIFICATE, exactly)),
)
