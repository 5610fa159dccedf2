"""Three-point bounds: time to solve and certify, and to check again, in both checkers."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from packing import kernel
from packing.bounds import checkers
from packing.bounds.threepoint.programme import exclude
from packing.bounds.threepoint.threepoint_bound import accepted, three_point
from packing.bounds.threepoint.triples import Triples
from packing.certificates import read
from packing.problem import lines
from packing.proofs_folder import proofs_folder
from packing.space import Space

CODES = [("S", 3, 13, "1/2", 6), ("S", 5, 46, "1/2", 7), ("C", 3, 13, "9/25", 5), ("R", 3, 8, "37/100", 5)]


@pytest.mark.parametrize(("space", "d", "n", "overlap", "half"), CODES)
def test_exclude(benchmark: Any, space: str, d: int, n: int, overlap: str, half: int) -> None:
    triples = Triples(Space.of_letter(space, d), Fraction(overlap), half)
    certificate = benchmark.pedantic(exclude, args=(triples, n, accepted), rounds=1)
    assert certificate is not None


@pytest.mark.parametrize("n", [13, 20])
def test_row_of_complex_lines(benchmark: Any, n: int) -> None:
    bound = benchmark.pedantic(three_point, args=(lines(n, 3, "C"),), rounds=1)
    benchmark.extra_info["coherence"] = bound.value


@pytest.mark.parametrize("name", ["S3-kissing-threepoint", "S4-kissing-threepoint", "S7-kissing-threepoint"])
@pytest.mark.parametrize("checker", ["kernel", "flint"])
def test_check(benchmark: Any, name: str, checker: str) -> None:
    (certificate,) = read(proofs_folder() / "certificates" / f"{name}.json")
    statement = benchmark(kernel.check if checker == "kernel" else checkers.check, certificate)
    benchmark.extra_info["statement"] = str(statement)
