"""Matrices of 8-bit floats, and the factors by which they were divided before they were stored."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from packing.errors import InputError

FORMATS = ("F8_E4M3", "F8_E5M2")
"""Names of the formats that are read: 4 bits of exponent without infinities, 5 bits with them."""

_BLOCK = 128


def decoded(patterns: npt.NDArray[np.uint8], kind: str) -> npt.NDArray[np.float32]:
    """The numbers that 8-bit patterns stand for, exactly. Reference: Micikevicius et al., arXiv:2209.05433.

    >>> decoded(np.array([0x38, 0xC0, 0x01, 0x7E], dtype=np.uint8), "F8_E4M3").tolist()
    [1.0, -2.0, 0.001953125, 448.0]
    >>> decoded(np.array([0x3C, 0xC0, 0x7C], dtype=np.uint8), "F8_E5M2").tolist()
    [1.0, -2.0, inf]
    """
    codes = np.arange(256, dtype=np.uint16)
    if kind == "F8_E5M2":
        table = (codes << 8).view(np.float16).astype(np.float32)
    else:
        exponent, mantissa = (codes >> 3) & 15, codes & 7
        size = np.where(exponent == 0, mantissa / 8 * 2.0**-6, (1 + mantissa / 8) * 2.0 ** (exponent.astype(int) - 7))
        table = (np.where(codes & 127 == 127, np.nan, size) * np.where(codes & 128, -1, 1)).astype(np.float32)
    numbers: npt.NDArray[np.float32] = table[patterns]
    return numbers


def rescaled(numbers: npt.NDArray[np.float32], scale: npt.NDArray[Any], label: str) -> npt.NDArray[np.float32]:
    """The numbers times their factors: one in all, one a row or column, or one a tile (of 128 x 128 where that fits).

    >>> rescaled(np.ones((2, 4), dtype=np.float32), np.array([[1.0, 2.0]]), "w").tolist()
    [[1.0, 1.0, 2.0, 2.0], [1.0, 1.0, 2.0, 2.0]]
    """
    factors = np.asarray(scale, dtype=np.float32)
    if factors.size == 1:
        return numbers * factors.reshape(())
    if factors.ndim == 1 and numbers.ndim == 2 and factors.size == numbers.shape[0]:
        factors = factors[:, None]
    if factors.ndim == numbers.ndim:
        for axis, (size, parts) in enumerate(zip(numbers.shape, factors.shape, strict=True)):
            length = _tile(size, parts)
            if length == 0:
                break
            factors = np.repeat(factors, length, axis=axis).take(range(size), axis=axis)
        else:
            return numbers * factors
    raise InputError(
        f"{label} has shape {numbers.shape} and factors of shape {np.shape(scale)}, which do not fit: save it as floats"
    )


def _tile(size: int, parts: int) -> int:
    """The length of a tile, 0 where none fits."""
    if parts == -(-size // _BLOCK):
        return min(size, _BLOCK)
    return size // parts if parts and size % parts == 0 else 0
