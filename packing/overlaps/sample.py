"""A quick look: a random sample of rows against all rows, with standard errors."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from packing.configuration import Packing
from packing.errors import InputError, positive_integer
from packing.numeric import Floats
from packing.overlaps.baselines import RandomRows
from packing.overlaps.counts import POWERS
from packing.overlaps.matrix import Matrix
from packing.overlaps.preparation import prepare
from packing.overlaps.values import ShortRepr
from packing.rounding import counted


@dataclass(frozen=True)
class Estimate:
    """A mean over pairs and its standard error."""

    value: float
    error: float

    def __str__(self) -> str:
        return f"{self.value:.4g} ± {self.error:.1g}"


@dataclass(frozen=True, eq=False, repr=False)
class Preview(ShortRepr):
    """Estimates of E |cos|^p from `sample` of the n rows; `coherence` and `row_maximum` are those of the sampled rows.

    The largest overlap of the sample is a lower bound on the coherence and says little about it.

    Fields: `d` columns; `seed` of the sample; `moments[p]`: estimates with errors; `mean`: that of the signed cosine.
    """

    n: int
    d: int
    sample: int
    seed: int
    moments: Mapping[int, Estimate]
    mean: Estimate
    coherence: float
    row_maximum: Floats
    rows: npt.NDArray[np.int64]

    def __str__(self) -> str:
        return f"{self.sample} of {self.n} rows in {counted(self.d, 'dimension')}, E cos^2 {self.moments[2]}"

    @property
    def random(self) -> RandomRows:
        """Random rows of the same shape."""
        return RandomRows(self.n, self.d)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What the sample says, for a person."""
        times = {p: self.moments[p].value / self.random.moments[p] for p in (2, 4)}
        return (
            f"From {self.sample} of {self.n} rows: E cos^2 is {self.moments[2]}, {times[2]:.2f} times that of random "
            f"rows; E cos^4 is {self.moments[4]}, {times[4]:.2f} times.",
            f"The closest partner of a sampled row has |cos| {float(np.median(self.row_maximum)):.3g} in the middle, "
            f"of a random row {self.random.row_maximum:.3g}; the largest seen is {self.coherence:.4g}.",
        )


def preview(
    matrix: Matrix | Packing | npt.ArrayLike,
    sample: int = 256,
    *,
    seed: int = 0,
    center: bool = False,
    drop_copies: bool = False,
    copies_within: float = 0.0,
    min_norm: float = 0.0,
) -> Preview:
    """Rows drawn without replacement, each against all others, in float64: O(sample n d).

    The mean over rows of the row means is unbiased for the mean over pairs; its standard error is the deviation of the
    row means, with the correction for a finite population. A sample of all rows is exact, with error 0. The other
    options choose rows as `prepare` does.

    Args: `matrix` (n, d), a vector a row; `sample`: how many rows; `seed` >= 0; `center`, `drop_copies`,
    `copies_within`, `min_norm`: as in `prepare`.

    >>> import numpy as np
    >>> print(preview(np.random.default_rng(0).standard_normal((400, 20)), 400).moments[2].error)
    0.0
    """
    prepared = prepare(
        matrix, center=center, drop_copies=drop_copies, copies_within=copies_within, min_norm=min_norm, least=1
    )
    kept, norms, live = prepared.matrix, prepared.norms, prepared.rows
    if live.size < 3:
        raise InputError(f"a preview needs at least three rows with a direction, not {live.size}: check the matrix")
    count = min(max(2, positive_integer("sample", sample)), int(live.size))
    rows = np.sort(np.random.default_rng(seed).choice(live, size=count, replace=False))
    place = np.searchsorted(live, rows)
    chosen = kept.rows(place) / norms[place, None]
    sums = np.zeros((len(POWERS), count))
    signed = np.zeros(count)
    largest = np.zeros(count)
    with threadpool_limits(1, user_api="blas"):
        for start, block in kept.chunks():
            products = chosen @ (block / norms[start : start + len(block), None]).T
            own = np.flatnonzero((place >= start) & (place < start + len(block)))
            products[own, place[own] - start] = 0.0
            size = np.abs(products)
            largest = np.maximum(largest, size.max(axis=1))
            signed += products.sum(axis=1)
            for index, power in enumerate(POWERS):
                sums[index] += (size**power).sum(axis=1)
    means = sums / (live.size - 1)
    return Preview(
        int(live.size),
        kept.d,
        count,
        seed,
        {p: _estimate(means[index], live.size) for index, p in enumerate(POWERS)},
        _estimate(signed / (live.size - 1), live.size),
        float(np.minimum(largest, 1.0).max()),
        np.minimum(largest, 1.0),
        rows,
    )


def _estimate(values: Floats, population: int) -> Estimate:
    spread = float(values.std(ddof=1)) * math.sqrt(max(0.0, 1 - values.size / population) / values.size)
    return Estimate(float(values.mean()), spread)
