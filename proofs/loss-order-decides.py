"""The order of the loss at 0 against t^2 decides whether subspaces can be a local minimum, if the loss really rises."""

import itertools

import numpy as np
from scipy.optimize import minimize

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting


def losses(setting: Setting) -> list[tuple[str, tuple[float, float, float], bool]]:
    """(name, (r, v, u), whether divisions are no local minimum) for l = A t^r + B t^(r+1), l(1) = u, l'(1) = v.

    With v between 0 and r + 1 times u > 0, l' > 0 on (0, 1].
    """
    order, slope = setting.number("order"), setting.number("slope")
    return [
        ("order above, rising", (order + 0.5, max(slope, 0.0) + 1.0, 1.0), True),
        ("order above, slope just allowed", (order + 0.5, slope + 0.25, 1.0), True),
        ("order below, rising", (order - 0.3, max(slope, 0.0) + 1.0, 1.0), False),
        ("order above, slope at the limit", (order + 0.5, slope, 1.0), False),
    ]


def value(t: np.ndarray, shape: tuple[float, float, float]) -> np.ndarray:
    r, v, u = shape
    return ((r + 1) * u - v) * t**r + (v - r * u) * t ** (r + 1)


def tilted(setting: Setting) -> Finding:
    """Tilt vectors of two copies of an axis towards the other axis: no gain where the claim says so."""
    rows = []
    for name, shape, gains in losses(setting):
        best = min(
            float(np.sum(value(overlaps(turns), shape))) - shape[2]
            for delta in (1e-2, 1e-3)
            for turns in delta * np.array(list(itertools.product((-1.0, -0.5, 0.0, 0.5, 1.0), repeat=2)))
            if np.any(turns)
        )
        rows.append((name, best, (best < 0) == gains))
    return Finding(all(row[-1] for row in rows), f"(loss, best change by a tilt, as stated): {rows}")


def overlaps(turns: np.ndarray) -> np.ndarray:
    """|cos| of the three pairs of e1 turned by a, e1 turned by b, and e2."""
    a, b = turns
    return np.abs([np.cos(a - b), np.sin(a), np.sin(b)])


def descended(setting: Setting) -> Finding:
    """Two copies of each of three axes of R^3, turned a little: the least loss that descents within 0.05 meet."""
    rng = np.random.default_rng(setting.seed)
    home, pairs = np.repeat(np.eye(3), 2, axis=0), np.triu_indices(6, 1)
    rows = []
    for name, shape, gains in losses(setting):

        def change(flat, shape=shape):
            x = home + flat.reshape(6, 3)
            x /= np.linalg.norm(x, axis=1, keepdims=True)
            return float(np.sum(value(np.minimum(np.abs(x @ x.T)[pairs], 1.0), shape))) - 3 * shape[2]

        starts = 3e-3 * rng.standard_normal((setting.pick(6, 3), 18))
        least = min(minimize(change, start, method="L-BFGS-B", bounds=[(-0.05, 0.05)] * 18).fun for start in starts)
        rows.append((name, float(f"{least:.1e}"), (least < -1e-8) == gains))
    return Finding(all(row[-1] for row in rows), f"(loss, least change met, as stated): {rows}")


CLAIM = Claim(
    id="loss-order-decides",
    kind=Kind.THEOREM,
    statement=(
        "for a loss sum l(|c_ij|) with l(0) = 0, l' > {slope} on (0, 1] and l(t) = o(t^{order}) at 0 no division into two "
        "orthogonal parts is a local minimum while a part interferes within itself; l = t^r with r < {order} and some losses "
        "with l'(1) = {slope} do have such minima"
    ),
    constants={"slope": 0, "order": 2},
    mutations=({"order": 1}, {"order": 3}, {"slope": -1}, {"slope": "1/2"}),
    expected=Answer.TRUE,
    reference="derived here",
    derivation=(
        "Let X1 interfere and a be a unit vector of the other part. x_i -> (x_i + delta s_i a)/sqrt(1 + delta^2) for x_i in "
        "X1, s_i random signs. Inside, |c| becomes |c| + delta^2 (s_i s_j Re c/|c| - |c|) + O(delta^4), so l changes in "
        "the mean by -delta^2 |c| l'(|c|) + o(delta^2); pairs with c = 0 and pairs across add o(delta^2). So some signs "
        "gain. That l only increases is not enough: l = 4 t^3 - 3 t^4 increases on [0, 1], has l'(1) = 0, and at e1, e1, e2 "
        "turned by a, b, 0 it changes by 4 |a|^3 + 4 |b|^3 + O((|a| + |b|)^4) > 0. For l = t^r with r < 2 the same turn "
        "changes it by |a|^r + |b|^r + O((|a| + |b|)^2) > 0."
    ),
    instruments=(Instrument(InstrumentKind.ENUMERATION, tilted), Instrument(InstrumentKind.OPTIMIZER, descended)),
)
