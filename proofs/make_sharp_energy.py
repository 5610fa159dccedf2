"""Make the certificates of codes of least energy again: python proofs/make_sharp_energy.py [NAME ..]. Minutes.

The three-point bound on an energy is attained by the Petersen code, ten points of S^3 with overlaps 1/6 and -2/3, for
the sum of max(<x, y>, 0)^2, and by 3 axes and 4 diagonals of a cube, seven lines of R^3, for that of |<x, y>|^5, whose
value lies in Q(sqrt 3). The minorant touches the potential at the overlaps; what is left of it, the matrices and the
a_k are a point inside a face in floats, rounded, and the equations that remain are solved exactly.

Reference: Cohn, de Laat and Leijenhorst, arXiv:2403.16874, for rounding on a face.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, partial
from itertools import combinations, product
from pathlib import Path
from typing import Any

import numpy as np
from threepoint_faces import (
    Block,
    Code,
    Column,
    Linear,
    Triples,
    as_entry,
    common_unit,
    exact_faces,
    in_units,
    interior,
    null_entry,
    on_the_whole,
    rounded,
    square_root,
    symmetric,
    theta_entry,
    tidy,
)

from packing import kernel
from packing.bounds.checkers import ring, threepoint
from packing.bounds.checkers.ring import ONE, T, U, V, W, exactly
from packing.bounds.threepoint.face import reduced_rows
from packing.certificates import read, write
from packing.kernel.algebraic import RATIONALS, Real
from packing.kernel.energy_threepoint import AllTriples
from packing.kernel.number_field import RealField
from packing.kernel.polynomial import value, zonal_polynomials

FOLDER = Path(__file__).with_name("certificates")
Coefficients = list[Real]


@dataclass(frozen=True)
class Attained:
    """A code of least energy: the potential with its values f(y), f'(y) where the minorant touches it, by overlap y.

    `shape` gives the potential in floats. Where only f(y) is given, y is the least overlap there is.
    """

    file: str
    space: str
    d: int
    code: Code
    half: int
    potential: list[dict[str, Any]]
    shape: Any
    contacts: list[tuple[Real, list[Real]]]
    field: RealField = RATIONALS
    bits: int = 44

    @cached_property
    def case(self) -> AllTriples:
        return AllTriples(self.space, self.d, len(self.code.gram), Fraction(1), self.half)

    @property
    def degree(self) -> int:
        return 2 * self.half

    @cached_property
    def touching(self) -> Coefficients:
        """The product of (y - c)^2, of y - c where only the value is given."""
        total: Coefficients = [Fraction(1)]
        for c, values in self.contacts:
            for _ in values:
                total = times(total, [-c, Fraction(1)])
        return total

    @cached_property
    def interpolant(self) -> Coefficients:
        """The polynomial of least degree with these values and derivatives."""
        count = sum(len(values) for _, values in self.contacts)
        rows: list[Coefficients] = []
        for c, values in self.contacts:
            powers = [c**i for i in range(count)]
            rows.append([*powers, values[0]])
            if len(values) > 1:
                rows.append([Fraction(0), *(i * powers[i - 1] for i in range(1, count)), values[1]])
        return [row[-1] for row in reduced_rows(rows, count)[0]]

    @property
    def energy(self) -> Real:
        """The sum of the potential over ordered pairs of the code."""
        points = range(len(self.code.gram))
        known = {c: values[0] for c, values in self.contacts}
        return sum((known[self.code.overlap(i, j)] for i in points for j in points if i != j), Fraction(0))

    def blocks(self) -> Iterator[Block]:
        triples = Triples(self.case, self.field, self.code, self.of_kernel)
        yield from triples.kernels()
        yield from triples.squares()

    def of_kernel(self, f: Any) -> Column:
        """The coefficients of f plus those of 3 f(u, u, 1) on the pairs."""
        return self._column(f, threepoint.pair_polynomial(self.case, f, []))

    def of_pairs(self, coefficients: Coefficients) -> Column:
        """The coefficients of (p(u) + p(v) + p(t))/(3(n-2))."""
        return self._column(0 * ONE, sum((exactly(c) * U**i for i, c in enumerate(coefficients)), 0 * ONE))

    def _column(self, f: Any, pairs: Any) -> Column:
        total = sum((ring.put(pairs, x, x, x, W) for x in (U, V, T)), 0 * ONE) / (3 * (self.case.n - 2))
        on_surface = threepoint.on_the_surface(self.case, threepoint.scaled(self.case, f + total))
        return symmetric(ring.coefficients(on_surface, self.field))

    @cached_property
    def two_point(self) -> dict[Any, Column]:
        """The columns of the a_k that may be positive: those of P_k with sum 0 over the code."""
        zonal = zonal_polynomials(self.space, self.d, self.degree)
        sums = {
            k: sum((c * value(zonal[k], u) for u, c in self.code.pairs.items()), Fraction(0))
            for k in range(1, self.degree + 1)
        }  # type: ignore[arg-type]
        return {k: self.of_pairs(list(zonal[k])) for k, total in sums.items() if not total}

    def linear(self) -> Linear:
        """The equations, and the room for what the minorant has beyond the interpolant."""
        basis = self.chebyshev(self.degree + 1 - len(self.touching) + 1)
        free = {("rest", j): self.of_pairs([-c for c in times(self.touching, p)]) for j, p in enumerate(basis)}
        numbers = self.two_point | {"interpolant": self.of_pairs([-c for c in self.interpolant])}
        low = -1.0 if self.space == "S" else 0.0
        y = (1 + low) / 2 + (1 - low) / 2 * np.cos(np.linspace(0, np.pi, 4001))
        y = y[np.all([np.abs(y - float(c)) > 1e-3 for c, _ in self.contacts], axis=0)]
        h, touching = (
            np.polynomial.polynomial.polyval(y, [float(c) for c in p]) for p in (self.interpolant, self.touching)
        )
        table = np.array([np.polynomial.polynomial.polyval(y, [float(c) for c in p]) for p in basis]).T
        return Linear(
            self.field, list(self.blocks()), numbers, free, ("interpolant", (self.shape(y) - h) / touching, table)
        )

    def chebyshev(self, count: int) -> list[Coefficients]:
        """The first Chebyshev polynomials of the interval of overlaps."""
        x: Coefficients = [Fraction(0), Fraction(1)] if self.space == "S" else [Fraction(-1), Fraction(2)]
        found: list[Coefficients] = [[Fraction(1)], x]
        while len(found) < count:
            twice = times([Fraction(2)], times(x, found[-1]))
            found.append([a - b for a, b in zip(twice, [*found[-2], Fraction(0), Fraction(0)], strict=True)])
        return found[:count]

    def certificate(self) -> dict[str, Any]:
        linear = self.linear()
        point = interior(linear)
        scale = point.numbers.pop("interpolant")
        a = {k: rounded(number / scale, 1.0, self.bits) for k, number in point.numbers.items()}
        for name in point.matrices:
            point.matrices[name] = point.matrices[name] / scale
            point.scales[name] = point.scales[name] / np.sqrt(scale)
        faces = exact_faces(linear, point, {**a, "interpolant": Fraction(1)}, self.bits)
        full = {block.name: on_the_whole(block, faces.get(block.name, [])) for block in linear.blocks}
        unit = Fraction(1, common_unit(full).denominator)
        text = {name: in_units(matrix, unit) for name, matrix in full.items()}
        minorant: Coefficients = [*self.interpolant, *[Fraction(0)] * (self.degree + 1 - len(self.interpolant))]
        for j, p in enumerate(self.chebyshev(len(linear.free))):
            for i, c in enumerate(times(self.touching, p)):
                minorant[i] += a["rest", j] * c
        case = self.case
        contacts = {} if self.field.degree == 1 else {"contacts": self._contacts}
        return {
            "schema": 1,
            "kind": "three-point-energy",
            "space": self.space,
            "d": self.d,
            "n": case.n,
            **theta_entry(self.field),
            "potential": self.potential,
            "half_degree": self.half,
            "denominator": unit.denominator,
            "two_point": [str(a.get(k, Fraction(0))) for k in range(1, self.degree + 1)],
            "minorant": [as_entry(c) for c in minorant],
            **contacts,
            "kernels": [text["kernels", i] for i in range(len(case.blocks()))],
            "triple_squares": [[text["triple_squares", i, j] for j in range(3)] for i in range(len(case.weights()))],
            **(null_entry(linear.blocks) if self.field.degree > 1 else {}),
            "at_least": as_entry(self.energy),
        }

    @property
    def _contacts(self) -> list[Any]:
        """The t where the minorant touches: inner products, without signs of lines."""
        found = dict.fromkeys(
            g if not self.code.lines or g >= 0 else -g for row in self.code.gram for g in row if g != 1
        )
        return [as_entry(t) for t in found]


def times(p: Coefficients, q: Coefficients) -> Coefficients:
    total: Coefficients = [Fraction(0)] * (len(p) + len(q) - 1)
    for i, a in enumerate(p):
        for j, b in enumerate(q):
            total[i + j] = total[i + j] + a * b
    return total


def petersen() -> Attained:
    """Pairs of five things: overlap 1/6 where they meet, -2/3 where they do not; max(t, 0)^2."""
    pairs = list(combinations(range(5), 2))
    names = {2: Fraction(1), 1: Fraction(1, 6), 0: Fraction(-2, 3)}
    gram = [[names[len(set(a) & set(b))] for b in pairs] for a in pairs]
    potential = [{"from": "-1", "to": "0", "f": ["0"]}, {"from": "0", "to": "1", "f": ["t", "^2"]}]
    contacts: list[Any] = [
        (Fraction(-2, 3), [Fraction(0), Fraction(0)]),
        (Fraction(1, 6), [Fraction(1, 36), Fraction(1, 3)]),
    ]
    return Attained(
        "S4-three-point-energy", "S", 4, Code(gram, (0,)), 6, potential, lambda t: np.maximum(t, 0) ** 2, contacts
    )


def cube(p: int) -> Attained:
    """3 axes and 4 diagonals of a cube; |t|^p = y^(p/2), y = 0, 1/9, 1/3 the squares of their overlaps."""
    root = square_root(3)
    axes: list[list[Real]] = [[Fraction(int(i == j)) for j in range(3)] for i in range(3)]
    diagonals: list[list[Real]] = [[a * root / 3, b * root / 3, root / 3] for a, b in product((1, -1), repeat=2)]
    rows = axes + diagonals
    gram = [[tidy(sum((a * b for a, b in zip(x, y, strict=True)), Fraction(0))) for y in rows] for x in rows]
    third = tidy(root**p) / Fraction(3) ** p
    contacts: list[Any] = [
        (Fraction(0), [Fraction(0)]),
        (Fraction(1, 9), [Fraction(1, 3**p), Fraction(9 * p, 2 * 3**p)]),
        (Fraction(1, 3), [third, third * Fraction(3 * p, 2)]),
    ]
    potential = [{"from": "0", "to": "1", "f": ["t", f"^{p}"]}]
    code, field = Code(gram, tuple(range(7)), lines=True), RATIONALS if p % 2 == 0 else root.field
    return Attained("R3-three-point-energy", "R", 3, code, 4, potential, lambda y: y ** (p / 2), contacts, field)


def make(attained: Attained) -> None:
    found = attained.certificate()
    statement = kernel.check(found, limit=1e6)
    print(statement, flush=True)
    assert isinstance(statement, kernel.EnergyStatement)
    path = FOLDER / f"{attained.file}.json"
    others = read(path) if path.exists() else []
    kept = [member for member in others if (member["n"], member["potential"]) != (found["n"], found["potential"])]
    members = sorted([*kept, {**found, "statement": statement.sentence}], key=lambda member: str(member["potential"]))
    write(path, members[0] if len(members) == 1 else members)


CODES = {"Petersen": petersen, **{f"cube {p}": partial(cube, p) for p in (4, 5, 6, 8)}}

if __name__ == "__main__":
    for name in sys.argv[1:] or CODES:
        make(CODES[name]())
