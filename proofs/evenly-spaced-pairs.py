"""Orthogonal pairs of evenly spaced vectors in the plane."""

import numpy as np
import sympy

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.configuration import Packing
from packing.structure import orthogonal_pairs


def counted(setting: Setting) -> Finding:
    wrong, most = [], setting.pick(60, 40)
    for m in range(3, most + 1):
        angles = 2 * np.pi * np.arange(m) / m
        met = len(orthogonal_pairs(Packing(np.column_stack((np.cos(angles), np.sin(angles)))), 1e-9))
        if met != (m if m % int(setting["period"]) == 0 else 0):
            wrong.append((m, met))
    return Finding(not wrong, f"m = 3..{most} counted: differs at {wrong[:4]}")


def exact(setting: Setting) -> Finding:
    wrong = []
    for m in range(3, 33):
        zeros = sum(sympy.cos(2 * sympy.pi * j / m) == 0 for j in range(1, m))
        if m * zeros != 2 * (m if m % int(setting["period"]) == 0 else 0):
            wrong.append(m)
    return Finding(not wrong, f"cos(2 pi j/m) = 0 solved exactly for m = 3..32: differs at {wrong[:4]}")


CLAIM = Claim(
    id="evenly-spaced-pairs",
    kind=Kind.THEOREM,
    statement="m evenly spaced unit vectors in R^2 have m unordered orthogonal pairs if {period} divides m, else none",
    constants={"period": 4},
    mutations=({"period": 2}, {"period": 8}),
    expected=Answer.TRUE,
    reference="derived here",
    derivation="2 pi j/m is a right angle iff 4 j = m or 4 j = 3 m: two partners each, so m unordered pairs.",
    instruments=(Instrument(InstrumentKind.ENUMERATION, counted), Instrument(InstrumentKind.SYMBOLIC, exact)),
)
