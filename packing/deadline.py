"""When to break off: what runs deep inside a search asks here whether the time is up.

A method has no clock, `run(problem, rng)` says all there is to say about a restart, but a long descent must end when
the search does. Whoever holds the clock states the condition; in its thread, and within its block, it holds for all.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from packing.doors import shown

_CONDITION: ContextVar[Callable[[], bool] | None] = ContextVar("condition", default=None)


@contextmanager
def stopping_when(condition: Callable[[], bool]) -> Iterator[None]:
    """Within this block `overdue()` is true as soon as `condition()` is.

    >>> with stopping_when(lambda: True):
    ...     overdue()
    True
    >>> overdue()
    False
    """
    token = _CONDITION.set(condition)
    try:
        yield
    finally:
        _CONDITION.reset(token)


def overdue() -> bool:
    """Whether the search that this runs in is to end now; never outside of one."""
    condition = _CONDITION.get()
    return condition is not None and condition()


@dataclass
class Budget:
    """The seconds of `clock` that a search may take, from when it `start`s."""

    limit: float = math.inf
    clock: Callable[[], float] = time.perf_counter
    began: float = math.nan

    def start(self) -> None:
        """From here on the seconds count."""
        self.began = self.clock()

    @property
    def spent(self) -> float:
        """The seconds since the start."""
        return self.clock() - self.began

    @property
    def left(self) -> float:
        """The seconds until the end, negative after it."""
        return self.limit - self.spent

    @property
    def over(self) -> bool:
        """Whether all is spent."""
        return self.spent > self.limit


__dir__ = shown(__name__)
