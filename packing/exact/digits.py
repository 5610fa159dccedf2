"""32 decimals and a minimal polynomial for a coherence: computed beside a stored packing, or read where that was done.

An exact packing lies beside the stored one (`existence`), and the upper end of the ball that holds its coherence,
rounded up, is what no optimum exceeds. The polynomial is recognised from 250 digits: it is no part of the proof. What
was computed for the packings that come with the package is in `data/digits.csv`, a row for each, sealed with the 15
decimals of the vectors that it belongs to. `python -m packing.exact.digits` computes the rows that are missing,
smallest packings first, and goes on where it was stopped.
"""

from __future__ import annotations

import csv
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files
from pathlib import Path

import sympy
from flint import arb, ctx

from packing.configuration import Packing
from packing.exact.existence import Existence, NotProved, prove_existence
from packing.exact.recognition import Minimal, recognize
from packing.exact.zero import bits_of
from packing.files import write_text
from packing.problem import Problem
from packing.records.certified import certified_coherence
from packing.records.record import Record
from packing.records.shipped import shipped_atlas
from packing.rounding import Rounding, as_text

DECIMALS = 32
"""So many decimals are kept, the last one rounded up."""

NEAR = Decimal("1e-9")
"""A row belongs to vectors whose coherence is this close to the one that it is sealed with."""

PLACE = Path(str(files("packing"))) / "data" / "digits.csv"
FIELDS = ("problem", "stored", "coherence", "polynomial", "optimum")

MOST_OPERATIONS, MOST_PARTS = 12, 10_000
"""Beyond these a minimal polynomial would take seconds, or be longer than a line."""

LARGEST = 200
"""Real coordinates of the largest packing whose row is computed: the time grows with their cube."""


@dataclass(frozen=True)
class Digits:
    """A coherence in 32 decimals, rounded up; `exact` where it is known as a number, with its polynomial.

    `minimal` has the square of the coherence as a root, for points the coherence; it is `recognised`, not proved, where
    the coherence comes from an existence proof. `is_local_optimum`: no packing near by is better, which is proved.
    """

    coherence: str
    minimal: Minimal | None
    is_recognised: bool
    is_local_optimum: bool


def digits_beside(packing: Packing) -> Digits | NotProved:
    """The 32 decimals of the exact packing beside this one, from a proof in ball arithmetic; or why there are none.

    >>> import packing as pk
    >>> found = digits_beside(pk.records.best_known(pk.vectors(7, 3)).packing)
    >>> print(found.coherence, "|", found.minimal)
    0.21013831273060308486576530161854 | 3x^3 - 9x^2 - 3x + 1
    """
    proof = prove_existence(packing)
    if isinstance(proof, NotProved):
        return proof
    text = _rounded_up(proof)
    if text is None:
        return NotProved(proof.problem, f"fewer than {DECIMALS} digits belong to an optimum")
    return Digits(text, recognize(proof), True, proof.locally_optimal)


def digits_of_exact(problem: Problem, value: sympy.Expr) -> Digits | None:
    """The 32 decimals of an exact coherence, and its minimal polynomial where that is quickly found; None of floats.

    >>> from packing import lines
    >>> found = digits_of_exact(lines(6, 3), 1 / sympy.sqrt(5))
    >>> print(found.coherence, "|", found.minimal)
    0.44721359549995793928183473374626 | 5x - 1
    """
    if value.has(sympy.Float):
        return None
    return Digits(as_text(value, Rounding.UP, DECIMALS), _polynomial(problem, value), False, False)


def recorded_digits(problem: Problem, certified: str) -> Digits | None:
    """What is recorded for the packing of `problem` whose vectors have the coherence `certified`, or None.

    >>> from packing import vectors
    >>> recorded_digits(vectors(7, 3), "0.210138312730604").coherence
    '0.21013831273060308486576530161854'
    >>> recorded_digits(vectors(7, 3), "0.3") is None
    True
    """
    row = _recorded().get(problem.space.stem(problem.n))
    if row is None or not row["coherence"] or abs(Decimal(row["stored"]) - Decimal(certified)) > NEAR:
        return None
    numbers = tuple(map(int, row["polynomial"].split()))
    return Digits(row["coherence"], Minimal(numbers) if numbers else None, True, row["optimum"] == "local")


def digits_of_record(record: Record, *, compute: bool = True) -> Digits | None:
    """The decimals of the best packing known: of its exact value, recorded, or else proved now; None where not known.

    `compute` False proves nothing, which takes seconds.

    >>> import packing as pk
    >>> digits_of_record(pk.records.best_known(pk.lines(6, 3))).coherence
    '0.44721359549995793928183473374626'
    """
    if record.exact is not None:
        return digits_of_exact(record.problem, record.exact)
    if record.certified is None or record.packing is None:
        return None
    found: Digits | NotProved | None = recorded_digits(record.problem, record.certified)
    if found is None and compute:
        found = digits_beside(record.packing)
    return found if isinstance(found, Digits) else None


@cache
def _recorded() -> dict[str, dict[str, str]]:
    return {row["problem"]: row for row in _rows()}


def _rows() -> list[dict[str, str]]:
    return list(csv.DictReader(PLACE.read_text(encoding="utf-8").splitlines())) if PLACE.exists() else []


def _rounded_up(proof: Existence) -> str | None:
    """The upper end of the coherence, None where the ball is wider than the decimals or the digits are not settled."""
    with ctx.workprec(2 * bits_of(proof.digits + DECIMALS)):
        top, unit = proof.coherence.upper(), arb(10) ** DECIMALS
        if proof.digits < DECIMALS + 2 or proof.coherence.rad() * unit > arb(1):
            return None
        units = (top * unit).upper().ceil().unique_fmpz()
    return None if units is None else as_text(Fraction(int(units), 10**DECIMALS), Rounding.UP, DECIMALS)


@cache
def _polynomial(problem: Problem, value: sympy.Expr) -> Minimal | None:
    """The minimal polynomial, by sympy, of a number of few operations and, in cosines, few parts of a turn."""
    number = value if problem.space.has_points else sympy.expand(value**2)
    if number.count_ops() > MOST_OPERATIONS or any(each.q > MOST_PARTS for each in number.atoms(sympy.Rational)):
        return None
    try:
        polynomial = sympy.minimal_polynomial(number, sympy.Symbol("x"), polys=True)
    except (sympy.polys.polyerrors.NotAlgebraic, NotImplementedError):
        return None
    return Minimal(tuple(reversed([int(c) for c in polynomial.all_coeffs()])))


def _missing(rows: dict[str, dict[str, str]]) -> Iterator[tuple[str, str, Packing]]:
    """The packings that come with the package and have no row, smallest first."""
    with shipped_atlas() as atlas:
        for problem in sorted(atlas.problems(), key=_size):
            entry, name = atlas.best(problem), problem.space.stem(problem.n)
            if entry is None or _size(problem) > LARGEST:
                continue
            if name not in rows or abs(Decimal(rows[name]["stored"]) - Decimal(entry.certified)) > NEAR:
                yield name, certified_coherence(entry.packing).decimal, entry.packing


def _size(problem: Problem) -> int:
    return problem.n * problem.m * problem.d * problem.space.scalars


def record(seconds: float) -> int:
    """Compute missing rows for so many seconds of CPU; return how many. A proof that fails has a row, an empty one."""
    rows = _recorded() | {}
    began, done = time.process_time(), 0
    for name, stored, packing in _missing(rows):
        if time.process_time() - began > seconds:
            break
        found = digits_beside(packing)
        empty = {"problem": name, "stored": stored, "coherence": "", "polynomial": "", "optimum": ""}
        if isinstance(found, Digits):
            numbers = "" if found.minimal is None else " ".join(map(str, found.minimal.coefficients))
            optimum = "local" if found.is_local_optimum else ""
            empty |= {"coherence": found.coherence, "polynomial": numbers, "optimum": optimum}
        rows[name] = empty
        done += 1
        if done % 20 == 0:
            _write(rows)
    _write(rows)
    return done


def _write(rows: dict[str, dict[str, str]]) -> None:
    lines = [",".join(FIELDS), *(",".join(rows[name][field] for field in FIELDS) for name in sorted(rows))]
    write_text(PLACE, "\n".join(lines) + "\n")


def main() -> None:
    """Record for the seconds of CPU that the command line names, 600 without."""
    print(record(float(sys.argv[1]) if len(sys.argv) > 1 else 600.0), "rows computed, in", PLACE)


if __name__ == "__main__":
    main()
