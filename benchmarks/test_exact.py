"""CPU seconds from doubles to certainty: 50 digits, a proof of existence, the minimal polynomial.

Run with: pytest benchmarks/test_exact.py --benchmark-enable
"""

from __future__ import annotations

import time
from itertools import pairwise
from typing import Any

import pytest

from packing.exact import Existence, polish, prove_existence, recognize
from packing.problem import Problem, lines, vectors
from packing.search import minimize_coherence

PROBLEMS = (vectors(7, 3), vectors(24, 3), lines(5, 3, "C"), lines(13, 3, "C"), lines(12, 5, "C"), lines(17, 5, "C"))


@pytest.mark.parametrize("problem", PROBLEMS, ids=str)
def test_exact(benchmark: Any, problem: Problem) -> None:
    packing = minimize_coherence(problem, seconds=2, seed=1).packing
    clock = [time.process_time()]
    polished = polish(packing, 50)
    clock.append(time.process_time())
    proof = benchmark.pedantic(prove_existence, args=(packing,), rounds=1, iterations=1)
    clock.append(time.process_time())
    minimal = recognize(proof) if isinstance(proof, Existence) else None
    clock.append(time.process_time())
    seconds = [round(end - start, 3) for start, end in pairwise(clock)]
    benchmark.extra_info.update(coherence=polished.coherence, proof=str(proof), polynomial=str(minimal))
    benchmark.extra_info["cpu_seconds"] = dict(zip(("polish", "prove", "recognize"), seconds, strict=True))
