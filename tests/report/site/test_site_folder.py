"""`packing atlas site`: a folder is written whole, again and again, and nothing of another origin is touched."""

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path

import pytest
from sites import Site

from packing import lines
from packing.cli import run
from packing.errors import InputError
from packing.records.atlas import Atlas
from packing.report.site import build_site
from packing.report.site.folder import earlier_files, site_folder


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def refusal(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """The one line of a command that ends with 2."""
    assert run(["atlas", *arguments]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    (line,) = told.err.splitlines()
    return line


def test_the_command_writes_the_site_and_says_where(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "site"
    assert run(["atlas", "site", str(target), "--store", str(site.store), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert tree(target) == tree(site.folder)  # the same atlas gives the same bytes
    assert len(answer["cells"]) == len(site.cells)
    assert all((target / cell["page"]).is_file() for cell in answer["cells"])
    assert answer["file"] == str(target / "index.html")
    assert oct((target / "index.html").stat().st_mode & 0o777) == oct(0o666 & ~_umask())


def test_a_site_is_replaced_and_what_it_no_longer_has_goes(site: Site, tmp_path: Path) -> None:
    target = tmp_path / "site"
    assert run(["atlas", "site", str(target), "--store", str(site.store)]) == 0
    (target / "CNAME").write_text("atlas.example")
    (target / ".git").mkdir()
    assert run(["atlas", "site", str(target), "--store", str(site.store), "-d", "3", "--field", "C"]) == 0
    assert {path.name for path in (target / "cells").iterdir()} == {"lines_C_3x5.html", "lines_C_3x13.html"}
    assert (target / "CNAME").read_text() == "atlas.example"
    assert set(earlier_files(target)) == set(tree(target)) - {"CNAME", "site.json"}
    assert {path.name for path in target.iterdir() if path.name.startswith(".")} == {".git"}


def test_files_of_another_origin_are_left_alone(site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    before = tree(tmp_path)
    line = refusal(["site", str(tmp_path), "--store", str(site.store)], capsys)
    assert "thesis.tex" in line
    assert "name a new or an empty folder" in line
    assert tree(tmp_path) == before


def test_a_file_that_took_a_name_of_the_site_is_left_alone(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "site"
    assert run(["atlas", "site", str(target), "--store", str(site.store), "-d", "4"]) == 0
    (target / "cells" / "lines_R_3x6.html").write_text("mine")
    capsys.readouterr()
    before = tree(target)
    assert "is left alone" in refusal(["site", str(target), "--store", str(site.store), "-d", "3"], capsys)
    assert tree(target) == before


@pytest.mark.parametrize(
    "listing",
    [
        "no JSON",
        "[]",
        '{"made_by": "someone else", "files": []}',
        '{"made_by": "packing atlas site", "files": ["../precious.txt"]}',
        '{"made_by": "packing atlas site", "files": ["/etc/hosts"]}',
        '{"made_by": "packing atlas site", "files": [3]}',
    ],
)
def test_a_list_that_is_not_ours_is_not_believed(
    listing: str, site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "precious.txt").write_text("keep me")
    target = tmp_path / "site"
    target.mkdir()
    (target / "site.json").write_text(listing)
    assert "is not the list of an earlier site" in refusal(["site", str(target), "--store", str(site.store)], capsys)
    assert (tmp_path / "precious.txt").read_text() == "keep me"
    assert (target / "site.json").read_text() == listing


def test_a_build_that_breaks_leaves_the_old_site(site: Site, tmp_path: Path) -> None:
    target = tmp_path / "site"
    with Atlas(site.store) as atlas:
        build_site([atlas], target, [lines(6, 3)])
        before = tree(target)
        with pytest.raises(InputError, match="no packing of 50 lines in R"):
            build_site([atlas], target, [lines(8, 3), lines(50, 3)])
        assert tree(target) == before
        with pytest.raises(InputError, match="no packing of 50 lines in R"):
            build_site([atlas], tmp_path / "new", [lines(50, 3)])
    assert not (tmp_path / "new").exists()
    with pytest.raises(KeyboardInterrupt), site_folder(target) as draft:
        (draft / "index.html").write_text("half")
        raise KeyboardInterrupt
    assert tree(target) == before


@pytest.mark.parametrize(
    ("forgery", "message"),
    [
        ("UPDATE packings SET certified = '0.100000000000000' WHERE n = 6", "claims coherence 0.1"),
        ("UPDATE packings SET vectors = x'00' WHERE n = 6", "cannot be read"),
        ("DELETE FROM runs; DELETE FROM packings", "no cell to show"),
    ],
)
def test_a_broken_atlas_is_one_line_and_no_site(
    forgery: str, message: str, site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = tmp_path / "a.sqlite"
    with sqlite3.connect(site.store) as whole, sqlite3.connect(store) as copy:
        whole.backup(copy)
        copy.executescript(forgery)
    whole.close()
    copy.close()
    assert message in refusal(["site", str(tmp_path / "site"), "--store", str(store)], capsys)
    assert not (tmp_path / "site").exists()


def test_places_that_cannot_be_a_site_are_named(site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "noise.sqlite").write_bytes(b"not a database at all, but long enough to be read as one" * 20)
    store = ["--store", str(site.store)]
    assert "it is a file" in refusal(["site", str(tmp_path / "file"), *store], capsys)
    assert "there is no folder" in refusal(["site", str(tmp_path / "no" / "such"), *store], capsys)
    assert "site needs a folder" in refusal(["site", *store], capsys)
    assert "is not an atlas" in refusal(
        ["site", str(tmp_path / "s"), "--store", str(tmp_path / "noise.sqlite")], capsys
    )
    assert "holds none of those named" in refusal(["site", str(tmp_path / "s"), "-n", "99", *store], capsys)
    assert (tmp_path / "file").read_text() == "mine"
    assert not (tmp_path / "s").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_without_permission_is_named(site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tmp_path.chmod(0o500)
    line = refusal(["site", str(tmp_path / "site"), "--store", str(site.store)], capsys)
    tmp_path.chmod(0o700)
    assert "permission denied" in line


def test_a_full_disk_is_one_line(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, *_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    with Atlas(site.store) as atlas:
        monkeypatch.setattr(Path, "write_text", full)
        with pytest.raises(InputError, match="No space left on device"):
            build_site([atlas], tmp_path / "site", [lines(6, 3)])
    assert not (tmp_path / "site").exists()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
