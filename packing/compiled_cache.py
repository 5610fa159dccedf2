"""Machine code on disk that helps where it can and harms nowhere: what cannot be read is compiled anew."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from numba.core.caching import FunctionCache

from packing.doors import shown


class _Cache(FunctionCache):
    """Numba's own cache of a function; a damaged or foreign file in it counts as none."""

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        try:
            return super().load_overload(sig, target_context)  # type: ignore[no-untyped-call]
        except Exception:  # pickle and LLVM raise what they like
            with suppress(OSError):
                self.flush()  # type: ignore[no-untyped-call]
            return None

    def save_overload(self, sig: Any, data: Any) -> None:
        with suppress(OSError, EOFError):  # a full disk, or a folder that can no longer be written
            super().save_overload(sig, data)  # type: ignore[no-untyped-call]


def keep(dispatcher: Any) -> None:
    """Let a compiled function of numba keep its machine code on disk, where there is a place for it."""
    with suppress(RuntimeError):  # numba found no folder
        dispatcher._cache = _Cache(dispatcher.py_func)  # type: ignore[no-untyped-call]


__dir__ = shown(__name__)
