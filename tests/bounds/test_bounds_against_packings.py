"""No bound, certified or proved, may exceed the coherence of a packing that exists."""

from __future__ import annotations

import json
import random
from fractions import Fraction
from typing import Any

import pytest
import sympy

from packing import constructions
from packing.bounds import checkers, lower_bounds
from packing.bounds.from_certificates import shipped, views
from packing.kernel import SizeStatement
from packing.problem import Problem, lines, vectors
from packing.records import best_known

SMALL = [vectors(n, d) for d in range(2, 9) for n in range(2, 61)]
SMALL += [lines(n, d, field) for field in "RCH" for d in range(2, 9) for n in range(2, 61)]
PROBLEMS = [*SMALL, *constructions.LANDMARKS]

Code = tuple[Problem, Fraction]


@pytest.fixture(scope="module")
def codes() -> list[Code]:
    """Every known construction as (problem, a rational just above its coherence, squared for lines)."""
    found = []
    for problem in PROBLEMS:
        for construction in constructions.known(problem):
            value = construction.coherence**2 if problem.has_lines else construction.coherence
            above = Fraction(str(sympy.N(value, 40))) + Fraction(1, 10**30)
            found.append((problem, Fraction(str(value)) if value.is_Rational else above))
    assert len(found) > 400
    return found


@pytest.mark.long
def test_bounds_are_below_every_construction() -> None:
    met = 0
    for problem in PROBLEMS:
        known = constructions.known(problem)
        if not known:
            continue
        least = min(float(construction.coherence) for construction in known)
        for bound in lower_bounds(problem).bounds:
            assert bound.value <= least + 1e-14, (problem, bound)
            met += abs(bound.value - least) < 1e-12
    assert met > 100


@pytest.mark.long
def test_shipped_certificates_and_their_mutants_exclude_no_construction(codes: list[Code]) -> None:
    """What the checker accepts is held against all codes in the same space: changed entries as well as good ones."""
    rng = random.Random(2026)
    spaces = sorted(
        {view.space for problem in PROBLEMS for view in views(problem.space)}, key=lambda space: space.order
    )
    accepted = 0
    for space in spaces:
        for certificate in shipped(space)[::3]:
            if certificate["kind"] != "delsarte":
                continue
            for mutant in (certificate, *(mutated(certificate, rng) for _ in range(3))):
                statement = checkers.check(mutant)
                if isinstance(statement, SizeStatement):
                    accepted += 1
                    assert not contradictions(statement, codes), mutant
    assert accepted > 100


def contradictions(statement: SizeStatement, codes: list[Code]) -> list[Problem]:
    """The codes in the space of a statement with more points than it allows."""
    wrong = []
    for problem, overlap in codes:
        for view in views(problem.space):
            if (view.space.letter, view.space.d) != (statement.space, statement.d):
                continue
            points = view.copies * problem.n
            if overlap <= view.overlap(statement.overlap) and points > statement.largest:
                wrong.append(problem)
            if statement.strict and overlap < view.overlap(statement.overlap) and points >= statement.size:
                wrong.append(problem)
    return wrong


def mutated(certificate: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """A copy with one entry changed by a little, by much, or dropped, and no statement."""
    changed = json.loads(json.dumps(certificate))
    del changed["statement"]
    match rng.choice(["d", "overlap", "overlap", "coefficient", "coefficient", "coefficient", "drop"]):
        case "d":
            changed["d"] += rng.choice([-1, 1])
        case "overlap":
            changed["overlap"] = str(
                Fraction(changed["overlap"]) + Fraction(rng.choice([-1, 1]), 10 ** rng.randint(2, 9))
            )
        case "coefficient":
            k = rng.randrange(len(changed["coefficients"]))
            factor = 1 + Fraction(rng.choice([-1, 1]), 10 ** rng.randint(0, 12))
            changed["coefficients"][k] = str(Fraction(changed["coefficients"][k]) * factor)
        case "drop":
            del changed["coefficients"][rng.randrange(len(changed["coefficients"]))]
    changed["at_most"] *= 2
    return changed


@pytest.mark.long
def test_three_point_bounds_that_ship_are_below_the_best_packings_known() -> None:
    """A draw of 30 of them: the coherence that each excludes is below that of a packing that exists."""
    found = [
        (space, certificate)
        for space in {view.space for problem in SMALL for view in views(problem.space) if view.space.m == 1}
        for certificate in shipped(space)
        if certificate["kind"] == "three-point" and certificate["overlap"] != "1/2"
    ]
    assert len(found) > 100
    for space, certificate in random.Random(8).sample(sorted(found, key=str), 30):
        known = best_known(Problem(certificate["n"], space))
        assert known is not None
        overlap = known.coherence**2 if space.has_lines else known.coherence
        assert float(Fraction(certificate["overlap"])) < float(overlap)
