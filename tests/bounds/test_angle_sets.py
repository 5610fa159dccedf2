"""Codes with prescribed overlaps: sharp codes exactly, known codes never excluded, the model and the kernel alike."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from packing import kernel
from packing.bounds import code_with_angles, least_energy, programme
from packing.bounds.angle_sets.allowed import Allowed
from packing.bounds.angle_sets.theorems import number_of_distances
from packing.bounds.size_bound import SizeBound
from packing.bounds.twopoint.size_certificate import delsarte_certificate, size_of
from packing.errors import InputError
from packing.kernel import AngleStatement, DistributionStatement
from packing.objective import Energy
from packing.potentials import Polynomial, Riesz
from packing.problem import lines, vectors
from packing.space import Space

SHARP = [
    (Space.sphere(5), "1/5, -3/5", 16),
    (Space.sphere(6), "1/4, -1/2", 27),
    (Space.sphere(7), "1/3, -1/3, -1", 56),
    (Space.sphere(22), "1/6, -1/4", 275),
    (Space.sphere(23), "1/5, -1/5", 276),
    (Space.sphere(8), "1/2, 0, -1/2, -1", 240),
    (Space.sphere(24), "-1, -1/2, -1/4, 0, 1/4, 1/2", 196560),
    (Space.lines(8), "0, 1/4", 120),
    (Space.lines(4, "C"), "0, 1/4", 20),
    (Space.lines(3, "C"), "1/4", 9),
    (Space.lines(3, "H"), "2/7", 15),
]


@pytest.mark.parametrize(("space", "angles", "n"), SHARP)
def test_sharp_codes_are_met_exactly(space: Space, angles: str, n: int) -> None:
    bound = code_with_angles(space, angles)
    assert bound.exact == n
    statement = kernel.check(bound.certificate)
    assert isinstance(statement, AngleStatement)
    assert statement.size == n


@pytest.mark.parametrize("d", [3, 4, 8])
def test_an_interval_says_what_the_programme_of_codes_says(d: int) -> None:
    """All overlaps up to 1/2; an antipodal code, and a design, is a code and has no larger bound."""
    whole = programme(Space.sphere(d), "-1:1/2", degree=16).certify()
    assert isinstance(whole, SizeBound)
    certificate = delsarte_certificate(Space.sphere(d), Fraction(1, 2), (12, 16))
    assert certificate is not None
    assert float(whole.exact) == pytest.approx(float(size_of(certificate)), rel=1e-3)
    slightly = Fraction(1001, 1000)
    assert code_with_angles(d, "-1:1/2", antipodal=True).exact <= whole.exact * slightly
    assert code_with_angles(d, "-1:1/2", strength=3).exact <= whole.exact * slightly
    assert code_with_angles(d, "-1:0, 1/2").exact <= whole.exact * slightly


def test_no_code_in_reach_is_excluded() -> None:
    """The angles of random codes of roots: vectors of two entries 1 or -1 and zeros."""
    rng = np.random.default_rng(4)
    tried = 0
    while tried < 12:
        d = int(rng.integers(3, 7))
        rows = np.unique(rng.integers(-1, 2, (int(rng.integers(10, 60)), d)), axis=0)
        rows = rows[(rows**2).sum(axis=1) == 2]
        if len(rows) < 3:
            continue
        gram = rows @ rows.T
        angles = sorted({Fraction(int(g), 2) for g in gram[~np.eye(len(rows), dtype=bool)]})
        assert code_with_angles(d, angles).upper_bound >= len(rows)
        tried += 1


def test_the_model_and_the_kernel_agree() -> None:
    for space, angles, n in SHARP[:3] + SHARP[7:9]:
        model = programme(space, angles, degree=8)
        assert model.solve() == pytest.approx(n, rel=1e-6)
        assert model.certify().exact == n
    bound = programme(Space.sphere(4), "-1:1/2", degree=12).certify()
    assert bound.upper_bound == 25
    assert isinstance(kernel.check(bound.certificate), AngleStatement)
    assert programme(Space.sphere(4), "-1:1/2", degree=12, antipodal=True).certify().upper_bound == 24


def test_added_constraints_are_certified_where_they_have_an_exact_place() -> None:
    """Few neighbours of the kissing code; an equation; a sum of overlaps; and a norm, which stays numerical."""
    model = programme(Space.sphere(8), "1/2, 0, -1/2, -1", degree=8)
    model.add(model.counts[-1] <= 28)
    bound = model.certify()
    assert (bound.exact, bound.rigor.value) == (128, "certified")
    statement = kernel.check(bound.certificate)
    assert isinstance(statement, DistributionStatement)
    assert [limit.most for limit in statement.limits] == [28]
    model.add(model.counts[-1] >= 29)
    with pytest.raises(InputError, match="no code is such"):
        model.solve()
    equal = programme(Space.sphere(8), "1/2, 0, -1/2, -1", degree=8)
    equal.add(equal.counts[-1] == 56, equal.counts[0] == 1)
    assert equal.certify().exact == 240
    sums = programme(Space.sphere(4), "-1:1/2", degree=8)
    sums.add(sums.overlaps @ sums.counts >= 0)
    assert sums.certify().rigor.value == "certified"
    assert float(sums.certify().exact) < float(programme(Space.sphere(4), "-1:1/2", degree=8).certify().exact) - 0.1
    bent = programme(Space.sphere(8), "1/2, 0, -1/2, -1", degree=8)
    bent.add(sum(bent.counts**2) <= 900)
    numerical = bent.certify()
    assert numerical.certificate is None
    assert "1 of the added constraints is not exact: say it by limit" in str(numerical)
    assert "residual" in str(numerical)


def test_limits_on_windows_hold_of_codes_that_fulfil_them() -> None:
    """Roots of E8, D4 and the icosahedron, with the numbers of neighbours that they have."""
    for space, angles, size, window, neighbours in (
        (Space.sphere(8), "-1:1/2", 240, "1/4:1/2", 56),
        (Space.sphere(4), "-1:1/2", 24, "1/2", 8),
        (Space.sphere(3), "-1:1/2", 12, "0:1/2", 5),
        (Space.lines(4, "C"), "0:1/4", 20, "1/8:1/4", 16),
    ):
        model = programme(space, angles, degree=8)
        model.limit(window, at_most=neighbours)
        bound = model.certify()
        assert bound.rigor.value == "certified"
        assert bound.upper_bound >= size
    model.limit(window, at_most=8)
    assert model.certify().upper_bound < 20
    for wrong in ({}, {"at_most": "sqrt(2)"}, {"at_most": 1, "polynomial": []}):
        with pytest.raises(InputError):
            model.limit("0", **wrong)
    with pytest.raises(InputError, match="must lie in"):
        model.limit("-1", at_most=2)


def test_energies_of_models() -> None:
    """The floor of the frame potential, and of quartic energies at designs."""
    assert programme(vectors(7, 3), Energy(2), degree=6).solve() == pytest.approx(7 * 4 / 3, rel=1e-5)
    assert programme(lines(6, 3), Energy(4), degree=6).solve() == pytest.approx(1.2, rel=5e-3)
    floor = programme(vectors(7, 3), Energy(2), degree=6).certify()
    assert (floor.rigor.value, float(floor)) == ("certified", pytest.approx(7 * 4 / 3))
    apart = programme(vectors(7, 3), Riesz(1), angles="-1:1/2", degree=12).certify()
    assert "[-1, 1/2]" in apart.scope
    assert least_energy(vectors(7, 3), Riesz(1)).value - 1e-6 <= apart.value < 28.9
    few = programme(vectors(12, 3), Riesz(1), angles="-1:1/2", degree=12, antipodal=True)
    few.limit("-1:0", at_most=6)
    assert few.certify().rigor.value == "certified"
    assert few.certify().value == pytest.approx(least_energy(vectors(12, 3), Riesz(1)).value, rel=1e-5)
    with pytest.raises(InputError, match="give a problem"):
        programme(Space.sphere(3), Energy(2))
    with pytest.raises(InputError, match=r"give problem\.space"):
        programme(vectors(7, 3), "-1:0")


def test_sets_of_overlaps() -> None:
    assert str(Allowed.read([Fraction(1, 2), (-1, 0), ("-1/2", "1/4")], Space.sphere(3))) == "[-1, 1/4] or {1/2}"
    assert Allowed.read("1/5, -1/5, -1", Space.sphere(3)).antipodal().is_finite
    for wrong in ("a", "1/2:1/3", "2", "0:1/2:1", "-1/2"):
        with pytest.raises(InputError):
            Allowed.read(wrong, Space.lines(3))
    with pytest.raises(InputError, match="no polynomial"):
        code_with_angles(100_000, "-1:1/2")


TIGHT = [
    (Space.sphere(6), "-1/2, 1/4", 27), (Space.sphere(22), "-1/4, 1/6", 275), (Space.lines(7), "1/9", 28),
    (Space.lines(24), "0, 1/16, 1/4", 98280), (Space.lines(3, "C"), "1/4", 9), (Space.lines(4, "C"), "0, 1/3", 40),
    (Space.lines(8), "0, 1/4", 120), (Space.sphere(5), "-1/5", 6), (Space.sphere(4), "-1/2", 3),
    (Space.sphere(4), "0", 4), (Space.lines(3, "H"), "0", 3),
]  # fmt: skip


@pytest.mark.parametrize(("space", "angles", "size"), TIGHT, ids=str)
def test_the_absolute_bound_is_met_by_tight_designs_and_simplices(space: Space, angles: str, size: int) -> None:
    assert number_of_distances(space, Allowed.read(angles, space)) == size


@pytest.mark.parametrize(
    ("d", "angles", "size"), [(8, "-1, -1/2, 0, 1/2", 240), (24, "-1, -1/2, -1/4, 0, 1/4, 1/2", 196560)]
)
def test_the_absolute_bound_of_antipodal_codes(d: int, angles: str, size: int) -> None:
    assert number_of_distances(Space.sphere(d), Allowed.read(angles, Space.sphere(d)), antipodal=True) == size


@pytest.mark.parametrize(
    ("space", "angles", "size"),
    [
        (Space.sphere(4), "-1:1/2", 24), (Space.lines(15), "1/9", 28), (Space.sphere(5), "0.999", 5),
        (Space.sphere(4), "1/2", 4), (Space.sphere(100_000), "0, 1/2", 100_000 * 100_003 // 2),
    ],
    ids=str,
)  # fmt: skip
def test_prescribed_overlaps_have_the_best_bound_of_every_door(space: Space, angles: str, size: int) -> None:
    assert code_with_angles(space, angles).upper_bound == size


def test_a_model_says_what_is_no_constraint_and_which_solvers_there_are() -> None:
    model = programme(Space.sphere(5), "1/5, -3/5", degree=4)
    with pytest.raises(InputError, match="one of cvxpy, not 3"):
        model.add(3)
    with pytest.raises(InputError, match=r"name a solver of .*HIGHS"):
        model.certify(solver="NONE_SUCH")
    assert int(model.certify(solver="CLARABEL")) == 16
    assert (
        repr(model) == "Programme(size, vectors on S^4 with overlaps in {-3/5, 1/5}, degree 4, 0 further constraints)"
    )


GOLDEN = "(1+sqrt(5))/4, (1-sqrt(5))/4, (sqrt(5)-1)/4, -(1+sqrt(5))/4"


@pytest.mark.parametrize(
    ("space", "angles", "antipodal", "size"),
    [
        (Space.sphere(3), "-1, -1/sqrt(5), 1/sqrt(5)", False, 12), (Space.sphere(4), "-sqrt(5)/5", False, 3),
        (Space.sphere(4), f"-1, -1/2, 0, 1/2, {GOLDEN}", True, 120), (Space.lines(3), "1/sqrt(5)", False, 3),
    ],
    ids=str,
)  # fmt: skip
def test_irrational_overlaps_are_enclosed(space: Space, angles: str, antipodal: bool, size: int) -> None:
    bound = code_with_angles(space, angles, antipodal=antipodal)
    assert bound.upper_bound == size
    assert not isinstance(kernel.check(bound.certificate), kernel.Rejection)


def test_a_solver_that_gives_up_says_nothing_of_codes() -> None:
    """No solution is one thing, an unfinished one another: only of the first something is said about codes."""
    model = programme(Space.sphere(8), "-1:1/2", degree=8)
    with pytest.raises(InputError, match="not solved") as refused:
        model.solve(solver="CLARABEL", max_iter=1)
    assert "no code" not in str(refused.value)


@pytest.mark.parametrize("scale", [10**30, Fraction(1, 10**30)], ids=["large", "small"])
def test_a_model_of_a_scaled_potential_has_a_scaled_floor(scale: int | Fraction) -> None:
    bounds = [
        programme(vectors(7, 3), Polynomial([0, 0, factor, factor]), angles="-1:1/2", degree=6).certify()
        for factor in (scale, 1)
    ]
    assert bounds[0].value == pytest.approx(float(scale) * bounds[1].value, rel=1e-6)
    assert {bound.rigor.value for bound in bounds} == {"certified"}
