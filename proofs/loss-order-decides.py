"""Only the order of the loss at 0 against t^2 decides whether subspaces can be a local minimum."""

import numpy as np
import sympy

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting


def tilted(setting: Setting) -> Finding:
    """sum l(|c|) for l = t^r/(1 + t): triangle + axis with the triangle tilted towards the axis by delta."""
    order = setting.number("order")
    changes = {}
    for r in (order + 0.5, order - 0.3):
        best = np.inf
        for signs in np.array(np.meshgrid(*[[-1, 1]] * 3)).T.reshape(-1, 3):
            best = min(best, loss(1e-3, signs, r) - loss(0.0, signs, r))
        changes[round(r, 3)] = best
    gains = [changes[round(order + 0.5, 3)] < 0, changes[round(order - 0.3, 3)] >= 0]
    return Finding(all(gains), f"best change of the loss t^r/(1+t) at delta = 0.001, by r: {changes}")


def loss(delta: float, signs: np.ndarray, r: float) -> float:
    angles = 2 * np.pi * np.arange(3) / 3
    rows = np.column_stack((np.cos(angles), np.sin(angles), delta * signs))
    rows = np.vstack((rows / np.linalg.norm(rows, axis=1, keepdims=True), [0, 0, 1]))
    c = np.abs(rows @ rows.T)[np.triu_indices(4, 1)]
    return float(np.sum(c**r / (1 + c)))


def expanded(setting: Setting) -> Finding:
    """Orders in delta: cross terms delta^r against the gain delta^2 inside the block."""
    delta = sympy.Symbol("delta", positive=True)
    inside = sympy.series((sympy.Rational(-1, 2) + delta**2) / (1 + delta**2), delta, 0, 3).removeO()
    gain = inside.coeff(delta, 2)
    holds = setting["order"] == 2 and gain != 0
    return Finding(bool(holds), f"overlap -1/2 becomes {inside}: its loss moves at order 2, the cross terms at order r")


CLAIM = Claim(
    id="loss-order-decides",
    kind=Kind.THEOREM,
    statement="a loss l(|c|), l(0) = 0, has no decomposable local minimum with interference left if l(t) = o(t^{order}) at 0",
    constants={"order": 2},
    mutations=({"order": 1}, {"order": 3}),
    expected=Answer.TRUE,
    reference="derived here",
    derivation="As for powers: the change is -delta^2 sum |c| l'(|c|) + o(delta^2) inside, o(delta^2) across.",
    instruments=(Instrument(InstrumentKind.NUMERICAL, tilted), Instrument(InstrumentKind.SYMBOLIC, expanded)),
)
