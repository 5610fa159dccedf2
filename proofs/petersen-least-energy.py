"""Ten unit vectors of R^4: the Petersen code has the least positive interference."""

from packing.bounds import least_energy as floor
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.instruments import least_energy
from packing.objective import Energy
from packing.problem import vectors


def certified(setting: Setting) -> Finding:
    """The certificate of the three-point programme, checked in exact numbers when it is read."""
    bound = floor(vectors(10, 4), Energy(2, positive=True))
    return Finding(bound.exact == setting["energy"], f"{bound.theorem}: at least {bound.exact} ({bound.rigor})")


def searched(setting: Setting) -> Finding:
    met = least_energy(10, 4, 2, "relu", setting, 60)
    return Finding(abs(met - setting.number("energy")) < 1e-6, f"least found {met:.8f}")


CLAIM = Claim(
    id="petersen-least-energy",
    kind=Kind.THEOREM,
    statement="Ten unit vectors of R^4 have E+_2 >= {energy}, attained by the Petersen code",
    constants={"energy": "5/3"},
    mutations=({"energy": "3/2"}, {"energy": 2}),
    expected=Answer.TRUE,
    tested="an exact certificate at half degree 6, and 60 descents",
    reference="here; the programme: Cohn and Woo, J. AMS 25 (2012); the code: Bachoc and Vallentin 2009",
    derivation="Three-point bound for a polynomial minorant of max(t, 0)^2 that touches it at the overlaps 1/6 and -2/3.",
    instruments=(Instrument(InstrumentKind.CERTIFICATE, certified), Instrument(InstrumentKind.OPTIMIZER, searched)),
)
