"""What no packing can beat: one theorem a file, each a function `Problem -> Bound | Inapplicable`.

>>> from packing.problem import lines
>>> print(lower_bound(lines(126, 6, "C")))
126 lines in C^6: coherence >= 0.5 (Levenshtein second, proved)
"""

from __future__ import annotations

from collections.abc import Iterable

from packing.bounds.bound import Bound as Bound
from packing.bounds.bound import BoundFunction as BoundFunction
from packing.bounds.bound import Inapplicable as Inapplicable
from packing.bounds.bound import Theorem as Theorem
from packing.bounds.bound_report import BoundReport as BoundReport
from packing.bounds.bound_report import report as _report
from packing.bounds.equiangular_lines.at_angle import equiangular as equiangular
from packing.bounds.equiangular_lines.at_angle import most_equiangular as most_equiangular
from packing.bounds.from_certificates import certified as certified
from packing.bounds.sizebound import SizeBound as SizeBound
from packing.bounds.theorems.bukh_cox import bukh_cox as bukh_cox
from packing.bounds.theorems.cap import cap as cap
from packing.bounds.theorems.cross_polytope import cross_polytope as cross_polytope
from packing.bounds.theorems.fejes_toth import fejes_toth as fejes_toth
from packing.bounds.theorems.gerzon import gerzon as gerzon
from packing.bounds.theorems.gerzon import gerzon_number as gerzon_number
from packing.bounds.theorems.levenshtein_first import levenshtein_first as levenshtein_first
from packing.bounds.theorems.levenshtein_second import levenshtein_second as levenshtein_second
from packing.bounds.theorems.orthoplex import orthoplex as orthoplex
from packing.bounds.theorems.rankin_simplex import rankin_simplex as rankin_simplex
from packing.bounds.theorems.relative import relative as relative
from packing.bounds.theorems.trivial import trivial as trivial
from packing.bounds.theorems.welch import welch as welch
from packing.bounds.theorems.welch_higher import welch_higher as welch_higher
from packing.bounds.twopoint.levenshtein_bound import levenshtein as levenshtein
from packing.problem import Problem

ALL: tuple[BoundFunction, ...] = (
    trivial,
    welch,
    welch_higher,
    orthoplex,
    levenshtein_first,
    levenshtein_second,
    bukh_cox,
    rankin_simplex,
    cross_polytope,
    fejes_toth,
    cap,
    levenshtein,
    certified,
)
"""The built-in bounds; a new one is one more function here."""


def lower_bound(problem: Problem) -> Bound:
    """The largest of the bounds that apply; there is always one."""
    return lower_bounds(problem).best


def lower_bounds(problem: Problem, also: Iterable[BoundFunction] = ()) -> BoundReport:
    """Every bound for `problem`, best first, and why the others do not apply.

    `also` names bounds to ask beyond `ALL`, such as `delsarte_bound.delsarte`, which is computed and not instant.

    >>> from packing.problem import vectors
    >>> print(lower_bounds(vectors(8, 4)).bounds[0].theorem, lower_bounds(vectors(1, 1)).best.exact)
    Rankin cross-polytope -1
    """
    return _report(problem, (*ALL, *also))
