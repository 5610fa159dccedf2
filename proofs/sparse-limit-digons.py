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


def obtuse(setting: Setting) -> Finding:
    """Obtuse dependent systems at random, and near digons: each costs at least one digon at second order."""
    rng, digon = np.random.default_rng(setting.seed), setting.number("loss", n=2, d=1, q=1)
    least = np.inf
    for _ in range(setting.pick(4000, 800)):
        size = int(rng.integers(2, 8))
        overlaps = np.triu(rng.uniform(size=(size, size)) ** rng.uniform(0, 8), 1)
        overlaps[0, 1] += rng.uniform(0, 20) * rng.integers(2)
        overlaps += overlaps.T
        s = np.triu(overlaps / np.linalg.eigvalsh(overlaps)[-1], 1)
        least = min(least, float(np.sum(2 * s**2 - s**3)) / 3)
    return Finding(-1e-9 < least - digon < 0.01, f"least cost met {least:.6f}, a digon has {digon:.6f}")


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
    kind=Kind.THEOREM,
    statement="as q -> 0 with d < n <= 2d the least loss of the ReLU model is {loss}, of n - d digons and 2d - n single features",
    constants={"loss": "(n-d)*q^2/3"},
    mutations=({"loss": "(n-d)*q^2/2"}, {"loss": "(n-d)*q^2/4"}),
    expected=Answer.TRUE,
    reference="derived here",
    derivation=(
        "The product has this loss. Let W_q, b_q be minimisers. Their loss with one active feature is O(q), so that |w_i| -> 1, b -> 0 "
        "and, at a limit, all overlaps are -s_ij <= 0. There the loss with two active is the sum over pairs of (2s^2-s^3)/3. The "
        "Gram matrix 1 - S has a kernel of dimension >= n - d and S >= 0, so by Perron and Frobenius n - d blocks of S have top "
        "eigenvalue 1. Let S x = x, x > 0, |x| = 1 in a block, a_i = x_i^2. By Cauchy 1/4 = (sum_{i<j} s x_i x_j)^2 <= "
        "sum s^2 (2-s) sum a_i a_j/(2-s), and 1/(2-s) <= (1+s)/2 on [0, 1] makes the last sum at most "
        "(1 - |a|^2 + a.Sa)/4 <= 1/4. So each block costs at least 1/3. Equality: all s are 0 or 1, a digon; the rest is orthogonal."
    ),
    instruments=(
        Instrument(InstrumentKind.SYMBOLIC, expanded),
        Instrument(InstrumentKind.NUMERICAL, obtuse),
        Instrument(InstrumentKind.TRAINED, trained),
    ),
)
