r"""Finite data: the same model trained on T data points, for many T; whether it stores data points or features.

A data point x with the hidden vector h = W^T x has the dimensionality |h|^4 / sum_t <h, h_t>^2 over all T of them, as a
feature has it with its row of W. Trained on few points, models give each of them a share of the hidden space and lose
more on fresh inputs than on their own; trained on many, they give the shares to features. In between neither fits, and
the loss on fresh inputs may rise with T before it falls: double descent, with T on the axis.
Reference: Henighan, Carter, Hume, Elhage, Lasenby, Fort, Schiefer, Olah, Superposition, Memorization, and Double
Descent, Transformer Circuits Thread (2023).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from packing.averages import mean_of
from packing.errors import InputError
from packing.measure import feature_dimensionality
from packing.numeric import Floats
from packing.toymodels.autoencoder.config import AutoencoderConfig
from packing.toymodels.autoencoder.dimensionality import checked_folder
from packing.toymodels.autoencoder.losses.monte_carlo import outputs
from packing.toymodels.autoencoder.model import train
from packing.toymodels.autoencoder.sampled import data_points
from packing.toymodels.autoencoder.trained import TrainedModels
from packing.toymodels.brief import Brief
from packing.toymodels.kind import Progress

MOST_POINTS = 8192
"""Data points of which pairs are taken."""


@dataclass(frozen=True, eq=False, repr=False)
class DataSetFit(Brief):
    """Models trained on T points each: losses on these and on fresh inputs (R,), dimensionalities of both.

    `features` (R, n) and `data` (R, T) are the dimensionalities; a data point whose hidden vector is 0 has 0.
    `test` is the expectation over fresh inputs, `training` the mean over the data points.
    """

    points: int
    training: Floats
    test: Floats
    features: Floats
    data: Floats

    @property
    def feature_share(self) -> float:
        """The sum of the dimensionalities of the features, at most d; the mean over the models."""
        return float(self.features.sum(axis=1).mean())

    @property
    def data_share(self) -> float:
        """The sum of those of the data points; the mean over the models."""
        return float(self.data.sum(axis=1).mean())


def sweep_points(
    config: AutoencoderConfig,
    points: Sequence[int],
    progress: Progress | None = None,
    checkpoints: Path | str | None = None,
) -> tuple[DataSetFit, ...]:
    """The models of `config` trained on each number of data points, in rising order.

    Args: `progress(done, models)` counts models over all; `checkpoints` a folder that exists, where the models of each
    number are kept, so that a sweep that was killed goes on. Raises `InputError` for no number, or one too large.

    >>> few, many = sweep_points(AutoencoderConfig(n=8, d=2, density=0.3, models=2, steps=400), [4, 512])
    >>> bool(few.training.mean() < few.test.mean()), bool(many.test.mean() < few.test.mean())
    (True, True)
    """
    counts = sorted(set(points))
    if not counts:
        raise InputError("a sweep needs at least one number of data points, not none: give some")
    if max(counts) > MOST_POINTS:
        raise InputError(f"a sweep takes at most {MOST_POINTS} data points, not {max(counts)}: give fewer")
    settings = [replace(config, points=count) for count in counts]
    folder = None if checkpoints is None else checked_folder(checkpoints)
    fits = []
    for number, setting in enumerate(settings):

        def counted(done: int, models: int, before: int = number * config.models) -> None:
            if progress is not None:
                progress(before + done, len(settings) * models)

        kept = None if folder is None else folder / f"points-{setting.points}.npz"
        fits.append(fit_of(train(setting, counted, checkpoint=kept)))
    return tuple(fits)


def fit_of(trained: TrainedModels) -> DataSetFit:
    """Losses and dimensionalities of models that were trained on data points."""
    config = trained.config
    training, data = [], []
    for model, weights in enumerate(trained.weights):
        inputs = data_points(config, model).astype(np.float64)
        encoder = weights if trained.encoders is None else trained.encoders[model]
        stacked = weights if trained.encoders is None else np.concatenate((weights, encoder))
        gaps = np.abs(outputs(config, stacked, trained.biases[model], inputs) - np.abs(inputs))
        training.append(float(np.mean(config.importances @ gaps**config.error_exponent)))
        data.append(feature_dimensionality((encoder.T @ inputs).T))
    return DataSetFit(
        inputs.shape[1], np.array(training), np.array(trained.losses), trained.dimensionality, np.stack(data)
    )


def memorization_sentences(fits: Sequence[DataSetFit]) -> list[str]:
    """Where the loss on fresh inputs peaks, and what the hidden space is given to at both ends, from the values.

    The peak is where the loss less two standard errors is largest: a mean that one model decides is no peak.
    """
    tests = [mean_of(fit.test.tolist()) for fit in fits]
    errors = np.nan_to_num([each.error for each in tests])
    means = np.array([each.value for each in tests])
    peak = int(np.argmax(means - 2.0 * errors))
    before = int(np.argmin(means[: peak + 1]))
    after = int(np.argmin(means[peak:])) + peak
    said = [
        f"The loss on fresh inputs peaks at T = {fits[peak].points} ({tests[peak]}); at T = {fits[-1].points} it is "
        f"{tests[-1]}."
    ]
    rises, falls = (means[end] + 2.0 * np.hypot(errors[end], errors[peak]) < means[peak] for end in (before, after))
    if rises and falls:
        said.append(
            f"It descends twice: to {tests[before]} at T = {fits[before].points}, up to the peak, and down to "
            f"{tests[after]} at T = {fits[after].points}."
        )
    said.extend(
        f"At T = {fit.points} the dimensionalities of data points sum to {fit.data_share:.2f}, those of features to "
        f"{fit.feature_share:.2f}; the median is {np.median(fit.data):.3g} of data points and "
        f"{np.median(fit.features):.3g} of features."
        for fit in (fits[0], fits[-1])
    )
    return said
