"""What trained models are made of: each factor held against the best packing known of its size, and the prediction.

The best packing known of (n_i, d_i) is that of `packing.records`, or what a short search from a fixed seed finds where
nobody searched before.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from packing.configuration import Packing
from packing.numeric import SAME_VALUE
from packing.problem import Objects, Problem, vectors
from packing.records import Optimal, Source, Stores
from packing.rounding import attained, counted
from packing.search import minimize_coherence
from packing.structure import tegum_sum
from packing.symmetry import congruence_distance
from packing.toymodels import Agreement, Census, NamedFactor, TrainedModels, Variant, agreement, census
from packing.toymodels.geometry.prediction import predicted_blocks

_SAID = 4
_RESTARTS = 24
_LARGEST = 64


@dataclass(frozen=True)
class Reference:
    """The best packing known of a problem and where it comes from."""

    packing: Packing
    source: str


@dataclass(frozen=True)
class FactorMatch:
    """A factor of a trained model beside the best packing known of as many points on its sphere.

    `excess` is the coherence of the factor over the best known one, `distance` the largest difference of Gram entries
    once the points are matched (infinity where they are far apart). Both are None for a single feature, and for more
    than 64.
    """

    factor: NamedFactor
    reference: Reference | None
    distance: float | None

    @property
    def excess(self) -> float | None:
        """How far the factor is from the least coherence known; training need not minimise it."""
        return None if self.reference is None else self.factor.coherence - self.reference.packing.coherence

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        best = None
        if self.reference is not None:
            best = {
                "coherence": self.reference.packing.coherence,
                "source": self.reference.source,
                "excess": self.excess,
                "distance": self.distance,
            }
        factor = self.factor
        return {
            "name": factor.name,
            "shape": factor.shape,
            "distance": factor.distance,
            "features": factor.indices,
            "coherence": factor.coherence if factor.shape[0] > 1 else None,
            "dimensionality": factor.dimensionality,
            "best_known": best,
        }


@dataclass(frozen=True)
class Geometry:
    """The structures of trained models: how often each occurs, and for the best model its factors and the prediction.

    `agreeing` is the number of models whose blocks are those predicted for as many features. The prediction is for
    ReLU outputs and independent features: for others `agreement` is None.
    """

    census: Census
    factors: tuple[FactorMatch, ...]
    agreement: Agreement | None
    agreeing: int

    @property
    def sentences(self) -> tuple[str, ...]:
        """What the comparison says in words, each kind of factor once."""
        said = []
        if self.agreement is not None and self.agreement.predicted:
            said.append(
                f"Predicted for as many features: {tegum_sum(self.agreement.predicted)}. The best model has "
                f"{self.agreement.verdict}; {self.agreeing} of {counted(self.census.models, 'model')} "
                f"have the blocks predicted."
            )
        matches = {match.factor.name: match for match in self.factors if match.excess is not None}
        for name, match in list(matches.items())[:_SAID]:
            assert match.reference is not None
            least = match.reference.packing.coherence
            said.append(
                f"Coherence of the {name}: {attained(match.factor.coherence, 6)}; least known: {attained(least, 6)} "
                f"({match.reference.source})."
            )
        return tuple(said)

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON, under keys that a list of models does not use."""
        predicted = None if self.agreement is None else self.agreement.as_dict() | {"models": self.agreeing}
        return {
            "structures": [{"name": name, "models": times} for name, times in self.census.frequencies],
            "best_factors": [match.as_dict() for match in self.factors],
            "predicted": predicted,
        }


def geometry(trained: TrainedModels, stores: Stores | None = None) -> Geometry:
    """Name the factors of all models, hold those of the best one against the best packings known and the prediction.

    Args: `stores` in which packings are looked up; without them those that come with the package.

    >>> from packing.toymodels import AutoencoderConfig, train
    >>> found = geometry(train(AutoencoderConfig(n=8, d=3, loss="one_sparse", models=8)))
    >>> print(found.census)  # doctest: +ELLIPSIS
    best of 8: square antiprism (loss 0.0127092..., ...)
    >>> 0 < found.factors[0].excess < 0.01                                  # near the Tammes packing, but not it
    True
    """
    shapes = {shape for model in range(len(trained)) for shape in trained.blocks(model) if shape != (1, 1)}
    references = {shape: best_known(vectors(*shape), stores) for shape in shapes}
    others = {
        f"best known packing of {n} in {d} dimension{'s' if d > 1 else ''}": found.packing
        for (n, d), found in references.items()
        if found is not None
    }
    counted = census(trained, others=others)
    applies = trained.config.variant is Variant.RELU and trained.config.law.independent
    kept, config = trained.represented(trained.best).size, trained.config
    expected = sorted(predicted_blocks(kept, config.d, config.error_exponent))
    agreeing = (sorted(trained.blocks(model)) == expected for model in range(len(trained)))
    return Geometry(
        counted,
        tuple(_match(trained, factor, references.get(factor.shape)) for factor in counted.best),
        agreement(trained, trained.best) if applies else None,
        sum(agreeing) if applies else 0,
    )


def best_known(problem: Problem, stores: Stores | None = None) -> Reference | None:
    """The packing of least coherence known, or one that a short search finds; None beyond 64 vectors.

    >>> found = best_known(vectors(5, 2))
    >>> found.source, round(found.packing.coherence, 6)
    ('polygon', 0.309017)
    """
    if problem.n > _LARGEST:
        return None
    best = (stores or Stores()).best_known(problem)
    if best is None or best.packing is None:
        return _searched(problem)
    known = Reference(best.packing, "atlas" if best.source is Source.FOUND else best.name)
    if best.source is Source.FOUND or best.optimal is not Optimal.OPEN:
        return known
    found = _searched(problem)
    return found if found.packing.coherence < known.packing.coherence - SAME_VALUE else known


@lru_cache(maxsize=256)
def _searched(problem: Problem) -> Reference:
    found = minimize_coherence(problem, restarts=_RESTARTS, seed=0)
    tried = f"search, {found.hits} of {counted(found.restarts, 'restart')}" if found.restarts else found.method
    return Reference(found.packing, tried)


def _match(trained: TrainedModels, factor: NamedFactor, reference: Reference | None) -> FactorMatch:
    if reference is None:
        return FactorMatch(factor, None, None)
    rows = Packing(trained.weights[trained.best][list(factor.indices)], Objects.VECTORS)
    return FactorMatch(factor, reference, congruence_distance(rows, reference.packing))
