"""Bounds on coherence from certificates about sizes: the ones that come with the package, checked on each use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import sympy

from packing.bounds import checkers
from packing.bounds.bound import Bound, Inapplicable, Theorem
from packing.certificates import Certificate, read
from packing.kernel import Rejection, SizeStatement, Statement
from packing.problem import Problem
from packing.proofs_folder import proofs_folder
from packing.rigor import Rigor

THEOREM = Theorem("certificates", "delsarte1977")

THEOREMS = {
    ("delsarte", "S"): Theorem("Delsarte", "delsarte1977"),
    ("delsarte", "R"): Theorem("Delsarte", "delsarte1975"),
    ("delsarte", "C"): Theorem("Delsarte", "delsarte1975"),
    ("delsarte", "H"): Theorem("Delsarte", "delsarte1975"),
    ("three-point", "S"): Theorem("three-point", "bachoc2008"),
    ("three-point", "R"): Theorem("three-point", "bachoc2008"),
    ("three-point", "C"): Theorem("three-point", "bachoc2008"),
}
"""The theorem that a kind of certificate applies, with its source for the space."""


@dataclass(frozen=True)
class View:
    """A space in which the objects of a problem are points, and how its overlap gives theirs (squared, of lines)."""

    space: str
    d: int
    overlap: Callable[[Fraction], Fraction]


def views(problem: Problem) -> tuple[View, ...]:
    """The problem's own space first, then its isometric copy: C^2 and S^2, R^2 and S^1, S^4 and H^2.

    There |<x, y>|^2 = (1 + c)/2 for the cosine c of the points on the sphere.

    >>> from packing.problem import lines
    >>> [(view.space, view.d) for view in views(lines(7, 2, "C"))]
    [('C', 2), ('S', 3)]
    """
    own = View(problem.field.value if problem.has_lines else "S", problem.d, lambda overlap: overlap)
    if problem.has_lines:
        sphere = {("R", 2): 2, ("C", 2): 3}.get((own.space, own.d))
        return (own,) if sphere is None else (own, View("S", sphere, lambda cosine: (1 + cosine) / 2))
    field = {2: "R", 3: "C", 5: "H"}.get(own.d)
    return (own,) if field is None else (own, View(field, 2, lambda square: 2 * square - 1))


def certified(problem: Problem) -> Bound | Inapplicable:
    """The best bound from the certificates in `proofs/certificates`, accepted by the fast checker before it is given.

    A proof that at most N < n objects have overlaps <= t bounds the coherence of n from below by t (of lines by
    sqrt(t)). Files whose names begin with the space and its dimension, such as `C3-`, are looked into.

    >>> from packing.problem import vectors
    >>> print(certified(vectors(241, 8)))
    241 vectors on S^7: coherence >= 0.5 (Delsarte, certified)
    """
    candidates = [
        (view.overlap(Fraction(certificate["overlap"])), view, index)
        for view in views(problem)
        for index, certificate in enumerate(shipped(view.space, view.d))
        if allowed(certificate) <= problem.n
    ]
    for _, view, index in sorted(candidates, key=lambda candidate: candidate[0], reverse=True):
        bound = _implied(problem, shipped(view.space, view.d)[index], _verdict(view.space, view.d, index))
        if isinstance(bound, Bound):
            return bound
    return Inapplicable(problem, THEOREM, f"none that comes with the package excludes {problem}; one can be computed")


def from_certificate(problem: Problem, certificate: Certificate) -> Bound | Inapplicable:
    """The bound on the coherence of `problem` that a size certificate implies; the certificate is checked first.

    At most N < n points with overlaps <= t: n of them exceed t. If N = n is exact and strict, they reach t.
    """
    return _implied(problem, certificate, checkers.check(certificate))


def _implied(problem: Problem, certificate: Certificate, statement: Statement | Rejection) -> Bound | Inapplicable:
    if not isinstance(statement, SizeStatement):
        return Inapplicable(problem, THEOREM, f"the certificate is refused: {statement}")
    theorem = THEOREMS.get((statement.kind, statement.space), THEOREM)
    fitting = [view for view in views(problem) if (view.space, view.d) == (statement.space, statement.d)]
    if not fitting:
        return Inapplicable(problem, theorem, f"the certificate is about another space: {statement}")
    n = problem.n
    if not (statement.largest < n or (statement.size == n and statement.strict)):
        return Inapplicable(problem, theorem, f"the certificate allows {statement.largest} objects, not fewer than {n}")
    overlap = fitting[0].overlap(statement.overlap)
    exact = sympy.Rational(overlap.numerator, overlap.denominator)
    coherence = sympy.sqrt(exact) if problem.has_lines else exact
    attained = "sharp codes" if statement.size == n else "unknown: the overlap of the certificate is rational"
    return Bound(problem, theorem, coherence, Rigor.CERTIFIED, attained, certificate)


@cache
def _verdict(space: str, d: int, index: int) -> Statement | Rejection:
    """The fast checker's verdict on a certificate that comes with the package, reached once in a process."""
    return checkers.check(shipped(space, d)[index])


@cache
def shipped(space: str, d: int) -> tuple[Certificate, ...]:
    """The certificates about one space that come with the package, unchecked; those lacking entries are left out."""
    found: list[Certificate] = []
    for path in sorted((proofs_folder() / "certificates").glob(f"{space}{d}-*.json")):
        found += [member for member in read(path) if isinstance(member.get("overlap"), str) and allowed(member) > 0]
    return tuple(found)


def allowed(certificate: Certificate) -> int:
    """The number of objects that a certificate says it allows: `at_most`, or one less than the `n` it excludes."""
    allowed = certificate.get("at_most", certificate.get("n", 1) - 1)
    return allowed if isinstance(allowed, int) else 0
