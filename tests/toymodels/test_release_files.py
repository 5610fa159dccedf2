"""Files of trained models that release 0.1.0 wrote still open, to the same numbers, and its killed trainings go on."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from packing.toymodels import load_models, save_models, train

FOLDER = Path(__file__).parents[1] / "data" / "release-0.1.0" / "toymodels"
EXPECTED = json.loads((FOLDER / "expected.json").read_text())
FILES = [name for name in EXPECTED if name.endswith(".npz")]


@pytest.mark.parametrize("name", FILES)
def test_opens_to_the_numbers_of_its_release(name: str) -> None:
    found, expected = json.loads(json.dumps(load_models(FOLDER / name).as_dict())), dict(EXPECTED[name])
    # computed from the weights, whose last digits differ from one processor to the next
    for computed in ("dimensionality", "norm_per_dimension"):
        np.testing.assert_allclose(found.pop(computed), expected.pop(computed), rtol=1e-12)
    assert found == expected


@pytest.mark.parametrize("name", FILES)
def test_is_kept_without_a_change_in_the_new_schema(name: str, tmp_path) -> None:
    with np.load(FOLDER / name) as old, np.load(save_models(load_models(FOLDER / name), tmp_path / name)) as new:
        assert set(old.files) == set(new.files)
        for array in set(old.files) - {"settings"}:
            assert np.array_equal(old[array], new[array], equal_nan=array == "histories")
        before, now = (json.loads(str(file["settings"])) for file in (old, new))
    assert "schema" not in before
    assert (now["schema"], now["kind"]) == (2, "autoencoder")
    assert now["config"] == before["config"]


def test_a_training_killed_in_that_release_goes_on(tmp_path) -> None:
    path, counted = tmp_path / "killed.npz", []
    shutil.copy(FOLDER / "killed.npz", path)
    config, whole = load_models(path).config, EXPECTED["killed.npz, gone on"]
    done = train(type(config)(**whole["config"]), lambda done, total: counted.append(done), checkpoint=path)
    assert counted == [3, 4]
    assert np.array_equal(done.weights[:2], np.array(whole["weights"])[:2])
    # the same numbers on the machine that wrote them; elsewhere a sum of floats may be rounded in another order
    np.testing.assert_allclose(done.weights, whole["weights"], atol=1e-3)
    assert load_models(path).config.models == 4
