"""Make the floors from signs that ship again: python proofs/make_signs.py. About half an hour of one core.

Each line of `CELLS` names n, d, p, the least energy known, and the part of it that is aimed at. Cells already in
`packing/data/sign-floors.csv` are kept, so that a run that was cut short goes on; delete a line to make it anew.
"""

from __future__ import annotations

import time
from fractions import Fraction
from pathlib import Path

import sympy

from packing.bounds.energy.sign_bound import sign_floor

PATH = Path(__file__).parents[1] / "packing" / "data" / "sign-floors.csv"

CELLS: list[tuple[int, int, int, float, float]] = [
    (5, 3, 5, 0.31543518, 0.999),
    (7, 4, 3, 2.05804779, 0.96),
    (7, 4, 5, 0.31823387, 0.958),
    (7, 5, 5, 0.06938179, 0.96),
    (8, 4, 5, 0.55700443, 0.96),
    (8, 5, 3, 1.56484660, 0.96),
    (8, 5, 5, 0.16017656, 0.96),
    (8, 6, 5, 0.03800459, 0.96),
    (9, 4, 5, 0.86258418, 0.96),
    (9, 5, 3, 2.45618872, 0.96),
    (9, 5, 5, 0.27634456, 0.96),
    (9, 6, 3, 1.27457290, 0.96),
    (9, 6, 5, 0.09725734, 0.955),
    (10, 6, 5, 0.14486638, 0.96),
    (11, 5, 5, 0.65339131, 0.9525),
    (11, 6, 3, 2.83028463, 0.955),
    (11, 6, 5, 0.27763641, 0.951),
    (12, 6, 5, 0.37947332, 0.952),
    (13, 6, 5, 0.52211177, 0.951),
]
"""(n, d, p), the least energy that a search found, and the part of it that the floor is to reach."""

SPLITS = 400


def main() -> None:
    """Write the cells that are missing."""
    lines = PATH.read_text(encoding="utf-8").splitlines() if PATH.exists() else ["n,d,p,at_least"]
    for n, d, p, known, part in CELLS:
        cell = f"{n},{d},{p},"
        if any(line.startswith(cell) for line in lines):
            continue
        start = time.process_time()
        floor: Fraction = sign_floor(n, d, sympy.Integer(p), known * part, SPLITS)
        lines.append(f"{cell}{floor}")
        lines[1:] = sorted(lines[1:], key=lambda line: [int(number) for number in line.split(",")[:3]])
        PATH.write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{lines[0]}: {cell}{floor}, {float(floor) / known:.4f}, {time.process_time() - start:.0f} CPU s")


if __name__ == "__main__":
    main()
