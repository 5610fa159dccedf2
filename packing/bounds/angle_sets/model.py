"""The programme of a code as a cvxpy model: variables and constraints with names, for users who add their own."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from packing.bounds.angle_sets.added import exact_limits
from packing.bounds.angle_sets.allowed import Allowed, Interval, whole
from packing.bounds.angle_sets.certificate import certificate_of
from packing.bounds.angle_sets.distribution import best_certificate
from packing.bounds.angle_sets.dual import DEGREES
from packing.bounds.angle_sets.limited import certified_energy, size_bound, values_on
from packing.bounds.angle_sets.question import MOST_LIMITS, PairLimit, PairSum, Question
from packing.bounds.angle_sets.size import bound_of, grid, is_free
from packing.bounds.bound import Theorem
from packing.bounds.energy.energy_bound import EnergyBound
from packing.bounds.energy.twopoint import seen_as
from packing.bounds.size_bound import SizeBound
from packing.bounds.twopoint.size_certificate import theorem
from packing.doors import shown
from packing.errors import InputError, MissingExtraError
from packing.exact_numbers import exact_number
from packing.numeric import Floats
from packing.potentials import Potential
from packing.problem import Problem
from packing.rigor import Rigor
from packing.rounding import counted
from packing.space import Space

__dir__ = shown(__name__)

_CERTIFIED = 1e-6
"""A certificate without added constraints is given where its bound is no larger by more than this part."""

_UNBOUNDED = "has no largest size: raise the degree or allow fewer overlaps"
_EMPTY = "has no solution, so that no code is such, as far as floats show it: allow more overlaps or fewer objects"
_WHY = {
    "unbounded": _UNBOUNDED, "unbounded_inaccurate": _UNBOUNDED, "infeasible": _EMPTY, "infeasible_inaccurate": _EMPTY,
}  # fmt: skip
_UNFINISHED = "is not solved ({}): name another solver, or give this one more steps"
"""What a status of cvxpy says of the programme; of any other nothing is known."""


class Programme:
    """Delsarte's programme for the distribution of overlaps: a_t, the mean number of others at overlap t.

    A code of N objects has sum_t a_t = N - 1 and 1 + sum_t a_t P_k(t) >= 0 for each k (= 0 for k up to the strength of
    a design, and for odd k of antipodal codes). The objective is the size 1 + sum_t a_t, to be made large, or an energy
    of n objects, n sum_t a_t f(t), to be made small; on an interval t runs over a grid.

    * `counts`: the cvxpy variable a, one for each of the `overlaps` (zonal variables of the space);
    * `constraints`: those of the model by name, `degree k`, and `count` for an energy;
    * `add(...)` takes further constraints of cvxpy in `counts`, `limit(...)` bounds the pairs in a window of overlaps;
    * `problem` is the model, `solve` solves it, `certify` has it proved by the exact check.

    Fields: `allowed`: the overlaps and intervals that a code may have; `potential`: what is made small, None for the
    size; `unrestricted`: whether it stands for all overlaps; `limits`, the exact ones; `extra`, those of `add`.

    >>> from packing.bounds import programme
    >>> model = programme(Space.sphere(5), "1/5, -3/5", degree=4)
    >>> round(model.solve(), 5), int(model.certify())                                 # the hemicube
    (16.0, 16)
    >>> model.add(model.counts[1] <= 4)                               # at most four others at 1/5, in the mean
    >>> model.certify().exact, model.certify().rigor.value
    (Fraction(8, 1), 'certified')
    """

    def __init__(
        self, space: Space, allowed: Allowed, degree: int, strength: int, antipodal: bool,
        n: int | None = None, potential: Potential | None = None, unrestricted: bool = False,
    ) -> None:  # fmt: skip
        cp = _cvxpy()
        self.space, self.allowed, self.degree = space, allowed, degree
        self.strength, self.antipodal, self.n, self.potential = strength, antipodal, n, potential
        self.unrestricted = unrestricted
        self.overlaps: Floats = grid(space, allowed, 12 * degree + 1)
        self.counts = cp.Variable(len(self.overlaps), nonneg=True, name="counts")
        self.extra: list[Any] = []
        self.limits: list[PairLimit] = []
        table = space.zonal.values(degree, self.overlaps)
        self.constraints: dict[str, Any] = {}
        for k in range(1, degree + 1):
            total = 1 + table[k] @ self.counts
            self.constraints[f"degree {k}"] = total == 0 if is_free(k, strength, antipodal) else total >= 0
        if n is not None:
            self.constraints["count"] = cp.sum(self.counts) == n - 1

    def __repr__(self) -> str:
        what = "size" if self.potential is None else f"sum of {self.potential} of {self.n} objects"
        added = counted(len(self.extra) + len(self.limits), "further constraint")
        return f"Programme({what}, {self.space} with overlaps in {self.allowed}, degree {self.degree}, {added})"

    @property
    def _places(self) -> list[tuple[Interval, Floats]]:
        """The intervals, and the overlaps of each in `counts`."""
        count = 12 * self.degree + 1
        sizes = [1 if low == high else count for low, high in self.allowed.intervals]
        return list(zip(self.allowed.intervals, np.split(self._y, np.cumsum(sizes)[:-1]), strict=True))

    @property
    def _y(self) -> Floats:
        """The overlaps as they are written: <x, y> of points, |<x, y>|^2 of lines."""
        return (self.overlaps + 1) / 2 if self.space.has_lines else self.overlaps

    @property
    def problem(self) -> Any:
        """The cvxpy problem, with what was added."""
        cp = _cvxpy()
        constraints = [*self.constraints.values(), *self.extra]
        if self.potential is None:
            return cp.Problem(cp.Maximize(1 + cp.sum(self.counts)), constraints)
        values = self.potential.values(_plain(self.space, self.overlaps), self.space) / self._scale
        return cp.Problem(cp.Minimize(self.n * (values @ self.counts)), constraints)

    @property
    def _scale(self) -> float:
        """What the potential is divided by in the model: 1, but of large, small and steep ones."""
        return self._question([]).scale

    def add(self, *constraints: Any) -> None:
        """Constraints of cvxpy in `counts` that the code fulfils too; `InputError` for what is none."""
        for given in constraints:
            if not isinstance(given, _cvxpy().constraints.constraint.Constraint):
                raise InputError(f"a constraint is one of cvxpy, not {given!r}: write model.counts[0] <= 2")
        self.extra += constraints

    def limit(
        self,
        windows: str | Iterable[Any],
        *,
        at_most: Any = None,
        at_least: Any = None,
        polynomial: Sequence[Any] = (1,),
    ) -> None:
        """Bound the mean number of others at overlaps in `windows`, or the mean sum of a polynomial of the overlap.

        Args: `windows`, "1/2" or "-1:0, 1/2", closed, as for `programme`; `at_most`, `at_least`, exact numbers;
        `polynomial`, rational coefficients, constant first. The certificate knows it exactly.

        Raises: `InputError` for windows out of range, numbers that are not rational, and more than 20 limits.
        """
        function = PairSum.read(windows, self.space, polynomial)
        if at_most is None and at_least is None:
            raise InputError("a limit needs at_most or at_least: give one of them")
        given = [] if at_most is None else [PairLimit(function, exact_number("at_most", at_most))]
        given += [] if at_least is None else [PairLimit(-function, -exact_number("at_least", at_least))]
        if len(self.limits) + len(given) > MOST_LIMITS:
            raise InputError(f"a programme has at most {MOST_LIMITS} limits: say fewer")
        self.limits += given
        for bound in given:
            self.constraints[f"limit {len(self.constraints)}"] = values_on(
                bound.function, self._y
            ) @ self.counts <= float(bound.most)

    def solve(self, **options: Any) -> float:
        """Solve by any solver that cvxpy has (`solver=...`; HiGHS for linear models); returns the size, or the energy.

        Raises `InputError` where nothing bounds the size at this degree, where no code can exist, and where the solver
        is not installed or gives up.
        """
        model = self.problem
        if model.is_qp() and "HIGHS" in _cvxpy().installed_solvers():  # a vertex, where exact weights are read off
            options = {"solver": "HIGHS"} | options
        try:
            with warnings.catch_warnings():  # what the status says is said in words
                warnings.simplefilter("ignore", UserWarning)
                value = model.solve(**options)
        except (_cvxpy().error.SolverError, ValueError) as defect:
            there = ", ".join(_cvxpy().installed_solvers())
            said = " ".join(str(defect).split())[:80]
            raise InputError(f"no answer ({said}): name a solver of {there}") from None
        if model.status not in ("optimal", "optimal_inaccurate"):
            raise InputError(f"the programme {_WHY.get(model.status, _UNFINISHED.format(model.status))}")
        return float(value) * self._scale

    @property
    def residual(self) -> float:
        """How far the solution is from fulfilling the constraints, the largest violation."""
        every = [*self.constraints.values(), *self.extra]
        return max(float(np.max(constraint.violation())) for constraint in every)

    def certify(self, **options: Any) -> SizeBound | EnergyBound:
        """The bound on the size, or on the energy, with a certificate; numerical, with its residual, where none is.

        Args: `options` go to `solve`: solver="SCS".

        The certificate knows the overlaps, the strength, antipodality, what `limit` said, and added constraints whose
        coefficients are constant on each interval. Others it leaves out: the bound is then certified where they do not
        matter, and numerical where they do.
        """
        value = self.solve(**options)
        limits, unknown = self._limits()
        if self.potential is not None:
            return certified_energy(self._question(limits), value, not unknown, self._numerical(unknown))
        if not limits:
            found = self._without_limits()
        else:
            certificate = best_certificate(self._question(limits), self._degrees)
            found = None if certificate is None else size_bound(certificate, theorem(self.space))
        if found is not None and (not unknown or float(found.exact) <= value * (1 + _CERTIFIED)):
            return found
        added = f" and {counted(len(self.extra), 'added constraint')}" if self.extra else ""
        what = f"objects of {self.space} with overlaps in {self.allowed}{added}"
        return SizeBound(what, self._numerical(unknown), Fraction(value), Rigor.NUMERICAL)

    def _question(self, limits: list[PairLimit]) -> Question:
        potential = self.potential
        if potential is not None and self.n is not None:
            potential = seen_as(Problem(self.n, self.space), potential)[1]
        intervals = (whole(self.space),) if self.unrestricted else self.allowed.intervals
        return Question(self.space, intervals, tuple(limits), self.n, potential, self.strength, self.antipodal)

    @property
    def _degrees(self) -> tuple[int, ...]:
        return tuple(sorted({*(d for d in DEGREES if d < self.degree), self.degree}))

    def _limits(self) -> tuple[list[PairLimit], int]:
        """All that is exact, and how many of the added constraints are not."""
        found = list(self.limits)
        unknown = 0
        for constraint in self.extra:
            exact = exact_limits(constraint, self.counts, self._places)
            if exact is None or len(found) + len(exact) > MOST_LIMITS:
                unknown += 1
            else:
                found += exact
        return found, unknown

    def _without_limits(self) -> SizeBound | None:
        """A certificate of kind `angles`, from the dual solution."""
        table = self.space.zonal.values(self.degree, grid(self.space, self.allowed, 60 * self.degree + 1))[1:]
        for weights in self._weights():
            violation = max(float(np.max(1 + weights @ table)), 0.0)
            found = certificate_of(self.space, self.allowed, weights, self.strength, self.antipodal, violation)
            if found is not None:
                return bound_of(self.space, found, theorem(self.space))
        return None

    def _numerical(self, unknown: int) -> Theorem:
        some = "is not exact: say it" if unknown == 1 else "are not exact: say them"
        cure = f", {unknown} of the added constraints {some} by limit" if unknown else ""
        return Theorem(f"linear programme in floats on a grid, residual {self.residual:.1e}{cure}", "delsarte1977")

    def _weights(self) -> tuple[Floats, Floats]:
        """The f_k of the last solution, the duals; those of equations in both signs, in which solvers differ."""
        duals = np.array([float(self.constraints[f"degree {k}"].dual_value) for k in range(1, self.degree + 1)])
        free = np.array([is_free(k, self.strength, self.antipodal) for k in range(1, self.degree + 1)])
        positive = np.maximum(duals, 0.0)
        return np.where(free, duals, positive), np.where(free, -duals, positive)


def _plain(space: Space, x: Floats) -> Floats:
    """The overlaps <x, y> or |<x, y>| of zonal variables."""
    return x if space.has_points else np.sqrt(np.maximum((x + 1) / 2, 0))


def _cvxpy() -> Any:
    try:
        import cvxpy
    except ImportError:
        raise MissingExtraError("a programme as a model", "models") from None
    return cvxpy
