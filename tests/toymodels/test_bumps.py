"""Bumps and plateaus: planted curves counted by hand, ten runs counted on their plots, a second implementation."""

import numpy as np
import plain_factorization as plain
import pytest

from packing.errors import InputError
from packing.toymodels.factorization import (
    BUMP_PROMINENCE,
    Error,
    FactorizationConfig,
    Optimizer,
    bump_share,
    find_bumps,
    find_plateaus,
    train_factorization,
)

TIMES = np.linspace(0.0, 10.0, 401)


def rise(at: float, width: float = 0.4) -> np.ndarray:
    return 1.0 / (1.0 + np.exp(-(TIMES - at) / width))


def pair(*curves: np.ndarray) -> np.ndarray:
    """Alignments (T, vectors, 1) with one target."""
    return np.stack(curves, axis=1)[:, :, None]


YIELDING = 0.8 * rise(2.0) - 0.5 * rise(6.0)
STAYING = 0.7 * rise(2.0) + 0.2 * rise(6.0)


@pytest.mark.parametrize(
    ("curves", "count"),
    [
        pytest.param((YIELDING, STAYING), 1, id="one vector yields to another"),
        pytest.param((YIELDING,), 0, id="a vector alone has nobody to yield to"),
        pytest.param((YIELDING, 0.05 * rise(2.0)), 0, id="it falls, and nobody takes the target over"),
        pytest.param((YIELDING, 1.0 * rise(2.0) - 0.5 * rise(6.0)), 0, id="both leave the target together"),
        pytest.param((YIELDING, STAYING, 0.75 * rise(2.0) - 0.6 * rise(4.0)), 2, id="two yield to a third"),
        pytest.param((0.8 * rise(2.0) - 0.15 * rise(6.0), STAYING), 0, id="a fall below the prominence"),
        pytest.param((0.8 * rise(2.0), 0.7 * rise(3.0)), 0, id="both rise and stay"),
        pytest.param((1.0 - 0.7 * rise(5.0), 0.9 * rise(5.0)), 0, id="it falls from the start: there is no rise"),
        pytest.param((-YIELDING, -STAYING), 0, id="a product of cosines below 0 is no alignment"),
        pytest.param((0.8 * rise(1.0) - 0.5 * rise(3.0) + 0.6 * rise(5.5) - 0.6 * rise(8.0), 0.6 * rise(3.0)), 2,
                     id="it comes back and yields again"),
    ],
)  # fmt: skip
def test_planted_bumps_are_counted(curves, count) -> None:
    found = find_bumps(TIMES, pair(*curves))
    assert len(found) == count
    assert plain.bumps(pair(*curves), BUMP_PROMINENCE) == count
    # neither the order of the vectors, nor noise far below the prominence, nor more records change the count
    assert len(find_bumps(TIMES, pair(*curves[::-1]))) == count
    noisy = pair(*curves) + 0.01 * np.random.default_rng(0).normal(size=(len(TIMES), len(curves), 1))
    assert len(find_bumps(TIMES, noisy)) == count


def test_a_bump_says_who_when_and_how_much() -> None:
    (bump,) = find_bumps(TIMES, pair(0.1 * rise(2.0), YIELDING, STAYING))
    assert (bump.vector, bump.target, bump.successor) == (1, 0, 2)
    assert 3.0 < bump.time < 5.0
    assert bump.height == pytest.approx(0.8, abs=0.02)
    # the fall is .5; the lead of the other goes from -.1 to .6
    assert bump.strength == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize("prominence", [0.0, 1.0, -0.2, 3, float("nan"), "much"])
def test_a_prominence_lies_between_0_and_1(prominence) -> None:
    with pytest.raises(InputError, match=r"the prominence must"):
        find_bumps(TIMES, pair(YIELDING, STAYING), prominence)


def fall(at: float, width: float = 0.3) -> np.ndarray:
    return 1.0 / (1.0 + np.exp((TIMES - at) / width))


@pytest.mark.parametrize(
    ("losses", "count"),
    [
        pytest.param(fall(4.0), 1, id="one plateau, one fall"),
        pytest.param(0.7 * fall(2.0) + 0.3 * fall(6.0), 2, id="two falls"),
        pytest.param(0.6 * fall(1.5, 0.1) + 0.3 * fall(4.0, 0.1) + 0.1 * fall(8.0, 0.1), 3, id="three falls"),
        pytest.param(0.5 + 0.5 * fall(4.0), 1, id="the flat end is none"),
        pytest.param(np.exp(-TIMES), 0, id="an exponential has none"),
        pytest.param(1.0 + TIMES, 0, id="a loss that rises"),
        pytest.param(np.ones_like(TIMES), 0, id="nothing is learned"),
    ],
)
def test_planted_plateaus_are_counted(losses, count) -> None:
    assert len(find_plateaus(TIMES, losses)) == count
    assert len(plain.plateaus(TIMES, losses)) == count
    # times in other units, and losses times a number, have the same plateaus
    assert len(find_plateaus(37.0 * TIMES, 1e-3 * losses)) == count


def test_plateaus_of_batches_are_not_split_by_spikes() -> None:
    losses = 0.7 * fall(2.0) + 0.3 * fall(6.0)
    spiked = losses * np.where(np.arange(len(TIMES)) % 17 == 5, 1.2, 1.0)
    assert len(find_plateaus(TIMES, spiked)) == 2


# Counted by eye on plots of the loss (logarithmic) and of the alignments; the prominence was chosen with them in view.
TEN = (
    ({"rank": 2, "scale": 1e-2, "seed": 1}, 0, 1),
    ({"rank": 2, "scale": 1e-4, "seed": 2}, 0, 1),
    ({"rank": 2, "scale": 1e-2, "descent": "sgd", "batch": 90, "seed": 3}, 0, 1),
    ({"rank": 2, "scale": 1e-2, "descent": "adam", "step": 0.002, "time": 2, "seed": 4}, 1, 1),
    ({"rank": 3, "scale": 1e-3, "seed": 5}, 2, 1),
    ({"rank": 3, "scale": 1e-3, "descent": "adam", "step": 0.002, "time": 2, "seed": 6}, 0, 1),
    ({"rank": 2, "target_rank": 4, "scale": 1e-3, "seed": 7}, 2, 2),
    ({"rank": 2, "error": "cross_entropy", "scale": 1e-2, "step": 0.5, "time": 400, "seed": 8}, 1, 1),
    ({"rank": 3, "error": "cross_entropy", "descent": "sgd", "batch": 256, "scale": 1e-2, "step": 0.5, "time": 400,
      "seed": 9}, 0, 2),
    ({"rank": 1, "error": "cross_entropy", "scale": 1e-2, "step": 0.5, "time": 400, "seed": 10}, 0, 2),
)  # fmt: skip


@pytest.mark.parametrize(("changes", "bumps", "plateaus"), TEN)
def test_ten_runs_have_the_bumps_and_plateaus_counted_on_their_plots(changes, bumps, plateaus) -> None:
    (curve,) = train_factorization(FactorizationConfig(models=1, **changes))
    assert (curve.bumps, len(curve.plateaus)) == (bumps, plateaus)


@pytest.mark.parametrize("error", ["squared", "cross_entropy"])
@pytest.mark.parametrize("adam", [False, True])
def test_statistics_agree_with_a_second_implementation(error, adam) -> None:
    step, steps = (0.004, 500) if adam else (0.04, 500) if error == "squared" else (0.4, 500)
    config = FactorizationConfig(
        size=13, rank=3, target_rank=4, error=error, descent="adam" if adam else "sgd", scale=0.02, step=step,
        time=step * steps, models=4, seed=17,
    )  # fmt: skip
    for model, curve in enumerate(train_factorization(config)):
        losses, lefts, rights = plain.train(config.target(model), *config.start(model), error, step, steps, adam=adam)
        np.testing.assert_allclose(curve.losses, losses, rtol=1e-6, atol=1e-13)
        m = plain.alignments(lefts, rights, *config.target_vectors(model))
        np.testing.assert_allclose(curve.alignments, m, atol=1e-6)
        for prominence in (0.05, BUMP_PROMINENCE):
            expected = plain.strengths(m)
            edge = any(abs(h - prominence) < 1e-5 for h in expected.values())
            assert edge or len(curve.find_bumps(prominence)) == sum(h >= prominence for h in expected.values())
        walked = plain.plateaus(curve.times, losses)
        assert len(walked) == len(curve.plateaus)
        np.testing.assert_allclose(np.array(curve.plateaus).reshape(-1, 2), np.array(walked).reshape(-1, 2), atol=0.02)


@pytest.mark.parametrize("error", list(Error))
@pytest.mark.parametrize("descent", list(Optimizer))
def test_at_rank_one_there_is_no_competition(error, descent) -> None:
    step = {"squared": 0.05, "cross_entropy": 0.5}[error] / (10 if descent == "adam" else 1)
    curves = train_factorization(
        FactorizationConfig(size=20, error=error, descent=descent, step=step, time=200 * step, models=3, scale=0.05)
    )
    assert bump_share(curves, 0.01).value == 0.0
    assert curves[0].alignments.max() > 0.9
