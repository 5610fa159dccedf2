"""Coherence guarantees for sparse recovery stop near sqrt(d)/2."""

import sympy

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.constructions import known
from packing.problem import lines


def derived(setting: Setting) -> Finding:
    """(1 + 1/mu)/2 where (n - 1) mu^2 + 1 = n/d, the mean of the squared overlaps; and its growth for n = d^2."""
    n, d, mu = sympy.symbols("n d mu", positive=True)
    mean = sympy.solve(sympy.Eq(1 + (n - 1) * mu**2, n / d), mu**2)[0]
    same = sympy.simplify((2 * setting["most"] - 1) ** 2 - 1 / mean) == 0
    growth = sympy.limit(setting["most"].subs(n, d**2) / sympy.sqrt(d), d, sympy.oo)
    return Finding(bool(same) and growth == sympy.Rational(1, 2), f"stated over sqrt(d) at n = d^2 tends to {growth}")


def constructed(setting: Setting) -> Finding:
    """Known packings never allow more; equiangular tight frames allow exactly that."""
    rows = []
    for n, d, field in [(6, 3, "R"), (28, 7, "R"), (9, 3, "C"), (16, 4, "C"), (12, 3, "C")]:
        packings = [construction.packing for construction in known(lines(n, d, field))]
        mu = min(packing.coherence for packing in packings)
        rows.append((n, d, field, round((1 + 1 / mu) / 2, 6), round(setting.number("most", n=n, d=d), 6)))
    tight = [abs(met - said) < 1e-6 for n, *_, met, said in rows if n != 12]
    holds = all(met <= said + 1e-6 for *_, met, said in rows) and all(tight)
    return Finding(holds, f"(n, d, field, sparsity guaranteed, stated): {rows}")


CLAIM = Claim(
    id="sparse-recovery-limit",
    kind=Kind.THEOREM,
    statement="for n > d lines of F^d the guarantee s < (1 + 1/mu)/2 for sparse recovery allows at most {most}, met by equiangular tight frames, about sqrt(d)/2",
    constants={"most": "(1+sqrt(d*(n-1)/(n-d)))/2"},
    mutations=({"most": "(1+sqrt(d))/4"}, {"most": "sqrt(d*(n-1)/(n-d))"}),
    expected=Answer.TRUE,
    reference="Donoho and Elad 2003; Gribonval and Nielsen 2003; Tropp 2004; with the Welch bound",
    derivation="mu >= sqrt((n-d)/(d(n-1))).",
    instruments=(Instrument(InstrumentKind.SYMBOLIC, derived), Instrument(InstrumentKind.NUMERICAL, constructed)),
)
