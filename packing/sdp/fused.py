"""The fused multiply-add of the processor, for compiled loops: with it the error of a product of doubles is exact."""

from __future__ import annotations

from typing import Any

from numba import types
from numba.extending import intrinsic


def _multiply_add(context: Any, a: Any, b: Any, c: Any) -> Any:
    """a b + c with one rounding, the instruction itself."""
    del context, a, b, c

    def build(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        del context, signature
        return builder.fma(*values)

    return types.float64(types.float64, types.float64, types.float64), build


fused: Any = intrinsic(_multiply_add)
