"""Neurons under noise and pruning against plain loops; recorded studies: their design, their files, what they say."""

import itertools
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import packing as pk
from packing.cli import run
from packing.errors import InputError
from packing.toymodels.generators import generator
from packing.toymodels.monosemanticity import (
    MonosemanticityConfig,
    NeuronLayer,
    noise_response,
    pruned_layers,
    record_study,
    recorded,
    sweep_rates,
    train_neurons,
)
from packing.toymodels.monosemanticity.design import ARRAY, AXES, PAPER, settings
from packing.toymodels.monosemanticity.layer import fresh_inputs
from packing.toymodels.monosemanticity.measured import STUDIES
from packing.toymodels.monosemanticity.training import start, train_from

SMALL = MonosemanticityConfig(
    features=10, embedding=6, neurons=20, density=0.1, bias=-0.4, steps=120, batch=64, learning_rate=0.02, seed=5
)

TINY = replace(PAPER, features=12, embedding=4, density=0.1, neurons=24, steps=6, batch=16)


@pytest.fixture(scope="module")
def layer() -> NeuronLayer:
    return train_neurons(SMALL)[0]


def _active(layer: NeuronLayer, x: np.ndarray) -> list[float]:
    hidden = layer.embedding @ x
    return [max(0.0, float(w @ hidden) + b) for w, b in zip(layer.weights, layer.biases, strict=True)]


def _strict(layer: NeuronLayer, threshold: float) -> list[bool | None]:
    """Whether each neuron answers to one feature, None of a dead one: by the definition, feature by feature."""
    silent = _active(layer, np.zeros(layer.config.features))
    answers = np.array([_active(layer, x) for x in np.eye(layer.config.features)]).T
    found: list[bool | None] = []
    for row, rest in zip(answers, silent, strict=True):
        moved = [abs(a - rest) for a in row]
        found.append(bool(max(moved) >= threshold * sum(moved)) if max(moved) > 1e-6 else None)
    return found


@pytest.mark.parametrize("threshold", [0.3, 0.8, 0.999])
def test_the_strict_share_is_that_of_the_definition(layer: NeuronLayer, threshold: float) -> None:
    living = [single for single in _strict(layer, threshold) if single is not None]
    assert layer.share(threshold) == pytest.approx(np.mean(living))
    assert layer.single(threshold).tolist() == [bool(single) for single in _strict(layer, threshold)]


@pytest.mark.parametrize("threshold", [0.0, 1.0, -0.1, float("nan")])
def test_thresholds_lie_between_0_and_1(layer: NeuronLayer, threshold: float) -> None:
    for share in (layer.share, layer.energy_share):
        with pytest.raises(InputError, match=r"threshold"):
            share(threshold)


def test_noise_does_what_plain_loops_say(layer: NeuronLayer) -> None:
    inputs, noise = 200, 0.15
    threshold = float(np.median(layer.answers.max(axis=1) / layer.answers.sum(axis=1))) + 1e-9
    response = noise_response(layer, noise, threshold, inputs=inputs)
    clean = fresh_inputs(SMALL, 0)[:, :inputs]
    noisy = clean + noise * generator(SMALL.seed, 0, 8).standard_normal(clean.shape)
    before, after = (np.array([_active(layer, x) for x in seen.T]) for seen in (clean, noisy))
    kinds = _strict(layer, threshold)
    for kind, found in ((True, response.monosemantic), (False, response.polysemantic)):
        mine = [j for j, single in enumerate(kinds) if single is kind]
        pairs = [(before[s, j], after[s, j]) for j in mine for s in range(inputs)]
        assert found.neurons == len(mine) > 0
        assert found.false_alarms == pytest.approx(np.mean([b > 0 for a, b in pairs if a <= 0]))
        assert found.lost == pytest.approx(np.mean([b <= 0 for a, b in pairs if a > 0]))
        assert found.change == pytest.approx(sum((b - a) ** 2 for a, b in pairs) / sum(a**2 for a, _ in pairs))
    gaps = [np.sum((layer.readout @ a - x) ** 2) for a, x in zip(after, clean.T, strict=True)]
    assert response.relative_loss == pytest.approx(np.mean(gaps) / layer.variance)
    with pytest.raises(InputError, match="noise must be at least 0"):
        noise_response(layer, -0.1)


def test_noise_in_training_is_at_the_inputs_and_only_where_asked_for() -> None:
    few = replace(SMALL, steps=20)
    (clean,), (noisy,), (again,) = (
        train_neurons(each) for each in (few, replace(few, input_noise=0.3), replace(few, input_noise=0.0))
    )
    assert np.array_equal(clean.weights, again.weights)
    assert not np.array_equal(clean.weights, noisy.weights)
    assert noisy.history[0] > clean.history[0]
    with pytest.raises(InputError, match="input_noise must be at least 0"):
        replace(few, input_noise=-1)


def test_pruning_keeps_the_largest_of_what_was_left_and_rewinds() -> None:
    pruning = pruned_layers(SMALL, keep=0.5, rounds=2, rewind=10)
    assert pruning.kept == (0.5, 0.25)
    for way in (pruning.magnitude, pruning.random):
        for which in ("weights", "readout"):
            last = getattr(pruning.dense, which)
            left = np.ones(last.shape, dtype=bool)
            for kept, pruned in zip(pruning.kept, way, strict=True):
                now = getattr(pruned, which) != 0
                assert now.sum() == round(kept * now.size)
                assert not (now & ~left).any()  # nothing comes back
                smallest, largest = np.abs(last[now]).min(), np.abs(last[left & ~now]).max()
                assert (smallest >= largest) == (way is pruning.magnitude)
                last, left = getattr(pruned, which), now
    assert np.array_equal(pruning.dense.weights, train_neurons(SMALL)[0].weights)
    first = train_from(SMALL, 0, start(SMALL, 0), keep=10)
    assert all(np.array_equal(a, b) for a, b in zip(first.kept, _values_after(10), strict=True))


def _values_after(steps: int) -> list[np.ndarray]:
    kept = train_from(SMALL, 0, start(SMALL, 0), keep=steps)
    full = train_from(SMALL, 0, start(SMALL, 0), keep=SMALL.steps)
    assert all(np.array_equal(a, b) for a, b in zip(full.kept, full.values, strict=True))
    return kept.kept


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"keep": 1.0}, r"keep must lie in \(0, 1\), not 1.0"),
        ({"rounds": 0}, "rounds must be a positive integer"),
        ({"keep": 0.01, "rounds": 5}, "no weight is left"),
        ({"rewind": 120}, "rewind must be a step from 0 to 119, not 120"),
    ],
)
def test_pruning_refuses(options: dict, text: str) -> None:
    with pytest.raises(InputError, match=text):
        pruned_layers(SMALL, **options)


def test_an_empty_sweep_is_refused() -> None:
    with pytest.raises(InputError, match="at least one learning rate"):
        sweep_rates(SMALL, [])


def test_every_two_axes_of_the_design_meet_in_all_levels_equally_often() -> None:
    for one, other in itertools.combinations(range(len(AXES)), 2):
        met = Counter((row[one], row[other]) for row in ARRAY)
        assert len(met) == 4
        assert set(met.values()) == {2}
    assert len(set(ARRAY)) == 8


def test_the_sizes_are_those_of_the_paper() -> None:
    assert (PAPER.features, PAPER.embedding, PAPER.neurons, PAPER.density) == (512, 64, 1024, 1 / 64)


def test_a_study_goes_on_where_it_was_stopped(tmp_path: Path) -> None:
    name, base = "layers", TINY
    whole, part = tmp_path / "whole.jsonl", tmp_path / "part.jsonl"
    record_study(name, whole, seeds=2, seed=3, base=base)
    record_study(name, part, seeds=1, seed=3, base=base)
    assert len(record_study(name, part, seeds=2, seed=3, base=base, seconds=1e-9).runs) == 1
    record_study(name, part, seeds=2, seed=3, base=base)
    once, twice = (list(map(json.loads, path.read_text(encoding="utf-8").splitlines())) for path in (whole, part))
    assert [each["rows"] for each in twice] == [each["rows"] for each in once]
    assert [each["seed"] for each in twice] == [3, 4]
    for text in (f'{{"study": "{name}"}}\n', '{"study": "other", "base": {}, "changes": {}}\n', "[]\n"):
        part.write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match=r"line 1 of .* is no run of a recorded study"):
            record_study(name, part, base=base)
    with pytest.raises(InputError, match="records other settings"):
        record_study(name, whole, base=replace(base, steps=7))


def test_recorded_runs_are_of_these_settings_and_seeds() -> None:
    for name, study in STUDIES.items():
        record = recorded(name)
        assert record.base == PAPER
        seeds = {json.dumps(cell): set() for cell in study.cells}
        for each in record.runs:
            seeds[json.dumps(each.changes)].add(each.seed)
            assert settings(each.changes, each.seed).seed == each.seed
        assert min(map(len, seeds.values())) >= 3, name
        assert record.cpu_seconds < 1800


def test_at_the_size_of_the_paper_a_negative_bias_makes_neurons_of_one_feature_at_less_loss() -> None:
    layers = recorded("layers")
    mono, poly = (layers.of({}, kind=kind) for kind in ("mono", "poly"))
    assert mono.means["strict"] - 4 * mono.errors["strict"] > 0.4
    assert poly.means["strict"] < 0.02
    assert mono.means["loss"] + 4 * mono.errors["loss"] < poly.means["loss"] - 4 * poly.errors["loss"]
    same, other = (layers.of({}, pair=pair) for pair in ("mono-mono", "mono-poly"))
    assert same.means["barrier"] < other.means["barrier"]
    assert all(row.means["barrier"] < row.means["unmatched"] for row in (same, other))


TABLES = [name for name in pk.report.table_names() if name.startswith("monosemanticity")]


@pytest.mark.parametrize("name", TABLES)
def test_recorded_tables_have_no_options_and_every_number_an_error(name: str) -> None:
    made = pk.report.table(name)
    for row in made.records():
        assert all(row[key] is not None for key in row)
        assert {key.removesuffix("_error") for key in row if key.endswith("_error")} <= set(row)
    with pytest.raises(InputError, match="is recorded and has no options, not -n 3"):
        pk.report.table(name, n=3)


def test_tables_say_what_the_runs_say() -> None:
    runs = [each for each in recorded("design").runs if each.changes["bias"] == -1.0]
    (row,) = [
        row
        for row in pk.report.table("monosemanticity-effects").records()
        if (row["axis"], row["level"]) == ("bias", "-1")
    ]
    values = [numbers["strict"] for each in runs for _, numbers in each.rows]
    assert row["strict"] == pytest.approx(np.mean(values))
    cells = [runs[k].changes for k in range(len(runs))]
    groups = [[v for v, c in zip(values, cells, strict=True) if c == cell] for cell in STUDIES["design"].cells]
    squares = [np.var(group, ddof=1) / len(group) for group in groups if group]
    assert row["strict_error"] == pytest.approx(np.sqrt(sum(squares)) / len(squares))
    first, second, *_ = pk.report.table("monosemanticity").records()
    assert (first["bias"], first["neurons"], second["bias"]) == (-1.0, 1024, 0.0)
    assert first["loss"] < second["loss"]


def test_the_figure_is_drawn_and_takes_a_panel() -> None:
    from matplotlib.figure import Figure

    drawn = pk.report.figure("monosemanticity")
    assert [axes.get_title(loc="left").split()[0] for axes in drawn.axes] == [
        "Neurons",
        "Activations",
        "Pruning",
        "Straight",
    ]
    panel = Figure().add_subplot()
    assert pk.report.figure("monosemanticity", ax=panel) is panel
    assert panel.has_data()
    with pytest.raises(InputError, match="recorded and has no options"):
        pk.report.figure("monosemanticity", n=3)


def test_the_commands_answer_and_refuse_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    few = "--features 8 --embedding 4 --density 0.1 --steps 6 --batch 16 --seeds 2 --json"
    out = tmp_path / "layers.jsonl"
    assert run(["train", "monosemanticity-study", "layers", "--out", str(out), "--neurons", "12", *few.split()]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["runs"], answer["cells"], {row["runs"] for row in answer["rows"]}) == (2, 1, {2})
    small = "train monosemanticity --features 8 --embedding 4 --neurons 12 --density 0.1 --steps 20 --models 1 --json"
    assert run([*small.split(), "--test-noise", "0.1", "--prune", "2", "--keep", "0.5", "--threshold", "0.7"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["pruning"]["kept"] == [0.5, 0.25]
    assert answer["noise"][0]["polysemantic"]["neurons"] + answer["noise"][0]["monosemantic"]["neurons"] <= 12
    assert answer["barrier"] is None
    for words in ("--threshold 1", "--prune 2 --keep 0", "--test-noise -1", "--prune -1", "--input-noise -1"):
        assert run([*small.split(), *words.split()]) == 2
        assert capsys.readouterr().err.count("\n") == 1
    for words in (["nothing", "--out", str(out)], ["layers", "--out", str(tmp_path)]):
        assert run(["train", "monosemanticity-study", *words]) == 2
        assert capsys.readouterr().err.count("\n") == 1
