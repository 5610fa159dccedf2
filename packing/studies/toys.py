"""What gradient training makes of n features in d dimensions, held against what is predicted."""

from __future__ import annotations

from dataclasses import dataclass

from packing.toymodels import AutoencoderConfig, Loss, TrainedModels, train

Blocks = tuple[tuple[int, int], ...]

MODERATE_DENSITY = 0.4
"""Where antipodal pairs are the optimum: they lose to pentagons below .2248 and to simplices above about .5."""

_MODELS = 8
_ITERATIONS = 400


@dataclass(frozen=True)
class ToyFinding:
    """Trained ReLU autoencoders of n features in d real dimensions, in two regimes.

    `moderate` holds models trained by gradient on samples at density 0.4, where digons are predicted: min(n-d, d)
    antipodal pairs and, for n < 2d, features with a dimension of their own; further features are dropped. `sparse`
    holds models at the minimum of the closed-form loss of one active feature, the limit of density 0.
    """

    moderate: TrainedModels
    sparse: TrainedModels

    @property
    def predicted(self) -> Blocks:
        """The tegum factors predicted at moderate density."""
        n, d = self.moderate.config.n, self.moderate.config.d
        pairs = min(max(n - d, 0), d)
        return ((2, 1),) * pairs + ((1, 1),) * (min(n, d) - pairs)

    @property
    def matching(self) -> int:
        """How many of the models at moderate density have exactly the predicted factors."""
        return sum(self.moderate.blocks(model) == self.predicted for model in range(len(self.moderate)))

    @property
    def sparse_blocks(self) -> Blocks:
        """The tegum factors of the best model in the sparse limit."""
        return self.sparse.blocks(self.sparse.best)


def train_toys(n: int, d: int, *, models: int, seed: int) -> ToyFinding:
    """Train both regimes with the same seed."""
    moderate = AutoencoderConfig(n=n, d=d, density=MODERATE_DENSITY, models=models, seed=seed, steps=_steps(n, d))
    sparse = AutoencoderConfig(
        n=n, d=d, loss=Loss.ONE_SPARSE, models=_MODELS if n <= 64 else 2, seed=seed, steps=_iterations(n)
    )
    return ToyFinding(train(moderate), train(sparse))


def _steps(n: int, d: int) -> int:
    """Fewer steps for wide models, so that the time stays a few seconds."""
    return max(500, min(2000, 8_000_000 // (n * d)))


def _iterations(n: int) -> int:
    """Fewer iterations for very many features, whose Gram matrix costs n^2 in each."""
    return max(40, min(_ITERATIONS, 30_000_000 // n**2))
