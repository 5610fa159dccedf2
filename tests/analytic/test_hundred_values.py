"""Each symbolic answer against the numeric one, or the arrangement itself, on a hundred random values."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import numpy as np
import pytest
import sympy

from packing.analytic import best_partition, exact_loss, overlap_law, simplex_threshold, tegum_energy
from packing.analytic.counts import evenly_spaced_pairs, partition_pairs
from packing.analytic.extremal import turan
from packing.analytic.heuristics import (
    corrected_cosine,
    corrected_loss,
    johnson_lindenstrauss_loss,
    random_block_loss,
    stationary_blocks,
    welch_block_loss,
)
from packing.analytic.loss_polynomial import loss_polynomial
from packing.analytic.pair_theorems import evenly_spaced, pair_theorems

N, D, K, P = sympy.symbols("n d k p", positive=True)
HUNDRED = 100


def test_energies_of_equal_blocks() -> None:
    """Simplices, bases and tight frames: counted from overlaps, without the formula."""
    rng = random.Random(1)
    formulas = {
        (block, kind): tegum_energy(N, D, K, P, kind, block)
        for block in ("simplex", "basis") for kind in ("abs", "relu")
    }  # fmt: skip
    for _ in range(HUNDRED):
        k, m, copies, p = rng.randint(1, 6), rng.randint(1, 6), rng.randint(1, 5), rng.uniform(0.1, 6)
        n, d = k * (m + 1) * copies, k * m
        parallel, across = n * (copies - 1), n * m * copies
        for kind, value in (("abs", parallel + across * m**-p), ("relu", float(parallel))):
            at = {"n": n, "d": d, "k": k} | ({"p": sympy.Float(p)} if kind == "abs" else {})
            assert float(formulas["simplex", kind].at(**at)) == pytest.approx(value, rel=1e-12)
        axes, halves = 2 * d * copies, n  # vectors on 2 d half axes, `copies` on each
        basis = formulas["basis", "relu"].expression.subs({N: axes, D: d, K: k})
        assert (halves, basis) == (n, axes * (copies - 1))
        assert formulas["basis", "abs"].expression.subs({N: axes, D: d}) == axes * (2 * copies - 1)


def test_expressions_of_partitions() -> None:
    rng = random.Random(2)
    for _ in range(HUNDRED // 5):
        d, kind = rng.randint(2, 5), rng.choice(["abs", "relu"])
        n = rng.randint(d + 1, 3 * d)
        partition = best_partition(n, d, sympy.Rational(rng.randint(5, 19), 10), kind, search=False)
        if any(part.n > 1 and not part.overlaps for part in partition.parts):
            continue
        found = sympy.lambdify(P, partition.expression(P))
        for _ in range(5):
            p = rng.uniform(0.2, 5)
            value = sum(part.value(p, partition.kind) for part in partition.parts)
            assert float(found(p)) == pytest.approx(value, rel=1e-10, abs=1e-12)


def test_laws_of_random_overlaps() -> None:
    """Density and distribution for a symbol d, against the incomplete beta function of SciPy."""
    from scipy.special import betainc

    rng, laws = random.Random(3), {field: overlap_law(D, field) for field in "RCH"}
    scalars = {"R": 1, "C": 2, "H": 4}
    for _ in range(HUNDRED):
        field, d, t = rng.choice("RCH"), rng.randint(2, 9), rng.uniform(0.02, 0.98)
        (put,) = laws[field].density.free_symbols - {D}
        a, b = scalars[field] / 2, scalars[field] * (d - 1) / 2
        numeric = overlap_law(d, field)
        density = [float(law.density.subs({D: d, put: t})) for law in (laws[field], numeric)]
        slope = (betainc(a, b, (t + 1e-6) ** 2) - betainc(a, b, (t - 1e-6) ** 2)) / 2e-6
        assert density[0] == pytest.approx(density[1], rel=1e-9)
        assert density[0] == pytest.approx(slope, rel=1e-5, abs=1e-7)


def test_pairs_with_their_conditions() -> None:
    n, d, k = sympy.symbols("n d k", integer=True, positive=True)
    formulas = {formula.name: formula for formula in pair_theorems(n, d, k)}
    rng = random.Random(4)
    for _ in range(HUNDRED):
        a, b, c = rng.randint(1, 60), rng.randint(1, 9), rng.randint(1, 9)
        here = {formula.name: formula.expression for formula in pair_theorems(a, b, c)}
        assert formulas["Turan"].at(n=a, d=b) == here["Turan"] == turan(a, b)
        for name, whole in (("equal orthogonal blocks", a % c), ("bases at general angles", a % b),
                            ("different lines of the plane", b != 2)):  # fmt: skip
            at = {"n": a, "d": b, "k": c}
            own = {symbol.name: at[symbol.name] for symbol in formulas[name].symbols}
            assert formulas[name].holds(**own) is not bool(whole)
            assert (name in here) is not bool(whole)
            if not whole:
                assert formulas[name].at(**own) == here[name]
        assert evenly_spaced(k).at(k=a) == evenly_spaced_pairs(a) == (0 if a % 4 else a)
        sizes = sympy.symbols("a:4")
        numbers = [rng.randint(1, 9) for _ in sizes]
        assert partition_pairs(sizes).subs(dict(zip(sizes, numbers, strict=True))) == partition_pairs(numbers)
    assert sympy.limit(formulas["equal orthogonal blocks"].expression / n**2, k, sympy.oo) == sympy.Rational(1, 2)


@pytest.mark.long
def test_heuristics() -> None:
    rng = random.Random(5)
    symbolic = {
        made: sympy.lambdify((N, D, K, P), made(N, D, K, P), "mpmath")
        for made in (johnson_lindenstrauss_loss, welch_block_loss, corrected_loss)
    }
    blocks = {half: random_block_loss(N, D, K, 2 * half) for half in range(1, 5)}
    cosine = sympy.lambdify((N, D, K), corrected_cosine(N, D, K), "mpmath")
    stationary = sympy.lambdify((N, P), stationary_blocks(N, P), "mpmath")
    for _ in range(HUNDRED):
        k, p = rng.randint(1, 9), Fraction(rng.randint(3, 60), 10)
        d = k * rng.randint(1000, 1500)
        n = d + rng.randint(1, 5000)
        for made, at in symbolic.items():
            assert float(at(n, d, k, float(p))) == pytest.approx(float(made(n, d, k, p)), rel=1e-9)
        half, size = rng.randint(1, 4), rng.randint(1, 6)
        moment = math.prod(Fraction(2 * i - 1, size + 2 * i - 2) for i in range(1, half + 1))
        mean = blocks[half].subs({N: 10 * k, D: k * size, K: k})
        assert Fraction(int(mean.p), int(mean.q)) == 10 * k * 9 * moment
        eps = float(cosine(n, d, k))
        assert eps**2 / 2 - eps**3 / 3 == pytest.approx(4 * math.log(n / k) * k / d, rel=1e-9)
        if p != 2:
            assert float(stationary(n, float(p))) == pytest.approx(float(stationary_blocks(n, p)), rel=1e-9)


def test_thresholds_of_simplices() -> None:
    """Where m pairs of equal lines and a simplex of m + 1 have one energy, as the symbol says, in numbers."""
    m = sympy.Symbol("m", positive=True)
    at = sympy.lambdify(m, simplex_threshold(m), "mpmath")
    for size in range(2, HUNDRED + 2):
        assert float(at(size)) == pytest.approx(float(simplex_threshold(size)), rel=1e-12)


@pytest.mark.long
def test_losses_as_polynomials() -> None:
    """The polynomial in the density at random densities, against the loss at that number and as a mean over sets."""
    rng, q = np.random.default_rng(6), sympy.Symbol("q", positive=True)
    for _ in range(HUNDRED // 4):
        weights, bias = rng.integers(-4, 5, (3, 2)) / 4, rng.integers(-3, 3, 3) / 8
        polynomial = sympy.Poly(loss_polynomial(weights.tolist(), bias.tolist(), q), q)
        for density in rng.integers(1, 100, 4):
            exact = sympy.Rational(int(density), 100)
            assert polynomial.eval(exact) == sympy.Rational(str(exact_loss(weights, bias, Fraction(int(density), 100))))
