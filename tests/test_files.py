from __future__ import annotations

import os
from pathlib import Path

import pytest

from packing.errors import InputError
from packing.files import check_readable, check_writable, read_bytes, read_text, replacing, write_text


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
    (tmp_path / "link").symlink_to("nothing")
    with pytest.raises(InputError, match="no such file; check the path"):
        check_readable(tmp_path / "link")
    with pytest.raises(InputError, match="it is a folder; name a file in it"):
        read_bytes(tmp_path)
    for name in ("x" * 300, "a\0b"):
        with pytest.raises(InputError, match="choose another name"):
            check_readable(tmp_path / name)
        with pytest.raises(InputError, match="choose another name"):
            check_writable(tmp_path / name)


def test_a_link_stays_a_link_and_a_mode_a_mode(tmp_path: Path) -> None:
    held = tmp_path / "held.txt"
    held.write_text("old")
    held.chmod(0o640)
    (tmp_path / "link").symlink_to("held.txt")
    (tmp_path / "new link").symlink_to("new.txt")
    write_text(tmp_path / "link", "new")
    write_text(tmp_path / "new link", "first")
    assert (held.read_text(), oct(held.stat().st_mode & 0o777)) == ("new", "0o640")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "new link").is_symlink()
    assert (tmp_path / "new.txt").read_text() == "first"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_a_pipe_is_neither_read_nor_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("pipe")
    for name in ("pipe", "link"):
        with pytest.raises(InputError, match="it is a pipe or a socket; name a file"):
            read_bytes(tmp_path / name)
        with pytest.raises(InputError, match="it is a pipe or a socket; name a file"), replacing(tmp_path / name):
            pass
    assert (tmp_path / "pipe").is_fifo()


@pytest.mark.skipif(not Path("/dev/zero").is_char_device(), reason="needs devices")
def test_a_device_is_neither_read_nor_replaced(tmp_path: Path) -> None:
    (tmp_path / "endless.json").symlink_to("/dev/zero")
    with pytest.raises(InputError, match="it is a device"):
        read_text(tmp_path / "endless.json")
    with pytest.raises(InputError, match="it is a device"):
        check_writable(tmp_path / "endless.json")  # which `replacing` asks first


def test_the_bytes_read_count_and_not_the_size(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text("x" * 100)
    assert len(read_bytes(tmp_path / "long.txt", 100)) == 100
    with pytest.raises(InputError, match="it has more than 99 bytes"):
        read_bytes(tmp_path / "long.txt", 99)
    if Path("/proc/self/maps").is_file():  # whose size is 0
        with pytest.raises(InputError, match="it has more than 10 bytes"):
            read_bytes("/proc/self/maps", 10)


def test_text_is_utf_8(tmp_path: Path) -> None:
    (tmp_path / "marked.txt").write_bytes("\ufeffé\r\nb\rc".encode())
    assert read_text(tmp_path / "marked.txt") == "é\nb\nc"
    (tmp_path / "latin.txt").write_bytes("é".encode("latin-1"))
    with pytest.raises(InputError, match="byte 0 is not UTF-8 text"):
        read_text(tmp_path / "latin.txt")
