"""The closed-form loss that belongs to settings: exact, one-sparse, linear or with hidden ReLUs, all called alike.

Each is a function of the weights (n, d), stacked (2n, d) where encoder and readout differ, and the biases (n,), with
the attribute `largest_bias`, infinite or, where density goes to 0, 0.
"""

from __future__ import annotations

import numpy as np

from packing.errors import InputError
from packing.toymodels.autoencoder.config import AutoencoderConfig
from packing.toymodels.autoencoder.losses.exact import BANDWIDTH, COARSE, ExactLoss
from packing.toymodels.autoencoder.losses.exact_sets import ExactSetLoss
from packing.toymodels.autoencoder.losses.hidden import HiddenOneSparseLoss
from packing.toymodels.autoencoder.losses.linear import Least, LinearLoss, linear_loss, sparse_linear_loss
from packing.toymodels.autoencoder.losses.one_sparse import OneSparseLoss
from packing.toymodels.autoencoder.losses.power import OneSparsePowerLoss
from packing.toymodels.autoencoder.options import Loss, Variant
from packing.toymodels.inputs.law import one_set

ClosedLoss = ExactLoss | OneSparseLoss | OneSparsePowerLoss | LinearLoss | HiddenOneSparseLoss


def closed_loss(config: AutoencoderConfig) -> ClosedLoss:
    """The loss of `config` in closed form: the one it minimises, or the expectation of `sampled`.

    Raises `InputError` where there is none: hidden ReLUs, and exponents other than 2, at a density above 0.

    >>> print(type(closed_loss(AutoencoderConfig(3, 2, loss="exact", variant="linear"))).__name__)
    LinearLoss
    """
    sparse = config.loss is Loss.ONE_SPARSE
    if not config.squared:
        if not sparse:
            raise InputError(
                f"the error exponent {config.error_exponent:g} has no exact loss in closed form: "
                "estimate it from samples"
            )
        limit = one_sparse_loss(config)
        return OneSparsePowerLoss(limit.odds, limit.importance, config.error_exponent)
    if config.variant is Variant.LINEAR:
        law, importance = config.law, config.importances
        return sparse_linear_loss(one_set(law), importance) if sparse else linear_loss(law, importance)
    if config.parents:
        raise InputError("features of trees have no exact loss in closed form but of linear models: estimate it")
    if config.variant is Variant.HIDDEN:
        if not sparse:
            raise InputError("hidden ReLUs have no exact loss in closed form: estimate it from samples")
        return HiddenOneSparseLoss(one_set(config.law).density, config.importances, signed=not config.tied)
    if not sparse:
        return exact_loss(config)
    return one_set_loss(config) if config.correlated else one_sparse_loss(config)


def least_loss(config: AutoencoderConfig) -> Least | None:
    """What the linear variant can at best lose (Eckart and Young); None without a bias, and for the other variants.

    >>> least_loss(AutoencoderConfig(2, 1, 1.0, (1.0, 0.5), variant="linear")) == Least(1 / 24, True)
    True
    """
    if config.variant is not Variant.LINEAR or not (config.squared and config.bias):
        return None
    linear = closed_loss(config)
    assert isinstance(linear, LinearLoss)
    return linear.least(config.d)


def one_sparse_loss(config: AutoencoderConfig) -> OneSparseLoss:
    """The loss given that exactly one feature is active, feature j with the odds p_j / (1 - p_j) of a sparse input.

    For a feature of an anticorrelated set the denominator is the chance that none of the set is active.
    """
    if config.anticorrelated:
        return OneSparseLoss(one_set(config.law).density, config.importances)
    odds = config.densities / np.maximum(1.0 - config.densities, 1e-12)
    return OneSparseLoss(odds / odds.sum(), config.importances)


def one_set_loss(config: AutoencoderConfig) -> ExactSetLoss:
    """The loss given that exactly one set is active, all its members together; independent features are sets of one."""
    limit = one_set(config.law)
    return ExactSetLoss(limit.density, config.importances, _bandwidth(config), largest_bias=0.0, law=limit)


def exact_loss(config: AutoencoderConfig) -> ExactLoss:
    """The expected loss at the densities of `config`, to about 1e-6 (1e-4 beyond 100 features)."""
    law = config.law
    if law.independent:
        return ExactLoss(config.densities, config.importances, bandwidth=_bandwidth(config))
    return ExactSetLoss(law.density, config.importances, bandwidth=_bandwidth(config), law=law)


def _bandwidth(config: AutoencoderConfig) -> float:
    return BANDWIDTH if config.n <= 100 else COARSE
