"""In the Johnson-Lindenstrauss heuristic many subspaces are best up to p = 2."""

import numpy as np
import sympy

from packing.analytic.heuristics import johnson_lindenstrauss_loss
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting


def derived(setting: Setting) -> Finding:
    """The slope p/2 - 1 - (p/2)/ln(n/k) is negative for all k < n up to the stated p, and not beyond."""
    n, d, k, p = sympy.symbols("n d k p", positive=True)
    slope = sympy.simplify(k * sympy.diff(sympy.log(johnson_lindenstrauss_loss(n, d, k, p)), k))
    q = setting["most"]
    grid = [sympy.Integer(10) ** j for j in (1, 3, 9, 40)]
    below = [float(slope.subs({p: q, n: size, k: 1})) for size in grid]
    above = [float(slope.subs({p: q + sympy.Rational(1, 5), n: size, k: 1})) for size in grid]
    return Finding(
        max(below) < 0 < max(above),
        f"slope at k = 1 for n = 10, 1e3, 1e9, 1e40: {np.round(below, 3)}; at p + 1/5: {np.round(above, 3)}",
    )


def compared(setting: Setting) -> Finding:
    """The least k on a grid for huge n and d."""
    p = float(setting["most"])
    rows = {}
    for q in (p - 0.5, p, p + 0.2):
        log_n, log_d = 200.0, 60.0
        x = np.linspace(0, log_d, 400)
        loss = 2 * log_n - x + q / 2 * (x + np.log(log_n - x) - log_d)
        rows[round(q, 3)] = "d" if int(np.argmin(loss)) == 399 else "1" if int(np.argmin(loss)) == 0 else "inside"
    best = list(rows.values())
    return Finding(best == ["d", "d", "1"], f"best number of subspaces at ln n = 200, ln d = 60: {rows}")


CLAIM = Claim(
    id="heuristic-below-two",
    kind=Kind.HEURISTIC,
    statement="the heuristic loss falls with the number of subspaces for every n and k iff p <= {most}: then k = d",
    constants={"most": 2},
    mutations=({"most": "5/2"}, {"most": 1}),
    expected=Answer.TRUE,
    reference="Comments on Toy Models and Tegum Products (Jermyn, 2022), where k = 1 was corrected to k = d",
    derivation="d ln L/d ln k = p/2 - 1 - (p/2)/ln(n/k) < 0 for p <= 2; for p > 2 it is positive once ln(n/k) > p/(p-2).",
    instruments=(Instrument(InstrumentKind.SYMBOLIC, derived), Instrument(InstrumentKind.NUMERICAL, compared)),
)
