"""What gradient flow on a product of two factors conserves."""

import numpy as np
import sympy
from scipy.integrate import solve_ivp

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting


def flowed(setting: Setting) -> Finding:
    """A^T A - weight B^T B along the flow of 1/2 |C - A B^T|^2 at rank 3."""
    rng = np.random.default_rng(setting.seed)
    target = rng.standard_normal((6, 5))
    start = 0.1 * rng.standard_normal((11, 3))

    def slope(_, flat):
        a, b = flat.reshape(11, 3)[:6], flat.reshape(11, 3)[6:]
        error = target - a @ b.T
        return np.concatenate((error @ b, error.T @ a)).ravel()

    end = solve_ivp(slope, (0, 6), start.ravel(), method="DOP853", rtol=1e-11, atol=1e-12).y[:, -1].reshape(11, 3)
    weight = float(setting["weight"])

    def balance(w):
        return w[:6].T @ w[:6] - weight * w[6:].T @ w[6:]

    drift = float(np.abs(balance(end) - balance(start)).max())
    return Finding(drift < 1e-7, f"drift of A^T A - {weight:g} B^T B over t = 6: {drift:.1e} (tolerance 1e-7)")


def derived(setting: Setting) -> Finding:
    """d/dt (A^T A - w B^T B) with A' = E B, B' = E^T A, for 2 x 2 matrices of symbols."""
    a, b, c = (sympy.Matrix(2, 2, sympy.symbols(f"{letter}:4")) for letter in "abc")
    error = c - a * b.T
    da, db = error * b, error.T * a
    rate = (da.T * a + a.T * da - setting["weight"] * (db.T * b + b.T * db)).applyfunc(sympy.expand)
    return Finding(
        rate == sympy.zeros(2), f"d/dt of 2 x 2 matrices of symbols has {len(rate.free_symbols)} symbols left"
    )


CLAIM = Claim(
    id="balance-conserved",
    kind=Kind.THEOREM,
    statement="gradient flow on 1/2 |C - A B^T|^2 conserves A^T A - w B^T B for w = {weight}",
    constants={"weight": 1},
    mutations=({"weight": 2}, {"weight": -1}),
    expected=Answer.TRUE,
    reference="Jermyn and Shlegeris, Multi-Component Learning and S-Curves (2022); Saxe, McClelland and Ganguli, arXiv:1312.6120",
    derivation="A' = E B, B' = E^T A with E = C - A B^T, so (A^T A)' and (B^T B)' are both B^T E^T A + A^T E B.",
    instruments=(Instrument(InstrumentKind.ODE, flowed), Instrument(InstrumentKind.SYMBOLIC, derived)),
)
