"""Floors on E_p of real lines from the signs of their overlaps: all sign matrices, branch and bound, certified."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache, lru_cache, reduce
from importlib.resources import files
from math import floor

import numpy as np
import sympy

from packing.bounds.bound import Theorem
from packing.bounds.energy.energy_bound import EnergyBound
from packing.bounds.energy.sign_check import certain, certain_alike
from packing.bounds.energy.sign_dual import Boxes, better, improved, values
from packing.bounds.energy.sign_matrices import Signs, sign_matrices
from packing.bounds.energy.sign_spectra import large_sums
from packing.bounds.energy.twopoint import seen_as
from packing.numeric import Floats
from packing.potentials import AbsPower, Potential
from packing.problem import Field, Problem
from packing.rigor import Rigor

THEOREM = Theorem("all sign matrices", "neumann1937")

MOST_COMPUTED = 7
"""Of so many vectors the floor is computed; floors of more that come with the package took minutes."""

_AT_ONCE = 2048

BATCH, SPLITS = 32, 40
"""Boxes looked at together, and boxes split at most, where nothing else is said."""

_SCALES = np.linspace(0.7, 1, 13)
"""Where all lines touch at first, in parts of the modulus of an equiangular tight frame."""


def shipped_signs(problem: Problem, potential: Potential) -> Iterator[EnergyBound]:
    """The floors of `sign_floor` that come with the package, for |t|^p of n real lines.

    >>> from packing.potentials import AbsPower
    >>> from packing.problem import lines
    >>> [round(bound.value, 4) for bound in shipped_signs(lines(8, 5), AbsPower(5))]     # the least known is .160176
    [0.1538]
    """
    yield from _bounds(problem, potential, shipped_floors().get)


def sign_energy(problem: Problem, potential: Potential) -> Iterator[EnergyBound]:
    """The floor of `sign_floor` for n <= 7 real lines and |t|^p, p > 2 rational; up to a quarter of a minute.

    >>> from packing.potentials import AbsPower
    >>> from packing.problem import lines
    >>> list(sign_energy(lines(8, 4), AbsPower(5)))                     # takes longer: see `shipped_signs`
    []
    """
    yield from _bounds(problem, potential, _computed)


def _bounds(
    problem: Problem, potential: Potential, ask: Callable[[tuple[int, int, sympy.Expr]], Fraction | None]
) -> Iterator[EnergyBound]:
    if not isinstance(potential, AbsPower) or problem.field is not Field.REAL or problem.m > 1:
        return
    seen, f = seen_as(problem, potential)
    found = ask((seen.n, seen.d, f.exponent)) if isinstance(f, AbsPower) else None
    if found is not None:
        exact = sympy.Rational(found.numerator, found.denominator)
        yield EnergyBound(problem, potential, exact, THEOREM, None, Rigor.CERTIFIED)


def _computed(cell: tuple[int, int, sympy.Expr]) -> Fraction | None:
    n, d, p = cell
    inside = 1 < d < n - 1 and n <= MOST_COMPUTED and p.is_Rational and p > 2
    return sign_floor(n, d, p) if inside else None


@cache
def shipped_floors() -> dict[tuple[int, int, sympy.Expr], Fraction]:
    """The floors that come with the package, by n, d and p.

    >>> shipped_floors()[5, 3, sympy.Integer(5)]
    Fraction(2461873, 7812500)
    """
    text = (files("packing") / "data" / "sign-floors.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {(int(row["n"]), int(row["d"]), sympy.Rational(row["p"])): Fraction(row["at_least"]) for row in rows}


@lru_cache(maxsize=64)
def sign_floor(n: int, d: int, p: sympy.Rational, enough: float = np.inf, splits: int = SPLITS) -> Fraction:
    """A number that E_p of no n unit vectors of R^d is below, for 1 < d < n and rational p > 2, certified.

    Args: `enough`, a floor that need not be surpassed; `splits`, of boxes, at most.

    Takes seconds to minutes. All sign matrices are tried. Where the floor is least, the lines of `sign_dual` are
    improved, and then the interval of a modulus is split.

    >>> sign_floor(5, 3, sympy.Integer(3), enough=1.5)                                # the least known is 1.54508
    Fraction(3, 2)
    """
    parts, beyond = _at_first(n, d, p, enough)
    least = min(enough, beyond)
    if parts:
        least = min(least, float(certain(_branched(reduce(Boxes.joined, parts), enough, splits), p).min()))
    return Fraction(floor(least * 10**9), 10**9)


def _at_first(n: int, d: int, p: sympy.Rational, enough: float) -> tuple[list[Boxes], float]:
    """Boxes for all sign matrices but those whose floor is `enough`, and the energy of a modulus beyond the boxes."""
    c = ((n - d) / (d * (n - 1))) ** 0.5
    high = min(1.0, (2 * n * (n - 1)) ** (1 / float(p)) * c)
    kept = []
    for signs in _parts(n, d, float(p), enough, c):
        left = signs[certain_alike(signs.astype(float), d, p, high, c * _SCALES) < enough]
        kept += [_rescaled(_open(left, d, float(p), high, c), c)] if len(left) else []
    return kept, 2 * high ** float(p) * (1 - 1e-12) if high < 1 else np.inf


def _parts(n: int, d: int, p: float, enough: float, c: float) -> Iterator[Signs]:
    """Sign matrices of all kinds but those whose d largest eigenvalues make the floor `enough`, by `sign_parity`.

    With v of that theorem, D = n/(dc) and s the sum of these eigenvalues, v = 2 n(n-1) - 2 D s.
    """
    pairs, between = n * (n - 1), n / (d * c)
    enough_v = (enough / c**p - pairs) * 4 * (p - 1) / (p * (p - 2))
    least = (pairs - enough_v / 2) / between
    signs = large_sums(n, d, least) if enough < np.inf and least > 0 else sign_matrices(n)
    for start in range(0, len(signs), _AT_ONCE):
        yield signs[start : start + _AT_ONCE]


def _open(signs: Signs | Floats, d: int, p: float, high: float, scale: float) -> Boxes:
    """Moduli in [0, high], and lines that all touch at 0 and at `scale`."""
    shape, count = signs.shape, len(signs)
    q, touch = np.full(count, (p - 1) * scale ** (p - 2)), np.full(shape, scale)
    return Boxes(d, p, signs.astype(float), np.zeros(shape), np.full(shape, high), q, touch, np.zeros(shape[:2]))


def _rescaled(boxes: Boxes, c: float) -> Boxes:
    found = boxes, *values(boxes)
    for scale in c * _SCALES:
        tried = _open(boxes.signs, boxes.d, boxes.p, boxes.high.flat[0], scale)
        found = better(*found, tried, *values(tried))
    return found[0]


def _branched(boxes: Boxes, enough: float, splits: int) -> Boxes:
    """Boxes that cover the same, with larger floors: those of least floors improved, then split."""
    floors, matrices = values(boxes)
    settled = np.zeros(len(boxes), dtype=bool)
    while floors.min() < enough:
        low = np.argsort(floors, kind="stable")[:BATCH]
        low = low[floors[low] < enough]
        raw = low[~settled[low]]
        if len(raw):
            part, floors[raw], matrices[raw] = improved(boxes.part(raw), enough)
            boxes, settled[raw] = boxes.put(raw, part), True
            continue
        if splits <= 0:
            break
        split = low[: BATCH // 4]
        splits -= len(split)
        halves = _halves(boxes.part(split), matrices[split])
        rest = np.setdiff1d(np.arange(len(boxes)), split)
        more, there = values(halves)
        boxes, floors = boxes.part(rest).joined(halves), np.concatenate([floors[rest], more])
        matrices = np.concatenate([matrices[rest], there])
        settled = np.concatenate([settled[rest], np.zeros(len(halves), dtype=bool)])
    return boxes


def _halves(boxes: Boxes, matrices: Floats) -> Boxes:
    """Each box twice, the interval of one modulus split where the lines are furthest below m^p - Q m^2."""
    each = np.arange(len(boxes))
    moduli = np.clip(boxes.signs * matrices, boxes.low, boxes.high)
    i, j = np.unravel_index(boxes.excess(moduli).reshape(len(boxes), -1).argmax(axis=1), moduli.shape[1:])
    low, high = boxes.low[each, i, j], boxes.high[each, i, j]
    at = np.clip(moduli[each, i, j], low + 0.15 * (high - low), high - 0.15 * (high - low))
    return boxes.within(i, j, low, at).joined(boxes.within(i, j, at, high))
