"""Phases over density: additivity over orthogonal blocks, the crossing of pentagon and digons, the digon limit."""

import numpy as np
import pytest

from packing.errors import InputError
from packing.toymodels import AutoencoderConfig, train
from packing.toymodels.autoencoder.losses.exact import ExactLoss
from packing.toymodels.autoencoder.phases import phase_diagram

PENTAGON_TO_DIGONS = 0.22483
"""Where a pentagon costs as much as two digons and a dropped feature, at every (n, d) where both fit."""


@pytest.fixture(scope="module")
def five_in_two():
    return phase_diagram(5, 2, [0.2, 0.26], starts=6, seed=4, width=1e-3)


@pytest.mark.long
def test_pentagon_gives_way_to_digons_at_one_density(five_in_two) -> None:
    (change,) = five_in_two.transitions
    assert five_in_two.phases == (((5, 2),), ((2, 1), (2, 1)))
    assert change.low <= PENTAGON_TO_DIGONS <= change.high
    assert change.uncertainty <= 1.01e-3 * change.density / 2
    assert not change.continuous


@pytest.mark.long
def test_a_spectator_digon_does_not_move_the_crossing(five_in_two) -> None:
    # orthogonal blocks do not see each other, so losses add: (7, 3) changes where (5, 2) does
    diagram = phase_diagram(7, 3, [0.2, 0.26], starts=6, seed=1, width=1e-3)
    (change,) = diagram.transitions
    assert (change.below, change.above) == (((5, 2), (2, 1)), ((2, 1),) * 3)
    assert change.density == pytest.approx(five_in_two.transitions[0].density, rel=1e-3)


def test_points_list_every_structure_met_least_loss_first(five_in_two) -> None:
    for point in five_in_two.points:
        losses = [state.loss for state in point.states]
        assert losses == sorted(losses)
        assert len({state.blocks for state in point.states}) == len(losses) >= 2
        assert 1 <= point.hits <= point.starts


def test_loss_is_additive_over_orthogonal_blocks() -> None:
    rng = np.random.default_rng(0)
    left, right = rng.normal(size=(3, 2)) / 1.4, rng.normal(size=(4, 2)) / 1.4
    biases = 0.2 * rng.normal(size=7)
    together = np.zeros((7, 4))
    together[:3, :2], together[3:, 2:] = left, right
    for p in (0.05, 0.6):

        def loss(rows: np.ndarray, bias: np.ndarray, p: float = p) -> float:
            return ExactLoss(np.full(len(bias), p), np.ones(len(bias)), bandwidth=400.0)(rows, bias).loss

        assert loss(together, biases) == pytest.approx(loss(left, biases[:3]) + loss(right, biases[3:]), rel=1e-6)


@pytest.mark.long
@pytest.mark.parametrize(("n", "d"), [(5, 3), (4, 3), (7, 5)])
def test_digons_and_dedicated_dimensions_below_twice_the_dimension(n: int, d: int) -> None:
    # equal importance, q -> 0, d < n <= 2d: (n - d) digons, 2d - n dedicated dimensions, loss (n - d) q^2 / 3
    q = 0.05
    trained = train(AutoencoderConfig(n, d, q, loss="exact", models=8, seed=5))
    assert trained.blocks(trained.best) == ((2, 1),) * (n - d) + ((1, 1),) * (2 * d - n)
    assert trained.losses.min() == pytest.approx((n - d) * q * q / 3, rel=0.01)


def test_a_diagram_needs_two_densities() -> None:
    with pytest.raises(InputError, match="at least two densities, not 1"):
        phase_diagram(5, 2, [0.2])


def test_the_place_of_release_0_1_0_still_answers() -> None:
    with pytest.warns(DeprecationWarning, match="phase_diagram has moved to packing.toymodels.autoencoder.phases"):
        from packing.toymodels.phases import phase_diagram as old
    assert old is phase_diagram
