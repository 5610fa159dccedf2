"""CPU seconds of the bounds: closed forms, Delsarte certificates and their checks, the inversion to coherence.

Run with: pytest benchmarks/test_bounds.py --benchmark-enable
"""

from __future__ import annotations

import time
from fractions import Fraction
from typing import Any

import pytest

from packing import kernel
from packing.bounds import checkers, delsarte, lower_bounds, most_equiangular
from packing.bounds.twopoint.size_certificate import delsarte_certificate
from packing.problem import Problem, lines, vectors
from packing.space import Space


def cpu(benchmark: Any, work: Any) -> Any:
    """Run `work` once under the benchmark and record its CPU seconds."""
    began = time.process_time()
    answer = benchmark.pedantic(work, rounds=1, iterations=1)
    benchmark.extra_info["cpu_seconds"] = round(time.process_time() - began, 4)
    return answer


@pytest.mark.parametrize("problem", [lines(13, 3, "C"), lines(10**5, 4096), vectors(100, 10)], ids=str)
def test_all_closed_forms(benchmark: Any, problem: Problem) -> None:
    lower_bounds(problem)
    benchmark(lower_bounds, problem)


def test_kissing_numbers_3_to_24(benchmark: Any) -> None:
    spaces = [Space.sphere(d) for d in range(3, 25)]
    certificates = cpu(benchmark, lambda: [delsarte_certificate(where, Fraction(1, 2)) for where in spaces])
    benchmark.extra_info["sizes"] = [certificate["at_most"] for certificate in certificates]
    assert benchmark.extra_info["sizes"][-1] == 196560


@pytest.mark.parametrize("checker", [kernel.check, checkers.check], ids=["kernel", "flint"])
def test_check_of_the_kissing_numbers(benchmark: Any, checker: Any) -> None:
    certificates = [delsarte_certificate(Space.sphere(d), Fraction(1, 2)) for d in range(3, 25)]
    statements = cpu(benchmark, lambda: [checker(certificate) for certificate in certificates])
    assert all(isinstance(statement, kernel.SizeStatement) for statement in statements)


@pytest.mark.parametrize("problem", [lines(10, 2, "C"), lines(39, 3, "C"), lines(49, 4, "C"), vectors(24, 4)], ids=str)
def test_delsarte_turned_round(benchmark: Any, problem: Problem) -> None:
    bound = cpu(benchmark, lambda: delsarte(problem))
    benchmark.extra_info["coherence"] = bound.value


def test_equiangular_lines_up_to_60_dimensions(benchmark: Any) -> None:
    bounds = cpu(benchmark, lambda: [most_equiangular(d) for d in range(3, 61)])
    assert bounds[20].upper_bound == 276
