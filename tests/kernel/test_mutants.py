"""Random mutants of certificates of every kind: both checkers agree, nothing raises, nothing false is accepted."""

from __future__ import annotations

import json
import time
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from mutants import mutants
from seeds import SEEDS

from packing import kernel
from packing.bounds import checkers
from packing.kernel import (
    AngleStatement,
    DistributionStatement,
    EnergyStatement,
    EquiangularStatement,
    Rejection,
    SizeStatement,
)
from packing.kernel.gram import GramStatement
from packing.kernel.intervals import UNIT, Interval
from packing.kernel.potential import Piece

LIMIT = 20.0


def test_the_certificates_that_are_mutated_are_right() -> None:
    for certificate in SEEDS:
        answer = kernel.check(certificate)
        assert not isinstance(answer, Rejection), answer
        assert answer == checkers.check(certificate)
    assert {certificate["kind"] for certificate in SEEDS} == set(kernel.KINDS)


def attack(count: int, seed: int) -> dict[str, int]:
    """Check mutants; return how many of each kind were accepted."""
    accepted: dict[str, int] = {}
    for i, certificate in enumerate(mutants(SEEDS, count, seed)):
        began = time.process_time()
        answer = kernel.check(certificate, limit=LIMIT)
        spent = time.process_time() - began
        assert spent < LIMIT, f"mutant {i} of seed {seed}: {spent:.1f} s"
        assert checkers.check(certificate, LIMIT) == answer, f"mutant {i} of seed {seed}"
        assert str(answer).isprintable(), f"mutant {i} of seed {seed}"
        if isinstance(answer, kernel.Statement):
            accepted[answer.kind] = accepted.get(answer.kind, 0) + 1
            assert is_true(answer, certificate), f"mutant {i} of seed {seed}: {answer}"
    return accepted


def test_hundreds_of_mutants() -> None:
    assert set(attack(500, seed=27)) == set(kernel.KINDS)


@pytest.mark.long
def test_three_thousand_mutants() -> None:
    accepted = attack(3000, seed=2)
    assert min(accepted[kind] for kind in kernel.KINDS) > 0


def is_true(answer: kernel.Statement, certificate: dict[str, Any]) -> bool:
    """Whether nothing known contradicts a statement: no code is larger, and a Gram matrix is one in floats."""
    if isinstance(answer, SizeStatement):
        known = codes(answer.space, answer.d) if answer.m == 1 else subspaces(answer)
        larger = [size for overlap, size in known if overlap <= answer.overlap]
        below = [size for overlap, size in known if overlap < answer.overlap]
        return max(larger, default=1) <= answer.largest and max(below, default=1) <= answer.largest - answer.strict
    if isinstance(answer, EquiangularStatement):
        return (
            max([size for angle, size in equiangular(answer.d) if angle == answer.angle], default=1) <= answer.largest
        )
    if isinstance(answer, AngleStatement):
        return max((size for size in with_angles(answer)), default=0) <= answer.largest
    if isinstance(answer, DistributionStatement):
        return all(permits(answer, code) for code in distributions(answer))
    if isinstance(answer, EnergyStatement):
        return answer.at_least is None or least_known(answer) >= answer.at_least
    assert isinstance(answer, GramStatement)
    return is_gram(answer, certificate)


def with_angles(answer: AngleStatement) -> list[int]:
    """Sizes of codes that exist with these overlaps: simplices, cross-polytopes, bases, the hemicube of R^5."""
    d = answer.d
    known = [(d, {Fraction(0)}, 0 if answer.space == "S" else 1, False)]
    if answer.space == "S":
        known = [(d + 1, {Fraction(-1, d)}, 2, False), (2 * d, {Fraction(-1), Fraction(0)}, 3, True)]
        known += [(16, {Fraction(1, 5), Fraction(-3, 5)}, 3, False)] if d == 5 else []
    return [
        size
        for size, overlaps, strength, antipodal in known
        if strength >= answer.strength
        and antipodal >= answer.antipodal
        and all(any(low <= overlap <= high for low, high in answer.intervals) for overlap in overlaps)
    ]


Distribution = tuple[int, dict[Fraction, int], int, bool]
"""How many objects, how many others each has at which overlaps, the strength as a design, and whether antipodal."""


def distributions(answer: DistributionStatement) -> list[Distribution]:
    """Codes that exist in the space: simplices, cross-polytopes, bases, hexagons."""
    d, one = answer.d, Fraction(1)
    if answer.space != "S":
        hexagon: list[Distribution] = [(3, {one / 4: 2}, 1, False)] if (answer.space, d) == ("R", 2) else []
        return [(d, {Fraction(0): d - 1}, 1, False), *hexagon]
    known: list[Distribution] = [(d + 1, {-one / d: d}, 2, False), (2 * d, {-one: 1, 0 * one: 2 * d - 2}, 3, True)]
    known.append((d, {0 * one: d - 1}, 0, False))
    return [*known, (6, {-one: 1, -one / 2: 2, one / 2: 2}, 5, True)] if d == 2 else known


def permits(answer: DistributionStatement, code: Distribution) -> bool:
    """Whether the statement is true of a code, or does not speak of it; a shared end is put in each of its parts."""
    size, others, strength, antipodal = code
    if strength < answer.strength or antipodal < answer.antipodal or answer.n not in (None, size):
        return True
    homes = [[i for i, (low, high) in enumerate(answer.parts) if low <= t <= high] for t in others]
    for places in product(*homes):
        counted = list(zip(others.items(), places, strict=True))
        sums = [
            sum((m * sum(c * t**k for k, c in enumerate(u.polynomials[i])) for (t, m), i in counted), Fraction(0))
            for u in answer.limits
        ]
        if any(total > u.most for total, u in zip(sums, answer.limits, strict=True)):
            continue
        if answer.n is None:
            if size > answer.largest:
                return False
        elif size * sum(m * f_on(answer.objective[i], t) for (t, m), i in counted) < answer.bound:
            return False
    return True


def least_known(answer: EnergyStatement) -> Fraction:
    """An upper bound on the least energy: n ends of axes, repeated, or a regular simplex; 10^400 is infinite."""
    n, d, on_sphere = answer.n, answer.d, answer.space == "S"
    places = 2 * d if on_sphere else d
    copies, left = divmod(n, places)
    same = left * (copies + 1) * copies + (places - left) * copies * (copies - 1)
    found = [Fraction(10) ** 400]
    if not on_sphere:
        found.append(same * f_above(answer, Fraction(1)) + (n * (n - 1) - same) * f_above(answer, Fraction(0)))
    elif left == 0:
        ends = n * copies
        zero = n * (n - 1) - same - ends
        values = (f_above(answer, Fraction(1)), f_above(answer, Fraction(-1)), f_above(answer, Fraction(0)))
        found.append(same * values[0] + ends * values[1] + zero * values[2])
    if n <= d + 1:
        found.append(n * (n - 1) * f_above(answer, Fraction(-1 if on_sphere else 1, d)))
    return min(found)


def f_above(answer: EnergyStatement, t: Fraction) -> Fraction:
    """An upper bound on f(t)."""
    return f_on(next(piece for piece in answer.potential if t <= piece.high), t)


def f_on(piece: Piece, t: Fraction) -> Fraction:
    """An upper bound on f(t) by one piece."""
    value = piece.enclosure(Interval.of(t))
    return Fraction(10) ** 400 if value is None or value.high is None else Fraction(value.high, UNIT)


def codes(space: str, d: int) -> list[tuple[Fraction, int]]:
    """Overlaps and sizes of codes that exist: ends of a line, simplices, bases, root systems; of lines, SICs of C^2."""
    if space == "S":
        roots = {4: 24, 5: 40, 6: 72, 7: 126, 8: 240, 9: 306}.get(d, d * (d + 1))
        return [(Fraction(-1), 2), (Fraction(-1, d), d + 1), (Fraction(0), 2 * d), (Fraction(1, 2), roots)]
    found = [(Fraction(0), d), (Fraction(1, d * d), d + 1)]
    return [*found, (Fraction(1, 3), 4)] if d == 2 and space != "R" else found


def subspaces(answer: SizeStatement) -> list[tuple[Fraction, int]]:
    """Overlaps and sizes of codes of subspaces that exist: orthogonal ones; 10 and 18 planes of R^4."""
    found = [(Fraction(0), answer.d // answer.m)]
    planes = (answer.space, answer.d, answer.m, answer.distance) == ("R", 4, 2, "chordal")
    return [*found, (Fraction(4, 9), 10), (Fraction(1, 2), 18)] if planes else found


def equiangular(d: int) -> list[tuple[Fraction, int]]:
    """Angles and numbers of equiangular lines that exist."""
    found = [(Fraction(1, d), d + 1)]
    thirds = {3: 4, 4: 6, 5: 10, 6: 16}
    return [*found, (Fraction(1, 3), thirds.get(d, 28 if d < 15 else 2 * (d - 1)))]


def is_gram(answer: GramStatement, certificate: dict[str, Any]) -> bool:
    """Whether, in floats, the matrix is semidefinite of rank at most d, with such overlaps and distinct rows."""
    theta = 0.0
    if certificate.get("theta"):
        low, high = (float(number(end)) for end in certificate["theta"]["interval"])
        roots = np.roots([float(c) for c in reversed(certificate["theta"]["polynomial"])])
        (theta,) = {round(r.real, 9): r.real for r in roots if abs(r.imag) < 1e-9 and low <= r.real <= high}.values()

    def element(value: Any) -> float:
        return sum(float(number(c)) * theta**i for i, c in enumerate(value if isinstance(value, list) else [value]))

    n = len(certificate["gram"])
    gram = np.eye(n, dtype=complex)
    for i, row in enumerate(certificate["gram"]):
        for j, value in enumerate(row):
            parts = [element(part) for part in value] if answer.space == "C" else [element(value), 0.0]
            gram[i, j] = complex(*parts)
            gram[j, i] = gram[i, j].conjugate()
    eigenvalues = np.linalg.eigvalsh(gram)
    pairs = gram[np.tril_indices(n, -1)]
    values = pairs.real if answer.space == "S" else np.abs(pairs) ** 2
    listed = np.array([element(overlap) for overlap in certificate["overlaps"]])
    distances = np.abs(values[:, None] - listed[None, :])
    overlaps = np.eye(n)
    overlaps[np.tril_indices(n, -1)] = values
    distinct = sum(not (overlaps[i, :i] > 1 - 1e-12).any() for i in range(n))
    return bool(
        eigenvalues[0] > -1e-9
        and (eigenvalues > 1e-9).sum() <= answer.d
        and distances.min(axis=0).max() < 1e-9
        and distances.min(axis=1).max() < 1e-9
        and distinct == answer.distinct
    )


def number(text: Any) -> Fraction:
    head, _, power = str(text).partition("*2^")
    return Fraction(head) * Fraction(2) ** int(power or 0)


def test_what_is_read_from_a_file_is_what_is_mutated() -> None:
    for certificate in SEEDS:
        assert json.loads(json.dumps(certificate)) == certificate
