"""Each picture is drawn from real results, holds what it should, and is the same file twice."""

import numpy as np
import pytest

from packing.configuration import Packing
from packing.report.figures import toymodels as plots
from packing.report.figures.style import save_figure
from packing.toymodels import AutoencoderConfig, train
from packing.toymodels.autoencoder.importance import FeatureFate, importance_map, shared_from
from packing.toymodels.autoencoder.phases import phase_diagram
from packing.toymodels.capacity import CapacityConfig, train_capacity
from packing.toymodels.dictionary import DictionaryConfig, train_dictionary
from packing.toymodels.factorization import FactorizationConfig, train_factorization
from packing.toymodels.factorization.recorded import recorded_cells
from packing.toymodels.monosemanticity import MonosemanticityConfig, train_neurons


def autoencoder():
    return plots.autoencoder_figure(train(AutoencoderConfig(6, 3, models=2, steps=400)))


def dimensionality():
    return plots.dimensionality_figure([train(AutoencoderConfig(6, 2, p, models=2, steps=200)) for p in (0.5, 0.1)])


def phases():
    return plots.phase_figure(phase_diagram(5, 2, [0.15, 0.3], starts=4, width=0.1))


def strips():
    return plots.phase_strips_figure([("n = 5, d = 2", (0.01, 0.22, 1.0), ("(5,2)", "2 x (2,1)"))])


def importance():
    return plots.importance_figure(importance_map(2, 1, [0.05, 0.8], [0.3, 1.5], starts=2))


def capacity():
    return plots.capacity_figure(train_capacity(CapacityConfig((1.0, 0.8, 0.5), 2, 8.0, models=2)))


def factorization():
    config = FactorizationConfig(rank=2, models=2, time=15)
    return plots.factorization_figure(config, train_factorization(config))


def curves():
    return plots.curves_figure(recorded_cells())


def monosemanticity():
    config = MonosemanticityConfig(features=8, embedding=4, neurons=12, density=0.1, steps=40, batch=32)
    return plots.monosemanticity_figure(train_neurons(config))


def dictionary():
    features = Packing(np.random.default_rng(0).normal(size=(8, 4)))
    return plots.dictionary_figure(train_dictionary(DictionaryConfig(features, price=0.2, steps=30)))


FIGURES = (
    autoencoder,
    dimensionality,
    phases,
    strips,
    importance,
    capacity,
    factorization,
    curves,
    monosemanticity,
    dictionary,
)


@pytest.mark.long
@pytest.mark.parametrize("make", FIGURES, ids=lambda make: make.__name__)
def test_picture_is_drawn_and_labelled(make, tmp_path) -> None:
    figure = make()
    first = save_figure(figure, tmp_path / "first.png").read_bytes()
    assert len(first) > 5000
    axes = [one for one in figure.axes if one.get_label() != "<colorbar>"]
    assert all(one.get_xlabel() or one.get_title(loc="left") for one in axes)
    assert any(one.get_title(loc="left") for one in axes)


def test_same_models_same_file(tmp_path) -> None:
    one, two = (save_figure(capacity(), tmp_path / f"{name}.svg").read_bytes() for name in "ab")
    assert one == two


def drawn(axes, marker: str | None = None) -> np.ndarray:
    """All points (x, y) of the lines with this marker, in order of y and then x."""
    chosen = [line for line in axes.lines if marker is None or line.get_marker() == marker]
    points = np.concatenate([np.column_stack(line.get_data()) for line in chosen]).astype(float)
    return points[np.lexsort(points.T)]


def test_dimensionality_shows_every_feature_of_every_model_over_its_density() -> None:
    sets = [train(AutoencoderConfig(6, 2, p, models=2, steps=200)) for p in (0.5, 0.1)]
    shares, counts = plots.dimensionality_figure(sets).axes
    wanted = np.sort(np.concatenate([trained.dimensionality.ravel() for trained in sets]))
    np.testing.assert_allclose(drawn(shares, ".")[:, 1], wanted)
    norms = np.array([(1 / t.config.density, value) for t in sets for value in t.norm_per_dimension])
    np.testing.assert_allclose(drawn(counts, "."), norms[np.lexsort(norms.T)])


def test_gram_matrix_losses_and_dimensionality_are_those_of_the_models() -> None:
    trained = train(AutoencoderConfig(6, 3, models=2, steps=400))
    gram, shares, losses = (one for one in plots.autoencoder_figure(trained).axes if one.get_label() != "<colorbar>")
    rows = trained.weights[trained.best][trained.represented(trained.best)]
    np.testing.assert_allclose(np.sort(gram.images[0].get_array().data, axis=None), np.sort(rows @ rows.T, axis=None))
    np.testing.assert_allclose(drawn(shares, ".")[:, 1], np.sort(trained.dimensionality, axis=None))
    np.testing.assert_allclose(losses.lines[1].get_ydata(), trained.history[1])


def test_importance_shows_each_fate_and_the_boundary_of_theory() -> None:
    chart = importance_map(2, 1, [0.05, 0.8], [0.3, 1.5], starts=1)
    (axes,) = plots.importance_figure(chart).axes
    (cells,) = axes.collections
    codes = {FeatureFate.LOST: 0, FeatureFate.SHARED: 1, FeatureFate.ALONE: 2}
    assert cells.get_array().tolist() == [[codes[fate] for fate in line] for line in chart.fates]
    density, importance = axes.lines[0].get_data()
    assert importance[7] == pytest.approx(shared_from(float(density[7])))


@pytest.mark.long
def test_phases_show_each_loss_and_each_transition() -> None:
    diagram = phase_diagram(5, 2, [0.15, 0.3], starts=4, width=0.1)
    (axes,) = plots.phase_figure(diagram).axes
    losses = np.array([(point.density, state.share) for point in diagram.points for state in point.states[:4]])
    np.testing.assert_allclose(drawn(axes, "o"), losses[np.lexsort(losses.T)])
    (change,) = diagram.transitions
    assert any(line.get_xdata()[0] == change.density for line in axes.lines if line.get_marker() != "o")


def test_capacities_show_the_optimum_as_bars_and_the_model_as_points() -> None:
    trained = train_capacity(CapacityConfig((1.0, 0.8, 0.5), 2, 8.0, models=2))
    shares, gains = plots.capacity_figure(trained).axes
    assert [bar.get_height() for bar in shares.patches] == pytest.approx(trained.optimum.capacities)
    assert shares.lines[0].get_ydata() == pytest.approx(trained.capacities[trained.best])
    assert [bar.get_height() for bar in gains.patches] == pytest.approx(trained.optimum.gains)


def test_s_curves_show_the_modes_over_their_closed_form() -> None:
    config = FactorizationConfig(rank=1, models=1, time=15)
    (curve,) = train_factorization(config)
    losses, modes = plots.factorization_figure(config, [curve]).axes
    np.testing.assert_allclose(losses.lines[0].get_ydata(), curve.losses / curve.losses[0])
    learned, theory = (line.get_ydata() for line in modes.lines[:2])
    np.testing.assert_allclose(learned, curve.overlaps[:, 0])
    assert np.abs(learned - theory).max() < 0.01 * curve.modes[0]
    adam = FactorizationConfig(rank=1, models=1, time=1, descent="adam")
    assert len(plots.factorization_figure(adam, train_factorization(adam)).axes[1].lines) == 1


def test_plateaus_are_shaded_and_bumps_are_marked() -> None:
    config = FactorizationConfig(rank=2, target_rank=4, models=1, seed=7)
    (curve,) = train_factorization(config)
    losses, modes, alignments = plots.factorization_figure(config, [curve]).axes
    assert len(losses.patches) == len(curve.plateaus) == 2
    assert len(modes.lines) == 4 + 2  # four modes, theory for the two that a model of rank 2 learns
    marked = [tuple(line.get_xydata()[0]) for line in alignments.lines if len(line.get_xydata()) == 1]
    assert sorted(marked) == [(bump.time, bump.height) for bump in curve.find_bumps()]


def test_recorded_shares_stand_at_their_starts() -> None:
    cells = recorded_cells()
    squared = plots.curves_figure(cells, 0.1).axes[0]
    lines = [[*bars.lines[0].get_ydata()] for bars in squared.containers]
    flow = [
        cell.bump_share(0.1).value
        for scale in (1e-3, 1e-2, 1e-1)
        for cell in cells
        if (cell.config.descent, cell.config.rank, cell.config.error, cell.config.scale)
        == ("flow", 2, "squared", scale)
    ]
    assert len(lines) == 9
    assert flow in lines


def test_recovered_features_and_answers_of_neurons_are_those_measured() -> None:
    result = train_dictionary(
        DictionaryConfig(Packing(np.random.default_rng(0).normal(size=(8, 4))), price=0.2, steps=30)
    )
    (axes,) = plots.dictionary_figure(result).axes
    (svd,) = [line for line in axes.lines if str(line.get_label()).startswith("SVD")]
    np.testing.assert_allclose(svd.get_ydata(), np.sort(result.svd.similarities)[::-1])
    (layer,) = train_neurons(
        MonosemanticityConfig(features=8, embedding=4, neurons=12, density=0.1, steps=40, batch=32)
    )
    shown = plots.monosemanticity_figure([layer]).axes[0].images[0].get_array().data
    np.testing.assert_allclose(np.sort(shown, axis=None), np.sort(layer.answers[layer.alive], axis=None))
