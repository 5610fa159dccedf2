"""Are antipodal tight frames optimal for the ReLU energy at p = 2? No."""

import sympy

from packing.analytic import best_partition
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.instruments import least_energy


def frame(setting: Setting) -> sympy.Expr:
    n, d = int(setting["n"]), int(setting["d"])
    return sympy.Rational(n * n, 2 * d) - n


def searched(setting: Setting) -> Finding:
    met = least_energy(int(setting["n"]), int(setting["d"]), 2, "relu", setting, 30)
    return Finding(
        met > float(frame(setting)) - 1e-7, f"least found {met:.6f}, antipodal tight frames {frame(setting)}"
    )


def exactly(setting: Setting) -> Finding:
    best = best_partition(int(setting["n"]), int(setting["d"]), 2, "relu")
    return Finding(best.energy > float(frame(setting)) - 1e-7, f"{best}: {best.energy:.6f} against {frame(setting)}")


CLAIM = Claim(
    id="antipodal-frames-optimal",
    kind=Kind.FOLKLORE,
    statement="antipodal tight frames have least E+_2 among {n} unit vectors of R^{d}",
    constants={"n": 8, "d": 2},
    mutations=({"n": 4, "d": 2}, {"n": 6, "d": 3}),
    expected=Answer.FALSE,
    reference="derived here",
    derivation="They all have n(n/(2d) - 1) = 8 at (8, 2); 7.80817 was found.",
    instruments=(Instrument(InstrumentKind.OPTIMIZER, searched), Instrument(InstrumentKind.NUMERICAL, exactly)),
)
