"""Four features of two dimensions in R^4: four equi-isoclinic planes while rare, three planes once common."""

from dataclasses import replace

import numpy as np

from packing import subspaces
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.records.best_known import best_packing
from packing.toymodels.subspaces import SubspaceConfig
from packing.toymodels.subspaces.average import average_loss
from packing.toymodels.subspaces.training import descended


def known() -> tuple[np.ndarray, np.ndarray]:
    """Four equi-isoclinic planes, and three with nothing for the fourth feature, each (4, 2, 4)."""
    three = best_packing(subspaces(3, 4, 2)).vectors
    return best_packing(subspaces(4, 4, 2)).vectors, np.concatenate((three, np.zeros((1, 2, 4))))


def verdict(setting: Setting, differences: dict[str, tuple[float, float]]) -> Finding:
    """From loss of four less loss of three planes, with standard errors, at both densities."""
    rare, common = differences["rare"], differences["common"]
    return Finding(
        bool(rare[0] < -5 * rare[1] and common[0] > 5 * common[1]),
        f"loss of four less of three planes: {rare[0]:.5f} +- {rare[1]:.5f} at density {setting['rare']}, "
        f"{common[0]:.5f} +- {common[1]:.5f} at {setting['common']}",
    )


def minimised(setting: Setting) -> Finding:
    """Descend from both structures, all weights free, over inputs drawn once; judge on fresh ones."""
    differences = {}
    for place, name in enumerate(("rare", "common")):
        config = SubspaceConfig(4, 4, 2, setting.number(name))
        inputs = average_loss(config, setting.pick(1 << 13, 1 << 12), np.random.default_rng((setting.seed, place)))
        fresh = average_loss(config, 1 << setting.pick(18, 16), np.random.default_rng((setting.seed, place, 1)))
        values = []
        for start in known():
            share = inputs.both_errors(start, np.full(4, -0.3)).share
            end = descended(config, replace(inputs, share=share), start, np.full(4, -0.3), setting.pick(60, 25), 1e-9)
            values.append(fresh.controlled(end.weights, end.biases, fresh.both_errors(end.weights, end.biases)))
        rest = values[0] - values[1]
        differences[name] = float(rest.mean()), float(rest.std()) / len(rest) ** 0.5
    return verdict(setting, differences)


def scaled(setting: Setting) -> Finding:
    """Both structures with one scale and one threshold, the best of a grid, on plain draws of whole inputs."""
    rng = np.random.default_rng(setting.seed)
    count = setting.pick(100_000, 40_000)
    differences = {}
    for name in ("rare", "common"):
        x = rng.standard_normal((count, 4, 4))
        x = (x / np.linalg.norm(x, axis=2, keepdims=True))[:, :, :2]
        x *= (rng.random((count, 4)) < setting.number(name))[:, :, None]
        best = [min((errors(x, s * planes, t) for s in SCALES for t in LIMITS), key=np.mean) for planes in explicit()]
        rest = best[0] - best[1]
        differences[name] = float(rest.mean()), float(rest.std()) / count**0.5
    return verdict(setting, differences)


def explicit() -> tuple[np.ndarray, np.ndarray]:
    """The planes of four equiangular lines of C^2, and of three lines of R^2 with multiples in C^2, each (4, 2, 4)."""
    turns = np.exp(2j * np.pi * np.arange(3) / 3)
    four = np.array([[1, 0], *([3**-0.5, (2 / 3) ** 0.5 * turn] for turn in turns)])
    three = np.array([[1, 0], [-0.5, 0.75**0.5], [-0.5, -(0.75**0.5)], [0, 0]], dtype=complex)
    return tuple(
        np.stack((np.hstack((lines.real, lines.imag)), np.hstack((-lines.imag, lines.real))), axis=1)
        for lines in (four, three)
    )


SCALES, LIMITS = (0.95, 1.05, 1.2), (0.15, 0.3, 0.6)


def errors(x: np.ndarray, weights: np.ndarray, threshold: float) -> np.ndarray:
    """The squared error of each input (count, 4, 2) under a shrinkage."""
    rows = weights.reshape(8, 4)
    z = (x.reshape(len(x), 8) @ rows @ rows.T).reshape(x.shape)
    length = np.linalg.norm(z, axis=2, keepdims=True)
    return np.sum((z * np.maximum(1 - threshold / np.maximum(length, 1e-9), 0) - x) ** 2, axis=(1, 2))


CLAIM = Claim(
    id="planes-until-density",
    kind=Kind.EMPIRICAL,
    statement=(
        "four features uniform in the unit disc, tied weights in R^4 and a shrinkage lose less as four equi-isoclinic planes than as "
        "the best three planes with one feature dropped at density {rare}, and more at density {common}"
    ),
    constants={"rare": "1/10", "common": "9/20"},
    mutations=({"rare": "1/2"}, {"common": "1/20"}),
    expected=Answer.TRUE,
    reference="measured here",
    derivation="The recorded phases of the package have the change between these densities.",
    numerical=True,
    instruments=(Instrument(InstrumentKind.OPTIMIZER, minimised), Instrument(InstrumentKind.MONTE_CARLO, scaled)),
)
