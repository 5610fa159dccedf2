"""Floors from the signs of overlaps: no kind of signs is lost, no packing is below, no lines prove too much."""

from __future__ import annotations

import csv
from dataclasses import replace
from fractions import Fraction
from importlib.resources import files
from itertools import combinations

import numpy as np
import pytest
import sympy

from packing.analytic.energy_theorems import energy_theorems
from packing.bounds import energy_bounds, least_energy
from packing.bounds.energy import sign_spectra
from packing.bounds.energy.sign_bound import sign_energy, sign_floor
from packing.bounds.energy.sign_check import certain
from packing.bounds.energy.sign_dual import Boxes, improved, values
from packing.bounds.energy.sign_matrices import extended, sign_matrices
from packing.bounds.energy.sign_parity import signs_that_fail
from packing.bounds.energy.sign_spectra import large_sums
from packing.numeric import Floats
from packing.objective import Energy
from packing.potentials import AbsPower
from packing.problem import lines, vectors
from packing.search import minimize

PARITY, ALL = "parity of signs", "all sign matrices"


def shipped() -> list[tuple[int, int, str, Fraction]]:
    text = (files("packing") / "data" / "sign-floors.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return [(int(row["n"]), int(row["d"]), row["p"], Fraction(row["at_least"])) for row in rows]


def kind(signs: np.ndarray) -> tuple[object, ...]:
    """Unchanged by numbering and negation: the characteristic polynomials, whole and without one or two vectors."""

    def polynomials(left_out: int) -> tuple[object, ...]:
        rest = [np.delete(np.delete(signs, out, 0), out, 1) for out in combinations(range(len(signs)), left_out)]
        return tuple(sorted(tuple(np.round(np.poly(each)).astype(int)) for each in rest))

    return polynomials(0), polynomials(1), polynomials(2)


@pytest.mark.parametrize(("n", "kinds"), [(3, 2), (4, 3), (5, 7), (6, 16)])
def test_every_kind_of_signs_is_there(n: int, kinds: int) -> None:
    """As many as there are two-graphs on n points; random ones are among them."""
    listed = {kind(signs) for signs in sign_matrices(n)}
    assert len(listed) == kinds
    rng = np.random.default_rng(n)
    for _ in range(20):
        upper = np.triu(rng.choice([-1, 1], size=(n, n)), 1)
        assert kind(upper + upper.T) in listed
    assert {kind(signs) for part in extended(n) for signs in part} == listed


def sums(matrices: np.ndarray, d: int) -> Floats:
    """The positive ones among the d largest eigenvalues, summed."""
    levels: Floats = np.linalg.eigvalsh(matrices.astype(float))[..., -d:]
    return np.maximum(levels, 0).sum(axis=-1)


def without(matrix: np.ndarray, v: int) -> np.ndarray:
    return np.delete(np.delete(matrix, v, 0), v, 1)


def test_a_vector_can_be_left_out_that_costs_little() -> None:
    """The lemma that prunes sign matrices, for matrices at random with diagonal 0; equality for a conference matrix."""
    rng = np.random.default_rng(4)
    for n, d in ((5, 2), (6, 4), (9, 3), (9, 5), (9, 7)):
        share = max((n - 2) / n, (n - d - 1) / (n - d))
        for _ in range(20):
            upper = np.triu(rng.normal(size=(n, n)) if rng.random() < 0.5 else rng.choice([-1, 1], size=(n, n)), 1)
            whole = upper + upper.T
            assert max(sums(without(whole, v), d) for v in range(n)) >= share * sums(whole, d) - 1e-9
    conference = next(signs for signs in sign_matrices(6) if np.array_equal(signs @ signs, 5 * np.eye(6)))
    allowed = float(sums(conference, 3)) * 4 / 6
    assert [sums(without(conference, v), 3) for v in range(6)] == pytest.approx([allowed] * 6)


@pytest.mark.parametrize("d", [2, 3, 6])
def test_no_signs_with_large_eigenvalues_are_lost(d: int, monkeypatch: pytest.MonkeyPatch) -> None:
    n = 7
    every = sign_matrices(n)
    reached = sums(every, d)
    monkeypatch.setattr(sign_spectra, "WHOLE", 4)
    for part in (0.5, 0.9):
        least = float(np.quantile(reached, part))
        found = large_sums(n, d, least)
        assert sums(found, d).min() > least - 1e-5
        assert {kind(signs) for signs in every[reached > least - 1e-9]} == {kind(signs) for signs in found}
    assert len(large_sums(n, d, float(reached.max()) + 1e-3)) == 0


@pytest.mark.parametrize("p", [2.1, 5])
def test_parity_is_below_every_packing(p: float) -> None:
    rng = np.random.default_rng(2)
    for n, d in ((4, 2), (5, 3), (9, 6), (14, 6)):
        named = {bound.theorem.name: bound for bound in energy_bounds(lines(n, d), Energy(p))}
        floor = named[PARITY].value
        assert floor > named["Welch-Sidelnikov of order 1"].value
        best = minimize(lines(n, d), Energy(p), starts=(), restarts=2).packing
        rows = np.asarray(best) + rng.normal(size=(n, d)) * 0.05
        near = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        overlaps = np.abs(near @ near.T) - np.eye(n)
        assert floor <= Energy(p).value(best) and floor <= np.sum(np.abs(overlaps) ** p)
        (formula,) = [each for each in energy_theorems(n, d, sympy.Rational(p)) if each.name == PARITY]
        assert float(formula.expression) == pytest.approx(floor, rel=1e-12)


def test_all_signs_fail_by_as_much_as_parity_says() -> None:
    """R of all sign matrices is at least what parity allows, at most v (D + v^(1/2))^2, and 0 at frames alone."""
    frames, met = [], []
    for n in range(4, 9):
        signs = sign_matrices(n).astype(float)
        levels = np.linalg.eigvalsh(signs)
        for d in range(2, n - 1):
            c = np.sqrt((n - d) / (d * (n - 1)))
            mu, between = (n - 2 * d) / (d * c), n / (d * c)
            frame = np.repeat([-1 / c, (n - d) / (d * c)], [n - d, d])
            r = np.sum(((signs @ signs - mu * signs) * (1 - np.eye(n))) ** 2, axis=(1, 2))
            v = np.sum((levels - frame) ** 2, axis=1)
            allowed = float(signs_that_fail(n, d))
            assert r.min() > allowed - 1e-9 and np.all(r <= v * (between + np.sqrt(v)) ** 2 + 1e-9)
            frames += [(n, d)] if r.min() < 1e-9 else []
            met += [(n, d)] if r.min() < allowed + 1e-9 else []
    assert frames == [(6, 3)] and met == [(4, 2), (6, 3), (8, 4)]


@pytest.mark.parametrize(("n", "d"), [(4, 3), (6, 3), (10, 5), (16, 6), (28, 7), (276, 23), (14, 7), (16, 10)])
def test_parity_does_not_forbid_frames_that_exist(n: int, d: int) -> None:
    assert PARITY not in [bound.theorem.name for bound in energy_bounds(lines(n, d), Energy(3))]


def random_boxes(rng: np.random.Generator, n: int, d: int, p: float, count: int = 12) -> tuple[Boxes, Floats]:
    """Boxes with choices at random around packings at random, and the energies of these packings."""
    rows = rng.normal(size=(count, n, d))
    rows /= np.linalg.norm(rows, axis=2, keepdims=True)
    overlaps = (rows @ rows.transpose(0, 2, 1)) * (1 - np.eye(n))
    moduli, width = np.abs(overlaps), rng.uniform(0, 0.6, size=(count, 1, 1))
    middle = rng.uniform(0, 1, size=(count, n, n))
    low, high = np.clip(moduli - width * middle, 0, 1), np.clip(moduli + width * (1 - middle), 0, 1)
    low, high = (np.tril(each, -1) + np.tril(each, -1).transpose(0, 2, 1) for each in (low, high))
    touch = rng.uniform(low, high + 1e-9)
    touch = np.tril(touch, -1) + np.tril(touch, -1).transpose(0, 2, 1)
    signs = np.where(overlaps < 0, -1.0, 1.0) * (1 - np.eye(n))
    q = (p - 1) * rng.uniform(0.1, 0.9, size=count) ** (p - 2)
    boxes = Boxes(d, p, signs, low, high, q, touch, 0.1 * rng.normal(size=(count, n)))
    return boxes, np.sum(moduli**p, axis=(1, 2))


@pytest.mark.parametrize("p", ["5/2", "5"])
def test_no_choice_proves_more_than_a_packing_has(p: str) -> None:
    rng, exponent = np.random.default_rng(5), sympy.Rational(p)
    for n, d in ((4, 2), (6, 4)):
        boxes, energies = random_boxes(rng, n, d, float(exponent), 4)
        better, floors, _ = improved(boxes, np.inf)
        for each in (boxes, better):
            assert np.all(certain(each, exponent) <= energies * (1 + 1e-12))
            assert np.allclose(certain(each, exponent), values(each)[0], rtol=1e-9, atol=1e-9)
        assert np.all(floors >= values(boxes)[0])


def test_a_tight_frame_has_its_floor() -> None:
    """The axes of the icosahedron: lines that touch at their overlap prove their energy, and no more anywhere near."""
    golden = (1 + np.sqrt(5)) / 2
    rows = np.array([np.roll([0.0, 1.0, sign * golden], shift) for shift in range(3) for sign in (1, -1)])
    signs = np.sign(rows @ rows.T) * (1 - np.eye(6))
    c, shape = 5**-0.5, (1, 6, 6)
    boxes = Boxes(
        3, 5.0, signs[None], np.zeros(shape), np.ones(shape), np.array([4 * c**3]), np.full(shape, c), np.zeros((1, 6))
    )
    assert float(certain(boxes, sympy.Integer(5))[0]) == pytest.approx(30 * c**5, rel=1e-9)
    for scale in (0.8, 1.2):
        assert certain(replace(boxes, q=boxes.q * scale), sympy.Integer(5))[0] < 30 * c**5


def test_floors_at_hand_are_below_searches_and_near() -> None:
    for n, d, p, floor in shipped():
        if (n, d) not in ((5, 3), (7, 4), (8, 5), (9, 5), (9, 6), (11, 5), (11, 6), (13, 6)):
            continue
        best = minimize(lines(n, d), Energy(AbsPower(p)), starts=(), restarts=8, seed=1)
        assert 0.94 < float(floor) / Energy(AbsPower(p)).value(best.packing) < 1
        bound = least_energy(lines(n, d), AbsPower(p))
        assert bound.theorem.name == ALL and bound.rigor.value == "certified"
        assert bound.exact == sympy.Rational(floor.numerator, floor.denominator)
        assert least_energy(vectors(n, d), AbsPower(p)).exact == bound.exact


def test_they_are_of_real_lines_alone() -> None:
    assert ALL not in [bound.theorem.name for bound in energy_bounds(lines(8, 5, "C"), Energy(5))]
    assert PARITY not in [bound.theorem.name for bound in energy_bounds(lines(8, 5, "C"), Energy(5))]


@pytest.mark.long
def test_a_floor_is_computed_for_any_exponent() -> None:
    least = Energy(4.5).value(minimize(lines(5, 3), Energy(4.5), starts=(), restarts=10).packing)
    (bound,) = sign_energy(lines(5, 3), AbsPower("9/2"))
    assert bound.theorem.name == ALL and 0.97 * least < bound.value < least
    for outside in (lines(5, 3, "C"), lines(8, 4), lines(4, 3)):
        assert not list(sign_energy(outside, AbsPower("9/2")))


@pytest.mark.long
def test_floors_at_hand_are_found_again() -> None:
    for n, d, p, floor in shipped():
        if (n, d) in ((8, 4), (8, 5), (9, 5), (11, 5)):
            assert sign_floor(n, d, sympy.Rational(p), float(floor), 200) >= floor - Fraction(1, 10**8)
