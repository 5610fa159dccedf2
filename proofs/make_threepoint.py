"""Make the three-point certificates in `proofs/certificates` again: python proofs/make_threepoint.py [NAME ..]

A name is a file without its ending, such as `C3-threepoint`. Minutes a file, of kissing at half degree 14 and 15 a
quarter to half an hour. What is there already is kept, so that a run that was cut short goes on; delete a file to make
it anew.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

from packing.bounds import lower_bounds
from packing.bounds.bound import Bound
from packing.bounds.from_certificates import from_certificate
from packing.bounds.threepoint.least_excluded import least_excluded
from packing.bounds.threepoint.programme import exclude
from packing.bounds.threepoint.threepoint_bound import accepted, three_point, value_at_start
from packing.bounds.threepoint.triples import Triples
from packing.certificates import Certificate, read, write
from packing.problem import Problem
from packing.space import Space

FOLDER = Path(__file__).with_name("certificates")

KISSING = {"S3": (13, 6), "S4": (25, 7), "S6": (79, 11), "S7": (135, 11), "S9": (365, 12)}
"""The number of points to exclude at cosine 1/2, and the half degree."""

KISSING_NEAR = {
    "S5": (45, 14), "S10": (556, 14), "S11": (871, 15), "S12": (1358, 15), "S13": (2070, 14), "S14": (3184, 14),
    "S15": (4867, 14), "S16": (7356, 14), "S17": (11680, 10),
}  # fmt: skip
"""The number of points near which the least excluded number is looked for, and the half degree."""

COHERENCES = {
    "S3": range(7, 33),
    "S4": range(9, 33),
    "S5": range(11, 33),
    "R3": range(7, 37),
    "R4": range(7, 37),
    "R5": range(8, 37),
    "R6": range(9, 37),
    "R7": range(10, 37),
    "R8": range(11, 37),
    "C3": range(8, 50),
    "C4": range(10, 50),
    "C5": range(12, 50),
    "C6": range(14, 50),
    "C7": range(16, 50),
}
"""The numbers of points or lines of a space; lines of C^2 are points of S^2, those of H^2 points of S^4."""

HALVES = {"S3": (7,), "S4": (4, 5, 6, 7), "S5": (4, 5, 6), "R3": (4, 5, 6)}
USUAL_HALVES = (4, 5)
"""The half degrees tried in a space, and in all others."""

LEAST_VALUE, ENOUGH = 1e-4, 0.8
"""A program says more where the logarithm of its value, at the coherence known to be reached, is above the first;
the half degree is the least that has this share of the largest."""

GAIN = 1e-5
"""A certificate is kept where it raises the coherence known to be reached by more."""


def kissing(name: str) -> None:
    """Make one file of kissing."""
    n, half = {**KISSING, **KISSING_NEAR}[name]
    find = exclude if name in KISSING else least_excluded
    certificate = find(Triples(Space.sphere(int(name[1:])), Fraction(1, 2), half), n, accepted)
    assert certificate is not None
    write(FOLDER / f"{name}-kissing-threepoint.json", certificate)


def rows(name: str) -> None:
    """Add to the file each bound that is above all others; what it has already stays."""
    space = Space.of_letter(name[0], int(name[1:]))
    path = FOLDER / f"{name}-threepoint.json"
    found = {member["n"]: member for member in read(path)} if path.exists() else {}
    for n in COHERENCES[name]:
        problem = Problem(n, space)
        half = None if n in found else chosen(problem)
        if half is None:
            continue
        started = time.process_time()
        before = max(lower_bounds(problem).best.value, best_of(problem, found.values()))
        bound = three_point(problem, half)
        spent = time.process_time() - started
        if isinstance(bound, Bound) and bound.value > before + GAIN:
            print(f"{problem}: {before:.8f}, half degree {half}: {bound.value:.8f}  ({spent:.1f} s)", flush=True)
            found[n] = bound.certificate
            write(path, [found[n] for n in sorted(found)])
        else:
            print(f"{problem}: {before:.8f}, half degree {half}: no more  ({spent:.1f} s)", flush=True)


def chosen(problem: Problem) -> int | None:
    """The half degree, or None where no program says more."""
    halves = HALVES.get(f"{problem.space.letter}{problem.d}", USUAL_HALVES)
    values = {half: value_at_start(problem, half) for half in halves}
    top = max(values.values())
    return None if top < LEAST_VALUE else min(half for half, value in values.items() if value >= ENOUGH * top)


def best_of(problem: Problem, certificates: Iterable[Certificate]) -> float:
    """The coherence that certificates about fewer objects of the space imply; -1 where there is none."""
    fewer = [member for member in certificates if member["n"] <= problem.n]
    best = max(fewer, key=lambda member: Fraction(member["overlap"]), default=None)
    bound = None if best is None else from_certificate(problem, best)
    return bound.value if isinstance(bound, Bound) else -1.0


if __name__ == "__main__":
    names = [*(f"{name}-kissing" for name in (*KISSING, *KISSING_NEAR)), *(f"{name}-threepoint" for name in COHERENCES)]
    for name in sys.argv[1:] or names:
        (kissing if name.endswith("kissing") else rows)(name.split("-")[0])
