"""Make the three-point certificates in `proofs/certificates` again: python proofs/make_threepoint.py [NAME ..]

A name is a file without its ending, such as `C3-threepoint`. Minutes a file, some of them many.
"""

from __future__ import annotations

import sys
import time
from fractions import Fraction
from pathlib import Path

from packing.bounds import lower_bounds
from packing.bounds.bound import Bound
from packing.bounds.threepoint import exclude
from packing.bounds.threepoint_bound import accepted, three_point
from packing.bounds.threepoint_model import Triples
from packing.certificates import write
from packing.problem import Problem, lines
from packing.zonal import Geometry, Space

FOLDER = Path(__file__).with_name("certificates")

KISSING = {"S3": (13, 6), "S4": (25, 7), "S5": (46, 7), "S6": (80, 8), "S7": (137, 8)}
"""The number of points to exclude at cosine 1/2, and the half degree."""

LINES: dict[str, tuple[int, dict[int, tuple[int, ...]]]] = {
    "S3": (2, dict.fromkeys((7, 8, 9, 10, 11, 13, 14, 15, 16), (6,))),
    "C3": (3, dict.fromkeys((13, 14, 16, 17, 19, 20, 15, 18, 21, 22, 23, 24, 30, 39), (5,))),
    "C4": (4, dict.fromkeys((21, 26, 30, 36, 41, 45, 49), (5,))),
    "C5": (5, dict.fromkeys((26, 40, 49), (4,))),
}
"""The dimension, and the half degrees to try for each number of complex lines."""


def kissing(name: str) -> None:
    n, half = KISSING[name]
    certificate = exclude(Triples(Space(Geometry.SPHERE, int(name[1:])), Fraction(1, 2), half), n, accepted)
    assert certificate is not None
    write(FOLDER / f"{name}-kissing-threepoint.json", certificate)


def rows(name: str) -> None:
    d, numbers = LINES[name]
    found = []
    for n, halves in numbers.items():
        started = time.process_time()
        best = improvement(lines(n, d, "C"), halves)
        if best is not None:
            found.append(best.certificate)
            print(f"{best}  ({time.process_time() - started:.0f} s)", flush=True)
            write(FOLDER / f"{name}-threepoint.json", found)


def improvement(problem: Problem, halves: tuple[int, ...]) -> Bound | None:
    """The best three-point bound of these half degrees, where it is above all others."""
    closed = lower_bounds(problem).best
    answers = [answer for half in halves if isinstance(answer := three_point(problem, half), Bound)]
    best = max(answers, key=lambda bound: bound.value, default=None)
    return best if best is not None and best.value > closed.value + 1e-7 else None


if __name__ == "__main__":
    for name in sys.argv[1:] or [*(f"{name}-kissing" for name in KISSING), *(f"{name}-threepoint" for name in LINES)]:
        (kissing if name.endswith("kissing") else rows)(name.split("-")[0])
