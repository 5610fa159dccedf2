"""Processes that end with the one that started them, however it ends."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
from multiprocessing import parent_process
from multiprocessing.connection import wait

from packing.doors import shown

_PR_SET_PDEATHSIG = 1
"""The request of prctl(2) by which Linux sends a signal to a process when its parent dies."""


def end_with_parent() -> None:
    """Let this process end when its parent does, killed or not: the initializer of a pool of processes.

    A worker that waits for work would wait for ever: its brothers hold the other end of the queue. Linux kills it; a
    thread that watches the parent ends it elsewhere, and where the parent was gone before Linux was asked.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    threading.Thread(target=_watch, name="end with parent", daemon=True).start()


def _watch() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


__dir__ = shown(__name__)
