"""Three-point bounds: time to solve and certify, and to check again, in both checkers."""

from __future__ import annotations

import time
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from packing import kernel
from packing.bounds import checkers
from packing.bounds.threepoint.programme import Relaxation, exclude
from packing.bounds.threepoint.threepoint_bound import accepted, three_point
from packing.bounds.threepoint.triples import Triples
from packing.certificates import read
from packing.problem import lines
from packing.proofs_folder import proofs_folder
from packing.sdp.arithmetic import Arithmetic
from packing.sdp.primal_dual import PrimalDual
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


def test_short_products(benchmark: Any) -> None:
    """Steps of the interior point, in which products of 22 digits stand for double-doubles: how often as fast."""
    program = Relaxation(Triples(Space.sphere(6), Fraction(1, 2), 9), 80).program

    def seconds(arithmetic: Arithmetic) -> float:
        started = time.process_time()
        PrimalDual(arithmetic=arithmetic, iterations=2).run(program)
        return time.process_time() - started

    seconds(Arithmetic.SHORT)
    ratios = [seconds(Arithmetic.DOUBLE_DOUBLE) / seconds(Arithmetic.SHORT) for _ in range(3)]
    benchmark.pedantic(seconds, args=(Arithmetic.SHORT,), rounds=1)
    benchmark.extra_info["double-doubles by short"] = float(np.median(ratios))
    print(f"double-doubles take {np.median(ratios):.1f} times as long")
    assert np.median(ratios) > 1.2
