"""Each certified floor of the tables of energies again, from its certificate, by `packing verify`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import sympy

from packing import certificates, kernel
from packing.bounds import EnergyBound, checkers, least_energy
from packing.bounds.energy.program_text import program_text
from packing.bounds.energy.sign_bound import THEOREM as SIGNS
from packing.bounds.energy.twopoint import seen_as
from packing.cli import run
from packing.potentials import AbsPower, Logarithm, Potential, ReluPower, Riesz
from packing.problem import Problem, lines, vectors
from packing.report.tables.least_energies import drawn

SMALL = [(n, d) for d in (2, 3) for n in range(3, 7)]
"""The cells of `packing table energies` where none are asked for."""


def certified(cells: list[tuple[Problem, Potential]]) -> list[EnergyBound]:
    bounds = [least_energy(problem, potential) for problem, potential in cells]
    without = [bound.rigor.value == "proved" or bound.theorem == SIGNS for bound in bounds]
    assert [bound.certificate is None for bound in bounds] == without
    return [bound for bound in bounds if bound.certificate is not None]


def verified(bounds: list[EnergyBound], file: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """What the command says of all certificates of a table, in one file."""
    certificates.write(file, [bound.certificate for bound in bounds])
    assert run(["verify", str(file), "--json"]) == 0
    results: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["results"]
    return results


def proves(bound: EnergyBound) -> None:
    """The certificate is about these objects, this potential or one that is no larger, and this number."""
    problem, potential = seen_as(bound.problem, bound.potential)
    certificate = bound.certificate
    assert (certificate["space"], certificate["d"], certificate["n"]) == (problem.space.letter, problem.d, problem.n)
    assert certificate["potential"] == program_text(potential, problem.space)
    if certificate["kind"] == "sharp-energy":
        numbers = [sympy.Float(0, 40) + sum_of(element, certificate) for element in certificate["numbers"]]
        overlaps = [sum_of(element, certificate) for element in certificate["overlaps"]]
        values = [potential.exact(t, problem.space).evalf(40) for t in overlaps]
        total = problem.n * sum(m * value for m, value in zip(numbers, values, strict=True))
        assert abs(total - bound.exact.evalf(40)) < sympy.Float(10) ** -25 * (1 + abs(total))
    else:
        number = certificate["at_least"]
        if isinstance(number, str):
            assert bound.exact == sympy.Rational(number)
        else:
            assert abs(sum_of(number, certificate) - bound.exact.evalf(40)) < sympy.Float(10) ** -35


def sum_of(element: Any, certificate: dict[str, Any]) -> sympy.Expr:
    """An element of the certificate, to 40 digits."""
    parts = element if isinstance(element, list) else [element]
    theta = sympy.Integer(0)
    if "theta" in certificate:
        t = sympy.Symbol("t")
        polynomial = sympy.Poly([int(c) for c in reversed(certificate["theta"]["polynomial"])], t)
        low, high = (sympy.Rational(end) for end in certificate["theta"]["interval"])
        (theta,) = [root for root in polynomial.real_roots() if low <= root <= high]
    return sum((sympy.Rational(c) * theta**i for i, c in enumerate(parts)), sympy.Integer(0)).evalf(40)


def again(cells: list[tuple[Problem, Potential]], file: Path, capsys: pytest.CaptureFixture[str]) -> int:
    bounds = certified(cells)
    for bound, result in zip(bounds, verified(bounds, file, capsys), strict=True):
        proves(bound)
        assert result["verdict"] == "certified"
        assert str(kernel.check(bound.certificate)) == bound.certificate["statement"]
    return len(bounds)


def test_the_rows_of_small_energies(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cells = [(vectors(n, d), ReluPower(p)) for n, d in SMALL for p in (2, 3)]
    cells += [(lines(n, d), AbsPower(3)) for n, d in SMALL]
    cells += [(vectors(n, 3), f) for n in (4, 5, 6) for f in (Riesz(1), Logarithm())]
    two = [(problem, f) for problem, f in cells if not three_points(problem, f)]
    assert again(two, tmp_path / "c.json", capsys) > 4


def three_points(problem: Problem, potential: Potential) -> bool:
    certificate = least_energy(problem, potential).certificate
    return certificate is not None and certificate["kind"] == "three-point-energy"


@pytest.mark.long
def test_the_rows_of_drawn_energies(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every floor of the p-frame table, and of the potentials of distances; three points by the faster checker."""
    cells: list[tuple[Problem, Potential]] = [(lines(n, d), AbsPower(p)) for n, d in drawn() for p in (3, 5)]
    cells += [(vectors(n, 3), f) for n in (4, 5, 6, 8, 12) for f in (Riesz(1), Logarithm())]
    two = [(problem, f) for problem, f in cells if not three_points(problem, f)]
    assert again(two, tmp_path / "c.json", capsys) >= 20
    for bound in certified([cell for cell in cells if cell not in two]):
        proves(bound)
        assert str(checkers.check(bound.certificate)) == bound.certificate["statement"]
