"""The ingredients: fields, matrices, difference sets, designs, codes; and fiducials, operations and bad input."""

from __future__ import annotations

from math import prod

import numpy as np
import pytest
import sympy

from packing import constructions
from packing.constructions.derived import derived
from packing.constructions.difference_sets import DifferenceSet, families, search
from packing.constructions.fields import finite_field, prime_power, subspace_points
from packing.constructions.golay import golay_code, leech_vectors, octads
from packing.constructions.hadamard import (
    conference_matrix,
    hadamard_matrix,
    has_conference_matrix,
    has_hadamard_matrix,
)
from packing.constructions.roots import e8_roots
from packing.constructions.sections import EQUIANGULAR, LAMINATED
from packing.constructions.steiner import Design, designs
from packing.constructions.weyl import Fiducial, fiducial, weyl_heisenberg_orbit
from packing.errors import InputError
from packing.measure import design_strength
from packing.problem import Field, Objects, lines, vectors
from packing.rigor import Rigor

KNOWN_ETFS = {  # (d, n) of equiangular tight frames, Fickus and Mixon, Tables of the existence of ETFs (2015), d <= 23
    Field.REAL: [(3, 6), (5, 10), (6, 16), (7, 14), (7, 28), (9, 18), (10, 16), (13, 26), (15, 30), (15, 36), (19, 38),
                 (21, 28), (21, 36), (21, 42), (21, 126), (22, 176), (23, 276)],
    Field.COMPLEX: [(3, 7), (4, 7), (4, 13), (5, 11), (5, 21), (6, 11), (6, 31), (7, 15), (8, 15), (8, 57), (9, 13),
                    (9, 19), (9, 37), (9, 73), (10, 20), (10, 25), (10, 91), (12, 45), (12, 133), (13, 27), (13, 40),
                    (13, 65), (14, 28), (15, 36), (16, 21), (16, 31), (17, 35), (19, 39), (20, 39), (20, 96), (22, 44)],
}  # fmt: skip


@pytest.mark.parametrize("field", KNOWN_ETFS)
def test_tabulated_equiangular_tight_frames_are_known(field: Field) -> None:
    for d, n in KNOWN_ETFS[field]:
        welch = sympy.sqrt(sympy.Rational(n - d, d * (n - 1)))
        assert any(construction.coherence == welch for construction in constructions.known(lines(n, d, field))), (d, n)


@pytest.mark.parametrize("d", [8, 12, 20, 28, 32])
def test_a_basis_and_a_hadamard_matrix_are_unbiased(d: int) -> None:
    (found,) = [each for each in constructions.known(lines(2 * d, d)) if "unbiased" in each.name]
    gram = np.abs(np.asarray(found.packing) @ np.asarray(found.packing).T)
    assert found.coherence == 1 / sympy.sqrt(d)
    np.testing.assert_allclose(gram[:d, d:], 1 / np.sqrt(d))
    np.testing.assert_allclose(gram[:d, :d], np.eye(d), atol=1e-12)


@pytest.mark.parametrize("q", [2, 4, 7, 8, 9, 25, 27])
def test_finite_fields_satisfy_the_axioms(q: int) -> None:
    field = finite_field(q)
    x, y, z = np.meshgrid(*[np.arange(q)] * 3, indexing="ij")
    add, multiply = field.add, field.multiply
    assert (multiply(x, add(y, z)) == add(multiply(x, y), multiply(x, z))).all()
    assert (multiply(x, multiply(y, z)) == multiply(multiply(x, y), z)).all()
    assert (add(field.subtract(x, y), y) == x).all()
    assert sorted(field.powers.tolist()) == list(range(1, q))
    assert (field.trace[add(x, y)] == (field.trace[x] + field.trace[y]) % field.p).all()
    assert np.bincount(field.trace).tolist() == [q // field.p] * field.p


def test_prime_powers_and_projective_points() -> None:
    assert [q for q in range(1, 33) if prime_power(q)] == [
        2, 3, 4, 5, 7, 8, 9, 11, 13, 16, 17, 19, 23, 25, 27, 29, 31, 32]  # fmt: skip
    assert len(subspace_points(4, 3)) == 21


def test_conference_and_hadamard_matrices_of_every_order_reached() -> None:
    reached = [n for n in range(1, 101) if has_hadamard_matrix(n)]
    assert reached == [1, 2, *range(4, 101, 4)]  # 92 needs Mathon's conference matrix of order 46
    for n in reached:
        matrix = hadamard_matrix(n)
        assert (matrix @ matrix.T == n * np.eye(n)).all()
        assert set(np.unique(matrix)) <= {-1, 1}
        assert (matrix[0] == 1).all()
    for n in filter(has_conference_matrix, range(3, 101)):
        matrix = conference_matrix(n)
        assert (matrix @ matrix.T == (n - 1) * np.eye(n)).all()
        assert ((matrix if n % 4 == 2 else -matrix) == matrix.T).all()


def test_every_classical_difference_set_is_one() -> None:
    found = {}
    for v in range(3, 150):
        for k in range(2, v - 1):
            for family in families(v, k):
                difference_set = family.build()
                assert difference_set.is_valid, (v, k, family.name)
                assert difference_set.parameters[:2] == (v, k)
                found[v, k] = family.name
    # Baumert, Cyclic difference sets (1971), and the abelian ones of orders 16, 27, 36, 45, 64, 96
    assert found.keys() >= {
        (7, 3), (13, 4), (21, 5), (31, 6), (57, 8), (73, 9), (91, 10), (133, 12), (15, 7), (40, 13), (121, 40),
        (37, 9), (101, 25), (109, 28), (35, 17), (143, 71), (16, 6), (27, 13), (36, 15), (45, 12), (64, 28), (96, 20),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("group", "k", "exists"),
    [((7,), 3, True), ((13,), 4, True), ((2, 2, 2, 2), 6, True), ((4, 4), 6, True), ((2, 8), 6, True),
     ((16,), 6, False), ((15,), 7, True), ((19,), 9, True), ((21,), 5, True), ((22,), 7, False), ((12,), 4, False)],
)  # fmt: skip
def test_the_search_decides_small_groups(group: tuple[int, ...], k: int, exists: bool) -> None:
    # Z_16 has no (16, 6, 2) set (Turyn), (22, 7, 2) fails because k - lambda = 5 is no square
    found = search(group, k)
    assert (found is not None) == exists
    if found is not None:
        assert found.is_valid
        assert found.complement().is_valid
        assert found.parameters[0] == prod(group)


def test_sets_that_are_no_difference_sets_are_refused() -> None:
    broken = DifferenceSet((7,), np.array([[0], [1], [2]]))
    assert not broken.is_valid
    with pytest.raises(InputError, match="no difference set of"):
        constructions.harmonic_lines(broken)


@pytest.mark.parametrize("design", [design for b in range(3, 45) for design in designs(b)], ids=lambda d: d.name)
def test_two_points_of_a_design_lie_in_one_block(design: Design) -> None:
    incidence = design.incidence()
    assert incidence.shape == (design.v, design.blocks)
    assert (incidence.sum(axis=0) == design.k).all()
    assert (incidence @ incidence.T == 1 + (design.replication - 1) * np.eye(design.v)).all()


def test_golay_code_is_linear_and_doubly_even_and_its_octads_form_a_steiner_system() -> None:
    words = golay_code()
    assert len({tuple(word) for word in words.tolist()}) == 4096
    sums = (words[17] + words) % 2
    assert {tuple(word) for word in sums.tolist()} == {tuple(word) for word in words.tolist()}
    assert not (words @ words.T % 2).any()
    chosen = octads()
    rng = np.random.default_rng(5)
    for _ in range(50):
        five = rng.choice(24, size=5, replace=False)
        assert chosen[:, five].all(axis=1).sum() == 1


def test_leech_vectors_have_the_same_neighbours_everywhere() -> None:
    rows = leech_vectors()
    assert rows.shape == (196560, 24)
    assert ((rows**2).sum(axis=1) == 32).all()
    assert (rows[98280:] == -rows[:98280]).all()
    for index in (0, 1234, 97151, 98279, 150000, 196559):
        products, counts = np.unique(rows @ rows[index], return_counts=True)
        assert dict(zip(products.tolist(), counts.tolist(), strict=True)) == {
            32: 1, 16: 4600, 8: 47104, 0: 93150, -8: 47104, -16: 4600, -32: 1}  # fmt: skip


@pytest.mark.parametrize("d", [14, 15, 16, 17, 19, 22])
def test_laminated_kissing_configurations(d: int) -> None:
    construction = constructions.laminated_lines(d)
    exact = construction.vectors
    assert (exact.n, exact.rank) == (LAMINATED[d] // 2, d)
    sample = np.abs(exact.inner(slice(0, 25), slice(None)))[..., 0]
    assert set(np.unique(sample)) == {0, 8, 16, 32}


@pytest.mark.parametrize("d", EQUIANGULAR)
def test_equiangular_lines_of_the_276(d: int) -> None:
    construction = constructions.equiangular_lines(d)
    assert [(value, construction.problem.n) for value, _ in construction.angles] == [
        (sympy.Rational(1, 5), EQUIANGULAR[d])
    ]
    assert construction.vectors.rank == d


@pytest.mark.parametrize("d", [4, 5, 6, 7, 9, 13, 16])
def test_fiducials_solve_the_equations_to_fifty_digits(d: int) -> None:
    found = fiducial(d)
    assert found.residual < 1e-60
    packing = constructions.sic(d).packing
    assert packing.coherence == pytest.approx((d + 1) ** -0.5, abs=1e-14)
    assert packing.overlaps.min() == pytest.approx((d + 1) ** -0.5, abs=1e-14)
    assert design_strength(packing) == 2
    assert constructions.sic(d).rigor is Rigor.NUMERICAL


def test_a_fiducial_is_repeated_by_its_seed_and_changed_by_another() -> None:
    fiducial.cache_clear()
    first: Fiducial = fiducial(5, seed=3)
    fiducial.cache_clear()
    assert (fiducial(5, seed=3).vector == first.vector).all()
    assert (fiducial(5, seed=4).vector != first.vector).any()


def test_weyl_heisenberg_orbits_form_tight_frames_of_any_vector() -> None:
    rng = np.random.default_rng(11)
    vector = rng.normal(size=5) + 1j * rng.normal(size=5)
    orbit = weyl_heisenberg_orbit(vector)
    np.testing.assert_allclose(orbit.T @ orbit.conj(), 5 * np.linalg.norm(vector) ** 2 * np.eye(5), atol=1e-12)


def test_derived_codes_are_projections() -> None:
    roots = e8_roots()
    code = derived(roots, roots[3], 4)
    assert not (code @ roots[3]).any()
    with pytest.raises(InputError, match="no point has inner product 5"):
        derived(roots, roots[0], 5)


def test_complements_parts_and_products() -> None:
    hesse = constructions.hesse_lines()
    twice = constructions.complement(constructions.complement(hesse))
    assert twice.problem == hesse.problem
    assert twice.angles == hesse.angles
    numeric = constructions.complement(constructions.sic(5))
    assert numeric.packing.coherence == pytest.approx(float(numeric.coherence), abs=1e-14)
    some = constructions.part(constructions.witting_lines(), 4)
    assert some.coherence == 0
    golden = constructions.tegum_product(
        constructions.icosahedron(Objects.LINES),
        constructions.polygon(3, Objects.LINES),
        constructions.polygon(4, Objects.LINES),
    )
    assert golden.problem == lines(13, 7)
    assert golden.vectors.rank == 7
    assert golden.angles[0].value == golden.coherence == sympy.sqrt(2) / 2
    assert golden.packing.coherence == pytest.approx(2**-0.5)
    # over Q(sqrt 5) and Q(sqrt 13) together: both square roots become Gauss sums
    mixed = constructions.tegum_product(constructions.icosahedron(Objects.LINES), constructions.conference_lines(14))
    assert [value for value, _ in mixed.angles if value != 0] == [1 / sympy.sqrt(5), 1 / sympy.sqrt(13)]


BAD = [
    (lambda: constructions.unbiased_bases(6), "prime-power dimensions, not in 6"),
    (lambda: constructions.unbiased_bases(5, 7), "2 to 6 unbiased bases here, not 7"),
    (lambda: constructions.sic(3), "4 to 24 dimensions, not 3: for 2 and 3"),
    (lambda: constructions.sic(25), "not 25"),
    (lambda: constructions.root_system("E", 5), "no simply laced root system E_5"),
    (lambda: constructions.johnson_code(5, 3), "needs 2 <= k <= v/2, not v = 5, k = 3"),
    (lambda: constructions.conference_lines(22), "no conference matrix of order 22"),
    (lambda: constructions.core_lines(7, 5), "not 7 in 5"),
    (lambda: constructions.symplectic_lines(2, -1), "m = 2, sign = -1"),
    (lambda: constructions.both_signs(constructions.hesse_lines()), "not of 9 lines in C\\^3"),
    (lambda: constructions.complement(constructions.witting_lines()), "meet the Welch bound"),
    (lambda: constructions.part(constructions.hesse_lines(), 10), "2 to 9 vectors, not 10"),
    (lambda: constructions.tegum_product(constructions.simplex(2), constructions.hesse_lines()), "9 lines in C\\^3"),
    (lambda: constructions.sic(5).vectors, "floats only"),
    (lambda: constructions.simplex(0), "positive integer"),
    (lambda: finite_field(12), "not 12"),
    (lambda: constructions.repeated_complement(constructions.witting_lines(), 2), "not 2 times Witting lines"),
    (lambda: constructions.real_unbiased_bases(8), "a power of 4, not 8"),
    (lambda: constructions.real_unbiased_bases(4, 4), "2 to 3 unbiased bases, not 4"),
    (lambda: constructions.two_bases(10), "no Hadamard matrix of order 10"),
    (lambda: constructions.bloch_lines(constructions.hesse_lines()), "not from 9 lines in C"),
    (lambda: search((7,), 7), "2 to 6 elements, not 7"),
    (lambda: hadamard_matrix(6), "order 6"),
    (lambda: weyl_heisenberg_orbit([[1, 2]]), "shape \\(1, 2\\)"),
]


@pytest.mark.parametrize(("action", "message"), BAD, ids=[message for _, message in BAD])
def test_bad_input_is_named(action: object, message: str) -> None:
    with pytest.raises(InputError, match=message):
        action()  # type: ignore[operator]


def test_a_sphere_has_no_construction_where_nothing_is_known() -> None:
    assert constructions.known(vectors(13, 3)) == ()
