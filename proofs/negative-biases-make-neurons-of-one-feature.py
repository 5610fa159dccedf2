"""More neurons of one feature, and less loss, from negative biases."""

import numpy as np

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.toymodels.monosemanticity import MonosemanticityConfig, train_neurons

FEATURES, EMBEDDING, NEURONS, STEPS = 64, 32, 128, 1500

SHARE = 0.9
"""Of the sum of a neuron's answers, from which on it counts as one of a single feature; .999 leaves few of 128."""


def trained(setting: Setting) -> Finding:
    """Layers of the package: the share at .9 of living neurons and the loss over the variance, both starts."""
    seeds, rows = setting.pick(3, 1), []
    for bias in (float(setting["start"]), float(setting["control"])):
        configs = [
            MonosemanticityConfig(
                FEATURES, EMBEDDING, NEURONS, 1 / 16, bias=bias, batch=128, steps=STEPS, seed=setting.seed + k
            )
            for k in range(seeds)
        ]
        layers = [train_neurons(config)[0] for config in configs]
        rows.append([float(np.mean(x)) for x in ([a.share(SHARE) for a in layers], [a.relative_loss for a in layers])])
    return compared(setting, rows)


def plainly(setting: Setting) -> Finding:
    """The same by NumPy alone, in double precision, on other numbers: gradients by hand, Adam with constant decay."""
    rows = []
    for bias in (float(setting["start"]), float(setting["control"])):
        rng = np.random.default_rng(setting.seed + 77)
        embedding = rng.standard_normal((EMBEDDING, FEATURES))
        embedding /= np.linalg.norm(embedding, axis=0)
        rows.append(descended(rng, embedding, bias))
    return compared(setting, rows)


def descended(rng: np.random.Generator, embedding: np.ndarray, bias: float) -> list[float]:
    """One layer: its share of living neurons with max/sum of answers at least .9, and its loss over the variance."""
    w = rng.standard_normal((NEURONS, EMBEDDING)) / EMBEDDING**0.5
    b, v = np.full(NEURONS, bias), rng.standard_normal((FEATURES, NEURONS)) / NEURONS**0.5
    moments = [[np.zeros_like(p), np.zeros_like(p)] for p in (w, b, v)]
    for step in range(STEPS):
        x = drawn(rng, 96)
        h = embedding @ x
        a = np.maximum(w @ h + b[:, None], 0)
        gap = 2 * (v @ a - x) / x.shape[1]
        push = (v.T @ gap) * (a > 0)
        rate = 0.0025 * (1 + np.cos(np.pi * step / STEPS))
        for p, slope, m in zip((w, b, v), (push @ h.T, push.sum(axis=1), gap @ a.T), moments, strict=True):
            m[0] += 0.1 * (slope - m[0])
            m[1] += 0.001 * (slope**2 - m[1])
            p -= rate * m[0] / (1 - 0.9 ** (step + 1)) / (np.sqrt(m[1] / (1 - 0.999 ** (step + 1))) + 1e-8)
        if 2 * step < STEPS:
            b *= np.exp(-6 / STEPS)
    x = drawn(rng, 8192)
    loss = np.sum((v @ np.maximum(w @ (embedding @ x) + b[:, None], 0) - x) ** 2) / np.sum((x - x.mean()) ** 2)
    answers = np.abs(np.maximum(w @ embedding + b[:, None], 0) - np.maximum(b, 0)[:, None])
    answers = answers[answers.max(axis=1) > 1e-6]
    return [float(np.mean(answers.max(axis=1) >= SHARE * answers.sum(axis=1))), float(loss)]


def drawn(rng: np.random.Generator, count: int) -> np.ndarray:
    return rng.random((FEATURES, count)) * (rng.random((FEATURES, count)) < 1 / 16)


def compared(setting: Setting, rows: list[list[float]]) -> Finding:
    """The statement itself: more neurons of one feature, and less loss."""
    (share, loss), (other_share, other_loss) = rows
    return Finding(
        share > other_share and loss < other_loss,
        f"from {setting['start']}: share of neurons of one feature {share:.3f} against {other_share:.3f}, loss {loss:.4f} against {other_loss:.4f}",
    )


CLAIM = Claim(
    id="negative-biases-make-neurons-of-one-feature",
    kind=Kind.EMPIRICAL,
    statement="sparse features under a random embedding: a ReLU layer trained from biases {start} that fade has more "
    "neurons that answer to one feature, and less loss, than one trained from biases {control}",
    constants={"start": "-1", "control": "0"},
    mutations=({"start": "1"}, {"start": "0", "control": "-1"}),
    expected=Answer.TRUE,
    numerical=True,
    reference="Jermyn, Schiefer and Hubinger, Engineering Monosemanticity in Toy Models, arXiv:2211.09169",
    derivation="Measured, not derived: 64 features in 32 dimensions, 128 neurons, density 1/16, 1500 steps of Adam, largest "
    "answer at least .9 of their sum; at .999 and 512 features, 64 dimensions, 1024 neurons see `packing table monosemanticity`.",
    instruments=(Instrument(InstrumentKind.TRAINED, trained), Instrument(InstrumentKind.NUMERICAL, plainly)),
)
