"""The Delsarte checker: known theorems with ==, refusals by name, mutations, and a second checker that must agree."""

from __future__ import annotations

import json
import random
from fractions import Fraction
from typing import Any

import pytest

from packing import kernel
from packing.bounds import checkers
from packing.kernel import Rejection, SizeStatement
from packing.kernel.polynomial import expansion, is_nonpositive, zonal_polynomials
from packing.space import Space

Certificate = dict[str, Any]

SHARP = [
    ("S", 3, ["-1", "0"], 6),  # octahedron
    ("S", 8, ["-1", "-1/2", "-1/2", "0", "0", "1/2"], 240),  # roots of E8
    ("S", 24, ["-1", "-1/2", "-1/2", "-1/4", "-1/4", "0", "0", "1/4", "1/4", "1/2"], 196560),  # Leech
    ("S", 23, ["-1", "-1/3", "-1/3", "0", "0", "1/3"], 4600),
    ("S", 7, ["-1", "-1/3", "-1/3", "1/3"], 56),
    ("S", 22, ["-1/2", "-1/2", "-1/8", "-1/8", "1/4"], 891),
    ("S", 22, ["-1/4", "-1/4", "1/6"], 275),
    ("S", 5, ["-3/5", "-3/5", "1/5"], 16),
    ("R", 7, ["1/9"], 28),
    ("R", 8, ["0", "1/4"], 120),
    ("R", 23, ["1/25"], 276),
    ("R", 24, ["0", "1/16", "1/16", "1/4"], 98280),
    ("C", 2, ["1/3"], 4),
    ("C", 4, ["0", "1/3"], 40),
    ("C", 6, ["0", "1/4"], 126),
    ("H", 2, ["0", "1/2"], 10),
    ("H", 5, ["0", "1/4"], 165),
]
"""Space, d, roots of the sharp polynomial with multiplicity (the last is the overlap), and the size of the code."""


def sharp(space: str, d: int, roots: list[str], size: int) -> Certificate:
    product = [Fraction(1)]
    for root in map(Fraction, roots):
        shifted = [Fraction(0), *product]
        product = [high - root * low for high, low in zip(shifted, [*product, Fraction(0)], strict=True)]
    f = expansion(product, zonal_polynomials(space, d, len(product) - 1))
    return {
        "schema": 1,
        "kind": "delsarte",
        "space": space,
        "d": d,
        "overlap": roots[-1],
        "coefficients": [str(weight) for weight in f],
        "at_most": size,
    }


def rejection(certificate: object) -> Rejection:
    answers = kernel.check(certificate), checkers.check(certificate)
    assert answers[0] == answers[1]
    assert isinstance(answers[0], Rejection)
    return answers[0]


@pytest.mark.parametrize(("space", "d", "roots", "size"), SHARP)
def test_sharp_codes_are_exact_and_strict(space: str, d: int, roots: list[str], size: int) -> None:
    certificate = sharp(space, d, roots, size)
    statement = kernel.check(certificate)
    assert statement == checkers.check(certificate)
    assert isinstance(statement, SizeStatement)
    assert statement.size == size
    assert statement.strict
    assert rejection({**certificate, "at_most": size - 1}).entry == "at_most"


@pytest.mark.parametrize("space", "SRCH")
@pytest.mark.parametrize("d", [2, 3, 4, 7, 24])
def test_zonal_polynomials_agree_with_the_other_implementation(space: str, d: int) -> None:
    other = Space.of_letter(space, d)
    for k, polynomial in enumerate(zonal_polynomials(space, d, 9)):
        for overlap in (Fraction(0), Fraction(2, 7), Fraction(-3, 5), Fraction(1)):
            x = overlap if space == "S" else 2 * overlap - 1
            ours = sum(c * overlap**power for power, c in enumerate(polynomial))
            assert ours == sum(c * x**power for power, c in enumerate(other.zonal.polynomial(k)))


def test_nonpositive_counts_multiplicities() -> None:
    def product(*roots: tuple[str, int]) -> list[Fraction]:
        total = [Fraction(-1)]
        for root, times in roots:
            for _ in range(times):
                shifted = [Fraction(0), *total]
                total = [a - Fraction(root) * b for a, b in zip(shifted, [*total, Fraction(0)], strict=True)]
        return total

    zero, one = Fraction(0), Fraction(1)
    assert is_nonpositive(product(("1/3", 2), ("1/2", 4)), zero, one)
    assert not is_nonpositive(product(("1/3", 2), ("1/2", 3), ("2", 1)), zero, one)
    ends = product(("0", 1), ("1", 3), ("1/2", 2), ("5", 1), ("7", 1), ("-3", 2))
    assert not is_nonpositive(ends, zero, one)
    assert is_nonpositive([-c for c in ends], zero, one)
    assert is_nonpositive(product(("1/3", 1)), Fraction(1, 3), Fraction(1, 3))
    assert not is_nonpositive(product(("1/3", 1), ("2", 1)), Fraction(2, 5), Fraction(2, 5))
    assert is_nonpositive([], zero, one)
    assert is_nonpositive([Fraction(-2)], zero, one)
    assert not is_nonpositive([Fraction(2)], zero, one)


def test_sign_against_dense_sampling() -> None:
    rng = random.Random(7)
    seen = {True: 0, False: 0}
    for _ in range(300):
        roots = [Fraction(rng.randint(-6, 12), 6) for _ in range(rng.randint(1, 5))]
        total = [Fraction(rng.choice([-1, 1]))]
        for root in roots * rng.choice([1, 2]):
            shifted = [Fraction(0), *total]
            total = [a - root * b for a, b in zip(shifted, [*total, Fraction(0)], strict=True)]
        samples = (Fraction(i, 12) for i in range(13))
        expected = all(sum(c * y**power for power, c in enumerate(total)) <= 0 for y in samples)
        assert is_nonpositive(total, Fraction(0), Fraction(1)) is expected
        seen[expected] += 1
    assert min(seen.values()) > 20


GOOD = sharp("S", 7, ["-1", "-1/3", "-1/3", "1/3"], 56)


@pytest.mark.parametrize(
    ("change", "entry", "reason"),
    [
        ({"schema": 2}, "schema", "must be 1"),
        ({"schema": True}, "schema", "must be 1"),
        ({"kind": "delsart"}, "kind", "must be one of delsarte"),
        ({"kind": ["delsarte"]}, "kind", "must be one of delsarte"),
        ({"space": "Q"}, "space", "must be one of S, R, C, H, not 'Q'"),
        ({"space": None}, "space", "must be one of"),
        ({"d": 1}, "d", "must lie in 2..1000000, not 1"),
        ({"d": "7"}, "d", "must be an integer, not str"),
        ({"d": True}, "d", "must be an integer, not bool"),
        ({"d": 10**5000}, "d", "a number of more than 60 digits"),
        ({"overlap": 0.5}, "overlap", "must be an exact number as text, not float"),
        ({"overlap": "1"}, "overlap", "must lie in [-1, 1)"),
        ({"overlap": "1/0"}, "overlap", "has denominator 0"),
        ({"overlap": "1e9"}, "overlap", "must read p, p/q or p*2^e"),
        ({"overlap": "9" * 5000}, "overlap", "has more than 4000 digits"),
        ({"overlap": "1*2^-999999"}, "overlap", "has an exponent beyond 10000"),
        ({"overlap": "1*2^-9999"}, "overlap", "has more than 2000 bits"),
        ({"coefficients": "1"}, "coefficients", "must be a list, not str"),
        ({"coefficients": ["1"]}, "coefficients", "must have between 2 and 61 items, not 1"),
        ({"coefficients": ["1"] * 62}, "coefficients", "must have between 2 and 61 items, not 62"),
        ({"coefficients": ["0", "1"]}, "coefficients[0]", "must be positive"),
        ({"coefficients": ["1", "-1/7"]}, "coefficients[1]", "is negative"),
        ({"coefficients": ["1", ["2"]]}, "coefficients[1]", "must be an exact number as text, not list"),
        ({"coefficients": ["1", "7*2^-2500"]}, "coefficients[1]", "has more than 2000 bits"),
        ({"coefficients": ["1", "1"]}, "coefficients", "is positive somewhere between -1 and 1/3"),
        ({"at_most": 55}, "at_most", "claims 55, but the coefficients prove 56"),
        ({"at_most": 56.5}, "at_most", "must be an integer, not float"),
        ({"statement": "there are at most 55 points"}, "statement", "but what is proved is: there are at most 56"),
        ({"statement": 56}, "statement", "says 56, but"),
    ],
)
def test_a_refusal_names_the_entry_and_the_reason(change: Certificate, entry: str, reason: str) -> None:
    answer = rejection({**GOOD, **change})
    assert answer.entry == entry
    assert reason in answer.reason
    assert "\n" not in str(answer)


@pytest.mark.parametrize("name", ["schema", "kind", "space", "d", "overlap", "coefficients", "at_most"])
def test_a_missing_entry_is_named(name: str) -> None:
    assert rejection({key: value for key, value in GOOD.items() if key != name}).entry == name


@pytest.mark.parametrize("thing", [None, [], "delsarte", 3, [GOOD]])
def test_other_things_are_refused(thing: object) -> None:
    assert rejection(thing).entry == "certificate"


def test_each_entry_changed_is_refused_or_still_a_proof() -> None:
    """Perturb every entry by much and by little; both checkers agree, and what is accepted is true.

    Truth is held against the sizes of real codes: no accepted statement with an overlap that a code has may allow
    fewer points than the code.
    """
    accepted = 0
    for space, d, roots, size in SHARP:
        certificate = sharp(space, d, roots, size)
        for mutant in mutants(certificate):
            statement = kernel.check(mutant)
            assert statement == checkers.check(mutant)
            if isinstance(statement, Rejection):
                assert statement.entry.split("[")[0] in mutant
                continue
            accepted += 1
            assert isinstance(statement, SizeStatement)
            for other, dimension, its_roots, code in SHARP:
                if (other, dimension) == (statement.space, statement.d):
                    overlap = Fraction(its_roots[-1])
                    assert statement.size >= code or overlap > statement.overlap
                    assert statement.size > code or overlap >= statement.overlap or not statement.strict
    assert accepted > 50


def mutants(certificate: Certificate) -> list[Certificate]:
    """Certificates that differ in one entry."""
    found = [{**certificate, "d": certificate["d"] + step} for step in (-1, 1)]
    found += [{**certificate, "space": space} for space in "SRCH" if space != certificate["space"]]
    found += [{**certificate, "at_most": certificate["at_most"] + step} for step in (-1, 1)]
    tiny = Fraction(1, 10**12)
    overlap = Fraction(certificate["overlap"])
    found += [{**certificate, "overlap": str(overlap + step)} for step in (-tiny, tiny, Fraction(1, 50), -overlap)]
    for k, text in enumerate(certificate["coefficients"]):
        for value in (Fraction(text) * (1 + tiny), Fraction(text) * (1 - tiny), Fraction(text) + 1, Fraction(0)):
            coefficients = list(certificate["coefficients"])
            coefficients[k] = str(value)
            found.append({**certificate, "coefficients": coefficients})
    for drop in range(len(certificate["coefficients"])):
        rest = certificate["coefficients"][:drop] + certificate["coefficients"][drop + 1 :]
        found.append({**certificate, "coefficients": rest})
    return [mutant for mutant in found if json.dumps(mutant) != json.dumps(certificate)]
