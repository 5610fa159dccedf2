"""What to measure: the cosines at which components are taken, histogram bins, how many pairs are kept, precision."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from packing.errors import InputError, finite_number, positive_integer

DEFAULT_EPS = (1e-5, 1e-3, 0.01, 0.1, 0.2, 0.3, 0.5, 0.9)
"""From far above the rounding of a float32 product (a few 1e-7) to nearly parallel rows."""

MOST_LEVELS = 64

DOUBLE_WORK = 4e10
"""`Precision.AUTO` takes double precision up to this n^2 d, where it costs about a second."""


class Precision(StrEnum):
    """The arithmetic of the matrix products: `single`, `double`, or `auto` (double where n^2 d is small)."""

    AUTO = "auto"
    SINGLE = "single"
    DOUBLE = "double"

    @property
    def dtype(self) -> np.dtype[np.floating]:
        """The type of the products."""
        return np.dtype(np.float64 if self is Precision.DOUBLE else np.float32)

    @property
    def floor(self) -> float:
        """Overlaps below this are rounding: some ten times the largest error seen of a product of unit rows."""
        return 1e-14 if self is Precision.DOUBLE else 2e-6


@dataclass(frozen=True)
class Settings:
    """`eps`: increasing cosines; `bins`: odd; `top` closest pairs; `row_top` partners a row; `block` rows at once.

    Fields: `precision` of the products: single, double or auto.

    >>> Settings(eps=(0.1, 0.01)).eps
    (0.01, 0.1)
    """

    eps: tuple[float, ...] = DEFAULT_EPS
    bins: int = 4097
    top: int = 100
    row_top: int = 1
    precision: Precision = Precision.AUTO
    block: int = 512

    def __post_init__(self) -> None:
        for name in ("bins", "top", "row_top", "block"):
            object.__setattr__(self, name, positive_integer(name, getattr(self, name)))
        if self.bins % 2 == 0:
            raise InputError(
                f"bins must be odd, so that one is centred on 0, not {self.bins}: "
                f"take {self.bins + 1}"
            )  # fmt: skip
        if not 3 <= self.bins <= 2**20:
            raise InputError(f"bins must lie in 3 .. 1048575, not {self.bins}: take 4097")
        if self.block > 2**14:
            raise InputError(f"block must be at most 16384 rows, not {self.block}: take 512, which fits in cache")
        object.__setattr__(self, "precision", parse_precision(self.precision))
        object.__setattr__(self, "eps", _levels(self.eps))

    def resolved(self, n: int, d: int) -> Settings:
        """These settings for an (n, d) matrix: precision decided, eps above the rounding of its products."""
        precision = self.precision
        if precision is Precision.AUTO:
            precision = Precision.DOUBLE if float(n) * n * d <= DOUBLE_WORK else Precision.SINGLE
        if self.eps and self.eps[0] < precision.floor:
            cure = "take a larger eps" if precision is Precision.DOUBLE else "take a larger eps or double precision"
            raise InputError(
                f"eps must be at least {precision.floor:g}, the rounding of a {precision} precision product, "
                f"not {self.eps[0]:g}: {cure}"
            )
        block = min(self.block, max(1, n))
        return Settings(self.eps, self.bins, self.top, self.row_top, precision, block)

    @property
    def cuts(self) -> npt.NDArray[np.signedinteger]:
        """The bits of the largest float at or below each eps, in the precision of the products."""
        dtype = self.precision.dtype
        nearest = np.array(self.eps, dtype=dtype)
        below = np.where(nearest.astype(np.float64) > np.array(self.eps), np.nextafter(nearest, dtype.type(0)), nearest)
        bits: npt.NDArray[np.signedinteger] = below.astype(dtype).view(bits_of(dtype))
        return bits


def bits_of(dtype: np.dtype[np.floating]) -> type[np.signedinteger]:
    """The integer type as wide as a float type.

    >>> bits_of(np.dtype(np.float32)).__name__
    'int32'
    """
    return np.int64 if dtype.itemsize == 8 else np.int32


def parse_precision(precision: Precision | str) -> Precision:
    """The precision named 'auto', 'single' or 'double'."""
    try:
        return Precision(precision)
    except ValueError:
        raise InputError(f"precision must be auto, single or double, not {precision!r}: choose one") from None


def _levels(eps: tuple[float, ...]) -> tuple[float, ...]:
    values = sorted({finite_number("eps", value) for value in eps})
    if len(values) > MOST_LEVELS:
        raise InputError(f"at most {MOST_LEVELS} values of eps, not {len(values)}: leave some out")
    for value in values:
        if not 0 < value < 1 or math.isclose(value, 0):
            raise InputError(f"eps must lie in (0, 1), not {value:g}: it is a cosine such as 0.01")
    return tuple(values)
