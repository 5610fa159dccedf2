"""`packing train autoencoder --feature-dim`: m = 1 is the present model, JSON and page, one line for bad input."""

import json

import pytest

from packing.cli import run

ONE = ["train", "autoencoder", "-n", "3", "-d", "2", "--models", "2", "--steps", "40", "--batch", "32", "--json"]
PLANES = ["train", "autoencoder", "-n", "4", "-d", "4", "--feature-dim", "2", "--loss", "one_sparse", "--models", "4"]


def test_features_of_one_dimension_are_the_present_model(capsys) -> None:
    assert run(ONE) == 0
    present = capsys.readouterr().out
    assert run([*ONE, "--feature-dim", "1", "--law", "ball"]) == 0
    assert capsys.readouterr().out == present


def test_json_and_page_tell_the_same(tmp_path, capsys) -> None:
    kept = tmp_path / "planes.npz"
    assert run([*PLANES, "--json", "--out", str(kept)]) == 0
    answer = json.loads(capsys.readouterr().out)
    best = answer["arrangements"][answer["best"]]
    assert (best["name"], best["blocks"], best["best_packing"]) == ("4 planes", [[4, 4]], True)
    assert best["best_chordal"]["exact"] == "sqrt(3)/3" and best["best_chordal"]["optimal"] == "proved"
    assert best["chordal_coherence"] == pytest.approx(best["best_chordal"]["coherence"], abs=1e-5)
    assert answer["config"]["m"] == 2 and answer["standard_error"] is None
    picture = tmp_path / "planes.svg"
    assert run([*PLANES, "--out", str(kept), "--plot", str(picture)]) == 0
    page = " ".join(capsys.readouterr().out.split())
    assert all(" ".join(sentence.split()) in page for sentence in answer["sentences"])
    assert "Principal cosines: 4 planes" in picture.read_text()


def test_a_linear_read_out_names_its_least_loss(capsys) -> None:
    options = ["--variant", "linear", "--loss", "exact", "--density", "0.5", "--json"]
    assert run(["train", "autoencoder", "-n", "4", "-d", "4", "--feature-dim", "2", "--models", "2", *options]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["least"]["loss"] == pytest.approx(0.5) and answer["loss"] == pytest.approx([0.5, 0.5])


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ("--feature-dim 0", "feature_dim must be a positive integer, not 0"),
        ("--feature-dim 5", "have a dimension m of at most 4, not 5"),
        ("--feature-dim two", "it must be a whole number, not 'two'"),
        ("--law sphere", "features of one dimension are uniform on [0, 1], not on a sphere"),
        ("--law cube", "the law must be ball or sphere, not 'cube'"),
        ("--variant shrinkage", "give --variant relu, or --feature-dim of at least 2"),
        ("--feature-dim 2 --variant relu", "the variant must be shrinkage or linear, not 'relu'"),
        ("--feature-dim 2 --task absolute", "have the task identity alone, not absolute"),
        ("--feature-dim 2 --engine jax", "are trained by the engine compiled alone, not jax"),
        ("--feature-dim 2 --correlated 2", "are independent, not correlated in 2 sets"),
        ("--feature-dim 2 --loss exact", "the shrinkage has no exact loss in closed form"),
        ("--feature-dim 2 --out models.txt", "kept in a .npz file, not in models.txt"),
    ],
)
def test_bad_input_is_one_line(options: str, text: str, capsys) -> None:
    assert run(["train", "autoencoder", "-n", "4", "-d", "4", *options.split()]) == 2
    printed = capsys.readouterr()
    assert printed.out == "" and len(printed.err.splitlines()) == 1 and text in printed.err


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ("--feature-dim 2 --width 0.01", "are not bracketed, so width cannot be 0.01: leave it out"),
        ("--law sphere", "features of one dimension are uniform on [0, 1], not on a sphere"),
        ("--feature-dim 2 --law cube", "the law must be ball or sphere, not 'cube'"),
        ("--feature-dim 9", "have a dimension m of at most 4, not 9"),
        ("--feature-dim 2 --most 2", "densities must rise from above 0"),
    ],
)
def test_bad_phases_are_one_line(options: str, text: str, capsys) -> None:
    assert run(["train", "phases", "-n", "4", "-d", "4", "--points", "2", *options.split()]) == 2
    printed = capsys.readouterr()
    assert printed.out == "" and len(printed.err.splitlines()) == 1 and text in printed.err
