"""Which moment counts decides the number of subspaces where features are rare, not where many are active at once."""

import numpy as np
from scipy.optimize import minimize
from scipy.sparse.csgraph import connected_components

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.toymodels import AutoencoderConfig, train

N, D, Q, DENSITY = 12, 4, 3.0, 0.4


def trained(setting: Setting) -> Finding:
    """Models of the package: one active feature without a bias by L-BFGS, and batches at density .4 by Adam."""
    models = setting.pick(12, 6)
    sparse = train(
        AutoencoderConfig(N, D, loss="one_sparse", models=models, seed=setting.seed, error_exponent=Q, bias=False)
    )
    dense = train(AutoencoderConfig(N, D, DENSITY, models=setting.pick(6, 4), seed=setting.seed, error_exponent=Q))
    counts = len(sparse.blocks(sparse.best)), len(dense.blocks(dense.best))
    said = int(setting["sparse"]), int(setting["dense"])
    return Finding(
        counts == said, f"blocks of the best of {models} models where one is active, and at density .4: {counts}"
    )


def by_hand(setting: Setting) -> Finding:
    """The energy of unit vectors by SciPy's minimiser, and Adam in plain NumPy on batches of its own."""
    rng = np.random.default_rng(setting.seed + 1)
    packed = min((_descended(rng) for _ in range(setting.pick(8, 4))), key=lambda end: end.fun)
    models = [_by_adam(rng) for _ in range(setting.pick(4, 3))]
    best = min(models, key=lambda model: model[1])[0]
    counts = _blocks(packed.x.reshape(N, D)), _blocks(best)
    said = int(setting["sparse"]), int(setting["dense"])
    return Finding(
        counts == said, f"blocks of the packing of least energy, and of Adam by hand at density .4: {counts}"
    )


def _descended(rng: np.random.Generator):
    def energy(point: np.ndarray) -> tuple[float, np.ndarray]:
        rows = point.reshape(N, D)
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        unit = rows / norms
        gram = np.maximum(unit @ unit.T - np.eye(N), 0.0)
        slope = 2 * Q * gram ** (Q - 1) @ unit
        slope -= np.sum(slope * unit, axis=1, keepdims=True) * unit
        return float(np.sum(gram**Q)), (slope / norms).ravel()

    return minimize(energy, rng.normal(size=N * D), jac=True, method="L-BFGS-B")


def _by_adam(rng: np.random.Generator, steps: int = 1500, batch: int = 256) -> tuple[np.ndarray, float]:
    values = [rng.normal(size=(N, D)) / 3, np.zeros(N)]
    momenta = [(np.zeros_like(value), np.zeros_like(value)) for value in values]
    late = []
    for step in range(1, steps + 1):
        inputs = rng.uniform(size=(batch, N)) * (rng.uniform(size=(batch, N)) < DENSITY)
        before = inputs @ values[0] @ values[0].T + values[1]
        error = np.maximum(before, 0) - inputs
        push = Q * np.abs(error) ** (Q - 1) * np.sign(error) * (before > 0) / batch
        slopes = [push.T @ (inputs @ values[0]) + inputs.T @ (push @ values[0]), push.sum(axis=0)]
        rate = 0.005 * (1 + np.cos(np.pi * step / steps))
        for value, slope, (mean, square) in zip(values, slopes, momenta, strict=True):
            mean += 0.1 * (slope - mean)
            square += 0.001 * (slope**2 - square)
            value -= rate * mean / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
        if step > 0.8 * steps:
            late.append(float(np.sum(np.abs(error) ** Q)) / batch)
    return values[0], float(np.mean(late))


def _blocks(rows: np.ndarray) -> int:
    norms = np.linalg.norm(rows, axis=1)
    unit = rows[norms > 0.5] / norms[norms > 0.5, None]
    return int(connected_components(np.abs(unit @ unit.T) > 0.25)[0])


CLAIM = Claim(
    id="moment-decides-when-sparse",
    kind=Kind.EMPIRICAL,
    statement="ReLU models of 12 features in 4 dimensions trained on |error|^3 form {sparse} orthogonal block where one "
    "feature is active and there is no bias, and {dense} at density .4: the moment decides where features are rare",
    constants={"sparse": 1, "dense": 4},
    mutations=({"sparse": 4}, {"dense": 1}),
    expected=Answer.TRUE,
    reference="Comments on Toy Models and Tegum Products (Jermyn, 2022); packing table moment-blocks",
    derivation="With one active feature the loss is the third moment, whose minimiser is undivided above exponent 2; at "
    "density .4 several features interfere at once, and antipodal pairs share a dimension without touching others.",
    numerical=True,
    instruments=(Instrument(InstrumentKind.TRAINED, trained), Instrument(InstrumentKind.NUMERICAL, by_hand)),
)
