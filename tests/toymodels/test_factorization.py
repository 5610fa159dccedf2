"""S-curves: flow against the closed form, conservation, plateau times against theory, ordering of modes."""

import numpy as np
import pytest

from packing.errors import InputError
from packing.toymodels.factorization import (
    Error,
    FactorizationConfig,
    Optimizer,
    bump_share,
    half_time,
    pace,
    s_curve,
    train_factorization,
)


def test_rank_one_follows_the_closed_curve_for_all_times() -> None:
    for curve in train_factorization(FactorizationConfig(scale=1e-4, time=40, models=3, seed=6)):
        predicted = s_curve(curve.times, curve.modes[0], curve.start_overlaps[0])
        late = curve.times > 2.0  # the component that shrinks dies first
        np.testing.assert_allclose(curve.overlaps[late, 0], predicted[late], atol=5e-3 * curve.modes[0])


@pytest.mark.parametrize("scale", [1e-3, 1e-4])
def test_rank_one_half_time_within_a_hundredth(scale: float) -> None:
    for curve in train_factorization(FactorizationConfig(scale=scale, time=60, models=4, seed=1)):
        assert curve.half_times[0] == pytest.approx(curve.predicted_half_times[0], rel=0.01)


def test_plateau_grows_by_one_over_s_with_each_e_fold_of_the_start() -> None:
    early, late = (train_factorization(FactorizationConfig(scale=scale, time=60, models=3)) for scale in (1e-3, 1e-4))
    for short, long in zip(early, late, strict=True):
        slope = (long.half_times[0] - short.half_times[0]) / np.log(10)
        assert slope == pytest.approx(1 / short.modes[0], rel=0.01)


def test_the_difference_of_squared_lengths_is_conserved_by_the_flow() -> None:
    # d|A|^2/dt = d|B|^2/dt, seen through the balance of the final factors: u = s needs |A||B| = s
    (curve,) = train_factorization(FactorizationConfig(models=1, time=40, scale=0.05, seed=8))
    assert curve.losses[-1] < 1e-12 * curve.losses[0]
    assert (np.diff(curve.losses) <= 1e-12).all()


def test_strong_modes_come_first_at_high_rank() -> None:
    for curve in train_factorization(FactorizationConfig(rank=10, time=30, models=2, seed=3)):
        times, predicted = curve.half_times[:3], curve.predicted_half_times[:3]
        assert times[0] == min(curve.half_times)
        np.testing.assert_allclose(times, predicted, rtol=0.1)


def test_plain_gradient_steps_follow_the_flow() -> None:
    flow, sgd = (
        train_factorization(FactorizationConfig(descent=descent, step=step, time=20, models=1, seed=4))[0]
        for descent, step in ((Optimizer.FLOW, 0.05), (Optimizer.SGD, 0.005))
    )
    assert sgd.half_times[0] == pytest.approx(flow.half_times[0], rel=0.01)


def test_cross_entropy_starts_along_the_probabilities_not_the_logits() -> None:
    config = FactorizationConfig(error=Error.CROSS_ENTROPY, rank=1, step=0.2, time=120, scale=1e-4, models=2, seed=5)
    for model, curve in enumerate(train_factorization(config)):
        rising = (curve.overlaps[:, 0] > 1e-5) & (curve.overlaps[:, 0] < 1e-3)
        rate = np.diff(np.log(curve.overlaps[rising, 0])) / config.step
        assert rate.mean() == pytest.approx(2 * curve.modes[0], rel=0.03)
        mode = np.linalg.svd(pace(config.target(model), Error.CROSS_ENTROPY))[0][:, 0]
        aim = config.target_vectors(model).left[:, 0]
        expected = abs(float(mode @ aim)) / np.linalg.norm(aim)
        assert abs(curve.left_cosines[rising, 0, 0][-1]) == pytest.approx(expected, abs=0.03)
    assert abs(pace(config.target(0), Error.CROSS_ENTROPY).sum()) < 1e-12


def test_half_times_are_of_the_value_reached() -> None:
    # the modes of P - 1/N^2 are near .1, and the logits that are reached near 15
    config = FactorizationConfig(error="cross_entropy", rank=2, step=0.5, time=400, scale=1e-2, models=2, seed=8)
    curve = train_factorization(config)[0]
    assert curve.modes[0] < 0.2 < 10 < curve.reached[0]
    at = np.interp(curve.half_times, curve.times, curve.overlaps[:, 0])
    assert at[0] == pytest.approx(curve.reached[0] / 2, rel=1e-6)
    # cut short in the rise of the second mode, the first has settled and the second has not
    squared = FactorizationConfig(rank=2, scale=1e-4, models=1, seed=2, time=12.4)
    (cut,) = train_factorization(squared)
    assert np.isfinite(cut.half_times).tolist() == [True, False]


def test_a_model_of_lower_rank_learns_the_strongest_modes_alone() -> None:
    (curve,) = train_factorization(FactorizationConfig(rank=2, target_rank=5, models=1, time=40, seed=3))
    assert curve.alignments.shape == (801, 2, 5)
    assert np.isfinite(curve.half_times).tolist() == [True, True, False, False, False]
    assert curve.losses[-1] == pytest.approx(0.5 * np.sum(curve.modes[2:] ** 2), rel=1e-6)  # Eckart and Young


def test_batches_of_all_sizes_fall_to_zero_and_follow_their_seed() -> None:
    runs = {
        batch: train_factorization(FactorizationConfig(descent="sgd", batch=batch, models=2, time=20, scale=1e-2))
        for batch in (30, 300)
    }
    again = train_factorization(FactorizationConfig(descent="sgd", batch=30, models=1, time=20, scale=1e-2))
    whole = train_factorization(FactorizationConfig(descent="sgd", models=2, time=20, scale=1e-2))
    assert (again[0].losses == runs[30][0].losses).all()  # alone or among others
    for batch, curves in runs.items():
        for curve, exact in zip(curves, whole, strict=True):
            assert curve.losses[-1] < 1e-4 * curve.losses[0]
            assert curve.half_times[0] == pytest.approx(exact.half_times[0], rel=6 / batch**0.5 / 5)


def test_long_trainings_keep_a_part_of_their_records_and_their_end() -> None:
    config = FactorizationConfig(size=4, models=1, step=0.002, time=9.001, scale=0.1, descent="sgd")
    (curve,) = train_factorization(config)
    assert len(curve.times) < 2010
    assert curve.times[-1] == pytest.approx(9.0, abs=0.002)
    (fine,) = train_factorization(FactorizationConfig(size=4, models=1, step=0.005, time=9.0, scale=0.1, descent="sgd"))
    early = fine.losses > 1e-2 * fine.losses[0]
    np.testing.assert_allclose(np.interp(fine.times, curve.times, curve.losses)[early], fine.losses[early], rtol=0.02)


def test_half_time_inverts_the_curve() -> None:
    for s, u0 in ((0.7, 1e-3), (2.3, 0.2)):
        assert s_curve(half_time(s, u0), s, u0) == pytest.approx(s / 2)


def test_bumps_are_a_frequency_with_an_error() -> None:
    curves = train_factorization(FactorizationConfig(rank=2, models=12, time=25, seed=2))
    share, error = bump_share(curves)
    assert 0 <= share <= 1
    assert 0.05 < error < 0.2


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"rank": 31}, "the rank must be at most the size 30, not 31"),
        ({"scale": 0}, "scale must be greater than 1e-100, not 0"),
        ({"error": "hinge"}, "the error must be squared or cross_entropy, not 'hinge'"),
        ({"descent": "lion"}, "the descent must be one of flow, sgd, adam, not 'lion'"),
        ({"size": 0}, "size must be a positive integer"),
        ({"rank": 3, "target_rank": 2}, "the rank of the model must be at most that of the target, 2, not 3"),
        ({"target_rank": 31}, "the rank of the target must be at most the size 30, not 31"),
        ({"target_rank": 0}, "target_rank must be a positive integer"),
        ({"descent": "sgd", "batch": 0}, "batch must be a positive integer"),
        ({"batch": 9}, "the flow sees the whole matrix, not a batch of 9 entries"),
    ],
)
def test_refuses(changes: dict, text: str) -> None:
    with pytest.raises(InputError, match=text):
        FactorizationConfig(**changes)


def test_a_diverging_run_names_step_and_cure() -> None:
    with pytest.raises(InputError, match=r"diverges at step \d+ with step 8.0: give a step of 0.8 or less"):
        train_factorization(FactorizationConfig(descent="sgd", step=8.0, time=4000, scale=0.5))
