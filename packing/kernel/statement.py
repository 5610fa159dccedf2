"""What a checked certificate proves, or which of its entries fails and why, or that it was not checked."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any


@dataclass(frozen=True)
class Statement:
    """An accepted certificate: `sentence` is the exact statement that it proves."""

    kind: str
    sentence: str

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True)
class SizeStatement(Statement):
    """At most `size` points of a space have pairwise overlap at most `overlap`.

    `space` is S (unit sphere of R^d, the overlap is the cosine <x, y>) or R, C, H (lines of R^d, C^d, H^d, the overlap
    is the square |<x, y>|^2). If `strict`, fewer than `size` points have all overlaps strictly below `overlap`.
    `overlap` is a fraction, or a number of some Q(theta) (`packing.kernel.algebraic`).
    Subspaces of dimension `m` name their `distance`: the overlap is the mean of the m squared cosines (chordal), or the
    largest (spectral).

    >>> SizeStatement("delsarte", "at most 240.3 points ...", "S", 8, Fraction(1, 2), Fraction(2403, 10)).largest
    240
    """

    space: str
    d: int
    overlap: Any
    size: Fraction
    strict: bool = False
    m: int = 1
    distance: str = ""

    @property
    def largest(self) -> int:
        """The integer that the number of points cannot exceed."""
        return floor(self.size)


@dataclass(frozen=True)
class EquiangularStatement(Statement):
    """At most `size` lines of R^d have |<x, y>| = `angle` for each pair."""

    d: int
    angle: Fraction
    size: Fraction

    @property
    def largest(self) -> int:
        """The integer that the number of lines cannot exceed."""
        return floor(self.size)


@dataclass(frozen=True)
class AngleStatement(Statement):
    """At most `size` objects have every overlap in the union of `intervals`: codes that are designs of a `strength`, or
    hold -x with each x (`antipodal`), where asked. `space`, `d` and the overlaps are those of `SizeStatement`.
    """

    space: str
    d: int
    intervals: tuple[tuple[Fraction, Fraction], ...]
    strength: int
    antipodal: bool
    size: Fraction

    @property
    def largest(self) -> int:
        """The integer that the number of objects cannot exceed."""
        return floor(self.size)


@dataclass(frozen=True)
class DistributionStatement(Statement):
    """Codes with overlaps in `parts` and a few sums over pairs limited (`limits`, each with `polynomials` and `most`).

    If `n` is None there are at most `bound` objects, else the sum of `objective` over the ordered pairs of n objects is
    at least `bound`. `space`, `d`, `strength`, `antipodal` are those of `AngleStatement`; functions are of the overlap
    there: <x, y> of points, |<x, y>|^2 of lines.
    """

    space: str
    d: int
    parts: tuple[tuple[Fraction, Fraction], ...]
    strength: int
    antipodal: bool
    limits: tuple[Any, ...]
    n: int | None
    objective: tuple[Any, ...]
    bound: Fraction

    @property
    def largest(self) -> int:
        """The integer part of `bound`: of a size, the largest number of objects."""
        return floor(self.bound)


@dataclass(frozen=True)
class EnergyStatement(Statement):
    """n points of a space have a sum of f over ordered pairs i != j of at least `at_least`.

    That is a fraction or a number of Q(theta), None where it is no number of either kind.
    `space` and `d` are those of `SizeStatement`; `potential` has the pieces of f, a function of the overlap <x, y> of
    points, |<x, y>| of lines.
    """

    space: str
    d: int
    n: int
    potential: tuple[Any, ...]
    at_least: Any


@dataclass(frozen=True)
class Rejection:
    """A refused certificate: the entry at fault, such as `coefficients[3]`, and the reason."""

    entry: str
    reason: str

    def __str__(self) -> str:
        return f"{self.entry}: {self.reason}"


@dataclass(frozen=True)
class NotChecked:
    """A certificate that was not checked, so that nothing is known of it: `seconds` of work, more than the `limit`.

    Both are CPU seconds; the work is estimated from the sizes of the numbers, before anything is computed.

    >>> print(str(NotChecked(seconds=123.4, limit=60.0)).split(";")[0])
    not checked: estimated at 120 CPU seconds, above the limit of 60
    """

    seconds: float
    limit: float

    @property
    def entry(self) -> str:
        """What stands in the way: `work`."""
        return "work"

    @property
    def reason(self) -> str:
        """The estimate, the limit, and the limit that is enough."""
        found = f"estimated at {_short(self.seconds)} CPU seconds, above the limit of {self.limit:g}"
        return f"{found}; packing verify FILE --limit {self.enough} (limit={self.enough} in Python)"

    @property
    def enough(self) -> int:
        """A limit that allows the check: two digits and zeros, not below the estimate."""
        unit = 10 ** max(len(str(ceil(self.seconds))) - 2, 0)
        return -(-ceil(self.seconds) // unit) * unit

    def __str__(self) -> str:
        return f"not checked: {self.reason}"


Outcome = Statement | Rejection | NotChecked
"""What comes of a certificate: what it proves, the fault that was found, or that it was not checked."""


class RefusedError(Exception):
    """Raised inside a checker; `packing.kernel.check` turns it into a `Rejection`."""

    def __init__(self, entry: str, reason: str) -> None:
        super().__init__(f"{entry}: {reason}")
        self.rejection = Rejection(entry, reason)


class MoreWorkError(Exception):
    """Raised inside a checker that finds on its way that it needs `seconds` more than was estimated."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"{seconds:.2g} s more")
        self.seconds = seconds


def _short(seconds: float) -> str:
    """Two digits, with zeros from 100 on."""
    return f"{float(f'{seconds:.2g}'):g}"
