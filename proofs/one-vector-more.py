"""d + 1 vectors below p = 2: a simplex that grows at the thresholds p_m."""

import sympy

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.instruments import least_packing
from packing.measure import interference
from packing.structure import tegum_factors


def crossing(setting: Setting) -> Finding:
    """(m+1) m^(1-p) = (m+2) (m+1)^(1-p) exactly at p_m."""
    m, p = sympy.symbols("m p", positive=True)
    difference = sympy.log(m + 1) + (1 - p) * sympy.log(m) - sympy.log(m + 2) - (1 - p) * sympy.log(m + 1)
    rows = [
        sympy.simplify(difference.subs({m: k, p: setting.exact("threshold", m=k)})).evalf(30, chop=True)
        for k in (1, 2, 3, 7)
    ]
    return Finding(
        all(abs(row) < 1e-25 for row in rows), f"difference of the logarithms at p_m, m = 1, 2, 3, 7: {rows}"
    )


def searched(setting: Setting) -> Finding:
    """Just below and above p_m the best of d + 1 = 5 vectors is a simplex of m + 1 and of m + 2."""
    rows = []
    for m in (1, 2, 3)[: setting.pick(3, 2)]:
        p = setting.number("threshold", m=m)
        for shift, size in ((-0.02, m + 1), (0.02, m + 2)):
            found = least_packing(5, 4, p + shift, "abs", setting, 180)
            largest = tegum_factors(found, 2e-2)[0]
            energy = interference(found, p + shift)
            simplex = size * (size - 1) ** (1 - p - shift)
            rows.append((m, round(p + shift, 4), largest.size, round(energy, 5), round(simplex, 5), size))
    holds = all(abs(energy - simplex) < 2e-4 and largest in (size, 2) for _, _, largest, energy, simplex, size in rows)
    return Finding(holds, f"(m, p, largest factor, energy, simplex energy, expected size): {rows}")


CLAIM = Claim(
    id="one-vector-more",
    kind=Kind.THEOREM,
    statement="for n = d + 1 vectors of R^d and 0 < p < 2 the minimiser is a simplex of m + 1 vectors, m <= d, and a basis of the rest, m growing to m + 1 at p_m = {threshold}",
    constants={"threshold": "log((m+2)/m)/log((m+1)/m)"},
    mutations=({"threshold": "log((m+3)/m)/log((m+1)/m)"}, {"threshold": "log((m+1)/m)/log((m+2)/m)"}),
    expected=Answer.TRUE,
    reference="Xu and Xu, arXiv:1907.10861; thresholds derived here",
    derivation="Energies (m+1) m^(1-p); equate neighbours. p_1 = ln3/ln2, p_2 = ln2/ln(3/2), and p_m grows to 2.",
    instruments=(Instrument(InstrumentKind.SYMBOLIC, crossing), Instrument(InstrumentKind.OPTIMIZER, searched)),
)
