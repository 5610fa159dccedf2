"""What the three-point bound on sum max(t, 0)^2 gains with the half degree: python proofs/make_halves.py 7 3 [12].

For n and d the certified floor at each half degree from 6 on, with the CPU seconds it took. Of seven points of R^3 the
floors are those of the claim `pentagon-to-21-dimensions`; half degree 10 takes a minute, 12 some more.
"""

from __future__ import annotations

import sys
import time

from packing.bounds.energy.threepoint_bound import certified_energy
from packing.potentials import ReluPower
from packing.problem import vectors

HALVES = (6, 7, 8, 9, 10, 12)


def show(n: int, d: int, most: int) -> None:
    """Print a line for each half degree."""
    for half in (half for half in HALVES if half <= most):
        began = time.process_time()
        found = certified_energy(vectors(n, d), ReluPower(2), half)
        text = "nothing found" if found is None else f"{float(found[0]):.6f}"
        print(f"half degree {half}: {text}, {time.process_time() - began:.0f} CPU s", flush=True)


if __name__ == "__main__":
    show(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else HALVES[-2])
