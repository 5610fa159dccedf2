"""Compilation of numeric loops by numba, kept on disk between runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(*, fast: bool = False) -> Callable[[Function], Function]:
    """A decorator that compiles a function without the GIL and keeps the machine code on disk.

    The code lies beside the source, else in the user's cache folder (`NUMBA_CACHE_DIR` chooses another one); where
    neither can be written it is compiled anew in each process. `fast` lets sums be taken in any order, so that loops
    use vector instructions; such a function must not be asked about NaN or infinity.
    """

    def compile_one(function: Function) -> Function:
        try:
            machine_code = numba.njit(function, cache=True, nogil=True, fastmath=fast)
        except RuntimeError:  # numba found no folder to keep the code in
            machine_code = numba.njit(function, cache=False, nogil=True, fastmath=fast)
        return cast("Function", machine_code)

    return compile_one
