"""With one active feature the loss of |error|^q is the q-th moment of the positive interference."""

import numpy as np
import sympy

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.configuration import Packing
from packing.measure import positive_interference


def integrated(setting: Setting) -> Finding:
    """What one pair adds, int_0^1 (c u)^q du / n, against the stated factor, for symbolic c and q."""
    c, u, q, n = sympy.symbols("c u q n", positive=True)
    pair = sympy.integrate((c * u) ** q, (u, 0, 1)) / n
    ratio = sympy.simplify(pair / (setting["factor"] * c**q))
    return Finding(ratio == 1, f"one pair adds {sympy.simplify(pair)}; over the statement: {ratio}")


def measured(setting: Setting) -> Finding:
    """Unit weights at random, outputs computed and averaged over inputs, beside the moment of the packing."""
    rng, rows = np.random.default_rng(setting.seed), []
    u = (np.arange(4000) + 0.5) / 4000
    for n, d, q in setting.pick([(5, 2, 1.0), (9, 4, 2.0), (12, 3, 3.5), (7, 3, 8.0)], [(5, 2, 1.0), (12, 3, 3.5)]):
        weights = rng.normal(size=(n, d))
        weights /= np.linalg.norm(weights, axis=1, keepdims=True)
        loss = 0.0
        for j in range(n):
            wanted = np.zeros((n, u.size))
            wanted[j] = u
            loss += (
                float(np.mean(np.abs(np.maximum(np.outer(weights @ weights[j], u), 0) - wanted) ** q, axis=1).sum()) / n
            )
        moment = positive_interference(Packing(weights, "vectors"), q)
        rows.append((n, d, q, loss / (setting.number("factor", n=n, q=sympy.Rational(str(q))) * moment)))
    return Finding(all(abs(ratio - 1) < 1e-4 for *_, ratio in rows), f"(n, d, q, measured over stated): {rows}")


CLAIM = Claim(
    id="one-active-loss-is-a-moment",
    kind=Kind.THEOREM,
    statement="x' = ReLU(W W^T x) with unit rows loses E |error|^q = {factor} sum over i != j of max(<w_i, w_j>, 0)^q "
    "where one of n features is active, uniform on [0, 1]: it cares about the q-th moment of the interference",
    constants={"factor": "1/(n*(q+1))"},
    mutations=({"factor": "1/(n*q)"}, {"factor": "1/(q+1)"}),
    expected=Answer.TRUE,
    reference="derived here",
    derivation="The own output is u, without error; output i errs by max(c u, 0) with c = <w_i, w_j>, and int_0^1 u^q du = "
    "1/(q+1); each j has chance 1/n.",
    instruments=(Instrument(InstrumentKind.SYMBOLIC, integrated), Instrument(InstrumentKind.NUMERICAL, measured)),
)
