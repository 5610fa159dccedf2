"""A small negative bias always helps where there is positive interference."""

import numpy as np
from scipy.optimize import minimize

from packing.analytic.superposition import one_sparse_loss
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.toymodels import AutoencoderConfig, train


def gram(m: int) -> np.ndarray:
    angles = 2 * np.pi * np.arange(m) / m
    return np.cos(angles[:, None] - angles[None, :])


def scanned(setting: Setting) -> Finding:
    """Best norm and bias of the regular pentagon in the closed one-sparse loss, per feature."""
    found = minimize(
        lambda v: one_sparse_loss(v[0] * gram(5), np.full(5, v[1])) / 5,
        [0.9, -0.05],
        method="Nelder-Mead",
        options={"xatol": 1e-10, "fatol": 1e-14, "maxiter": 4000},
    )
    plain = one_sparse_loss(gram(5) / (1 + 2 * np.cos(2 * np.pi / 5) ** 2)) / 5
    return Finding(
        abs(found.fun - float(setting["loss"])) < 1e-6 and found.x[1] < 0 and found.fun < plain,
        f"loss a feature {found.fun:.8f} at norm {found.x[0]:.4f}, bias {found.x[1]:.4f}; without bias {plain:.5f}",
    )


def trained(setting: Setting) -> Finding:
    """Models trained on the one-sparse loss from random starts: the best of them."""
    models = train(AutoencoderConfig(n=5, d=2, loss="one_sparse", models=setting.pick(20, 12), seed=setting.seed))
    best = float(np.min(models.losses))
    return Finding(
        abs(best - float(setting["loss"])) < 1e-6, f"best of {len(models.losses)} trained models: {best:.8f}"
    )


CLAIM = Claim(
    id="negative-bias-helps",
    kind=Kind.THEOREM,
    statement="five features in two dimensions have least one-sparse loss {loss} a feature, a pentagon with negative bias",
    constants={"loss": "0.01582563"},
    mutations=({"loss": "0.05345"}, {"loss": "0.0155"}),
    expected=Answer.TRUE,
    reference="derived here",
    derivation="At b = 0 with best norms dL/dt = a (sigma - sum c_+) < 0 at t = -b = 0+ whenever some 0 < c < 1.",
    instruments=(Instrument(InstrumentKind.NUMERICAL, scanned), Instrument(InstrumentKind.TRAINED, trained)),
)
