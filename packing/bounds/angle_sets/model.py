"""The programme of a code as a cvxpy model: variables and constraints with names, for users who add their own."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import numpy as np

from packing.bounds.angle_sets.allowed import Allowed
from packing.bounds.angle_sets.certificate import certificate_of
from packing.bounds.angle_sets.size import bound_of, check_question, grid, is_free
from packing.bounds.bound import Theorem
from packing.bounds.size_bound import SizeBound
from packing.bounds.twopoint.size_certificate import theorem
from packing.doors import shown
from packing.errors import InputError, MissingExtraError, positive_integer
from packing.numeric import Floats
from packing.objective import Energy
from packing.potentials import Potential
from packing.problem import Problem
from packing.rigor import Rigor
from packing.space import Space

__dir__ = shown(__name__)

MOST_DEGREE = 40

_CERTIFIED = 1e-6
"""A certificate without added constraints is given where its bound is no larger by more than this part."""


class Programme:
    """Delsarte's programme for the distribution of overlaps: a_t, the mean number of others at overlap t.

    A code of N objects has sum_t a_t = N - 1 and 1 + sum_t a_t P_k(t) >= 0 for each k (= 0 for k up to the strength of
    a design, and for odd k of antipodal codes). The objective is the size 1 + sum_t a_t, to be made large, or an energy
    of n objects, n sum_t a_t f(t), to be made small; on an interval t runs over a grid.

    * `counts`: the cvxpy variable a, one for each of the `overlaps` (zonal variables of the space);
    * `constraints`: those of the model by name, `degree k`, and `count` for an energy;
    * `add(...)` takes further constraints of cvxpy in `counts`; `problem` is the model, `solve` solves it;
    * `certify` hands the dual solution to the exact check.

    Fields: `allowed`: the overlaps and intervals that a code may have; `potential`: what is made small, None for the
    size.

    >>> model = programme(Space.sphere(5), "1/5, -3/5", degree=4)
    >>> round(model.solve(), 5), int(model.certify())                                 # the hemicube
    (16.0, 16)
    >>> model.add(model.counts[1] <= 4)                               # at most four others at 1/5, in the mean
    >>> model.solve() < 16, model.certify().rigor.value
    (True, 'numerical')
    """

    def __init__(
        self, space: Space, allowed: Allowed, degree: int, strength: int, antipodal: bool,
        n: int | None = None, potential: Potential | None = None,
    ) -> None:  # fmt: skip
        cp = _cvxpy()
        self.space, self.allowed, self.degree = space, allowed, degree
        self.strength, self.antipodal, self.n, self.potential = strength, antipodal, n, potential
        self.overlaps: Floats = grid(space, allowed, 12 * degree + 1)
        self.counts = cp.Variable(len(self.overlaps), nonneg=True, name="counts")
        self.extra: list[Any] = []
        table = space.zonal.values(degree, self.overlaps)
        self.constraints: dict[str, Any] = {}
        for k in range(1, degree + 1):
            total = 1 + table[k] @ self.counts
            self.constraints[f"degree {k}"] = total == 0 if is_free(k, strength, antipodal) else total >= 0
        if n is not None:
            self.constraints["count"] = cp.sum(self.counts) == n - 1

    @property
    def problem(self) -> Any:
        """The cvxpy problem, with what was added."""
        cp = _cvxpy()
        constraints = [*self.constraints.values(), *self.extra]
        if self.potential is None:
            return cp.Problem(cp.Maximize(1 + cp.sum(self.counts)), constraints)
        values = self.potential.values(_plain(self.space, self.overlaps), self.space)
        return cp.Problem(cp.Minimize(self.n * (values @ self.counts)), constraints)

    def add(self, *constraints: Any) -> None:
        """Constraints of cvxpy in `counts` that the code fulfils too."""
        self.extra += constraints

    def solve(self, **options: Any) -> float:
        """Solve by any solver that cvxpy has (`solver=...`; HiGHS for linear models); returns the size, or the energy.

        Raises `InputError` where nothing bounds the size at this degree, and where no code can exist.
        """
        model = self.problem
        if model.is_qp() and "HIGHS" in _cvxpy().installed_solvers():  # a vertex, where exact weights are read off
            options = {"solver": "HIGHS"} | options
        value = model.solve(**options)
        if model.status not in ("optimal", "optimal_inaccurate"):
            cure = "raise the degree or allow fewer overlaps" if "unbounded" in model.status else "no code is such"
            raise InputError(f"the programme is {model.status}: {cure}")
        return float(value)

    @property
    def residual(self) -> float:
        """How far the solution is from fulfilling the constraints, the largest violation."""
        every = [*self.constraints.values(), *self.extra]
        return max(float(np.max(constraint.violation())) for constraint in every)

    def certify(self) -> SizeBound:
        """The bound on the size as an exact certificate; numerical, with its residual, where none can be made.

        What was added is not known to the certificate: where it matters the bound stays numerical.
        """
        if self.potential is not None:
            raise InputError("energies are certified by bounds.least_energy(problem, energy, compute=True): ask there")
        size = self.solve()
        table = self.space.zonal.values(self.degree, grid(self.space, self.allowed, 60 * self.degree + 1))[1:]
        for weights in self._weights():
            violation = max(float(np.max(1 + weights @ table)), 0.0)
            found = certificate_of(self.space, self.allowed, weights, self.strength, self.antipodal, violation)
            bound = None if found is None else bound_of(self.space, found, theorem(self.space))
            if bound is not None and (not self.extra or float(bound.exact) <= size * (1 + _CERTIFIED)):
                return bound
        added = f" and {len(self.extra)} added constraints" if self.extra else ""
        what = f"objects of {self.space} with overlaps in {self.allowed}{added}"
        return SizeBound(what, _numerical(self.residual), Fraction(size), Rigor.NUMERICAL)

    def _weights(self) -> tuple[Floats, Floats]:
        """The f_k of the last solution, the duals; those of equations in both signs, in which solvers differ."""
        duals = np.array([float(self.constraints[f"degree {k}"].dual_value) for k in range(1, self.degree + 1)])
        free = np.array([is_free(k, self.strength, self.antipodal) for k in range(1, self.degree + 1)])
        positive = np.maximum(duals, 0.0)
        return np.where(free, duals, positive), np.where(free, -duals, positive)


def programme(
    problem: Problem | Space, objective: str | Iterable[Any] | Energy | Potential, *,
    angles: str | Iterable[Any] | None = None, strength: int = 0, antipodal: bool = False, degree: int = 16,
) -> Programme:  # fmt: skip
    """Delsarte's programme as a cvxpy model, which you may extend, solve with any solver and hand back to the kernel.

    Args: a space and the overlaps that are allowed ("1/4, -1/4", "-1:1/2": see `code_with_angles`) for the size of a
    code; or a problem of n objects and an energy, with `angles` where not all overlaps are allowed. `strength` and
    `antipodal` as in `code_with_angles`; `degree` is the highest k. `objective` is the allowed overlaps, or the
    energy.

    Raises: `MissingExtraError` where cvxpy is not installed; `InputError` for what does not fit.

    >>> from packing.problem import vectors
    >>> model = programme(vectors(6, 3), Energy(2), degree=4)
    >>> round(model.solve(), 5)                                              # the octahedron: n^2/d - n
    6.0
    """
    positive_integer("the degree", degree, MOST_DEGREE)
    space = problem.space if isinstance(problem, Problem) else problem
    check_question(space, strength, antipodal)
    potential: Potential | None = None
    n: int | None = None
    if isinstance(objective, Energy | Potential):
        if not isinstance(problem, Problem):
            raise InputError(f"an energy is one of n objects: give a problem such as vectors(n, {space.d})")
        potential, n = objective.potential if isinstance(objective, Energy) else objective, problem.n
        potential.check(space)
        allowed = Allowed.read(angles if angles is not None else [_whole(space)], space)
    elif isinstance(problem, Problem):
        raise InputError("a size is asked of a space and its overlaps: give problem.space and text such as '-1:1/2'")
    else:
        allowed = Allowed.read(objective, space)
    return Programme(space, allowed.antipodal() if antipodal else allowed, degree, strength, antipodal, n, potential)


def _whole(space: Space) -> tuple[Fraction, Fraction]:
    """All overlaps but those nearest to 1."""
    return Fraction(-1 if space.has_points else 0), Fraction(10**6 - 1, 10**6)


def _plain(space: Space, x: Floats) -> Floats:
    """The overlaps <x, y> or |<x, y>| of zonal variables."""
    return x if space.has_points else np.sqrt(np.maximum((x + 1) / 2, 0))


def _numerical(residual: float) -> Theorem:
    return Theorem(f"linear programme in floats, residual {residual:.1e}", "delsarte1977")


def _cvxpy() -> Any:
    try:
        import cvxpy
    except ImportError:
        raise MissingExtraError("a programme as a model", "models") from None
    return cvxpy
