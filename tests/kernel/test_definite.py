"""Semidefinite or not: the fast decision against the elimination, and what it leaves open."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from packing import kernel
from packing.bounds import checkers
from packing.bounds.checkers import signs as second
from packing.kernel import threepoint
from packing.kernel.cost import semidefinite_elimination
from packing.kernel.definite import check_semidefinite, is_semidefinite
from packing.kernel.linalg import semidefinite_rank
from packing.kernel.statement import MoreWorkError, NotChecked, RefusedError

Triangle = list[list[int]]


def gram(rows: list[list[int]]) -> Triangle:
    """The lower triangle of B B^T."""
    return [[sum(x * y for x, y in zip(a, b, strict=True)) for b in rows[: i + 1]] for i, a in enumerate(rows)]


def matrices(count: int, seed: int) -> list[Triangle]:
    """Gram matrices of many sizes, ranks and scales; half of them moved in one entry, by little or by much."""
    rng, found = random.Random(seed), []
    for _ in range(count):
        n, r = rng.randint(0, 7), rng.randint(0, 7)
        scale = [10 ** rng.choice([0, 0, rng.randint(0, 40)]) for _ in range(n)]
        matrix = gram([[rng.randint(-5, 5) * scale[i] for _ in range(r)] for i in range(n)])
        if n and rng.random() < 0.5:
            i = rng.randrange(n)
            matrix[i][rng.randint(0, i)] += rng.choice([-1, 1]) * 10 ** rng.choice([0, 1, 10, 80])
        found.append(matrix)
    return found


@pytest.mark.parametrize("decide", [is_semidefinite, second.is_definite])
def test_a_verdict_is_that_of_the_elimination(decide: object) -> None:
    assert callable(decide)
    seen: Counter[tuple[bool | None, bool]] = Counter()
    for matrix in matrices(600, seed=1):
        verdict, right = decide(matrix), semidefinite_rank(matrix) is not None
        assert verdict in (None, right), matrix
        seen[verdict, right] += 1
    assert min(seen[True, True], seen[False, False]) > 40


def hilbert(n: int) -> Triangle:
    """The Hilbert matrix times the least common multiple of its denominators: positive definite, nearly singular."""
    from math import lcm

    common = lcm(*range(1, 2 * n))
    return [[common // (i + j + 1) for j in range(i + 1)] for i in range(n)]


def test_nearly_singular_matrices_on_either_side() -> None:
    near = hilbert(20)  # its least eigenvalue is 1e-28 of the largest
    assert is_semidefinite(near) is True
    near[19][19] -= 1
    assert (is_semidefinite(near), semidefinite_rank(near)) == (False, None)


def test_what_stays_open_is_eliminated_or_said_to_need_more() -> None:
    singular = gram([[i + j * j for j in range(3)] for i in range(8)])
    assert is_semidefinite(singular) is None
    check_semidefinite([("F", singular)])
    singular[3][3] -= 1
    with pytest.raises(RefusedError, match="F: must be"):
        check_semidefinite([("F", singular)], decide=lambda rows: None)
    with pytest.raises(MoreWorkError):
        check_semidefinite([("F", singular)], decide=lambda rows: None, spare=1e-9)
    with pytest.raises(RefusedError, match="G"):
        check_semidefinite(
            [("F", singular), ("G", [[-1]])], decide=lambda rows: None if len(rows) > 1 else False, spare=0
        )


def test_large_singular_matrices_are_left_unchecked_by_both_checkers(monkeypatch: pytest.MonkeyPatch) -> None:
    """All matrices of rank 1: nothing short of an elimination decides them, and the estimate did not count it."""
    case = {"schema": 1, "kind": "three-point", "space": "S", "d": 6, "n": 79, "overlap": "1/2", "half_degree": 9}
    shape = threepoint.Case.read(case)

    def flat(size: int) -> list[str]:
        return [" ".join([str(10**90)] * (i + 1)) for i in range(size)]

    certificate = case | {
        "shift": 40,
        "two_point": ["1"] * 24,
        "kernels": [flat(size) for size in shape.block_sizes()],
        "pair_squares": [flat(13), flat(12)],
        "triple_squares": [[flat(size) for size in shape.square_sizes(degree)] for degree, _ in shape.weights()],
    }
    limit = kernel.work(certificate) + 10
    for answer in (kernel.check(certificate, limit=limit), checkers.check(certificate, limit)):
        assert isinstance(answer, NotChecked), answer
        assert answer.seconds > limit


def test_the_elimination_of_a_semidefinite_matrix_is_bounded_by_its_diagonal() -> None:
    assert semidefinite_elimination([10**12] * 100) < semidefinite_elimination([10**24] * 100)
    assert semidefinite_elimination([10**24, *[1] * 99]) < semidefinite_elimination([10**12] * 100) / 4
