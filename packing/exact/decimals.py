"""A packing whose coordinates are decimals of any length, what they are worth exactly, and files that keep them all.

The coherence is computed from the decimals as they are written, in whole numbers, by nothing that made them.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path

import numpy as np

from packing.configuration import Packing
from packing.errors import InputError
from packing.files import write_text
from packing.problem import Problem
from packing.records.certified import CertifiedCoherence, exact_square

SUFFIXES = (".txt", ".json")

FINER = 10
"""Overlaps are kept to this many decimals more than the coordinates have."""


@dataclass(frozen=True)
class DecimalPacking:
    """n rows of whole numbers in units of 10^-places, in real coordinates: d real parts, then imaginary ones if any.

    Rows have length 1 up to rounding; what follows from them does not depend on their lengths.

    >>> from packing.problem import lines
    >>> two = DecimalPacking(lines(2, 2), ((10, 0), (6, 8)), places=1)
    >>> two.coherence(4), two.certified(2)
    ('0.6000', '0.60')
    """

    problem: Problem
    rows: tuple[tuple[int, ...], ...]
    places: int

    @property
    def packing(self) -> Packing:
        """The packing in doubles, each the nearest."""
        unit = 10**self.places
        space = self.problem.space
        return Packing(space.from_real(np.array([[entry / unit for entry in row] for row in self.rows])), space)

    @cached_property
    def squares(self) -> dict[tuple[int, int], Fraction]:
        """The squares of the overlaps of all pairs i < j, exactly; over points with the sign of the overlap."""
        rows = [list(row) for row in self.rows]
        return {(i, j): exact_square(rows[i], rows[j], self.problem) for j in range(len(rows)) for i in range(j)}

    def coherence(self, digits: int) -> str:
        """The largest overlap to `digits` decimals, rounded to nearest; of a single vector 0 (lines) or -1 (points)."""
        unit = 10 ** (digits + FINER)
        units = _root(self._largest, unit)
        nearest = (2 * units + 10**FINER) // (2 * 10**FINER)
        return _decimal(nearest, digits)

    def certified(self, digits: int) -> str:
        """The largest overlap rounded up: no optimum of the problem is larger."""
        return CertifiedCoherence(self.problem, self._largest).rounded_up(digits)

    def spread(self, pairs: list[tuple[int, int]]) -> Fraction:
        """How far the least overlap of `pairs` lies below the largest of all; 0 where there are no pairs."""
        if not pairs:
            return Fraction(0)
        unit = 10 ** (self.places + FINER)
        least = min(self.squares[pair] for pair in pairs)
        return Fraction(_root(self._largest, unit) - _root(least, unit), unit)

    @cached_property
    def _largest(self) -> Fraction:
        return max(self.squares.values(), default=Fraction(0 if self.problem.has_lines else -1))

    def decimals(self) -> list[list[str]]:
        """The coordinates as text, row by row."""
        return [[_decimal(entry, self.places) for entry in row] for row in self.rows]

    def save(self, path: Path | str) -> Path:
        """Write all digits to `path` and return it.

        `.txt` is Sloane's format: one number a line, all real parts vector by vector, then all imaginary parts.
        `.json` holds `n`, `d`, `field`, `objects`, `coherence` and `vectors`: rows of strings, over C of pairs of them,
        over H of four.
        """
        target = check_decimal_suffix(Path(path))
        return write_text(target, self._text() if target.suffix == ".txt" else self._json())

    def _text(self) -> str:
        parts = zip(*map(self._parts, self.decimals()), strict=True)
        return "".join(f"{number}\n" for part in parts for row in part for number in row)

    def _parts(self, row: list[str]) -> list[list[str]]:
        """The real parts of a row, then the imaginary ones."""
        d = self.problem.d
        return [row[start : start + d] for start in range(0, len(row), d)]

    def _json(self) -> str:
        problem, d = self.problem, self.problem.d
        rows = [
            row if len(row) == d else [list(parts) for parts in zip(*self._parts(row), strict=True)]
            for row in self.decimals()
        ]
        answer = {
            "n": problem.n, "d": d, "field": problem.field, "objects": problem.objects,
            "coherence": self.coherence(self.places), "vectors": rows,
        }  # fmt: skip
        return json.dumps(answer, indent=1) + "\n"


def check_decimal_suffix(path: Path) -> Path:
    """Return `path` where its suffix names a format that keeps all digits, or raise `InputError`."""
    if path.suffix not in SUFFIXES:
        raise InputError(
            f"{path} must end in {' or '.join(SUFFIXES)} to keep more digits than a double has, "
            f"not in '{path.suffix}': rename it"
        )
    return path


def _root(square: Fraction, unit: int) -> int:
    """The square root, with the sign of the square, in units of 1 / unit, rounded towards 0."""
    root = math.isqrt(abs(square.numerator) * unit**2 // square.denominator)
    return -root if square < 0 else root


def _decimal(units: int, places: int) -> str:
    whole, rest = divmod(abs(units), 10**places)
    return f"{'-' * (units < 0)}{whole}.{rest:0{places}d}" if places else f"{'-' * (units < 0)}{whole}"
