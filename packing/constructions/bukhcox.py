"""Few more lines than dimensions: n = r m lines in F^(n-k) from m equiangular lines in F^k taken r times each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

import numpy as np
import sympy

from packing.configuration import Vectors
from packing.constructions.construction import Construction
from packing.constructions.gramian import vectors_of
from packing.errors import InputError
from packing.problem import Field, Problem
from packing.rigor import Rigor


def repeated_complement(lines: Construction, times: int) -> Construction:
    """r m lines in F^(r m - k) from m lines in F^k of coherence a that meet the Welch bound; r = `times` >= 1.

    With S the phases of their Gram matrix I + a S, the matrix (1 + c) I - c J_r (x) (I + S) has kernel of dimension k
    for c = 1/(r (1 + (m/k - 1)/a) - 1), and is positive semidefinite: it is the Gram matrix of lines of coherence c.
    From m = k^2 lines of C^k or k (k + 1)/2 of R^k no n lines in F^(n-k) are better. The coherence is exact, the
    vectors are floats. Reference: Bukh and Cox, Israel J. Math. 238 (2020).

    >>> from packing.constructions.eisenstein import hesse_lines
    >>> print(repeated_complement(hesse_lines(), 2))
    Hesse SIC, 2-fold complement: 18 lines in C^15, coherence 1/9
    """
    m, k = lines.problem.n, lines.problem.d
    if lines.optimal != "Welch bound" or times < 1 or times * m - k < 2:
        raise InputError(
            f"a repeated complement is of lines that meet the Welch bound, not {times} times {lines}: take others"
        )
    proved = lines.problem.field is not Field.QUATERNION and m == lines.problem.space.forms
    fold = times * (1 + (sympy.Rational(m, k) - 1) / lines.coherence)
    return Construction(
        f"{lines.name}, {times}-fold complement",
        Problem(times * m, times * m - k, lines.problem.field),
        sympy.expand(sympy.radsimp(1 / (fold - 1))),
        "bukh2020",
        None,
        "Bukh-Cox bound" if proved and lines.rigor is Rigor.PROVED else "",
        rows=partial(_rows, lines, times),
        rigor=lines.rigor,
    )


def members(problem: Problem, native: Callable[[Problem], Iterable[Construction]]) -> Iterator[Construction]:
    """The repeated complements of the lines that `native` gives for n/r lines in n - d dimensions, r >= 2."""
    n, k = problem.n, problem.n - problem.d
    if problem.has_lines and 2 <= k < n / 2:
        for times in range(2, n // (k + 1) + 1):
            if n % times == 0 and n // times > k:
                for lines in native(Problem(n // times, k, problem.field)):
                    if lines.optimal == "Welch bound":
                        yield repeated_complement(lines, times)


def _rows(lines: Construction, times: int) -> Vectors:
    """Vectors with the Gram matrix of `repeated_complement`, c ((fold) I - J_r (x) (I + S))."""
    m, k, field = lines.problem.n, lines.problem.d, lines.problem.field
    parts = field.parts_of(lines.packing.gram) / float(lines.coherence)
    parts[np.arange(m), np.arange(m)] = np.eye(1, field.real_dimension)
    fold = times * (1 + (m / k - 1) / float(lines.coherence))
    copies = -np.tile(parts, (times, times, 1))
    n = times * m
    copies[np.arange(n), np.arange(n), 0] += fold
    return vectors_of(field.scalars_of(copies), n - k)
