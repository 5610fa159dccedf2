"""The named options of the autoencoder: loss, engine, variant, task, precision."""

from __future__ import annotations

from packing.toymodels.option import Option


class Loss(Option):
    """What is minimised: `sampled` (a fresh batch a step), `exact` (its expectation), `one_sparse` (density to 0)."""

    SAMPLED = "sampled"
    ONE_SPARSE = "one_sparse"
    EXACT = "exact"


class Engine(Option):
    """What runs sampled training: `compiled` (numba, model after model) or `jax` (many at once, on a GPU if any)."""

    COMPILED = "compiled"
    JAX = "jax"


class Variant(Option):
    """Where the ReLUs are: `relu` on the output, `linear` nowhere, `hidden` on the hidden layer and the output."""

    RELU = "relu"
    LINEAR = "linear"
    HIDDEN = "hidden"


class Task(Option):
    """What is to be answered for the input x: x itself (`identity`), or |x| (`absolute`) for x of both signs."""

    IDENTITY = "identity"
    ABSOLUTE = "absolute"


class FloatType(Option):
    """The numbers of sampled training."""

    FLOAT32 = "float32"
    FLOAT64 = "float64"

    @classmethod
    def word(cls) -> str:
        """The name of the option."""
        return "precision"
