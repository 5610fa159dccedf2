"""Floats as the whole package knows them: arrays, compiled loops, seeds, time limits, and the tolerances by name."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
import numpy.typing as npt

from packing.doors import shown
from packing.errors import InputError, finite_number

Floats = npt.NDArray[np.float64]
AnyFloats = npt.NDArray[np.floating]
"""Arrays in single or double precision."""

Indices = npt.NDArray[np.int64]

MEETS_BOUND = 1e-9
"""A coherence this near a lower bound, from above, is said to meet it."""

SAME_VALUE = 1e-9
"""Overlaps and coherences this near each other are one value: far above rounding, far below real gaps."""

ORTHOGONAL = 1e-7
"""Overlaps below this count as 0: between rounding (1e-16) and the smallest non-zero overlaps of packings met."""

SECONDS = 5.0
"""The time of a search where neither seconds nor restarts are given."""

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(*, fast: bool | frozenset[str] = False) -> Callable[[Function], Function]:
    """A decorator that compiles a function by numba without the GIL and keeps the machine code on disk.

    The code lies beside the source, else in the user's cache folder (`NUMBA_CACHE_DIR` chooses another one); where
    neither can be written, or what lies there is damaged, it is compiled anew. `fast` lets sums be taken in any order,
    so that loops use vector instructions; such a function must not be asked about NaN or infinity. A set names single
    flags of LLVM.
    """
    import numba

    from packing.compiled_cache import keep

    flags = fast if isinstance(fast, bool) else set(fast)

    def compile_one(function: Function) -> Function:
        machine_code = numba.njit(function, nogil=True, fastmath=flags)
        keep(machine_code)
        return cast("Function", machine_code)

    return compile_one


def checked_seed(seed: object) -> int:
    """The seed as an int >= 0, or `InputError`.

    >>> checked_seed(np.int64(3))
    3
    """
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise InputError(f"the seed must be a whole number of at least 0, not {seed!r}: give one such as 0")
    return int(seed)


MOST_SECONDS = 1e9
"""Thirty years: a longer time is a mistake."""


def checked_seconds(name: str, seconds: object) -> float:
    """A time in seconds > 0, or `InputError` naming it.

    >>> checked_seconds("seconds", 5)
    5.0
    """
    limit = finite_number(name, seconds)
    if not 0 < limit <= MOST_SECONDS:
        rule = "greater than 0" if limit <= 0 else f"at most {MOST_SECONDS:g}"
        raise InputError(f"{name} must be {rule}, not {seconds!r}: give a time such as 5")
    return limit


def checked_limit(seconds: object, restarts: object) -> float:
    """The seconds to search: infinite where only restarts are given, `SECONDS` where neither is.

    >>> checked_limit(None, 8), checked_limit(2, 8)
    (inf, 2.0)
    """
    if seconds is None:
        return SECONDS if restarts is None else math.inf
    return checked_seconds("seconds", seconds)


__dir__ = shown(__name__)
