"""The interior point against closed forms, cvxpy, and itself in twice the precision."""

from __future__ import annotations

from fractions import Fraction

import cvxpy as cp
import numpy as np
import pytest

from packing.bounds.threepoint.programme import Relaxation
from packing.bounds.threepoint.triples import Triples
from packing.sdp.arithmetic import Arithmetic, lower, row_products, symmetric_product
from packing.sdp.doubledouble import DoubleDouble, Short, inverse_root
from packing.sdp.primal_dual import PrimalDual, Stop
from packing.sdp.program import Dense, Program, Squares
from packing.space import Space


def trace_program(seed: int, n: int = 5) -> tuple[Program, np.ndarray]:
    """Maximise t with C - t I >= 0: its value is the least eigenvalue of C."""
    rng = np.random.default_rng(seed)
    C = rng.normal(size=(n, n))
    C = C + C.T
    pairs = [(i, j) for i in range(n) for j in range(i + 1)]
    rows = np.zeros((len(pairs), n, n))
    for r, (i, j) in enumerate(pairs):
        rows[r, i, j] = rows[r, j, i] = 1.0 if i == j else 0.5
    # X = C - (t+ - t-) I, with t+, t- >= 0 and a small cost on t- + t+ so that both stay bounded
    columns = np.array([[float(i == j), -float(i == j)] for i, j in pairs])
    right = np.array([C[i, j] for i, j in pairs])
    return Program((Dense(rows),), np.array([-1.0, 1.0 + 1e-6]), columns, right), C


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("arithmetic", list(Arithmetic))
def test_least_eigenvalue(seed: int, arithmetic: Arithmetic) -> None:
    program, C = trace_program(seed)
    point = PrimalDual(gap=1e-8, arithmetic=arithmetic).run(program)
    assert point.stop is Stop.OPTIMAL
    assert -point.primal == pytest.approx(np.linalg.eigvalsh(C)[0], abs=1e-4)


def squares_program(degree: int, polynomial: np.ndarray) -> tuple[Program, np.ndarray]:
    """Maximise t such that p - t is a sum of squares of degree 2 `degree`: the least value of p on the line."""
    nodes = np.cos(np.pi * (np.arange(2 * degree + 1) + 0.5) / (2 * degree + 1))
    values = np.polynomial.chebyshev.chebvander(nodes, degree)[None]
    columns = np.stack([np.ones_like(nodes), -np.ones_like(nodes)], axis=1)
    right = np.polynomial.polynomial.polyval(nodes, polynomial)
    return Program((Squares(np.ones_like(nodes), values),), np.array([-1.0, 1.0 + 1e-6]), columns, right), nodes


@pytest.mark.parametrize("arithmetic", list(Arithmetic))
def test_least_value_of_a_polynomial(arithmetic: Arithmetic) -> None:
    polynomial = np.array([0.3, 0.7, -2.0, -0.4, 1.5])  # of degree 4
    program, _ = squares_program(2, polynomial)
    point = PrimalDual(gap=1e-8, arithmetic=arithmetic).run(program)
    x = np.linspace(-3, 3, 200001)
    assert -point.primal == pytest.approx(np.polynomial.polynomial.polyval(x, polynomial).min(), abs=1e-4)
    assert all(np.linalg.eigvalsh(lower(matrix))[0] > 0 for matrix in point.matrices)


def test_cvxpy_finds_the_same_value() -> None:
    program, nodes = squares_program(3, np.array([0.1, -0.6, 0.4, 0.2, -1.1, 0.3, 0.9]))
    basis = np.polynomial.chebyshev.chebvander(nodes, 3)
    gram, t = cp.Variable((4, 4), PSD=True), cp.Variable()
    equations = [row @ gram @ row + t == b for row, b in zip(basis, program.right, strict=True)]
    value = cp.Problem(cp.Maximize(t), equations).solve(solver=cp.CLARABEL)
    assert -PrimalDual().run(program).primal == pytest.approx(value, abs=1e-4)


def test_an_accepted_iterate_is_interior_and_an_early_one() -> None:
    program, C = trace_program(7)
    target = np.linalg.eigvalsh(C)[0] - 0.3
    point = PrimalDual().run(program, accept=lambda point: -point.primal > target)
    assert point.stop is Stop.ACCEPTED
    assert np.linalg.eigvalsh(lower(point.matrices[0]))[0] > 1e-4


def test_a_dual_value_beyond_the_limit_ends_the_run() -> None:
    program, C = trace_program(8)
    limit = -np.linalg.eigvalsh(C)[0] - 0.3
    assert PrimalDual().run(program, dual_limit=limit).stop is Stop.REFUTED


def test_refining_goes_on_where_doubles_end() -> None:
    program, _ = trace_program(9)
    rough = PrimalDual(gap=1e-15, iterations=60).run(program)
    fine = PrimalDual(gap=1e-15, iterations=60, refine=True).run(program)
    assert fine.primal - fine.dual <= abs(rough.primal - rough.dual) + 1e-14
    assert fine.residual < 1e-13


def exact(value: DoubleDouble) -> list[Fraction]:
    pairs = zip(np.ravel(value.high), np.ravel(value.low), strict=True)
    return [Fraction(float(high)) + Fraction(float(low)) for high, low in pairs]


@pytest.mark.parametrize("seed", range(3))
def test_double_double_arithmetic_against_fractions(seed: int) -> None:
    rng = np.random.default_rng(seed)
    a = DoubleDouble.of(rng.normal(size=40)) / 3.0
    b = DoubleDouble.of(rng.normal(size=40)) / 7.0
    for result, expected in (
        (a + b, [x + y for x, y in zip(exact(a), exact(b), strict=True)]),
        (a - b, [x - y for x, y in zip(exact(a), exact(b), strict=True)]),
        (a * b, [x * y for x, y in zip(exact(a), exact(b), strict=True)]),
        (a / b, [x / y for x, y in zip(exact(a), exact(b), strict=True)]),
    ):
        size = [abs(x) + abs(y) + abs(z) for x, y, z in zip(exact(a), exact(b), expected, strict=True)]
        worst = max(abs(x - y) / z for x, y, z in zip(exact(result), expected, size, strict=True))
        assert worst < Fraction(1, 2**98)
    root = (a * a).sqrt()
    assert max(abs(x - abs(y)) / abs(y) for x, y in zip(exact(root), exact(a), strict=True)) < Fraction(1, 2**95)
    assert abs(exact(a.sum(0).reshape(1))[0] - sum(exact(a))) < Fraction(1, 2**95)


@pytest.mark.parametrize("shape", [(3, 4, 5), (1, 40, 2), (17, 130, 9)])
def test_double_double_products_of_matrices_against_fractions(shape: tuple[int, int, int]) -> None:
    rng = np.random.default_rng(1)
    m, k, n = shape
    a = DoubleDouble.of(rng.normal(size=(m, k)) * 10.0 ** rng.integers(-6, 6, size=(m, 1))) / 3.0
    b = rng.normal(size=(k, n))
    left, right = np.array(exact(a)).reshape(m, k), [[Fraction(float(x)) for x in row] for row in b]
    product = np.array(exact(a @ b)).reshape(m, n)
    for i in range(m):
        bound = sum(abs(x) for x in left[i]) * 4
        for j in range(n):
            expected = sum(x * right[t][j] for t, x in enumerate(left[i]))
            assert abs(product[i, j] - expected) < bound / 2**95


@pytest.mark.parametrize("shape", [(3, 4, 5), (17, 130, 40), (300, 7, 290), (4, 0, 3)])
def test_short_products_have_22_digits(shape: tuple[int, int, int]) -> None:
    """Against the loops of double-doubles, for rows of very different sizes; one row is 0."""
    rng = np.random.default_rng(2)
    m, k, n = shape
    a = DoubleDouble.of(rng.normal(size=(m, k)) * 10.0 ** rng.integers(-6, 6, size=(m, 1))) / 3.0
    a.high[1], a.low[1] = 0.0, 0.0
    b = DoubleDouble.of(rng.normal(size=(k, n)) * 10.0 ** rng.integers(-6, 6, size=n)) / 7.0
    product = Short.of(a) @ Short.of(b)
    assert isinstance(product, Short)
    scale = np.abs(a.high).max(axis=1, initial=0.0)[:, None] * np.abs(b.high).max(axis=0, initial=0.0) * max(k, 1)
    assert (np.abs((product - a @ b).high) <= scale * 2.0**-72).all()


def test_short_symmetric_products_and_inner_products_of_rows() -> None:
    rng = np.random.default_rng(3)
    v = DoubleDouble.of(rng.normal(size=(290, 21))) / 3.0
    for a, precision in ((v, 2.0**-98), (Short.of(v), 2.0**-68)):
        gram, expected = symmetric_product(a, a.T), v @ v.T
        assert type(gram) is type(a)
        assert np.abs((gram - expected).high).max() < precision
        assert np.abs((gram - gram.T).high).max() == 0
        rows = row_products(a, a)
        assert np.abs((rows - DoubleDouble(np.diag(expected.high), np.diag(expected.low))).high).max() < 2.0**-95
        assert np.abs((a @ a[0] - expected[:, 0]).high).max() < 2.0**-95


def test_each_arithmetic_is_lifted_to_the_next_without_a_loss() -> None:
    value = Short.of(np.ones(3)) / 3.0
    fine = Arithmetic.DOUBLE_DOUBLE.lift(value)
    assert type(fine) is DoubleDouble
    assert exact(fine) == exact(value)
    assert (Arithmetic.QUAD_DOUBLE.lift(value).parts[:2] == [fine.high, fine.low]).all()
    assert [step.finer for step in Arithmetic] == [*list(Arithmetic)[1:], None]


def test_double_double_root_of_an_ill_conditioned_matrix() -> None:
    n = 10
    hilbert = DoubleDouble.of(np.ones((n, n))) / np.add.outer(np.arange(n), np.arange(1.0, n + 1))
    root = inverse_root(hilbert)
    identity = root @ hilbert @ root.T
    assert np.abs((identity - np.eye(n)).high).max() < 1e-15
    with pytest.raises(np.linalg.LinAlgError):
        inverse_root(hilbert - 1e-3 * np.eye(n))


def test_rounding_errors_do_not_stay_in_the_primal_equations() -> None:
    """A three-point programme in double-doubles: without the second solve of a step the residual is some 1e-22."""
    relaxation = Relaxation(Triples(Space.sphere(3), Fraction(1, 2), 5), 13)
    point = PrimalDual(start=30.0, gap=1e-6, arithmetic=Arithmetic.DOUBLE_DOUBLE).run(relaxation.program)
    assert point.stop is Stop.OPTIMAL
    assert point.residual < 1e-25
