"""Phases of the autoencoder over density: which orthogonal blocks have the least exact loss, and where they change.

At each density many random starts are minimised, and at the lowest one also the best structures of density 0; then
every structure met anywhere is carried to every density and minimised there, so that a structure competes also where
random starts miss it. Between two neighbours with different
structures the change is bracketed by bisection, both structures carried along. What is reported is the best minimum
met: a phase is numerical, and its bracket says where the losses of two structures cross, to that width.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from threadpoolctl import threadpool_limits

from packing.errors import InputError, finite_number, positive_integer
from packing.toymodels.autoencoder.config import AutoencoderConfig
from packing.toymodels.autoencoder.losses.closed import exact_loss
from packing.toymodels.autoencoder.minimum import minimize_exact
from packing.toymodels.autoencoder.model import train
from packing.toymodels.autoencoder.options import Loss
from packing.toymodels.autoencoder.trained import TrainedModel, TrainedModels, gathered
from packing.toymodels.brief import Brief
from packing.toymodels.kind import Progress

Blocks = tuple[tuple[int, int], ...]

_STEPS = 600

_CARRIED = 4
"""Structures carried from each side into a bracket, and up from density 0."""

_NARROWEST = 1e-6
"""Losses are known to about this, so a crossing cannot be bracketed closer."""


@dataclass(frozen=True, eq=False, repr=False)
class State(Brief):
    """A minimum of the exact loss at one density: a single trained model, its loss and its blocks."""

    density: float
    model: TrainedModels

    @property
    def loss(self) -> float:
        """The exact loss."""
        return float(self.model.losses[0])

    @property
    def blocks(self) -> Blocks:
        """The shapes of the tegum factors of the represented features, largest first."""
        return self.model.blocks(0)

    @property
    def share(self) -> float:
        """Loss over n p / 3, the loss of representing nothing (and answering 0)."""
        return 3.0 * self.loss / (self.model.config.n * self.density)


@dataclass(frozen=True, eq=False, repr=False)
class Point(Brief):
    """All structures met at one density, least loss first, and how often random starts ended at the least loss."""

    density: float
    states: tuple[State, ...]
    hits: int
    starts: int

    @property
    def best(self) -> State:
        """The state of least loss."""
        return self.states[0]


@dataclass(frozen=True)
class Transition:
    """Between the densities `low` and `high` the best structure changes from `below` to `above`.

    `continuous` if near the change only one of the two is a minimum, else their losses cross.
    """

    low: float
    high: float
    below: Blocks
    above: Blocks
    continuous: bool

    @property
    def density(self) -> float:
        """The middle of the bracket."""
        return 0.5 * (self.low + self.high)

    @property
    def uncertainty(self) -> float:
        """Half the width of the bracket."""
        return 0.5 * (self.high - self.low)


@dataclass(frozen=True, eq=False, repr=False)
class DensityPhases(Brief):
    """The points over density, ascending, and the transitions between their best structures."""

    n: int
    d: int
    points: tuple[Point, ...]
    transitions: tuple[Transition, ...]

    @property
    def phases(self) -> tuple[Blocks, ...]:
        """The best structures from the lowest density to the highest."""
        if not self.transitions:
            return (self.points[0].best.blocks,)
        return (self.transitions[0].below, *(change.above for change in self.transitions))


def phase_diagram(
    n: int,
    d: int,
    densities: Sequence[float],
    *,
    starts: int = 40,
    seed: int = 0,
    width: float = 1e-3,
    progress: Progress | None = None,
) -> DensityPhases:
    """The phases of n features in d dimensions over `densities`, transitions bracketed to a relative `width`.

    Raises `InputError` for fewer than two densities, any outside (0, 1], or a `width` below 1e-6.

    Args: `starts`: random starts at each density; `seed` >= 0; `progress` is called with the stage in words.

    >>> diagram = phase_diagram(5, 2, [0.1, 0.3], starts=4, width=0.3)
    >>> diagram.phases                                              # a pentagon below, two digons above
    (((5, 2),), ((2, 1), (2, 1)))
    """
    grid = sorted({float(p) for p in densities})
    if len(grid) < 2:
        raise InputError(f"a phase diagram needs at least two densities, not {len(grid)}: give a range")
    positive_integer("starts", starts)
    if finite_number("width", width) < _NARROWEST:
        raise InputError(f"width must be at least {_NARROWEST}, not {width}: give a relative width such as 0.001")
    with threadpool_limits(1, user_api="blas"):
        return _diagram(n, d, grid, starts, seed, width, progress)


def _diagram(
    n: int, d: int, grid: list[float], starts: int, seed: int, width: float, progress: Progress | None
) -> DensityPhases:
    met: list[list[State]] = []
    hits = []
    for done, p in enumerate(grid):
        trained = train(AutoencoderConfig(n, d, p, loss=Loss.EXACT, models=starts, seed=seed, steps=_STEPS))
        met.append(_least_of_each([State(p, _single(trained, model)) for model in range(starts)]))
        hits.append(trained.hits(1e-5))
        if progress is not None:
            progress(done + 1, len(grid))
    met[0] = _least_of_each(met[0] + _from_density_zero(n, d, grid[0], starts, seed))
    for order in (range(1, len(grid)), range(len(grid) - 2, -1, -1)):
        for k in order:
            neighbours = met[k - 1] if order.step > 0 else met[k + 1]
            met[k] = _least_of_each(met[k] + [carried(state, grid[k]) for state in neighbours])
    points = tuple(Point(p, tuple(states), hit, starts) for p, states, hit in zip(grid, met, hits, strict=True))
    transitions: list[Transition] = []
    for below, above in itertools.pairwise(points):
        transitions += _between(below.states, above.states, width)
    return DensityPhases(n, d, points, tuple(transitions))


def _from_density_zero(n: int, d: int, density: float, starts: int, seed: int) -> list[State]:
    """The minima at `density` near the best structures of one active feature, whose loss costs little to minimise."""
    sparse = train(AutoencoderConfig(n, d, loss=Loss.ONE_SPARSE, models=4 * starts, seed=seed))
    states = _least_of_each([State(0.0, _single(sparse, model)) for model in range(len(sparse))])
    return [carried(state, density) for state in states[:_CARRIED]]


def carried(state: State, density: float) -> State:
    """The minimum at `density` that descent reaches from the weights of `state`."""
    config = AutoencoderConfig(
        state.model.config.n, state.model.config.d, density, loss=Loss.EXACT, models=1, steps=_STEPS
    )
    end = minimize_exact(exact_loss(config), state.model.weights[0], state.model.biases[0], _STEPS)
    return State(
        density, gathered(config, [TrainedModel(end.weights, end.biases, end.loss, end.history, end.converged)])
    )


def _between(below: Sequence[State], above: Sequence[State], width: float) -> list[Transition]:
    """The changes of the best structure between two densities, by bisection on the geometric mean."""
    if below[0].blocks == above[0].blocks:
        return []
    low, high = below[0].density, above[0].density
    if high / low - 1.0 <= width:
        both = {state.blocks for state in below} & {state.blocks for state in above}
        crossing = below[0].blocks in both and above[0].blocks in both
        return [Transition(low, high, below[0].blocks, above[0].blocks, not crossing)]
    middle = math.sqrt(low * high)
    states = _least_of_each([carried(state, middle) for state in (*below[:_CARRIED], *above[:_CARRIED])])
    return _between(below, states, width) + _between(states, above, width)


def _least_of_each(states: Sequence[State]) -> list[State]:
    """Of each structure the state of least loss, sorted by loss."""
    best: dict[Blocks, State] = {}
    for state in states:
        if state.blocks not in best or state.loss < best[state.blocks].loss:
            best[state.blocks] = state
    return sorted(best.values(), key=lambda state: state.loss)


def _single(trained: TrainedModels, model: int) -> TrainedModels:
    """One of several models, alone."""
    return gathered(trained.config, [trained.model(model)])
