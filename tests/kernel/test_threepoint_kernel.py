"""The three-point checker: positive kernels on random and known codes, refusals by name, mutations, two checkers."""

from __future__ import annotations

import copy
import random
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from seeds import ICOSAHEDRON

from packing import kernel
from packing.bounds import checkers
from packing.certificates import read
from packing.constructions import cell_600, hesse_lines, root_system, unbiased_bases
from packing.kernel import Rejection, SizeStatement
from packing.kernel.threepoint_case import Case
from packing.kernel.threepoint_entries import Entries
from packing.kernel.threepoint_polynomials import chebyshev_powers, to_chebyshev, upper_bound
from packing.kernel.threepoint_sums import kernel_sum
from packing.proofs_folder import proofs_folder

Certificate = dict[str, Any]
SHIPPED = sorted((proofs_folder() / "certificates").glob("*threepoint.json"))


def shipped(name: str, n: int | None = None) -> Certificate:
    members = read(proofs_folder() / "certificates" / f"{name}.json")
    return next(dict(member) for member in members if n is None or member["n"] == n)


def kissing() -> Certificate:
    return shipped("S3-kissing-threepoint")


def random_points(space: str, n: int, d: int, seed: int) -> Any:
    rng = np.random.default_rng(seed)
    points = rng.normal(size=(n, d)) + (1j * rng.normal(size=(n, d)) if space == "C" else 0)
    return points / np.linalg.norm(points, axis=1, keepdims=True)


def triples(space: str, points: Any) -> Any:
    """Rows (u, v, t, w) of all ordered triples x, y, z, with repetitions."""
    gram = points.conj() @ points.T
    x, y, z = np.array(list(product(range(len(points)), repeat=3))).T
    if space == "S":
        return np.stack([gram[x, z], gram[y, z], gram[x, y], np.zeros(len(x))])
    square = np.abs(gram) ** 2
    return np.stack([square[x, z], square[y, z], square[x, y], np.real(gram[x, y] * gram[y, z] * gram[z, x])])


def evaluate(polynomial: Any, variables: Any) -> Any:
    total = 0.0
    for exponent, coefficient in polynomial.items():
        total = total + float(coefficient) * np.prod([v**e for v, e in zip(variables, exponent, strict=True)], axis=0)
    return total


def one_block(space: str, d: int, half: int, index: int, seed: int) -> Entries:
    """Entries with one random positive semidefinite integer matrix F of rank one, and zeros elsewhere."""
    case = Case(space, d, 5, Fraction(1, 2), half)
    rng = random.Random(seed)
    kernels = []
    for i, size in enumerate(case.block_sizes()):
        vector = [rng.randint(-4, 4) if i == index else 0 for _ in range(size)]
        kernels.append([[vector[a] * vector[b] for b in range(a + 1)] for a in range(size)])
    return Entries(case, 0, [], kernels, [], [])


@pytest.mark.parametrize(
    ("space", "d"), [("S", 3), ("S", 4), ("S", 7), ("R", 3), ("R", 6), ("C", 3), ("C", 4), ("C", 6)]
)
def test_each_kernel_sums_to_a_nonnegative_number_over_the_triples_of_any_code(space: str, d: int) -> None:
    blocks = Case(space, d, 5, Fraction(1, 2), 3).block_sizes()
    for index in range(len(blocks)):
        f = kernel_sum(one_block(space, d, 3, index, seed=index))
        for n, seed in ((2, 1), (5, 2), (9, 3)):
            values = evaluate(f, triples(space, random_points(space, n, d, seed)))
            assert values.sum() >= -1e-9 * max(1, np.abs(values).sum())
            if n == 5:
                assert np.abs(values).max() > 1e-6  # the block is not zero


def test_real_points_on_complex_lines_and_codes_on_a_great_sphere_satisfy_the_same_inequalities() -> None:
    points = random_points("R", 6, 3, 5)
    f = kernel_sum(one_block("C", 3, 3, 4, 1))
    assert evaluate(f, triples("C", points.astype(complex))).sum() >= -1e-9


@pytest.mark.parametrize("space", ["S", "R", "C"])
def test_every_weight_is_nonnegative_on_the_triples_of_a_code(space: str) -> None:
    overlap = Fraction(1, 2) if space == "S" else Fraction(2, 5)
    case = Case(space, 4, 5, overlap, 4)
    u, v, t, w = triples(space, random_points(space, 25, 4, 8))
    inside = (np.maximum(np.maximum(u, v), t) <= float(overlap)) & (np.minimum(np.minimum(u, v), t) >= float(case.low))
    assert inside.sum() > 100
    U, V, T = ((x[inside] - float(case.centre)) / float(case.radius) for x in (u, v, t))
    W = w[inside] / float(case.largest_w)
    assert np.abs(W).max() <= 1
    invariants = ((U + V + T) / 3, (U * V + V * T + T * U) / 3, U * V * T, W)
    for _, weight in case.weights():
        assert evaluate(weight, invariants).min() >= -1e-12


CODES = [
    ("S4-kissing-threepoint", 25, root_system("D", 4)),
    ("S4-kissing-threepoint", 25, cell_600()),
    ("S5-kissing-threepoint", 45, root_system("D", 5)),
    ("C3-threepoint", 13, unbiased_bases(3)),
    ("C3-threepoint", 13, hesse_lines()),
]


@pytest.mark.parametrize(("name", "n", "code"), CODES)
def test_what_a_shipped_certificate_adds_up_is_nonnegative_on_known_codes(name: str, n: int, code: Any) -> None:
    entries = Entries.read(shipped(name, n))
    space = entries.case.space
    f = kernel_sum(entries)
    points = np.asarray(code.packing.vectors)
    points = points[np.random.default_rng(0).permutation(len(points))[:14]]
    values = evaluate(f, triples(space, points))
    assert values.sum() >= -1e-7 * np.abs(values).sum()


def both(certificate: object) -> Any:
    """The verdict on which the two checkers agree."""
    slow, fast = kernel.check(certificate), checkers.check(certificate)
    assert slow == fast
    return slow


def test_kissing_in_three_dimensions() -> None:
    statement = both(kissing())
    assert isinstance(statement, SizeStatement)
    assert (statement.space, statement.d, statement.overlap, statement.largest) == ("S", 3, Fraction(1, 2), 12)
    assert str(statement) == "there are at most 12 points on the unit sphere of R^3 with pairwise <x, y> <= 1/2"


def test_the_same_numbers_do_not_exclude_codes_that_exist() -> None:
    for change in ({"n": 12}, {"d": 4}, {"overlap": "3/5"}, {"overlap": "501/1000", "d": 4}):
        answer = both(kissing() | change)
        assert isinstance(answer, Rejection)


def test_a_smaller_overlap_is_another_box_and_needs_another_proof() -> None:
    assert isinstance(both(kissing() | {"overlap": "49/100"}), Rejection)


REFUSED: list[tuple[dict[str, object], str, str]] = [
    ({"space": "H"}, "space", "must be one of S, R, C"),
    ({"d": 2}, "d", "must lie in 3.."),
    ({"n": 2}, "n", "must lie in 3.."),
    ({"n": "13"}, "n", "must be an integer"),
    ({"overlap": "1"}, "overlap", "strictly between -1 and 1"),
    ({"overlap": 0.5}, "overlap", "exact number"),
    ({"half_degree": 7}, "kernels", "must have between"),
    ({"half_degree": 99}, "half_degree", "must lie in 1..16"),
    ({"two_point": ["-1"]}, "two_point[0]", "negative"),
    ({"two_point": []}, "two_point", "must have between"),
    ({"kernels": []}, "kernels", "must have between"),
    ({"kernels": "none"}, "kernels", "must be a list"),
    ({"triple_squares": []}, "triple_squares", "must have between"),
    ({"shift": -1}, "shift", "must lie in"),
    ({"two_point": ["1"] * 24}, "n", "are not excluded"),
]


@pytest.mark.parametrize(("change", "entry", "reason"), REFUSED)
def test_a_bad_entry_is_named(change: dict[str, object], entry: str, reason: str) -> None:
    answer = both(kissing() | change)
    assert isinstance(answer, Rejection)
    assert answer.entry == entry
    assert reason in answer.reason


def test_a_missing_entry_is_named() -> None:
    for name in ("space", "d", "n", "overlap", "half_degree", "shift", "two_point", "kernels"):
        certificate = kissing()
        del certificate[name]
        assert both(certificate) == Rejection(name, "is missing")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1 2", "must hold 1 integers"),
        ("x", "must hold integers"),
        ("1.5", "must hold integers"),
        (7, "must be a text"),
    ],
)
def test_a_bad_row_is_named(row: object, reason: str) -> None:
    certificate = copy.deepcopy(kissing())
    certificate["kernels"][1][0] = row
    answer = both(certificate)
    assert isinstance(answer, Rejection)
    assert answer.entry == "kernels[1][0]"
    assert reason in answer.reason


def test_an_indefinite_matrix_is_named() -> None:
    certificate = copy.deepcopy(kissing())
    first = certificate["triple_squares"][1][2][0]
    certificate["triple_squares"][1][2][0] = f"-{first}"
    assert both(certificate) == Rejection("triple_squares[1][2]", "must be a positive semidefinite matrix")


def places(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of all numbers in the nested lists of a certificate."""
    if isinstance(value, list):
        return [place for i, item in enumerate(value) for place in places(item, (*path, i))]
    return [(*path, i) for i in range(len(str(value).split(" ")))]


def mutated(certificate: Certificate, name: str, place: tuple[Any, ...], amount: int) -> Certificate:
    """The certificate with one of its integers changed by `amount`."""
    result = copy.deepcopy(certificate)
    holder, *rest = result, name, *place[:-1]
    for key in rest[:-1]:
        holder = holder[key]
    words = str(holder[rest[-1]]).split(" ")
    number, star, power = words[place[-1]].partition("," if "," in words[place[-1]] else "*")
    words[place[-1]] = str(int(number) + amount) + star + power
    holder[rest[-1]] = " ".join(words)
    return result


NUMBERS = ("two_point", "kernels", "pair_squares", "triple_squares")


def test_a_large_change_of_any_number_is_refused() -> None:
    certificate = kissing()
    rng = random.Random(0)
    for name in NUMBERS:
        found = places(certificate[name])
        for place in rng.sample(found, min(12, len(found))):
            for amount in (2**60, -(2**60)):
                answer = checkers.check(mutated(certificate, name, place, amount))
                assert isinstance(answer, Rejection), (name, place, amount)


@pytest.mark.long
def test_a_small_change_of_any_number_is_refused_or_leaves_the_same_theorem() -> None:
    certificate = kissing()
    theorem = kernel.check(certificate)
    rng = random.Random(1)
    refused = 0
    for name in NUMBERS:
        for place in rng.sample(places(certificate[name]), 4):
            answer = both(mutated(certificate, name, place, rng.choice([1, -1]) * 2 ** rng.randint(0, 36)))
            assert isinstance(answer, Rejection) or answer == theorem
            refused += isinstance(answer, Rejection)
    assert refused > 0


def test_zero_matrices_prove_nothing() -> None:
    certificate = copy.deepcopy(kissing())
    for name in ("kernels", "pair_squares", "triple_squares"):
        certificate[name] = zeroed(certificate[name])
    answer = both(certificate)
    assert isinstance(answer, Rejection)
    assert answer.entry == "n"


def zeroed(value: Any) -> Any:
    return [zeroed(item) for item in value] if isinstance(value, list) else " ".join("0" for _ in value.split(" "))


@pytest.mark.long
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_certificate_is_accepted(path: Any) -> None:
    for certificate in read(path):
        statement = checkers.check(certificate, limit=600)
        assert isinstance(statement, SizeStatement)
        assert statement.largest == certificate.get("at_most", certificate.get("n", 0) - 1)


@pytest.mark.parametrize(("name", "n"), [("S4-kissing-threepoint", 25), ("C3-threepoint", 13)])
def test_the_kernel_agrees_on_shipped_certificates(name: str, n: int) -> None:
    assert isinstance(both(shipped(name, n)), SizeStatement)


def test_a_sum_of_chebyshev_coefficients_bounds_a_polynomial() -> None:
    polynomial = {(2, 1): Fraction(3), (0, 3): Fraction(-2), (1, 0): Fraction(1, 2)}
    straight = chebyshev_powers(Fraction(0), Fraction(1), 3)
    bound = float(upper_bound(to_chebyshev(polynomial, [straight, straight])))
    x, y = np.meshgrid(np.linspace(-1, 1, 41), np.linspace(-1, 1, 41))
    values = 3 * x**2 * y - 2 * y**3 + x / 2
    assert values.max() <= bound <= 5.5


def test_chebyshev_coefficients_of_a_moved_variable() -> None:
    table = chebyshev_powers(Fraction(1, 4), Fraction(3, 4), 4)
    x = np.linspace(-1, 1, 7)
    for power, row in enumerate(table):
        expected = (0.25 + 0.75 * x) ** power
        assert np.polynomial.chebyshev.chebval(x, [float(c) for c in row]) == pytest.approx(expected)


OCTAHEDRON: Certificate = {
    "schema": 1, "kind": "sharp-three-point", "space": "S", "d": 3, "at_most": 6, "overlap": "0", "half_degree": 1,
    "denominator": 4, "two_point": ["1", "2/3"], "kernels": [["0", "0 0"], ["0"]],
    "pair_squares": [["0", "0 0"], ["1"]],
    "triple_squares": [[["0", "0 0"], [], ["0"]], [["0"], [], []], [["0"], [], []]],
}  # fmt: skip


def test_a_sharp_certificate_by_hand() -> None:
    """P_1 + (2/3) P_2 + (1 - U^2)/4 = -1/3 on overlaps from -1 to 0: the octahedron is optimal."""
    statement = both(OCTAHEDRON)
    assert isinstance(statement, SizeStatement)
    assert (statement.size, statement.strict, statement.overlap) == (6, True, 0)
    assert str(statement).endswith("<x, y> <= 0, and fewer than 6 if all are smaller")


@pytest.mark.parametrize(
    ("change", "entry", "reason"),
    [
        ({"at_most": 5}, "at_most", "6 points are not excluded"),
        ({"pair_squares": [["0", "0 0"], ["0"]]}, "pair_squares", "may vanish"),  # no slack: nothing says "fewer"
        (
            {"pair_squares": [["0", "0 0"], ["10"]], "denominator": 39},
            "at_most",
            "6 points with smaller overlaps are not excluded",
        ),
        ({"overlap": "1/10"}, "at_most", "are not excluded"),
        ({"denominator": 0}, "denominator", "must lie in 1.."),
        ({"two_point": ["1", "-2/3"]}, "two_point[1]", "negative"),
    ],
)
def test_a_sharp_certificate_is_refused_with_a_reason(change: dict[str, object], entry: str, reason: str) -> None:
    answer = both(OCTAHEDRON | change)
    assert isinstance(answer, Rejection)
    assert answer.entry == entry
    assert reason in answer.reason


REDUCIBLE = {"polynomial": [6, 0, -5, 0, 1], "interval": ["13/10", "3/2"]}
"""(x^2 - 2)(x^2 - 3): theta^2 - 2 does not look like 0 and is; times theta^2 - 3 = -1 it looks like 0."""

TETRAHEDRON: Certificate = OCTAHEDRON | {
    "at_most": 4, "overlap": "-1/3", "denominator": 6, "two_point": ["1", "0"], "pair_squares": [["1", "-1 1"], ["1"]],
}  # fmt: skip

SQUARES: Certificate = {
    "schema": 1, "kind": "three-point-energy", "space": "S", "d": 3, "n": 4, "half_degree": 1, "denominator": 1,
    "potential": [{"from": "-1", "to": "1", "f": ["t", "^2"]}], "two_point": ["0", "2/3"], "minorant": ["0", "0", "1"],
    "kernels": OCTAHEDRON["kernels"], "triple_squares": OCTAHEDRON["triple_squares"], "at_least": "4/3",
}  # fmt: skip


@pytest.mark.parametrize(
    ("certificate", "claim"), [(TETRAHEDRON, {"at_most": 3}), (SQUARES, {"at_least": "5"})], ids=("size", "energy")
)
def test_a_null_vector_that_is_zero_hides_no_negative_entry(certificate: Certificate, claim: dict[str, object]) -> None:
    """An entry theta^2 - 3 = -1 times the vector theta^2 - 2 = 0 is 0: nothing follows of the matrix."""
    assert not isinstance(both(certificate), Rejection)
    false = certificate | claim
    false |= {"theta": REDUCIBLE, "kernels": [["-300,0,100", "0 0"], ["0"]]}
    for zero in (["-2", "0", "1"], ["0", "-2", "0", "1"]):
        assert isinstance(both(false | {"null": {"kernels[0]": [[zero, "0"]]}}), Rejection)
        assert isinstance(both(false | {"null": {"kernels[0]": [["0", "1"], [zero, "0"]]}}), Rejection)


@pytest.mark.parametrize("null", [True, False])
def test_a_sharp_certificate_over_a_quadratic_field_by_hand(null: bool) -> None:
    """The numbers are those of (y + 1)(y + s)^2 (y - s), s = 1/sqrt 5; with null vectors or without."""
    statement = both(ICOSAHEDRON if null else ICOSAHEDRON | {"null": None})
    assert isinstance(statement, SizeStatement)
    assert (statement.size, statement.strict, 5 * statement.overlap**2) == (12, True, 1)
    assert 0.4472135954 < float(statement.overlap) < 0.4472135956


@pytest.mark.parametrize(
    ("change", "entry", "reason"),
    [
        ({"at_most": 11}, "at_most", "12 points are not excluded"),
        ({"overlap": ["0", "-1/5"]}, "at_most", "not excluded"),
        ({"overlap": ["0", "1/2"]}, "overlap", "strictly between -1 and 1"),
        ({"overlap": ["0", "1/5", "0"]}, "overlap", "between 1 and 2 items"),
        ({"two_point": ["3", ["20/7", "3/7"], "3", ["-1", "3/7"]]}, "two_point[3]", "negative"),
        (
            {"pair_squares": [["0", "0 0", "0 0 0"], ["15,-6,0", "0,3 15,6"]]},
            "pair_squares[1][0]",
            "at most 2 integers",
        ),
        ({"pair_squares": [["0", "0 0", "0 0 0"], ["15,-7", "0,3 15,6"]], "null": None}, "pair_squares[1]", "must be"),
        ({"pair_squares": [["0", "0 0", "0 0 0"], ["15,-5", "0,3 15,6"]], "null": None}, "at_most", "not excluded"),
        ({"null": {"pair_squares[1]": [["1", "0"]]}}, "null.pair_squares[1][0]", "no null vector"),
        ({"null": {"pair_squares[1]": [["0", "0"]]}}, "null.pair_squares[1][0]", "must have a place"),
        ({"null": {"pair_squares[2]": [["1", "0"]]}}, "null", "names no matrix"),
        ({"theta": {"polynomial": [-5, 0, 1], "interval": ["0", "1"]}}, "theta.interval", "changes its sign"),
        ({"theta": {"polynomial": [-4, 0, 1], "interval": ["1", "3"]}}, "null.pair_squares[1][0]", "no null vector"),
        (
            {"theta": {"polynomial": [-5, 0, 0, 0, 0, 1], "interval": ["1", "2"]}},
            "theta.polynomial",
            "degree at most 4",
        ),
    ],
)
def test_a_certificate_over_a_field_is_refused_with_a_reason(
    change: dict[str, object], entry: str, reason: str
) -> None:
    answer = both(ICOSAHEDRON | change)
    assert isinstance(answer, Rejection)
    assert answer.entry == entry
    assert reason in answer.reason


def test_no_number_of_the_antiprism_may_change_by_one() -> None:
    certificate = shipped("S3-sharp-threepoint")
    assert isinstance(both(certificate), SizeStatement)
    rng = random.Random(6)
    for entry in ("kernels", "pair_squares", "triple_squares"):
        for place in rng.sample(places(certificate[entry]), 2):
            answer = checkers.check(mutated(certificate, entry, place, rng.choice([1, -1])))
            assert isinstance(answer, Rejection), (entry, place)
    for change in ({"at_most": 7}, {"d": 4}, {"overlap": ["-1/7", "1/7"]}, {"null": {}}):
        answer = checkers.check(certificate | change | {"statement": ""}, limit=1.0)
        assert not isinstance(answer, SizeStatement)


@pytest.mark.parametrize("name", ["S4-sharp-threepoint", "S20-sharp-threepoint", "S21-sharp-threepoint"])
def test_sharp_certificates_pass_both_checkers_and_no_number_of_them_may_change_by_one(name: str) -> None:
    """A unit is one part in 10^20 or less: what is left over is nothing, not little."""
    certificate = shipped(name)
    assert isinstance(both(certificate), SizeStatement)
    rng = random.Random(5)
    for entry in ("kernels", "pair_squares", "triple_squares"):
        for place in rng.sample(places(certificate[entry]), 8):
            answer = checkers.check(mutated(certificate, entry, place, rng.choice([1, -1])))
            assert isinstance(answer, Rejection), (entry, place)
    for change in ({"at_most": certificate["at_most"] - 1}, {"d": certificate["d"] + 1}, {"overlap": "1/5"}):
        assert isinstance(both(certificate | change | {"statement": ""}), Rejection)
