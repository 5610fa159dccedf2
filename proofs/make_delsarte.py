"""Make the Delsarte certificates in `proofs/certificates` again: python proofs/make_delsarte.py [S|R|C ...]

Kissing numbers in d = 3..24, and for lines and points in low dimension each bound that no closed form reaches.
"""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path

from packing.bounds import ALL, Bound, certified, delsarte, linear_programme
from packing.bounds.bound_report import ask
from packing.bounds.twopoint.size_certificate import delsarte_certificate
from packing.certificates import write
from packing.problem import Problem, lines, vectors
from packing.space import Space

FOLDER = Path(__file__).with_name("certificates")

MOST = {
    "C": {2: 64, 3: 64, 4: 64, 5: 90, 6: 50, 7: 50},
    "R": dict.fromkeys(range(3, 9), 50),
    "S": dict.fromkeys(range(3, 9), 50),
}
"""The largest number of objects asked about, by space and dimension."""


def problem(space: str, n: int, d: int) -> Problem:
    return vectors(n, d) if space == "S" else lines(n, d, space)


def improvements(space: str, d: int) -> list[dict[str, object]]:
    """The certificates of the bounds above all closed forms."""
    closed = [theorem for theorem in ALL if theorem not in (certified, linear_programme)]
    found = []
    for n in range(d + 1, MOST[space][d] + 1):
        answer = delsarte(problem(space, n, d))
        best = ask(problem(space, n, d), closed).best
        if isinstance(answer, Bound) and answer.value > best.value + 1e-9:
            found.append(answer.certificate)
            print(f"{answer.problem}: {answer.value:.10f} above {best.value:.10f} ({best.theorem})", flush=True)
    return found


def main(spaces: list[str]) -> None:
    for space in spaces:
        for d in MOST[space]:
            if certificates := improvements(space, d):
                write(FOLDER / f"{space}{d}-delsarte.json", certificates)
    if "S" in spaces:
        for d in range(3, 25):
            certificate = delsarte_certificate(Space.sphere(d), Fraction(1, 2))
            assert certificate is not None
            write(FOLDER / f"S{d}-kissing.json", certificate)


if __name__ == "__main__":
    main(sys.argv[1:] or list(MOST))
