"""The notebooks are run again: each cell shows what is recorded, and the files are ones that Jupyter opens."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from golden import FLAGS, Checker

HOOKS = Path(__file__).parents[2] / "docs" / "hooks"

pytestmark = pytest.mark.skipif(not HOOKS.is_dir(), reason="the folder docs/ is not part of this distribution")

if HOOKS.is_dir():
    sys.path.insert(0, str(HOOKS))
    import notebooks

    NOTEBOOKS = notebooks.notebooks()
else:
    NOTEBOOKS = []


@pytest.mark.long
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_cell_shows_what_is_recorded(path: Path, tmp_path: Path) -> None:
    checker = Checker()
    cells = notebooks.code_cells(notebooks.read(path))
    for cell, outputs in zip(cells, notebooks.run(path, tmp_path), strict=True):
        assert [output["output_type"] for output in outputs] == [each["output_type"] for each in cell["outputs"]]
        for recorded, made in zip(cell["outputs"], outputs, strict=True):
            if made["output_type"] == "stream":
                wanted, found = "".join(recorded["text"]), "".join(made["text"])
            else:
                assert set(made["data"]) == set(recorded["data"])
                wanted, found = ("".join(each["data"]["text/plain"]) for each in (recorded, made))
            assert checker.check_output(wanted, found, FLAGS), "".join(cell["source"])


def test_the_notebooks_are_three_and_well_formed() -> None:
    assert len(NOTEBOOKS) == 3
    for path in NOTEBOOKS:
        document = notebooks.read(path)
        assert (document["nbformat"], document["nbformat_minor"]) == (4, 5)
        ids = [cell["id"] for cell in document["cells"]]
        assert len(set(ids)) == len(ids)
        assert "".join(document["cells"][0]["source"]).startswith("# A first hour")
        for cell in notebooks.code_cells(document):
            assert cell["execution_count"] is None
            assert all(not line.startswith("%") for line in cell["source"])
            assert not any("CPU s" in str(output.get("text", "")) for output in cell["outputs"])
