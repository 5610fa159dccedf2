"""Recovery of features: one-to-one matching, chance by the law of overlaps, grids that go on, and the record."""

import itertools
import json
from pathlib import Path

import numpy as np
import pytest

from packing.cli import run
from packing.errors import InputError
from packing.report import figure, table
from packing.toymodels.dictionary import Control, GridCell, Method, chance, grid, run_cell, run_grid, score
from packing.toymodels.dictionary.arrangements import Arrangement, features_of
from packing.toymodels.dictionary.grid import RECIPE
from packing.toymodels.dictionary.methods.encoders import ENCODERS
from packing.toymodels.dictionary.methods.settings import LearningSettings
from packing.toymodels.dictionary.recorded import recorded_cells, recorded_results
from packing.toymodels.dictionary.score import unit
from packing.toymodels.dictionary.source import Source
from packing.toymodels.dictionary.summary import by_seed, recovery_sentences

SMALL = {"widths": (6,), "densities": (0.2,), "seeds": 1, "steps": 40}


def test_matching_is_the_largest_one() -> None:
    rng = np.random.default_rng(3)
    for _ in range(20):
        features, directions = unit(rng.normal(size=(4, 2))), unit(rng.normal(size=(3, 2)))
        fits = features @ directions.T >= 0.9
        most = max(sum(fits[i, j] for j, i in enumerate(rows)) for rows in itertools.permutations(range(4), 3))
        assert score(features, directions).matched == most


def test_many_directions_in_few_dimensions_find_nothing_that_chance_does_not() -> None:
    rng = np.random.default_rng(0)
    found = score(rng.normal(size=(16, 4)), rng.normal(size=(3000, 4)), signed=False)
    by_chance = chance(16, 4, 3000, signed=False)
    assert found.recall == by_chance.recall == 1.0
    assert found.f1 == pytest.approx(by_chance.f1) == pytest.approx(32 / 3016)


@pytest.mark.parametrize("signed", [True, False])
@pytest.mark.parametrize(("d", "m"), [(1, 3), (2, 5), (3, 40), (7, 200)])
def test_chance_is_what_uniform_directions_have(d: int, m: int, signed: bool) -> None:
    rng = np.random.default_rng(1)
    axes = np.eye(d)[:1]  # one feature: no direction fits two
    scores = [score(axes, rng.normal(size=(m, d)), signed=signed) for _ in range(400)]
    expected = chance(1, d, m, signed=signed)
    for name in ("mean", "recall"):
        values = np.array([getattr(each, name) for each in scores])
        assert abs(values.mean() - getattr(expected, name)) < 4 * values.std() / 20 + 1e-12


def test_slopes_of_every_autoencoder_are_those_of_its_loss() -> None:
    rng = np.random.default_rng(2)
    batch = rng.uniform(0, 1, size=(6, 5))
    for encoder in ENCODERS.values():
        model = encoder(unit(rng.normal(size=(7, 5))), LearningSettings(active=2.0, price=0.3, steps=2))
        model.step = 2
        model.offsets, model.scales, model.gates = (0.1 * rng.normal(size=7) for _ in range(3))
        for value, slope in list(zip(model.values, model.slopes(batch)[1], strict=True))[1:]:
            for k in range(value.size):
                kept = value[k]
                losses = []
                for step in (1e-5, -1e-5):
                    value[k] = kept + step
                    losses.append(model.slopes(batch)[0])
                value[k] = kept
                assert (losses[0] - losses[1]) / 2e-5 == pytest.approx(slope[k], abs=1e-4)


@pytest.mark.parametrize("method", [Method.CODING, Method.L1, Method.TOPK, Method.GATED])
def test_each_method_finds_orthogonal_features_and_not_in_the_controls(method: Method) -> None:
    cell = {"n": 12, "d": 12, "width": 12, "density": 0.1, "method": method, "steps": 400, "price": 0.5}
    found, gaussian = run_cell(GridCell(**cell)), run_cell(GridCell(**cell, control=Control.GAUSSIAN))
    assert found.signed.f1 > 0.45 > 0.25 > gaussian.signed.f1
    assert found.explained > 0.5


def test_a_shuffled_network_has_its_own_features_and_not_the_trained_ones() -> None:
    result = run_cell(GridCell(16, 16, 16, 0.08, Method.CODING, control=Control.RANDOMISED, steps=800))
    assert result.own is not None and result.own.recall > 0.6 > 0.2 > result.signed.recall


def test_gaussian_activations_have_the_mean_and_the_covariance_of_sparse_ones() -> None:
    features, rng = unit(np.random.default_rng(0).normal(size=(6, 3))), np.random.default_rng(1)
    true, noise = (Source(features, 0.3, kind, rng).take(200_000, rng) for kind in (Control.NONE, Control.GAUSSIAN))
    assert np.abs(true.mean(axis=0) - noise.mean(axis=0)).max() < 0.01
    assert np.abs(np.cov(true.T) - np.cov(noise.T)).max() < 0.01
    assert Source(features, 0.3, Control.NONE, rng).variance == pytest.approx(
        float(np.var(true, axis=0).sum()), rel=0.02
    )


def test_arrangements_are_what_they_say() -> None:
    tegum = features_of(Arrangement.TEGUM, 8, 4, 0.1, 0)
    assert np.array_equal(np.sort(tegum @ tegum.T, axis=1)[:, [0, -1]], np.tile([-1.0, 1.0], (8, 1)))
    best = features_of(Arrangement.BEST, 28, 7, 0.1, 0)
    assert np.abs(best @ best.T - np.eye(28)).max() == pytest.approx(1 / 3)
    with pytest.raises(InputError, match="do not fall into equal blocks"):
        features_of(Arrangement.TEGUM, 9, 4, 0.1, 0)


def test_a_grid_goes_on_after_a_kill(tmp_path: Path) -> None:
    file, cells = tmp_path / "cells.jsonl", grid(6, 3, **SMALL)
    first = run_grid(cells[:2], file)
    with file.open("a", encoding="utf-8") as target:
        target.write('{"cell": {"n"')  # cut off
    done: list[int] = []
    results = run_grid(cells, file, progress=lambda count, _: done.append(count))
    assert results[:2] == first and done == [3, 4, 5]
    assert run_grid(cells, file) == results == run_grid(cells, file, seconds=1e-9)
    assert run_grid(cells, seconds=1e-9) == []
    file.write_text("nothing\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(InputError, match=r"line 1 of .* is no cell of a grid"):
        RECIPE.rows_of(file)


@pytest.mark.long
def test_processes_change_no_cell() -> None:
    cells = grid(6, 3, **SMALL)
    alone, together = run_grid(cells), run_grid(cells, jobs=2)
    assert [(each.signed, each.absolute) for each in alone] == [(each.signed, each.absolute) for each in together]


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ("--widths 0", "width must be a positive integer, not 0"),
        ("--widths ,", "a grid needs one or more widths, not none"),
        ("--widths a", "widths must be numbers with commas between them, not 'a'"),
        ("--density 0.1,2", "a density must lie in (0, 1], not 2.0"),
        ("--sparsity 0.9 --density 0.1", "--sparsity S says --density 1 - S: give one of the two, once"),
        ("--methods ksvd", "the method must be one of svd, coding, l1, topk, gated, not 'ksvd'"),
        ("--controls both", "the control must be one of none, gaussian, randomised, not 'both'"),
        ("--seeds 0", "seeds must be a positive integer, not 0"),
        ("--price 0", "price must be greater than 0, not 0"),
        ("-n 9 -d 4 --arrangements tegum --methods svd", "do not fall into equal blocks"),
    ],
)
def test_bad_grids_are_one_line(capsys, options: str, text: str) -> None:
    assert run(["train", "recovery", *options.split(), "--json"]) == 2
    output = capsys.readouterr()
    assert output.out == "" and text in output.err and output.err.count("\n") == 1


def test_the_command_answers_with_means_and_sentences(capsys, tmp_path: Path) -> None:
    words = ["train", "recovery", "-n", "6", "-d", "3", "--sparsity", "0.8,0.7", "--methods", "svd,topk"]
    words += ["--seeds", "2", "--steps", "30"]
    assert run([*words, "--json", "--plot", str(tmp_path / "a.png")]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {"cells", "asked", "means", "sentences"} <= set(answer) and answer["asked"] == len(answer["cells"]) == 8
    assert sorted({cell["density"] for cell in answer["means"]}) == pytest.approx([0.2, 0.3])
    assert run(words) == 0 and "6 features in R^3" in capsys.readouterr().out


def test_recorded_cells_are_those_of_the_design_with_three_seeds_each() -> None:
    results = recorded_results()
    assert {result.cell for result in results} == set(recorded_cells())
    groups = by_seed(results)
    assert all(len(group.results) >= 3 for group in groups)
    for group in groups:  # the theorem on orthogonal directions, wherever the coherence is low enough
        if group.cell.method is Method.SVD:
            assert all(result.absolute.matched <= group.cell.d for result in group.results)
        if group.cell.control is not Control.NONE:
            assert group.f1.value < 0.1
    made = table("dictionary")
    assert len(made) == len(groups)
    random = [row for row in table("dictionary", n=512).records() if row["features"] == "random"]
    assert max(row["recall"] for row in random) > 0.9
    assert "512 features in R^256, random (Johnson-Lindenstrauss), recovered" in "\n".join(recovery_sentences(results))
    assert len(figure("dictionary", n=512).axes) >= 1
    for bad in ({"n": 7}, {"vectors": True}):
        for show in (table, figure):
            with pytest.raises(InputError):
                show("dictionary", **bad)
