"""Features per dimension, |W|_F^2/d, is not invariant under scaling; the dimensionalities are."""

import numpy as np

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.measure import feature_dimensionality


def untied(setting: Setting) -> Finding:
    """W -> cW with the readout divided by c leaves an untied ReLU net without biases unchanged."""
    rng = np.random.default_rng(setting.seed)
    w, out = rng.standard_normal((5, 2)), rng.standard_normal((5, 2))
    x = rng.random((100, 5))
    changes = []
    for c in (0.5, 3.0):
        same = np.allclose(np.maximum(x @ w @ out.T, 0), np.maximum(x @ (c * w) @ (out / c).T, 0))
        changes.append((c, bool(same), float(np.sum((c * w) ** 2) / np.sum(w**2))))
    holds = all(same and abs(ratio / c ** float(setting["power"]) - 1) < 1e-9 for c, same, ratio in changes)
    return Finding(holds, f"(c, same function, ratio of |W|^2/d): {changes}")


def invariant(setting: Setting) -> Finding:
    """The alternative, the sum of dimensionalities, does not move; the norm of one trained model scales."""
    rng = np.random.default_rng(setting.seed + 1)
    w = rng.standard_normal((6, 3))
    moved = max(abs(float(feature_dimensionality(c * w).sum() - feature_dimensionality(w).sum())) for c in (0.1, 7.0))
    ratio = np.log(np.linalg.norm(7 * w) ** 2 / np.linalg.norm(w) ** 2) / np.log(7)
    return Finding(
        moved < 1e-12 and abs(ratio - float(setting["power"])) < 1e-9,
        f"sum of D moves by {moved:.1e}; |cW|^2 grows like c^{ratio:.3f}",
    )


CLAIM = Claim(
    id="features-per-dimension",
    kind=Kind.THEOREM,
    statement="scaling W by c > 0 and the readout by 1/c leaves the function of an untied ReLU net without biases but multiplies |W|_F^2/d by c^{power}",
    constants={"power": 2},
    mutations=({"power": 0}, {"power": 1}),
    expected=Answer.TRUE,
    reference="Comments on Toy Models and Tegum Products (Jermyn, 2022); not so for tied weights, whose function changes",
    derivation="ReLU is positively homogeneous; D_i is invariant under W -> cW.",
    instruments=(Instrument(InstrumentKind.NUMERICAL, untied), Instrument(InstrumentKind.MONTE_CARLO, invariant)),
)
