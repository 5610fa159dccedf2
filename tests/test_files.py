from __future__ import annotations

from pathlib import Path

import pytest

from packing.errors import InputError
from packing.files import check_readable, check_writable, replacing


def test_an_exception_leaves_the_old_file_and_no_draft(tmp_path: Path) -> None:
    target = tmp_path / "result.txt"
    target.write_text("old")
    with pytest.raises(RuntimeError), replacing(target) as draft:
        draft.write_text("half")
        raise RuntimeError
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_the_new_file_takes_the_place_of_the_old_at_once(tmp_path: Path) -> None:
    target = tmp_path / "result.txt"
    target.write_text("old")
    with replacing(target) as draft:
        draft.write_text("new")
        assert target.read_text() == "old"
    assert target.read_text() == "new"
    assert target.stat().st_mode & 0o400


def test_places_that_cannot_be_written_are_named_before_the_work(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no folder"):
        check_writable(tmp_path / "none" / "a.txt")
    with pytest.raises(InputError, match="is a folder; add a file name"):
        check_writable(tmp_path)


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file; check the path"):
        check_readable(tmp_path / "none")
