"""The stationary number of subspaces is a maximum of the heuristic loss."""

import numpy as np
import sympy

from packing.analytic.heuristics import johnson_lindenstrauss_loss, stationary_blocks
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting


def curved(setting: Setting) -> Finding:
    """The second derivative of ln L in ln k at the stationary point."""
    n, d, _k, p = sympy.symbols("n d k p", positive=True)
    x = sympy.Symbol("x", real=True)
    log_loss = sympy.log(johnson_lindenstrauss_loss(n, d, sympy.exp(x), p))
    second = sympy.simplify(sympy.diff(log_loss, x, 2))
    at = [float(second.subs({x: sympy.log(stationary_blocks(1000, q)), n: 1000, d: 50, p: q})) for q in (3, 4, 6)]
    sign = float(setting["curvature"])
    return Finding(all(value * sign > 0 for value in at), f"second derivative {second}; at p = 3, 4, 6: {at}")


def compared(setting: Setting) -> Finding:
    """The loss at half and twice the stationary k against the loss there."""
    sign, rows = float(setting["curvature"]), []
    for n, q in [(1000, 3.0), (5000, 4.0)]:
        k = n * np.exp(-q / (q - 2))
        loss = [n * (n / j) * (j * np.log(n / j)) ** (q / 2) for j in (k / 2, k, 2 * k)]
        rows.append((n, q, loss[0] / loss[1], loss[2] / loss[1]))
    holds = all((a - 1) * sign > 0 and (b - 1) * sign > 0 for _, _, a, b in rows)
    return Finding(holds, f"(n, p, L(k/2)/L(k), L(2k)/L(k)): {rows}")


CLAIM = Claim(
    id="heuristic-optimum-is-interior",
    kind=Kind.HEURISTIC,
    statement="the stationary number of subspaces minimises the heuristic loss: its curvature in ln k has the sign {curvature}",
    constants={"curvature": 1},
    mutations=({"curvature": -1},),
    expected=Answer.FALSE,
    reference="Comments on Toy Models and Tegum Products (Jermyn, 2022)",
    derivation="The second derivative of ln L in ln k is -(p/2)/ln(n/k)^2 < 0: a maximum, so the best k is 1 or d.",
    instruments=(Instrument(InstrumentKind.SYMBOLIC, curved), Instrument(InstrumentKind.NUMERICAL, compared)),
)
