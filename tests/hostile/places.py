"""A folder with what a command may be pointed at."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

import numpy as np


def furnish(folder: Path) -> None:
    """Put one good matrix, a folder, a fifo and links that lead nowhere into an empty folder."""
    np.save(folder / "rows.npy", np.random.default_rng(0).standard_normal((12, 4)))
    (folder / "folder").mkdir()
    for suffix in ("", ".npy", ".png"):
        os.mkfifo(folder / f"pipe{suffix}")
        (folder / f"broken{suffix}").symlink_to("nothing")
        (folder / f"circle{suffix}").symlink_to(f"circle{suffix}")
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            _devices(folder, suffix)
    (folder / "folder.npy").mkdir()


def _devices(folder: Path, suffix: str) -> None:
    """Devices of our own: what goes wrong here may not harm those of the machine."""
    with suppress(PermissionError):
        for name, number in (("null", 3), ("zero", 5), ("full", 7)):
            os.mknod(folder / f"{name}{suffix}", stat.S_IFCHR | 0o666, os.makedev(1, number))
