"""The fewest and the most pairs of n objects whose overlap lies in a window: linear programmes, and Turan's theorem.

Delsarte's programme for n objects with all overlaps in a set A, made exact: with h = sum h_k P_k, h_k >= 0 for k >= 1,
h <= f on A, the sum of f over ordered pairs is at least n^2 h_0 - n h(1). f is 1 on the window and 0 elsewhere for the
fewest, -1 and 0 for the most; the ordered pairs are an even number. Where any overlap is allowed and the window begins
or ends at the end of all overlaps, Turan's theorem for the largest code speaks too, and the better answer is given.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, comb, floor
from typing import Any

from packing.analytic.extremal import turan
from packing.bounds import Theorem, code_with_angles, largest_code, lower_bound
from packing.bounds.angle_sets.allowed import Allowed, read_intervals, whole
from packing.bounds.angle_sets.distribution import best_certificate, number_of
from packing.bounds.angle_sets.question import PairSum, Question
from packing.bounds.angle_sets.size import check_question
from packing.displayed import Displayed
from packing.errors import InputError
from packing.kernel.angles import set_in_words
from packing.problem import Problem
from packing.rigor import Rigor
from packing.space import Space

Intervals = tuple[tuple[Fraction, Fraction], ...]

PROGRAMME = Theorem("linear programme", "delsarte1977")
TURAN = Theorem("Turan", "turan1941")
COUNT = Theorem("counting", "")

MOST_OBJECTS = 10**12


@dataclass(frozen=True)
class PairCount:
    """One side of a count of unordered pairs: its number, why, how it is known, and what a checker needs.

    Fields: `theorem`: its name and source; `rigor`: proved or certified; `certificate`: of kind `distribution`, None
    where it needs none.
    """

    number: int
    theorem: Theorem
    rigor: Rigor
    certificate: Any = field(default=None, compare=False)


@dataclass(frozen=True, repr=False)
class PairsBetween(Displayed):
    """`least` <= (unordered pairs with an overlap in `window`) <= `most`, for all packings with overlaps in `allowed`.

    Fields: `problem`; `window` and `allowed`, closed intervals of <x, y> of points, |<x, y>|^2 of lines; `strength` and
    `antipodal` say what else is asked of the packings.
    """

    problem: Problem
    window: Intervals
    allowed: Intervals
    strength: int
    antipodal: bool
    least: PairCount
    most: PairCount

    @property
    def exact(self) -> int | None:
        """The number where every such packing has the same, else None."""
        return self.least.number if self.least.number == self.most.number else None

    def __str__(self) -> str:
        name = "<x, y>" if self.problem.space.has_points else "|<x, y>|^2"
        what = f"{self.problem} with each {name} in {set_in_words(self.allowed)}"
        what += ", with -x for each x" if self.antipodal else ""
        what += f", that are a design of strength {self.strength}" if self.strength else ""
        total = comb(self.problem.n, 2)
        sides = [f"at {word} {side.number} ({side.theorem}, {side.rigor})" for word, side in self._sides]
        return f"{what}: of {total} pairs {' and '.join(sides)} have {name} in {set_in_words(self.window)}"

    @property
    def _sides(self) -> tuple[tuple[str, PairCount], ...]:
        return ("least", self.least), ("most", self.most)


def pairs_between(
    problem: Problem, window: str | Iterable[Any], *, angles: str | Iterable[Any] | None = None, strength: int = 0,
    antipodal: bool = False,
) -> PairsBetween:  # fmt: skip
    """The fewest and the most of the binomial(n, 2) pairs with an overlap in a window, each with its proof.

    Args: `problem`, n points or lines; `window` and `angles`, exact overlaps and intervals such as "1/2" or
    "-1:0, 1/2": cosines of points, |<x, y>|^2 of lines. `angles` are the overlaps that packings may have; all, equal
    objects with them, where it is left out. `strength` and `antipodal` as in `packing.bounds.code_with_angles`.

    Raises: `InputError` for what does not fit the space, and where so many objects with such overlaps cannot exist.

    >>> from packing.problem import vectors
    >>> kissing = pairs_between(vectors(24, 4), "1/2", angles="-1, -1/2, 0, 1/2")
    >>> kissing.least.number, kissing.most.number                           # the 24-cell: 8 neighbours each
    (96, 96)
    >>> print(pairs_between(vectors(10, 4), "0:1"))
    10 vectors on S^3 with each <x, y> in [-1, 1]: of 45 pairs at least 5 (Turan, proved) and at most 45 \
(counting, proved) have <x, y> in [0, 1]
    """
    space = problem.space
    check_question(space, strength, antipodal)
    if not 2 <= problem.n <= MOST_OBJECTS:
        raise InputError(f"pairs in a window are of 2 to {MOST_OBJECTS} objects, not {problem.n}: change n")
    if antipodal and problem.n % 2:
        raise InputError(f"a code with -x for each x has an even number of points, not {problem.n}: change n")
    counted = read_intervals(window, space, up_to_one=True)
    allowed = _allowed(space, angles, antipodal)
    _check_that_they_exist(problem, angles, strength, antipodal)
    function = PairSum(tuple((interval, (Fraction(1),)) for interval in counted))
    questions = [
        Question(space, allowed, (), problem.n, objective, strength, antipodal) for objective in (function, -function)
    ]
    least, most = (best_certificate(question) for question in questions)
    total = comb(problem.n, 2)
    below = [PairCount(0, COUNT, Rigor.PROVED)]
    above = [PairCount(total, COUNT, Rigor.PROVED)]
    if not (angles or strength or antipodal):
        below += _turan_below(problem, counted)
        above += _turan_above(problem, counted)
    if least is not None:
        below.append(PairCount(ceil(number_of(least) / 2), PROGRAMME, Rigor.CERTIFIED, least))
    if most is not None:
        above.append(PairCount(floor(-number_of(most) / 2), PROGRAMME, Rigor.CERTIFIED, most))
    fewest, largest = max(below, key=lambda side: side.number), min(above, key=lambda side: side.number)
    if fewest.number > largest.number:
        raise InputError(f"no {problem} with such overlaps exist, the programme proves: ask for fewer, or allow more")
    return PairsBetween(problem, counted, allowed, strength, antipodal, fewest, largest)


def _allowed(space: Space, angles: str | Iterable[Any] | None, antipodal: bool) -> Intervals:
    if angles is None:
        return (whole(space),)
    allowed = Allowed.read(angles, space)
    return (allowed.antipodal() if antipodal else allowed).intervals


def _check_that_they_exist(
    problem: Problem, angles: str | Iterable[Any] | None, strength: int, antipodal: bool
) -> None:
    """Raise `InputError` where a certificate excludes n objects with such overlaps."""
    if angles is None:
        return
    size = largest_code(problem.space, Allowed.read(angles, problem.space).intervals[-1][1])
    if size.upper_bound >= problem.n:
        try:
            size = code_with_angles(problem.space, angles, strength=strength, antipodal=antipodal)
        except InputError:  # nothing bounds their number
            return
    if size.upper_bound < problem.n:
        raise InputError(f"{problem.n} objects with such overlaps do not exist ({size}): take fewer, or allow more")


def _turan_above(problem: Problem, window: Intervals) -> list[PairCount]:
    """At most Turan's number of pairs overlap by at most s."""
    (low, high), *others = window
    if others or low != whole(problem.space)[0] or high == 1:
        return []
    size = largest_code(problem.space, high)
    return [PairCount(turan(problem.n, size.upper_bound), TURAN, size.rigor)]


def _turan_below(problem: Problem, window: Intervals) -> list[PairCount]:
    """At least the others overlap by s or more, and Turan's number of pairs by less."""
    (low, high), *others = window
    if others or high != 1 or not whole(problem.space)[0] <= low < 1:
        return []
    size, rigor = _largest_below(problem.space, low)
    return [PairCount(comb(problem.n, 2) - turan(problem.n, size), TURAN, rigor)]


def _largest_below(space: Space, overlap: Fraction) -> tuple[int, Rigor]:
    """At most how many objects have all overlaps below this one: fewer than any n whose coherence bound reaches it."""
    size = largest_code(space, overlap)
    none, reached = 0, size.upper_bound  # bounds do not fall with n
    rigor = _reaches(space, reached, overlap)
    if rigor is None:
        return reached, size.rigor
    while reached - none > 1:
        middle = (none + reached) // 2
        found = _reaches(space, middle, overlap)
        none, reached, rigor = (middle, reached, rigor) if found is None else (none, middle, found)
    return reached - 1, rigor


def _reaches(space: Space, n: int, overlap: Fraction) -> Rigor | None:
    """How it is known that some pair of any n objects has at least this overlap; None where it is not."""
    if n < 2:
        return None
    bound = lower_bound(Problem(n, space))
    least = bound.exact if space.has_points else bound.exact**2
    if least.is_Rational:
        return bound.rigor if least >= overlap else None
    value = Fraction(bound.value)  # rounded down
    return bound.rigor if (value if space.has_points else value * abs(value)) >= overlap else None
