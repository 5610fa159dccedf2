"""The recorded phases of features: scored again by plain samples, each sentence held against the weights."""

import json
import re
from importlib.resources import files
from itertools import combinations

import numpy as np
import pytest

from packing.cli import run
from packing.errors import InputError
from packing.report.figures.catalogue import figure
from packing.report.figures.toymodels.features import feature_phase_figure
from packing.toymodels.subspaces import FeatureLaw
from packing.toymodels.subspaces.phases import FeaturePhases, FeatureState, feature_phases
from packing.toymodels.subspaces.recorded import phases_as_dict, phases_of, recorded_phases
from packing.toymodels.subspaces.sentences import phase_sentences

FILES = sorted((file for file in (files("packing") / "data" / "feature-phases").iterdir()), key=lambda file: file.name)
CHARTS = {chart.config.law.value: chart for chart in recorded_phases()}


PACKING = r": the (\d) whole features are the best packing known of \1, .* most (\S+) and that (\S+)\.$"

SPLIT = r"At no density do the kept features split into blocks .* loses (\S+) of answering 0 more, at density (\S+)\.$"


def orthogonal(state: FeatureState) -> bool:
    """Whether the kept directions fall into groups of features with cosines of at most 1/4 between them."""
    spans = []
    for rows in state.model.weights:
        _, values, directions = np.linalg.svd(rows, full_matrices=False)
        if values[0] >= 0.5:
            spans.append(directions[values >= 0.5])
    met = {0}
    for _ in spans:
        met |= {j for i in met for j in range(len(spans)) if np.linalg.norm(spans[i] @ spans[j].T, 2) > 0.25}
    return len(met) < len(spans)


def plain_errors(state: FeatureState, law: str, p: float, count: int, seed: int) -> np.ndarray:
    """The squared errors of whole inputs, coded once more: polar coordinates, one feature after another."""
    rng = np.random.default_rng(seed)
    weights, biases = state.model.weights, state.model.biases
    n = len(weights)
    turn = 2 * np.pi * rng.uniform(size=(count, n))
    radius = np.where(
        rng.uniform(size=(count, n)) < p, 1.0 if law == "sphere" else rng.uniform(size=(count, n)) ** 0.5, 0
    )
    hidden = sum(
        radius[:, [j]] * (np.cos(turn[:, [j]]) * weights[j, 0] + np.sin(turn[:, [j]]) * weights[j, 1]) for j in range(n)
    )
    errors = np.zeros(count)
    for i in range(n):
        z = hidden @ weights[i].T
        length = np.hypot(*z.T)
        kept = np.where(length > -biases[i], 1 + biases[i] / np.maximum(length, 1e-12), 0.0)
        errors += (kept * z[:, 0] - radius[:, i] * np.cos(turn[:, i])) ** 2
        errors += (kept * z[:, 1] - radius[:, i] * np.sin(turn[:, i])) ** 2
    return errors


@pytest.mark.parametrize("law", CHARTS)
def test_recorded_losses_by_plain_samples(law: str) -> None:
    for number, point in enumerate(CHARTS[law].points):
        if number % 3 and len(point.states) == 1:
            continue
        for state in point.states:
            values = plain_errors(state, law, point.density, 20_000, number)
            error = float(np.hypot(values.std() / len(values) ** 0.5, state.loss.error))
            assert abs(values.mean() - state.loss.loss) < 5 * error, (point.density, state.name)


def whole_cosines(state: FeatureState) -> dict[tuple[int, int], np.ndarray]:
    """The cosines of each pair of features of which both singular values are at least one half."""
    bases = {}
    for i, rows in enumerate(state.model.weights):
        _, values, directions = np.linalg.svd(rows, full_matrices=False)
        if values[1] >= 0.5:
            bases[i] = directions
    return {(i, j): np.linalg.svd(bases[i] @ bases[j].T, compute_uv=False) for i, j in combinations(bases, 2)}


def kept(state: FeatureState) -> str:
    """The name of a structure, counted once more."""
    ranks = [int(np.sum(np.linalg.svd(rows, compute_uv=False) >= 0.5)) for rows in state.model.weights]
    words = {2: "plane", 1: "line", 0: "lost"}
    counts = [(ranks.count(rank), words[rank], rank) for rank in (2, 1, 0) if ranks.count(rank)]
    return " + ".join(f"{count} {word}{'s' if count > 1 and rank else ''}" for count, word, rank in counts)


def between(chart: FeaturePhases, sentence: str) -> list:
    """The points whose densities a sentence names."""
    match = re.match(r"(?:From density (\S+) to (\S+)|At density (\S+)):", sentence)
    assert match is not None, sentence
    ends = [match[3], match[3]] if match[3] else [match[1], match[2]]
    shown = [f"{point.density:.3g}" for point in chart.points]
    return list(chart.points[shown.index(ends[0]) : shown.index(ends[1]) + 1])


def check(chart: FeaturePhases, sentence: str) -> None:
    """Hold one sentence against the weights and losses."""
    best = [point.best for point in chart.points]
    if match := re.search(r": the least loss that was met has (.+)\.$", sentence):
        assert {kept(point.best) for point in between(chart, sentence)} == {match[1]}
    elif match := re.search(
        r": the (\d) whole features are the best packing known of \1, .* most (\S+) and that (\S+)\.$", sentence
    ):
        cosines = [whole_cosines(point.best) for point in between(chart, sentence)]
        whole, worst, known = int(match[1]), float(match[2]), float(match[3])
        assert {len(pairs) for pairs in cosines} == {whole * (whole - 1) // 2}
        assert known == pytest.approx({2: 0.0, 3: 0.5, 4: 3**-0.5}[whole], abs=1e-4)
        chordal = max(np.mean(pair**2) ** 0.5 for pairs in cosines for pair in pairs.values())
        assert chordal <= worst <= chordal + 1e-4 and worst <= known + 0.0101
    elif match := re.match(SPLIT, sentence):
        assert not any(orthogonal(state) for state in best)
        others = [
            (state.above.loss / point.config.nothing, f"{point.density:.3g}")
            for point in chart.points
            for state in point.states
            if orthogonal(state)
        ]
        least = min(others)
        assert 0 <= least[0] - float(match[1]) < 0.001 and least[1] == match[2]
    elif match := re.match(r"At no density do two whole features share .* at most (\S+)\.$", sentence):
        assert max(pair[1] for state in best for pair in whole_cosines(state).values()) <= float(match[1]) < 0.9
    elif match := re.match(r"Of (\d+) densities (\d+) have other structures too; at (\d+) of these", sentence):
        several = [point for point in chart.points if len(point.states) > 1]
        gaps = [
            [(s.above.loss, max(4 * s.above.error, 1e-3 * p.config.nothing)) for s in p.states[1:]] for p in several
        ]
        clear = [rows for rows in gaps if all(gap > least for gap, least in rows)]
        assert tuple(map(int, match.groups())) == (len(chart.points), len(several), len(clear))
    elif match := re.match(r"The loss rises from (\S+) to (\S+) of .* loses (\S+) at every density\.$", sentence):
        config, second = chart.config, 0.5 if chart.config.law is FeatureLaw.BALL else 1.0
        shares = [point.best.loss.loss / (config.n * point.density * second) for point in chart.points]
        assert [f"{shares[0]:.3f}", f"{shares[-1]:.3f}"] == [match[1], match[2]] and match[3] == "0.500"
    else:
        pytest.fail(f"no check fits: {sentence}")


@pytest.mark.parametrize("law", CHARTS)
def test_each_sentence_is_true_of_the_weights(law: str) -> None:
    for sentence in phase_sentences(CHARTS[law]):
        check(CHARTS[law], sentence)


def same(one: object, other: object) -> None:
    """Equal but for the last digits of floats, which another processor may have."""
    if isinstance(one, dict):
        assert one.keys() == other.keys()
        for key in one:
            same(one[key], other[key])
    elif isinstance(one, list):
        for left, right in zip(one, other, strict=True):
            same(left, right)
    else:
        assert one == (pytest.approx(other, rel=1e-9, abs=1e-9) if isinstance(other, float) else other)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_record_is_what_the_command_prints(file) -> None:
    values = json.loads(file.read_text())
    chart = phases_of(values)
    same(phases_as_dict(chart) | {"sentences": phase_sentences(chart)}, values)


def test_losses_rise_with_density_and_structures_with_loss() -> None:
    for chart in CHARTS.values():
        shares = [point.best.loss.loss / point.config.nothing for point in chart.points]
        assert shares == sorted(shares) and shares[-1] <= 0.5 + 1e-3
        for point in chart.points:
            assert [state.loss.loss for state in point.states] == sorted(state.loss.loss for state in point.states)


@pytest.mark.long
def test_the_recorded_phases_come_again() -> None:
    chart, recorded = feature_phases(4, 4, 2, [0.0316227766, 0.316227766], starts=1), CHARTS["ball"]
    for point in chart.points:
        there = min(recorded.points, key=lambda other: abs(other.density - point.density))
        assert point.best.name == there.best.name
        assert point.best.loss.loss == pytest.approx(there.best.loss.loss, rel=0.005)


def test_phases_need_two_densities() -> None:
    with pytest.raises(InputError, match="phases need at least two densities, not 1"):
        feature_phases(4, 4, 2, [0.1])


def test_the_figure_draws_the_best_losses_and_singular_values() -> None:
    chart = CHARTS["ball"]
    top, _, bottom = feature_phase_figure(chart).axes
    curve = top.lines[0].get_xydata()
    assert curve[:, 0] == pytest.approx([point.density for point in chart.points])
    assert curve[:, 1] == pytest.approx([point.best.loss.loss / point.config.nothing for point in chart.points])
    drawn = sorted(value for line in bottom.lines if line.get_marker() == "o" for value in line.get_ydata())
    weights = np.stack([point.best.model.weights for point in chart.points])
    assert drawn == pytest.approx(np.sort(np.linalg.svd(weights, compute_uv=False).ravel()))


def test_the_command_draws_what_its_sentences_say(tmp_path, capsys) -> None:
    picture = tmp_path / "phases.svg"
    assert run(["figure", "feature-phases", "--out", str(picture), "-n", "4", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)["shows"].splitlines()[1:]
    assert shown == [f"{law}: {sentence}" for law, chart in CHARTS.items() for sentence in phase_sentences(chart)]
    assert "3 planes + 1 lost" in picture.read_text()
    for options, text in (("-n 5", "no phases of features are recorded for -n 5"), ("--field C", "real subspaces")):
        assert run(["figure", "feature-phases", "--out", str(picture), *options.split()]) == 2
        assert text in capsys.readouterr().err


def test_a_panel_of_ones_own_takes_the_losses() -> None:
    from matplotlib.figure import Figure

    axes = Figure().add_subplot()
    assert figure("feature-phases", ax=axes) is axes and len(axes.lines) > 10
