"""The autoencoder as a plain NumPy loop of batched steps over all models: what one writes in an afternoon."""

from __future__ import annotations

import numpy as np


def train(models: int, n: int, d: int, batch: int, steps: int, density: float) -> float:
    """The last loss after `steps` Adam steps on all models at once, float32."""
    rng = np.random.default_rng(0)
    one = np.float32
    values = [(rng.normal(size=(models, n, d)) * (2.0 / (n + d)) ** 0.5).astype(one), np.zeros((models, 1, n), one)]
    means, squares = [np.zeros_like(value) for value in values], [np.zeros_like(value) for value in values]
    loss = 0.0
    for step in range(1, steps + 1):
        uniform = rng.random((models, batch, n), dtype=one)
        inputs = np.where(uniform < one(density), uniform / one(density), one(0))
        hidden = inputs @ values[0]
        before = hidden @ values[0].transpose(0, 2, 1) + values[1]
        gap = np.maximum(before, one(0)) - inputs
        loss = float(np.mean(np.sum(gap * gap, axis=2)))
        push = np.where(before > 0, one(2 / batch) * gap, one(0))
        back = push @ values[0]
        slopes = [push.transpose(0, 2, 1) @ hidden + inputs.transpose(0, 2, 1) @ back, push.sum(axis=1, keepdims=True)]
        for value, slope, mean, square in zip(values, slopes, means, squares, strict=True):
            mean += one(0.1) * (slope - mean)
            square += one(0.001) * (slope * slope - square)
            root = np.sqrt(square / one(1 - 0.999**step)) + one(1e-8)
            value -= one(1e-2 / (1 - 0.9**step)) * mean / root
    return loss
