"""In the plane the ReLU energy at p = 2 is least for repeated pentagons."""

import sympy

from packing.analytic.plane import COEFFICIENTS, check_plane_bound
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.instruments import least_energy


def certified(setting: Setting) -> Finding:
    """The exact certificate of degree 7 with the stated constant as its weight h_0."""
    check = check_plane_bound({**COEFFICIENTS, 0: setting["constant"]})
    pentagon = 5 + 10 * sympy.cos(2 * sympy.pi / 5) ** 2
    attained = sympy.simplify(pentagon / 25 - setting["constant"]) == 0
    return Finding(
        check.holds and attained, f"certificate: {check.holds} {check.reason}; the pentagon meets it: {attained}"
    )


def searched(setting: Setting) -> Finding:
    rows = []
    for n in (3, 5, 6, 7, 8, 10)[: setting.pick(6, 4)]:
        rows.append((n, least_energy(n, 2, 2, "relu", setting, 30), float(n * n * setting["constant"] - n)))
    below = [n for n, met, said in rows if met < said - 1e-7]
    five = next(met - said for n, met, said in rows if n == 5)
    return Finding(
        not below and abs(five) < 1e-7,
        f"(n, least found, bound): {[(n, round(a, 5), round(b, 5)) for n, a, b in rows]}",
    )


CLAIM = Claim(
    id="plane-pentagons",
    kind=Kind.THEOREM,
    statement="n unit vectors of R^2 have E+_2 >= n^2 * {constant} - n, with equality for copies of the regular pentagon",
    constants={"constant": "(7-sqrt(5))/20"},
    mutations=({"constant": "6/25"}, {"constant": "1/4"}, {"constant": "23/100"}),
    expected=Answer.TRUE,
    reference="derived here",
    derivation=(
        "h(cos x) = sum h_k cos kx with k in {0, 1, 2, 3, 6, 7} and positive weights lies below max(c, 0)^2 and touches it at "
        "0, 72 and 144 degrees; sum_ij h(c_ij) >= n^2 h_0."
    ),
    instruments=(Instrument(InstrumentKind.CERTIFICATE, certified), Instrument(InstrumentKind.OPTIMIZER, searched)),
)
