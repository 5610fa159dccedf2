"""The choices among which a training of the autoencoder is set: loss, engine, variant, task, precision."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from packing.errors import InputError


class Choice(StrEnum):
    """One of a few names."""

    @classmethod
    def named(cls, name: str) -> Self:
        """The choice with this name, or `InputError`.

        >>> Loss.named("exact") is Loss.EXACT
        True
        """
        try:
            return cls(name)
        except ValueError:
            names = [choice.value for choice in cls]
            listed = " or ".join(names) if len(names) == 2 else f"one of {', '.join(names)}"
            what = cls.__name__.lower()
            raise InputError(f"the {what} must be {listed}, not {name!r}: choose one of them") from None


class Loss(Choice):
    """What is minimised: `sampled` (a fresh batch a step), `exact` (its expectation), `one_sparse` (density to 0)."""

    SAMPLED = "sampled"
    ONE_SPARSE = "one_sparse"
    EXACT = "exact"


class Engine(Choice):
    """What runs sampled training: `compiled` (numba, model after model) or `jax` (many at once, on a GPU if any)."""

    COMPILED = "compiled"
    JAX = "jax"


class Variant(Choice):
    """Where the ReLUs are: `relu` on the output, `linear` nowhere, `hidden` on the hidden layer and the output."""

    RELU = "relu"
    LINEAR = "linear"
    HIDDEN = "hidden"


class Task(Choice):
    """What is to be answered for the input x: x itself (`identity`), or |x| (`absolute`) for x of both signs."""

    IDENTITY = "identity"
    ABSOLUTE = "absolute"


class Precision(Choice):
    """The numbers of sampled training."""

    FLOAT32 = "float32"
    FLOAT64 = "float64"
