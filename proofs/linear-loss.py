"""The loss of the linear autoencoder and its least value."""

import numpy as np
import sympy

from packing.analytic.superposition import linear_loss
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.instruments import mean


def sampled(setting: Setting) -> Finding:
    """Draw features and measure E |x - Mx - b|^2 against v |I - M|^2 with the best bias."""
    rng = np.random.default_rng(setting.seed)
    rows = []
    for n, d, q in [(5, 2, 0.4), (6, 3, 0.15)]:
        weights = rng.standard_normal((n, d)) / 2
        x = np.where(rng.random((setting.pick(200_000, 50_000), n)) < q, rng.random((1, n)), 0.0)
        x = np.where(x > 0, rng.random(x.shape), 0.0)
        rest = np.eye(n) - weights @ weights.T
        errors = x @ rest.T - rest @ np.full(n, q / 2)
        seen = mean(np.sum(errors**2, axis=1))
        v = float(setting.exact("variance", q=sympy.Rational(str(q))))
        rows.append(
            (n, d, round(seen.value, 5), round(v * float(np.sum(rest**2)), 5), seen.agrees(v * float(np.sum(rest**2))))
        )
    return Finding(all(row[-1] for row in rows), f"(n, d, mean loss, v |I-M|^2, within 5 errors): {rows}")


def derived(setting: Setting) -> Finding:
    """The variance of a feature; and the loss of a projection of rank d is v (n - d), of random weights more."""
    q = sympy.Symbol("q", positive=True)
    variance = sympy.expand(q / 3 - (q / 2) ** 2)
    rng = np.random.default_rng(setting.seed)
    projection = np.linalg.qr(rng.standard_normal((6, 3)))[0]
    least = float(setting.exact("variance", q=sympy.Rational(1, 3))) * 3
    others = [linear_loss(rng.standard_normal((6, 3)) / 2, 1 / 3) for _ in range(50)]
    holds = sympy.expand(variance - setting["variance"]) == 0 and abs(linear_loss(projection, 1 / 3) - least) < 1e-12
    return Finding(
        bool(holds and min(others) > least),
        f"variance {variance}; projection {least:.6f}, best of 50 others {min(others):.6f}",
    )


CLAIM = Claim(
    id="linear-loss",
    kind=Kind.THEOREM,
    statement="the linear model with best bias loses ({variance}) |I - M|_F^2 at density q, at least n - d times that factor, with equality iff M is a projection of rank d",
    constants={"variance": "q/3-q^2/4"},
    mutations=({"variance": "q/3"}, {"variance": "q/3-q^2/3"}),
    expected=Answer.TRUE,
    reference="derived here",
    derivation="Independent features with variance q/3 - q^2/4; |I - M|^2 >= n - d with equality iff M is a projection of rank d.",
    instruments=(Instrument(InstrumentKind.MONTE_CARLO, sampled), Instrument(InstrumentKind.SYMBOLIC, derived)),
)
