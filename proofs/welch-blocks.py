"""Blocks that are equiangular and tight: the moment 2 decides between one block and many."""

import math

import sympy

from packing.analytic.heuristics import welch_block_loss
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting


def derived(setting: Setting) -> Finding:
    n, d, k, p = sympy.symbols("n d k p", positive=True)
    slope = sympy.simplify(k * sympy.diff(sympy.log(welch_block_loss(n, d, k, p)), k))
    return Finding(sympy.simplify(slope - setting["slope"]) == 0, f"d ln L/d ln k = {sympy.factor(slope)}")


def measured(setting: Setting) -> Finding:
    """Finite differences of k blocks, each with the energy m (m-1) W^(p/2)."""
    rows = []
    for n, d, p in [(60, 20, 1.3), (48, 16, 2.0), (48, 16, 3.1)]:
        energies = [blocks(n, d, k, p) for k in (1.99, 2.01)]
        slope = (math.log(energies[1]) - math.log(energies[0])) / (math.log(2.01) - math.log(1.99))
        said = setting.number("slope", n=n, d=d, k=2, p=sympy.Rational(str(p)))
        rows.append((p, round(slope, 5), round(said, 5)))
    return Finding(all(abs(met - said) < 1e-3 for _, met, said in rows), f"(p, slope by differences, stated): {rows}")


def blocks(n: float, d: float, k: float, p: float) -> float:
    m, dimensions = n / k, d / k
    return k * m * (m - 1) * ((m - dimensions) / (dimensions * (m - 1))) ** (p / 2)


CLAIM = Claim(
    id="welch-blocks",
    kind=Kind.THEOREM,
    statement="with k equal Welch-tight blocks d ln L/d ln k = {slope}: more blocks win for p < 2, one for p > 2, all tie at 2",
    constants={"slope": "(p-2)/2*n/(n-k)"},
    mutations=({"slope": "(p-1)/2*n/(n-k)"}, {"slope": "(2-p)/2*n/(n-k)"}),
    expected=Answer.TRUE,
    reference="derived here",
    derivation="L = n ((n-d)/d)^(p/2) (k/(n-k))^((p-2)/2).",
    instruments=(Instrument(InstrumentKind.SYMBOLIC, derived), Instrument(InstrumentKind.NUMERICAL, measured)),
)
