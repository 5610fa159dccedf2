"""With biases, is pentagon + digon the sparse optimum of seven features in three dimensions? No."""

import numpy as np
from scipy.optimize import minimize

from packing.analytic.superposition import one_sparse_loss
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.toymodels import AutoencoderConfig, train
from packing.toymodels.autoencoder.losses.one_sparse import OneSparseLoss


def block_loss() -> float:
    """n times the loss of pentagon (best norm and bias) + digon (loss 0)."""
    angles = 2 * np.pi * np.arange(5) / 5
    gram = np.cos(angles[:, None] - angles[None, :])
    return float(
        minimize(
            lambda v: one_sparse_loss(v[0] * gram, np.full(5, v[1])),
            [1.3, -0.2],
            method="Nelder-Mead",
            options={"xatol": 1e-10, "fatol": 1e-14},
        ).fun
    )


def trained(setting: Setting) -> Finding:
    n, d = int(setting["n"]), int(setting["d"])
    models = train(AutoencoderConfig(n=n, d=d, loss="one_sparse", models=setting.pick(40, 16), seed=setting.seed))
    best = n * float(np.min(models.losses))
    return Finding(
        best > block_loss() - 1e-6,
        f"best of {len(models.losses)} trained models {best:.6f}, pentagon + digons {block_loss():.6f}",
    )


def perturbed(setting: Setting) -> Finding:
    """Descend from a perturbed pentagon + digons on the closed loss."""
    n, d = int(setting["n"]), int(setting["d"])
    angles = 2 * np.pi * np.arange(5) / 5
    weights, biases = np.zeros((n, d)), np.full(n, -1e-3)
    weights[:5, :2] = 1.17 * np.column_stack((np.cos(angles), np.sin(angles)))
    biases[:5] = -0.28
    for k in range(n - 5):
        weights[5 + k, 2 + k // 2] = (-1) ** k
    objective = OneSparseLoss(np.full(n, 1 / n), np.ones(n))
    rng = np.random.default_rng(setting.seed)
    start = np.concatenate((weights.ravel(), biases)) + 0.02 * rng.standard_normal(n * d + n)

    def value(v):
        out = objective(v[: n * d].reshape(n, d), np.minimum(v[n * d :], 0.0))
        return out.loss, np.concatenate((out.weights.ravel(), np.where(v[n * d :] <= 0, out.biases, 0.0)))

    bounds = [(None, None)] * (n * d) + [(None, 0.0)] * n
    found = n * float(minimize(value, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 3000}).fun)
    return Finding(
        found > block_loss() - 1e-6,
        f"descent from the perturbed product ends at {found:.6f}, product {block_loss():.6f}",
    )


CLAIM = Claim(
    id="biased-pentagon-and-digons",
    kind=Kind.CONJECTURE,
    statement="with free norms and biases, pentagon + digons is the one-sparse optimum of {n} features in {d} dimensions",
    constants={"n": 7, "d": 3},
    mutations=({"n": 5, "d": 2},),
    expected=Answer.FALSE,
    reference="measured here",
    derivation="One block of seven with unequal features has loss sum .0535 against .0791.",
    instruments=(Instrument(InstrumentKind.TRAINED, trained), Instrument(InstrumentKind.OPTIMIZER, perturbed)),
)
