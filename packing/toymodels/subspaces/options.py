"""The named options of features of m dimensions: the law of an active feature, the read-out, the loss."""

from __future__ import annotations

from packing.toymodels.option import Option


class FeatureLaw(Option):
    """Where an active feature is uniform: in the unit `ball` of R^m, or on its `sphere`."""

    BALL = "ball"
    SPHERE = "sphere"

    @classmethod
    def word(cls) -> str:
        """The name of the option."""
        return "law"

    def second_moment(self, m: int) -> float:
        """E |x|^2 of an active feature: m/(m+2) in the ball, 1 on the sphere.

        >>> FeatureLaw.BALL.second_moment(2), FeatureLaw.SPHERE.second_moment(2)
        (0.5, 1.0)
        """
        return m / (m + 2) if self is FeatureLaw.BALL else 1.0


class ReadOut(Option):
    """How z in R^m is answered: by z (`linear`), or by z shortened by a threshold (`shrinkage`), the ReLU of m = 1."""

    SHRINKAGE = "shrinkage"
    LINEAR = "linear"

    @classmethod
    def word(cls) -> str:
        """The name of the option."""
        return "variant"


class SubspaceLoss(Option):
    """What is minimised: `sampled` batches, `exact` (linear), or `one_sparse` (the limit of density 0)."""

    SAMPLED = "sampled"
    ONE_SPARSE = "one_sparse"
    EXACT = "exact"

    @classmethod
    def word(cls) -> str:
        """The name of the option."""
        return "loss"
