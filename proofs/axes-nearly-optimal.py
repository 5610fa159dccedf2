"""Below p = 2 balanced axes are within r(d-r)/d of the optimum."""

from packing.analytic import energy_bound
from packing.analytic.blocks import line
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.instruments import least_energy
from packing.exponents import EnergyKind


def balanced(n: int, d: int) -> int:
    q, r = divmod(n, d)
    return r * (q + 1) * q + (d - r) * q * (q - 1)


def bounded(setting: Setting) -> Finding:
    """Excess of balanced axes over the Welch floor n(n-d)/d, exactly."""
    rows = []
    for n in range(2, setting.pick(60, 20)):
        for d in range(2, n + 1):
            excess = balanced(n, d) - setting.exact("floor", n=n, d=d)
            rows.append(excess == setting.exact("excess", n=n, d=d, r=n % d))
    floors = [
        float(energy_bound(n, d, 1.3).exact) >= setting.number("floor", n=n, d=d) - 1e-9 for n, d in [(7, 3), (11, 4)]
    ]
    ones = line(5, EnergyKind.ABS).value(1.3, EnergyKind.ABS) == 20
    return Finding(all(rows) and all(floors) and ones, f"{len(rows)} (n, d): {sum(rows)} agree")


def searched(setting: Setting) -> Finding:
    """Descents, stay between the two sides and come near both."""
    rows = []
    for n, d in [(5, 3), (7, 4), (5, 2), (7, 3)]:
        low = setting.number("floor", n=n, d=d)
        high = low + setting.number("excess", n=n, d=d, r=n % d)
        for p in (1.2, 1.95):
            met = least_energy(n, d, p, "abs", setting, 20)
            rows.append((n, d, p, round(met - low, 5), round(high - met, 5)))
    inside = all(min(above, below) > -1e-6 for *_, above, below in rows)
    near = min(above for *_, above, _ in rows) < 0.25 and min(below for *_, below in rows) < 1e-4
    return Finding(inside and near, f"(n, d, p, least found above the floor, below the axes): {rows}")


CLAIM = Claim(
    id="axes-nearly-optimal",
    kind=Kind.THEOREM,
    statement="for 0 < p <= 2 and n = r mod d, n unit vectors of F^d have least E_p between {floor} and {floor} + {excess}, which balanced axes have",
    constants={"floor": "n*(n-d)/d", "excess": "r*(d-r)/d"},
    mutations=({"excess": "r*(d-r)/(2*d)"}, {"excess": "2*r*(d-r)/d"}, {"floor": "n*(n-d)/d+1"}),
    expected=Answer.TRUE,
    reference="derived here",
    derivation="Welch below; d orthogonal lines with floor or ceil of n/d vectors above.",
    instruments=(Instrument(InstrumentKind.ENUMERATION, bounded), Instrument(InstrumentKind.OPTIMIZER, searched)),
)
