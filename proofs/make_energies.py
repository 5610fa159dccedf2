"""Make the three-point certificates of energies again: python proofs/make_energies.py. About ten minutes of one core.

What is there already is kept, so that a run that was cut short goes on; delete a file to make it anew. Each line of
`ITEMS` names n, the potential and the half degree, the least that gives nearly what more of it would.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from packing.bounds.energy.program_text import program_text
from packing.bounds.energy.threepoint_bound import certified_energy
from packing.certificates import Certificate, read, write
from packing.potentials import AbsPower, Gauss, Logarithm, Potential, ReluPower
from packing.problem import Problem, lines, vectors
from packing.studies.energies import energy_study

FOLDER = Path(__file__).with_name("certificates")

P_FRAMES = [(n, d, p) for d in (3, 4, 5, 6) for n in range(d + 2, 21) for p in (3, 5)]
"""(n, d, p) of |t|^p, for lines: certified where two points and formulas are below `NEAR` of the least energy found."""

NEAR, GAIN = 0.97, 1e-3
"""..and three points give more than `GAIN` more; at half degree 4 where that gives as much again over 3."""

RELU = [(n, d, 7 if n == 2 * d + 1 else 6) for d in (3, 4, 5) for n in range(2 * d + 1, 2 * d + 5) if (n, d) != (10, 4)]
"""(n, d) and half degree for max(t, 0)^2; ten points of R^4 have an exact certificate of their own."""

ITEMS: list[tuple[Problem, Potential, int]] = [
    *((vectors(n, 3), f, 5) for n, f in [(7, Logarithm()), (5, Gauss(1)), (7, Gauss(1)), (8, Gauss(1))]),
    *((lines(n, 3), AbsPower(5), half) for n, half in ((5, 5), (7, 3))),
    *((vectors(n, d), ReluPower(2), half) for n, d, half in RELU),
]


def place(problem: Problem) -> Path:
    """The file of a space."""
    return FOLDER / f"{problem.space.letter}{problem.d}-three-point-energies.json"


def named(problem: Problem, potential: Potential, half: int) -> dict[str, Any]:
    """The entries by which a certificate is known again."""
    return {"n": problem.n, "potential": program_text(potential, problem.space), "half_degree": half}


def make(problem: Problem, potential: Potential, half: int) -> None:
    """Add one certificate to its file, unless it is there."""
    path = place(problem)
    kept: list[Certificate] = list(read(path)) if path.exists() else []
    key = named(problem, potential, half)
    if any(key.items() <= member.items() for member in kept):
        return
    began = time.process_time()
    found = certified_energy(problem, potential, half)
    if found is None:
        print(f"{problem}, {potential}: nothing found at half degree {half}")
        return
    other = named(problem, potential, half)
    del other["half_degree"]
    kept = [member for member in kept if not other.items() <= member.items()] + [found[1]]
    write(path, sorted(kept, key=lambda member: (member["n"], str(member["potential"]), member["half_degree"])))
    print(f"{problem}, {potential}: {float(found[0]):.9f}, {time.process_time() - began:.1f} CPU s", flush=True)


def make_p_frame(n: int, d: int, p: int) -> None:
    """The same for a p-frame energy, where three points are worth it."""
    problem, potential = lines(n, d), AbsPower(p)
    path, text = place(problem), program_text(AbsPower(p), problem.space)
    if path.exists() and any(member["n"] == n and member["potential"] == text for member in read(path)):
        return
    study = energy_study(problem, potential)
    least = study.lower.value
    if study.is_met or study.least_known is None or least >= NEAR * study.least_known:
        return
    chosen = None
    for half in (3, 4):
        found = certified_energy(problem, potential, half)
        if found is not None and float(found[0]) > least * (1 + GAIN):
            chosen, least = half, float(found[0])
    if chosen is not None:
        make(problem, potential, chosen)


if __name__ == "__main__":
    for item in ITEMS:
        make(*item)
    for cell in P_FRAMES:
        make_p_frame(*cell)
