"""The stationary number of subspaces in the Johnson-Lindenstrauss heuristic."""

import numpy as np
import sympy
from scipy.optimize import brentq

from packing.analytic.heuristics import johnson_lindenstrauss_loss
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting


def derived(setting: Setting) -> Finding:
    n, d, k, p = sympy.symbols("n d k p", positive=True)
    slope = sympy.simplify(k * sympy.diff(sympy.log(johnson_lindenstrauss_loss(n, d, k, p)), k))
    at = sympy.simplify(sympy.expand_log(slope.subs(k, setting["blocks"]), force=True))
    return Finding(at == 0, f"d ln L/d ln k = {slope}; at the stated k: {at}")


def solved(setting: Setting) -> Finding:
    rows = []
    for n, p in [(1000, 3.0), (5000, 4.0), (10**6, 2.5)]:
        root = brentq(lambda x, n=n, p=p: (p / 2 - 1) - (p / 2) / (np.log(n) - x), -60, np.log(n) - 1e-6)
        rows.append((n, p, float(np.exp(root)), setting.number("blocks", n=n, p=sympy.Rational(str(p)))))
    return Finding(all(abs(met / said - 1) < 1e-6 for *_, met, said in rows), f"(n, p, root, stated): {rows}")


CLAIM = Claim(
    id="heuristic-stationary-blocks",
    kind=Kind.HEURISTIC,
    statement="for p > 2 the heuristic loss n (n/k) (k ln(n/k)/d)^(p/2) is stationary at k = {blocks}",
    constants={"blocks": "n*exp(-p/(p-2))"},
    mutations=({"blocks": "n*exp(-2/(p-2))"}, {"blocks": "n*exp(-p/(p-1))"}),
    expected=Answer.TRUE,
    reference="reconstruction of the heuristic in Toy Models and Tegum Products (Jermyn, 2022)",
    derivation="d ln L/d ln k = p/2 - 1 - (p/2)/ln(n/k).",
    instruments=(Instrument(InstrumentKind.SYMBOLIC, derived), Instrument(InstrumentKind.NUMERICAL, solved)),
)
