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
from packing.bounds.threepoint.programme import exclude
from packing.bounds.threepoint.threepoint_bound import accepted, three_point
from packing.bounds.threepoint.triples import Triples
from packing.certificates import read, write
from packing.problem import lines
from packing.space import Space

FOLDER = Path(__file__).with_name("certificates")

KISSING = {"S3": (13, 6), "S4": (25, 7), "S5": (46, 7), "S6": (79, 11), "S7": (135, 11), "S9": (365, 12)}
"""The number of points to exclude at cosine 1/2, and the half degree."""

LINES: dict[str, tuple[str, int, dict[int, int]]] = {
    "S3": ("C", 2, {7: 6, 8: 6, 9: 6, 10: 7, 11: 6, 13: 7, 14: 6, 15: 7, 16: 7}),
    "C3": ("C", 3, dict.fromkeys((*range(13, 25), 30, 39), 5)),
    "C4": ("C", 4, dict.fromkeys((49, 45, 41, 36, 30), 5)),
    "C5": ("C", 5, dict.fromkeys((49,), 5)),
    "R3": ("R", 3, dict.fromkeys((8, 9, 11, 12, 13, 14, 15, 16), 5)),
    "R4": ("R", 4, dict.fromkeys((13, 14, 16, 18, 20), 5)),
}
"""The field, the dimension, and the half degree for each number of lines; lines of C^2 are points of S^2."""


def kissing(name: str) -> None:
    n, half = KISSING[name]
    certificate = exclude(Triples(Space.sphere(int(name[1:])), Fraction(1, 2), half), n, accepted)
    assert certificate is not None
    write(FOLDER / f"{name}-kissing-threepoint.json", certificate)


def rows(name: str) -> None:
    """Add to the file each bound that is above all others; what it has already stays."""
    field, d, halves = LINES[name]
    path = FOLDER / f"{name}-threepoint.json"
    found = {member["n"]: member for member in read(path)} if path.exists() else {}
    for n, half in halves.items():
        started = time.process_time()
        bound = three_point(lines(n, d, field), half)
        if isinstance(bound, Bound) and bound.value > lower_bounds(bound.problem).best.value + 1e-7:
            print(f"{bound}  ({time.process_time() - started:.0f} s)", flush=True)
            found[n] = bound.certificate
            write(path, [found[n] for n in sorted(found)])


if __name__ == "__main__":
    for name in sys.argv[1:] or [*(f"{name}-kissing" for name in KISSING), *(f"{name}-threepoint" for name in LINES)]:
        (kissing if name.endswith("kissing") else rows)(name.split("-")[0])
