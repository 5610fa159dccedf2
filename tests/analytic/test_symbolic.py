"""Symbols in, symbols out: every formula equals the numbers of its numeric door, and of the arrangement itself."""

import random
from fractions import Fraction

import numpy as np
import pytest
import sympy

from packing.analytic import (
    best_partition,
    energy_bound,
    energy_theorems,
    exact_loss,
    least_moment,
    overlap_law,
    phase_diagram,
    random_moment,
    tegum_energy,
)
from packing.analytic.blocks import line, polygon, simplex
from packing.analytic.counts import bases_pairs, equal_blocks_pairs, subspaces_beat_bases, turan_pairs
from packing.analytic.density_thresholds import BlockLoss, density_threshold
from packing.analytic.extremal import turan
from packing.analytic.formula import Formula
from packing.analytic.loss_polynomial import loss_polynomial
from packing.errors import InputError
from packing.exponents import EnergyKind
from packing.toymodels.autoencoder.digon import digon, dropped

N, D, K, P, Q = sympy.symbols("n d k p q", positive=True)
RELU = EnergyKind.RELU
CLOSED = ("orthonormal", "Welch", "kernel", "one line", "obtuse", "half", "pentagon", "repeated", "one axis")


def drawn(seed, count=100):
    """Random (n, d, p)."""
    rng = random.Random(seed)
    for _ in range(count):
        d = rng.randint(1, 7)
        yield rng.randint(1, 4 * d + 3), d, sympy.Rational(rng.randint(1, 60), 10)


DRAWS = (20, pytest.param(100, marks=pytest.mark.long))


@pytest.mark.parametrize("count", DRAWS)
@pytest.mark.parametrize(("kind", "field"), [("abs", "R"), ("abs", "C"), ("relu", "R")])
def test_energy_bounds_for_symbols_equal_those_for_numbers(kind, field, count):
    """Never above the numeric bound, which knows more theorems, and equal to it where its theorem is a closed form."""
    whole = sympy.lambdify((N, D, P), energy_bound(N, D, P, kind, field).expression, "mpmath")
    equal = 0
    for n, d, p in drawn(f"{kind} {field}", count):
        number, symbol = energy_bound(n, d, p, kind, field), float(whole(n, d, float(p)))
        assert symbol <= number.value + 1e-9 * (1 + number.value)
        if str(number.theorem).startswith(CLOSED):
            assert symbol == pytest.approx(number.value, rel=1e-9, abs=1e-9), (n, d, p, str(number.theorem))
            equal += 1
    assert equal > 0.25 * count


def test_theorems_hold_of_random_vectors():
    rng = np.random.default_rng(5)
    for n, d, p in drawn("vectors", 20):
        if n == 1:
            continue
        x = rng.standard_normal((n, d))
        x /= np.linalg.norm(x, axis=1, keepdims=True)
        overlaps = (x @ x.T)[~np.eye(n, dtype=bool)]
        for kind, values in (("abs", np.abs(overlaps)), ("relu", np.maximum(overlaps, 0))):
            energy = np.sum(values ** float(p))
            for theorem in energy_theorems(sympy.Integer(n), d, p, kind):
                assert float(theorem.piecewise()) <= energy * (1 + 1e-9) + 1e-9, (n, d, p, theorem)


@pytest.mark.parametrize("kind", ["abs", "relu"])
def test_equal_blocks(kind):
    """The formula against the Gram matrix of k repeated simplices."""
    formula = tegum_energy(N, D, K, P, kind)
    for k, m, copies, p in [(1, 2, 1, 1.5), (2, 2, 2, 3.0), (3, 1, 1, 2.0), (2, 4, 3, 0.7)]:
        gram = np.kron(
            np.eye(k), np.kron(np.full((m + 1, m + 1), -1 / m) + np.eye(m + 1) * (1 + 1 / m), np.ones((copies, copies)))
        )
        overlaps = gram[~np.eye(len(gram), dtype=bool)]
        sizes = np.abs(overlaps) if kind == "abs" else np.maximum(overlaps, 0)
        energy = np.sum(sizes[sizes > 1e-12] ** p)
        values = {"n": len(gram), "d": k * m, "k": k} | ({"p": sympy.Rational(str(p))} if kind == "abs" else {})
        assert float(formula.at(**values)) == pytest.approx(energy)
    with pytest.raises(InputError, match="holds where"):
        formula.at(n=7, d=4, k=2)
    with pytest.raises(InputError, match="do not exist"):
        tegum_energy(7, 4, 2, 2, kind)


def test_limits_and_series():
    welch = next(theorem for theorem in energy_theorems(N, D, 2) if theorem.name == "Welch")
    assert sympy.limit(welch.expression / N**2, N, sympy.oo) == 1 / D
    assert sympy.series(tegum_energy(N, D, K, P).expression, P, 0, 2).removeO().subs(P, 0).equals(N * N / K - N)
    assert (
        sympy.simplify(tegum_energy(N, D, K, 2).expression - tegum_energy(N, D, K, 2, block="tight frame").expression)
        == 0
    )


def test_pairs():
    n, d = sympy.symbols("n d", integer=True, positive=True)
    for a, b, _ in drawn("pairs"):
        assert turan_pairs(n, d).subs({n: a, d: b}) == turan(a, b) == turan_pairs(a, b)
        assert bases_pairs(N, D).subs({N: a * b, D: b}) == bases_pairs(a * b, b)
        assert equal_blocks_pairs(N, K).subs({N: a * b, K: b}) == equal_blocks_pairs(a * b, b)
        assert bool(subspaces_beat_bases(N, D, K).subs({N: a, D: b, K: 2})) == subspaces_beat_bases(a, b, 2)


@pytest.mark.parametrize("count", DRAWS)
def test_moments_and_laws(count):
    for field in "RCH":
        for d in (2, 3, 6):
            symbol, number = overlap_law(D, field), overlap_law(d, field)
            for t in (0.1, 0.5, 0.9):
                put = next(iter(number.density.free_symbols), sympy.Symbol("t", nonnegative=True))
                for left, right in zip(symbol, number, strict=True):
                    assert float(left.subs({D: d, put: t})) == pytest.approx(float(right.subs(put, t)), rel=1e-9)
    random, least, of_vectors = (
        sympy.lambdify((N, D, P), moment, "mpmath")
        for moment in (random_moment(D, P), least_moment(D, P).exact, least_moment(D, P, N).exact)
    )
    for n, d, p in drawn("moments", count):
        assert float(random(n, d, p)) == pytest.approx(float(random_moment(d, p)), rel=1e-12)
        assert float(least(n, d, p)) <= least_moment(d, p).value + 1e-12
        if n > 1:
            assert float(of_vectors(n, d, p)) <= least_moment(d, p, n).value * (1 + 1e-9) + 1e-12
    with pytest.raises(InputError, match="is no number"):
        _ = least_moment(D, 2).value


def test_expression_of_a_partition():
    partition = best_partition(7, 3, 1.7, search=False)
    for p in (0.5, 1.7, 2.5):
        assert float(partition.expression(P).subs(P, p)) == pytest.approx(
            sum(part.value(p, partition.kind) for part in partition.parts)
        )
    with pytest.raises(InputError, match="no known overlaps"):
        best_partition(5, 3, 2).expression()


def test_breakpoints_are_zeros_of_their_differences():
    for point in phase_diagram(5, 3, search=False).breakpoints:
        if point.difference is not None:
            p = sympy.Symbol("p")
            assert abs(float(point.difference.subs(p, point.exact or point.value))) < 1e-9


def test_loss_polynomial():
    rng = np.random.default_rng(3)
    for _ in range(6):
        weights, bias = rng.integers(-3, 4, (3, 2)) / 4, rng.integers(-2, 3, 3) / 8
        polynomial = exact_loss(weights, bias, Q)
        assert polynomial.is_polynomial(Q)
        assert polynomial == loss_polynomial([[Fraction(x) for x in row] for row in weights.tolist()], bias.tolist(), Q)
        for q in ("0.1", "0.5", "0.9"):
            assert polynomial.subs(Q, sympy.Rational(q)) == sympy.Rational(str(exact_loss(weights, bias, float(q))))
    third = sympy.sqrt(3) / 2
    triangle = sympy.Matrix([[1, 0], [-sympy.S.Half, third], [-sympy.S.Half, -third]])
    floats = np.array(triangle.tolist(), dtype=float)
    assert float(loss_polynomial(triangle).subs(sympy.Symbol("q", positive=True), 0.3)) == pytest.approx(
        float(exact_loss(floats, None, 0.3))
    )
    with pytest.raises(InputError, match="must be a number"):
        loss_polynomial([[Q]])


def test_density_thresholds():
    """Pentagons against two pairs and a feature dropped; each block's loss by another route."""
    threshold = density_threshold([line(2, RELU), line(2, RELU)], [polygon(5, RELU)], 0.1, 0.4)
    q = threshold.value
    pentagon = BlockLoss(polygon(5, RELU)).at(q, *threshold.values[3:])
    assert 2 * digon(q).loss + dropped(q) == pytest.approx(pentagon, abs=1e-9)
    assert threshold.high - threshold.low < Fraction(1, 10**25)
    assert 0.2248 < threshold.low < threshold.high < 0.2249
    with pytest.raises(InputError, match="same dimensions"):
        density_threshold([line(2, RELU)], [polygon(5, RELU)])
    with pytest.raises(InputError, match="overtakes"):
        density_threshold([line(2, RELU), line(1, RELU)], [simplex(3, 2)], 0.1, 0.2)


def test_a_formula_names_its_mistakes():
    formula = Formula("Welch", "E_2", ">=", N * (N - D) / D, N >= D)
    assert formula.holds(n=3, d=2) and not formula.holds(n=1, d=2)
    assert formula._repr_latex_().startswith("$")
    with pytest.raises(InputError, match="not m"):
        formula.at(m=3)
    with pytest.raises(InputError, match="needs numbers"):
        formula.holds(n=3)
