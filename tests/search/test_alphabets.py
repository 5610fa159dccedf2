"""Codebooks with an alphabet: the entries are what was asked for, and small cells agree with counting them all."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import combinations, product

import numpy as np
import pytest
import sympy

import packing as pk
from packing import InputError, Problem
from packing.bounds import lower_bound
from packing.cli import run
from packing.numeric import Floats
from packing.search import Alphabet, ConstantModulus, DftRows, Energy, RootsOfUnity, minimize
from packing.search.alphabets.phases import Torus
from packing.search.alphabets.words import exact_coherence, orthogonal_words, words_of


def least(codebooks: Iterable[np.ndarray]) -> float:
    """The least largest |<x, y>| of the codebooks, each an array (n, d) of rows of modulus 1."""
    best = 1.0
    for rows in codebooks:
        gram = np.abs(rows.conj() @ rows.T) / rows.shape[1]
        best = min(best, float(gram[np.triu_indices(len(rows), 1)].max()))
    return best


@pytest.mark.parametrize(("n", "d", "q"), [(4, 2, 4), (4, 3, 3), (5, 3, 2), (3, 3, 4), (3, 2, 5)])
def test_words_are_as_good_as_the_best_of_all(n: int, d: int, q: int) -> None:
    """Every codebook has an equivalent one whose first word and first letters are 0."""
    words = list(product(range(q), repeat=d - 1))
    chosen = combinations(words, n - 1)
    first = np.zeros((1, d))
    every = (
        np.exp(2j * np.pi / q * np.vstack((first, np.column_stack((np.zeros(n - 1), np.array(c)))))) for c in chosen
    )
    found = minimize(pk.lines(n, d, "R" if q == 2 else "C"), within=RootsOfUnity(q), restarts=6, seed=1)
    assert found.packing.coherence == pytest.approx(least(every), abs=1e-12)


@pytest.mark.parametrize(("n", "d"), [(9, 3), (10, 4), (8, 5), (6, 6)])
def test_rows_of_a_fourier_matrix_are_as_good_as_the_best_of_all(n: int, d: int) -> None:
    every = (
        np.exp(2j * np.pi * np.outer(np.arange(n), (0, *others)) / n) for others in combinations(range(1, n), d - 1)
    )
    found = minimize(pk.lines(n, d, "C"), within=DftRows(), restarts=4)
    assert found.packing.coherence == pytest.approx(least(every), abs=1e-12)


def test_turned_fourier_frames_are_as_good_as_the_best_of_all() -> None:
    """Six planes of C^4, X_c = diag(exp(2 pi i c u / 6)) X_0: all u with u_0 = 0, measured on the projections."""
    n, d, m = 6, 4, 2
    start = np.exp(2j * np.pi * np.outer(np.arange(m), np.arange(d)) / d) / np.sqrt(d)
    best = 1.0
    for u in product(range(n), repeat=d - 1):
        turns = np.exp(2j * np.pi * np.outer(np.arange(n), (0, *u)) / n)
        frames = turns[:, None, :] * start
        products = np.einsum("iak,jbk->ijab", frames.conj(), frames)
        f = np.sum(np.abs(products) ** 2, axis=(2, 3)) / m
        best = min(best, float(np.sqrt(f[np.triu_indices(n, 1)].max())))
    found = minimize(pk.subspaces(n, d, m, "C"), within=DftRows(), restarts=6)
    assert found.packing.coherence == pytest.approx(best, abs=1e-12)


CELLS: list[tuple[Problem, Alphabet]] = [
    (pk.lines(9, 4), RootsOfUnity(2)),
    (pk.subspaces(7, 8, 2), RootsOfUnity(2)),
    (pk.subspaces(9, 6, 3, "C"), RootsOfUnity(3)),
    (pk.lines(13, 5, "C"), RootsOfUnity(8)),
    (pk.lines(8, 4, "C"), ConstantModulus()),
    (pk.subspaces(5, 5, 2, "C"), ConstantModulus()),
    (pk.lines(9, 4), ConstantModulus()),
    (pk.subspaces(7, 6, 2, "C"), DftRows()),
]


@pytest.mark.parametrize(("problem", "alphabet"), CELLS, ids=str)
def test_entries_are_of_the_alphabet_and_bounds_lie_below(problem: Problem, alphabet: Alphabet) -> None:
    found = minimize(problem, within=alphabet, restarts=3, seed=2)
    entries = found.packing.vectors.reshape(problem.n, problem.m, problem.d)
    assert np.abs(entries) * np.sqrt(problem.d) == pytest.approx(np.ones(entries.shape), abs=1e-13)
    frames = np.einsum("iak,ibk->iab", entries.conj(), entries)
    assert np.abs(frames - np.eye(problem.m)).max() < 1e-13
    assert found.packing.coherence >= lower_bound(problem).value - 1e-12
    assert found.within == found.method == alphabet.name
    assert found.status.converged, found.status
    exact = alphabet.exact(found.packing)
    assert (exact is None) == (isinstance(alphabet, ConstantModulus) and problem.is_complex)
    if exact is not None:
        assert float(exact) == pytest.approx(found.packing.coherence, abs=1e-14)
    if isinstance(alphabet, RootsOfUnity):
        assert words_of(found.packing, alphabet.order).max() < alphabet.order


def test_more_letters_are_never_worse() -> None:
    """Signs are fourth roots, and those have modulus 1."""
    problem = pk.lines(6, 4, "C")
    values = [
        minimize(problem, within=alphabet, restarts=12).packing.coherence
        for alphabet in (RootsOfUnity(2), RootsOfUnity(4), ConstantModulus())
    ]
    free = minimize(problem, starts=(), restarts=12).packing.coherence
    assert values[0] >= values[1] - 1e-12 >= values[2] - 2e-12 >= free - 3e-12
    assert values[0] > free + 0.01


def test_exact_values() -> None:
    signs = minimize(pk.lines(16, 8), within=RootsOfUnity(2), restarts=4).packing
    assert exact_coherence(signs, 2) == sympy.Rational(1, 2)  # above the bound, so above 1/4; the next letter sum is 4
    bases = minimize(pk.lines(16, 4, "C"), within=RootsOfUnity(4), restarts=8).packing
    assert exact_coherence(bases, 4) == sympy.Rational(1, 2)
    fano = minimize(pk.lines(7, 3, "C"), within=DftRows(), restarts=1)
    exact = DftRows().exact(fano.packing)
    assert exact is not None
    assert sympy.simplify(exact - sympy.sqrt(2) / 3).equals(0)
    with pytest.raises(InputError, match="no roots of unity of order 3"):
        exact_coherence(bases, 3)


def test_words_of_a_frame_are_orthogonal() -> None:
    for d, m, q in product(range(1, 13), range(1, 5), (2, 3, 4, 6, 12)):
        words = orthogonal_words(d, m, q)
        if m <= d and words is not None:
            rows = np.exp(2j * np.pi * words / q)
            assert np.abs(rows.conj() @ rows.T - d * np.eye(m)).max() < 1e-9
        assert words is None or m <= d
    assert orthogonal_words(12, 12, 2) is not None  # Hadamard, Paley


def test_derivatives_by_phases() -> None:
    """Slopes and curvature of sum l f against differences of f and of slopes."""
    rng = np.random.default_rng(0)
    space = pk.subspaces(4, 4, 2, "C").space
    torus = Torus(space, rng.uniform(0, 6, (4, 2, 4)))
    pairs = np.column_stack(np.triu_indices(4, 1)).astype(np.int64)
    phases, weights, none = rng.uniform(0, 6, (4, 4)), rng.random(6), np.zeros(6)

    def slope(at: Floats) -> Floats:
        total = np.zeros((4, 4))
        gradients = torus.at(at, pairs).gradients
        for p, (i, j) in enumerate(pairs):
            total[i] += weights[p] * gradients[p, 0]
            total[j] += weights[p] * gradients[p, 1]
        return total.ravel()

    step, units = 1e-6, np.eye(16).reshape(16, 4, 4)
    by_f = [weights @ (torus.f(phases + step * u) - torus.f(phases - step * u)) / (2 * step) for u in units]
    assert slope(phases) == pytest.approx(np.array(by_f), abs=1e-8)
    by_slope = np.array([(slope(phases + step * u) - slope(phases - step * u)) / (2 * step) for u in units])
    assert torus.at(phases, pairs).hessian(weights, none) == pytest.approx(np.tril(by_slope), abs=1e-8)


@pytest.mark.parametrize(
    ("problem", "alphabet", "text"),
    [
        (pk.lines(8, 4), RootsOfUnity(4), "add --field C"),
        (pk.lines(8, 4), DftRows(), "add --field C"),
        (pk.lines(8, 4, "H"), ConstantModulus(), "real or complex"),
        (pk.vectors(8, 4), RootsOfUnity(2), "real or complex"),
        (pk.lines(8, 4, "C"), RootsOfUnity(65), "constant-modulus"),
        (pk.lines(8, 4, "C"), RootsOfUnity(1), "from 2 to 64"),
        (pk.subspaces(8, 5, 2), RootsOfUnity(2), "another order or d"),
        (pk.subspaces(8, 4, 2, "C", distance="spectral"), ConstantModulus(), "chordal"),
        (pk.lines(4, 5, "C"), DftRows(), "at least 5"),
        (pk.lines(1, 5, "C"), ConstantModulus(), "at least 2"),
        (pk.subspaces(5000, 8, 2, "C"), RootsOfUnity(4), "ask for less"),
    ],
)
def test_what_has_no_such_codebooks(problem: Problem, alphabet: Alphabet, text: str) -> None:
    with pytest.raises(InputError, match=text):
        minimize(problem, within=alphabet, restarts=1)


def test_an_energy_has_no_alphabet() -> None:
    with pytest.raises(InputError, match="leave out the energy"):
        minimize(pk.lines(5, 3), Energy(2.0), within=RootsOfUnity(2), restarts=1)


def test_the_same_with_any_number_of_jobs() -> None:
    one, three = (
        minimize(pk.lines(9, 4, "C"), within=RootsOfUnity(4), restarts=5, seed=3, jobs=jobs).packing.vectors
        for jobs in (1, 3)
    )
    assert np.array_equal(one, three)


def test_the_command_names_the_alphabet(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["search", "-n", "31", "-d", "6", "--field", "C", "--within", "dft-rows", "--restarts", "1"]) == 0
    assert "exact     sqrt(5)/6" in capsys.readouterr().out
    options = ["--subspaces", "2", "--within", "roots:2", "--restarts", "1", "--json"]
    assert run(["search", "-n", "8", "-d", "4", *options]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["within"] == "roots of unity of order 2"
    assert answer["exact"] == "sqrt(2)/2"


@pytest.mark.parametrize(
    "options",
    [
        ["--within", "roots:x"], ["--within", "roots:"], ["--within", "qpsk"], ["--within", "roots:0"],
        ["--within", "roots:2", "--exact"], ["--within", "roots:2", "--digits", "20"],
        ["--within", "roots:2", "--symmetry", "cyclic:2"], ["--within", "roots:2", "--objective", "energy"],
    ],
)  # fmt: skip
def test_bad_options_are_one_line(options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["search", "-n", "8", "-d", "4", "--restarts", "1", *options]) == 2
    assert capsys.readouterr().err.count("\n") == 1
