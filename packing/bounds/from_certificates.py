"""Certificates read from both sides: the ones that come with the package, checked on each use.

A certificate says that at most N objects of a space have overlaps at most t. So more than N objects exceed t, and
codes within any s <= t have at most N objects.
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cache

import sympy

from packing.bounds import checkers
from packing.bounds.algebraic_values import in_sympy, number_of
from packing.bounds.bound import Bound, Inapplicable, Theorem
from packing.bounds.size_bound import SizeBound, objects
from packing.bounds.views import View, seen_in, views
from packing.certificates import Certificate, read
from packing.kernel import NotChecked, Outcome, SizeStatement
from packing.kernel.algebraic import Algebraic, Real
from packing.problem import Problem
from packing.proofs_folder import proofs_folder
from packing.real_balls import sign_of
from packing.rigor import Rigor
from packing.space import Space

THEOREM = Theorem("certificates", "delsarte1977")

THEOREMS = {
    ("delsarte", "S"): Theorem("Delsarte", "delsarte1977"),
    ("delsarte", "R"): Theorem("Delsarte", "delsarte1975"),
    ("delsarte", "C"): Theorem("Delsarte", "delsarte1975"),
    ("delsarte", "H"): Theorem("Delsarte", "delsarte1975"),
    ("three-point", "S"): Theorem("three-point", "bachoc2008"),
    ("three-point", "R"): Theorem("three-point", "bachoc2008"),
    ("three-point", "C"): Theorem("three-point", "bachoc2008"),
    ("sharp-three-point", "S"): Theorem("three-point", "bachoc2009"),
    ("sharp-three-point", "R"): Theorem("three-point", "bachoc2009"),
    ("sharp-three-point", "C"): Theorem("three-point", "bachoc2009"),
    ("grassmann", "R"): Theorem("Grassmannian programme", "bachoc2006"),
    ("grassmann", "C"): Theorem("Grassmannian programme", "roy2010"),
    ("grassmann", "H"): Theorem("Grassmannian programme", "bachoc2006"),
}
"""The theorem that a kind of certificate applies, with its source for the space."""


def certified(problem: Problem) -> Bound | Inapplicable:
    """The best bound from the certificates in `proofs/certificates`, accepted by the fast checker before it is given.

    A proof that at most N < n objects have overlaps <= t bounds the coherence of n from below by t (of lines by
    sqrt(t)). Files whose names begin with the space and its dimension, such as `C3-`, are looked into.

    Args: `problem`: n points, lines or subspaces; the answer is `Inapplicable`, with the reason, where the theorem
    says nothing of it.

    >>> from packing.problem import vectors
    >>> print(certified(vectors(241, 8)))
    241 vectors on S^7: coherence >= 0.5 (Delsarte, certified)
    """
    candidates = [
        (float(view.overlap(_overlap(certificate))), view, index)
        for view in views(problem.space)
        for index, certificate in enumerate(shipped(view.space))
        if allowed(certificate) <= view.copies * problem.n
    ]
    for _, view, index in sorted(candidates, key=lambda candidate: candidate[0], reverse=True):
        certificate, statement = _at_hand(view.space, index)
        bound = _implied(problem, certificate, statement)
        if isinstance(bound, Bound):
            return bound
    return Inapplicable(problem, THEOREM, f"none that comes with the package excludes {problem}; one can be computed")


def reach(problem: Problem) -> float:
    """The largest overlap that a certificate of the package, unchecked, bounds n objects by; -1 where none speaks.

    What is proved above it without one needs no certificate checked.

    >>> from packing.problem import lines, vectors
    >>> reach(vectors(241, 8)), reach(lines(3, 2))
    (0.5, -1.0)
    """
    overlaps = [
        float(view.overlap(_overlap(certificate)))
        for view in views(problem.space)
        for certificate in shipped(view.space)
        if allowed(certificate) <= view.copies * problem.n
    ]
    largest = max(overlaps, default=-1.0)
    return largest if problem.space.has_points or largest < 0 else math.sqrt(largest)


def certified_size(space: Space, overlap: Fraction, exact: sympy.Expr | None = None) -> SizeBound | None:
    """The least size that a certificate of the package allows at overlaps up to `overlap`; None where none reaches it.

    `exact` is the overlap meant where it is irrational and `overlap` is above it: certificates with irrational overlaps
    reach it too.

    >>> print(certified_size(Space.sphere(4), Fraction(1, 2)))
    points on the unit sphere of R^4 with <x, y> <= 1/2: n <= 24 (three-point, certified)
    """
    candidates = [
        (_claimed(certificate, there > overlap) // view.copies, not _is_sharp(certificate), view, index)
        for view in views(space)
        for index, certificate in enumerate(shipped(view.space))
        if _reaches(there := view.overlap(_overlap(certificate)), overlap, exact)
    ]
    for *_, view, index in sorted(candidates, key=lambda candidate: candidate[:2]):
        certificate, statement = _at_hand(view.space, index)
        bound = _implied_size(space, overlap, certificate, statement, exact)
        if bound is not None:
            return bound
    return None


def _reaches(there: Real, overlap: Fraction, exact: sympy.Expr | None) -> bool:
    """Whether an overlap is at least the one asked for."""
    if there >= overlap:
        return True
    if exact is None or not isinstance(there, Algebraic):
        return False
    above = in_sympy(there) - exact
    sign = sign_of(above)
    return sign == 1 or (sign == 0 and bool(above.equals(0)))


def _claimed(certificate: Certificate, strictly: bool) -> int:
    """How many objects it allows, as it says, at its overlap or strictly below it."""
    return allowed(certificate) - (strictly and _is_sharp(certificate))


def _is_sharp(certificate: Certificate) -> bool:
    """Whether it says that there are fewer objects where all overlaps are smaller."""
    return certificate.get("kind") == "sharp-three-point"


def _overlap(certificate: Certificate) -> Real:
    found = number_of(certificate, "overlap")
    return Fraction(-1) if found is None else found


def from_certificate(problem: Problem, certificate: Certificate) -> Bound | Inapplicable:
    """The bound on the coherence of `problem` that a size certificate implies; the certificate is checked first.

    At most N < n points with overlaps <= t: n of them exceed t. If N = n is exact and strict, they reach t.
    """
    return _implied(problem, certificate, checkers.check(certificate))


def size_from_certificate(space: Space, overlap: Fraction, certificate: Certificate) -> SizeBound | None:
    """What a certificate says about codes of `space` with these overlaps, after the fast check; None if nothing."""
    return _implied_size(space, overlap, certificate, checkers.check(certificate))


def _implied(problem: Problem, certificate: Certificate, statement: Outcome) -> Bound | Inapplicable:
    if not isinstance(statement, SizeStatement):
        word = "was" if isinstance(statement, NotChecked) else "is refused:"
        return Inapplicable(problem, THEOREM, f"the certificate {word} {statement}")
    theorem = THEOREMS.get((statement.kind, statement.space), THEOREM)
    view = _view(problem.space, statement)
    if view is None:
        return Inapplicable(problem, theorem, f"the certificate is about another space: {statement}")
    theorem = seen_in(view, problem.space, theorem)
    n = view.copies * problem.n
    if not (statement.largest < n or (statement.size == n and statement.strict)):
        return Inapplicable(problem, theorem, f"the certificate allows {statement.largest} objects, not fewer than {n}")
    exact = in_sympy(view.overlap(statement.overlap))
    if exact < 0 and not problem.space.has_points:
        return Inapplicable(problem, theorem, "the overlap of the certificate says nothing above 0")
    coherence = exact if problem.space.has_points else sympy.sqrt(exact)
    attained = "sharp codes" if statement.size == n else "unknown: the overlap of the certificate is rational"
    return Bound(problem, theorem, coherence, Rigor.CERTIFIED, attained, certificate)


def _implied_size(
    space: Space, overlap: Fraction, certificate: Certificate, statement: Outcome, exact: sympy.Expr | None = None
) -> SizeBound | None:
    if not isinstance(statement, SizeStatement):
        return None
    view = _view(space, statement)
    if view is None or (view.copies > 1 and statement.overlap < 0):
        return None
    if not _reaches(view.overlap(statement.overlap), overlap, exact):
        return None
    theorem = seen_in(view, space, THEOREMS[statement.kind, statement.space])
    attained = "sharp codes" if statement.strict else ""
    size = statement.size / view.copies
    there = view.overlap(statement.overlap)
    asked = overlap if there >= overlap else str(exact)
    if statement.strict and there > overlap:  # then all are smaller
        size, attained = Fraction(math.ceil(size) - 1), ""
    return SizeBound(objects(space, asked), theorem, size, Rigor.CERTIFIED, attained, certificate)


def _view(space: Space, statement: SizeStatement) -> View | None:
    about = Space.of_letter(statement.space, statement.d)
    if statement.m > 1:
        about = Space.subspaces(statement.d, statement.m, statement.space, statement.distance)
    return next((view for view in views(space) if view.space == about), None)


def _at_hand(space: Space, index: int) -> tuple[Certificate, Outcome]:
    """A certificate that comes with the package, and the fast checker's verdict on it."""
    return shipped(space)[index], _verdict(space, index)


@cache
def _verdict(space: Space, index: int) -> Outcome:
    """The fast checker's verdict on a certificate that comes with the package, reached once in a process."""
    return checkers.check(shipped(space)[index], OWN_LIMIT)


OWN_LIMIT = 1000.0
"""The work allowed for what comes with the package, as the kernel estimates it; this checker needs a tenth of it."""


@cache
def shipped(space: Space) -> tuple[Certificate, ...]:
    """The certificates about one space that come with the package, unchecked; those lacking entries are left out."""
    name = f"{space.letter}{space.d}" if space.m == 1 else f"{space.field}{space.d}x{space.m}-{space.distance}"
    found: list[Certificate] = []
    for path in sorted((proofs_folder() / "certificates").glob(f"{name}-*.json")):
        found += [member for member in read(path) if number_of(member, "overlap") is not None and allowed(member) > 0]
    return tuple(found)


@cache
def covered(space: Space) -> int:
    """The largest number of objects that a linear programme was solved for, among the certificates of the package.

    Up to there a certificate is kept for each number of objects that it bounds better than closed forms do.
    """
    found = [
        allowed(member) + 1
        for view in views(space)
        if view.copies == 1
        for member in shipped(view.space)
        if member.get("kind") == "delsarte" and member["overlap"] != "1/2"
    ]
    return max(found, default=0)


def allowed(certificate: Certificate) -> int:
    """The number of objects that a certificate says it allows: `at_most`, or one less than the `n` it excludes."""
    allowed = certificate.get("at_most", certificate.get("n", 1) - 1)
    return allowed if isinstance(allowed, int) else 0
