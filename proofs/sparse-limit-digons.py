"""Few active features, d < n <= 2d: digons and dedicated dimensions."""

import numpy as np
import sympy

from packing.analytic.superposition import exact_loss, own_error_of_two
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.toymodels import AutoencoderConfig, train


def product_loss(n: int, d: int, q: float) -> float:
    """The exact loss of n - d digons and 2d - n single axes."""
    rows = np.zeros((n, d))
    for k in range(n - d):
        rows[2 * k, k], rows[2 * k + 1, k] = 1.0, -1.0
    for k in range(2 * d - n):
        rows[2 * (n - d) + k, n - d + k] = 1.0
    return float(exact_loss(rows, None, q))


def expanded(setting: Setting) -> Finding:
    """The exact loss of the product, and the price of a regular simplex of m + 1 features at second order."""
    rows = []
    for n, d in [(3, 2), (5, 3), (6, 4)]:
        q = 0.01
        rows.append(abs(product_loss(n, d, q) - setting.number("loss", n=n, d=d, q=sympy.Rational(1, 100))) < 1e-12)
    prices = {m: sympy.Rational((m + 1) * (2 * m - 1), 6 * m * m) for m in (1, 2, 3, 4, 8)}
    digon = 2 * own_error_of_two(sympy.Integer(-1))
    return Finding(
        all(rows) and min(prices.values()) == prices[1] == digon,
        f"exact at q = 0.01: {rows}; price of a dependent simplex in R^m: {prices}",
    )


def trained(setting: Setting) -> Finding:
    """Models trained on the exact loss at density 0.1: none is better, and the best is that good."""
    rows = []
    for n, d in [(3, 2), (5, 3)]:
        models = train(
            AutoencoderConfig(n=n, d=d, density=0.1, loss="exact", models=setting.pick(12, 6), seed=setting.seed)
        )
        best = float(np.min(models.losses))
        rows.append((n, d, best, product_loss(n, d, 0.1), setting.number("loss", n=n, d=d, q=sympy.Rational(1, 10))))
    holds = all(best > 0.93 * said and best < 1.01 * said for _, _, best, _, said in rows)
    return Finding(holds, f"(n, d, best trained, product, stated) at q = 0.1: {rows}")


CLAIM = Claim(
    id="sparse-limit-digons",
    kind=Kind.CONJECTURE,
    statement="as q -> 0 with d < n <= 2d the least loss of the ReLU model is {loss}, of n - d digons and 2d - n single features",
    constants={"loss": "(n-d)*q^2/3"},
    mutations=({"loss": "(n-d)*q^2/2"}, {"loss": "(n-d)*q^2/4"}),
    expected=Answer.OPEN,
    tested="exact loss of the product at three (n, d); models trained at q = 0.1 for (3, 2) and (5, 3)",
    reference="conjectured here; open is that no obtuse dependent block is cheaper than a digon",
    derivation="Zero first-order loss needs obtuse overlaps; at second order a regular simplex in R^m costs (m+1)(2m-1)/(6m^2) q^2.",
    instruments=(Instrument(InstrumentKind.SYMBOLIC, expanded), Instrument(InstrumentKind.TRAINED, trained)),
)
