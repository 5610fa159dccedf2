"""Five features in two dimensions: digons at moderate density, the pentagon at low density."""

import numpy as np
from scipy.optimize import minimize

from packing.analytic.superposition import exact_loss
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.toymodels import AutoencoderConfig, train

DIGON = np.array([[1.0], [-1.0]])


def pentagon_loss(q: float) -> float:
    """The exact loss of the pentagon with best norm and bias."""
    angles = 2 * np.pi * np.arange(5) / 5
    rows = np.column_stack((np.cos(angles), np.sin(angles)))
    options = {"xatol": 1e-5, "fatol": 1e-9}
    return float(
        minimize(
            lambda v: float(exact_loss(v[0] * rows, np.full(5, v[1]), q)),
            [1.1, -0.2],
            method="Nelder-Mead",
            options=options,
        ).fun
    )


def digons_loss(q: float) -> float:
    """Two digons with best norm and bias, and one feature that is predicted by its mean q/2."""
    options = {"xatol": 1e-5, "fatol": 1e-9}
    digon = minimize(
        lambda v: float(exact_loss(v[0] * DIGON, np.full(2, v[1]), q)),
        [1.0, -0.02],
        method="Nelder-Mead",
        options=options,
    )
    return 2 * float(digon.fun) + q / 3 - q * q / 4


def evaluated(setting: Setting) -> Finding:
    low, high = setting.number("low"), setting.number("high")
    losses = {q: (pentagon_loss(q), digons_loss(q)) for q in (low, high)}
    holds = losses[low][0] < losses[low][1] and losses[high][0] > losses[high][1]
    return Finding(holds, "; ".join(f"q = {q:g}: pentagon {p:.5f}, digons {d:.5f}" for q, (p, d) in losses.items()))


def trained(setting: Setting) -> Finding:
    """The tegum factors of the best of several models trained on the exact loss."""
    seen = {}
    for q in (setting.number("low"), setting.number("high")):
        config = AutoencoderConfig(n=5, d=2, density=q, loss="exact", models=setting.pick(12, 6), seed=setting.seed)
        models = train(config)
        seen[q] = models.blocks(models.best)
    low, high = seen.values()
    return Finding(low == ((5, 2),) and high == ((2, 1), (2, 1)), f"blocks of the best models by density: {seen}")


CLAIM = Claim(
    id="pentagon-from-density",
    kind=Kind.EMPIRICAL,
    statement="five features in two dimensions: trained models choose the pentagon at density {low} and two digons at density {high}",
    constants={"low": "1/10", "high": "3/10"},
    mutations=({"low": "2/5"}, {"high": "1/20"}),
    expected=Answer.TRUE,
    reference="measured here",
    derivation="Tegum products of digons are a moderate-density optimum; as the density falls, undivided codes take over.",
    instruments=(Instrument(InstrumentKind.NUMERICAL, evaluated), Instrument(InstrumentKind.TRAINED, trained)),
)
