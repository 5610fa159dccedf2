"""Searches within groups of permutations: what they find is invariant, and symmetric optima are found at once."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

from packing import InputError, Problem, lines, vectors
from packing.bounds import lower_bound
from packing.cli import run
from packing.search import Dihedral, Permuted, minimize_within, parse_symmetry
from packing.search.tangent import tangent_bases
from packing.symmetry.permutations import (
    LARGEST,
    PermutationGroup,
    characters,
    compose,
    inverse,
    parse_cycles,
    parse_group,
)

ICOSAHEDRAL = "(1 2 3 4 5); (1 6)(2 5)"


def shift(order: int, orbits: int, first: int = 1) -> str:
    """The cycles of x_k -> x_{k+1} within `orbits` orbits."""
    cycles = [range(first + order * orbit, first + order * (orbit + 1)) for orbit in range(orbits)]
    return "".join("(" + " ".join(map(str, cycle)) + ")" for cycle in cycles)


def assert_invariant(rows: np.ndarray, group: PermutationGroup, *, up_to_factors: bool) -> None:
    """The Gram matrix is that of the images; of lines its absolute values are."""
    gram = rows.conj() @ rows.T
    for generator in group.generators:
        images = np.array(generator) % group.n
        moved = gram[np.ix_(images, images)]
        if up_to_factors:
            assert np.allclose(np.abs(moved), np.abs(gram), atol=1e-10)
            around = np.einsum("ij,jk,ki->ijk", gram, gram, gram)
            assert np.allclose(around[np.ix_(images, images, images)], around, atol=1e-10)
        else:
            assert np.allclose(moved, gram, atol=1e-10)


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (lines(12, 4, "C"), "(1 2 3)(4 5 6)(7 8 9)(10 11 12); (1 4)(2 6)(3 5)(7 8)(10 11)"),
        (lines(10, 4), "(1 2 3 4 5)(6 7 8 9 10); (2 5)(3 4)(7 10)(8 9)"),
        (vectors(14, 6), f"{shift(7, 2)}; (2 3 5)(4 7 6)(9 10 12)(11 14 13)"),
        (vectors(9, 3), "(1 2 3)(4 5 6)(7 8 9); (4 7)(5 8)(6 9)"),
        (lines(8, 4), "(1 2 -1 -2)(3 4 -3 -4)(5 6 7 8)"),
    ],
    ids=str,
)
def test_what_is_found_keeps_the_group(problem: Problem, text: str) -> None:
    symmetry = parse_symmetry(text, problem.n)
    assert isinstance(symmetry, Permuted)
    found = minimize_within(problem, symmetry, restarts=4)
    assert_invariant(found.packing.vectors, symmetry.group, up_to_factors=problem.has_lines)
    assert found.method == f"permutations of order {len(symmetry.group.elements)}"
    assert found.packing.coherence >= lower_bound(problem).value - 1e-12


@pytest.mark.parametrize(
    ("problem", "text", "coherence"),
    [
        (lines(6, 3), ICOSAHEDRAL, 5**-0.5),
        (lines(7, 3, "C"), f"{shift(7, 1)}; (2 3 5)(4 7 6)", 2**0.5 / 3),
        (vectors(8, 3), f"{shift(4, 2)}; (1 5 2 6 3 7 4 8)", (1 + 2 * 2**0.5) ** -1.0),
        (
            lines(16, 6),
            "(1 2)(3 4)(5 6)(7 8)(9 10)(11 12)(13 14)(15 16); (1 3)(2 4)(5 7)(6 8)(9 11)(10 12)(13 15)(14 16)",
            1 / 3,
        ),
    ],
    ids=str,
)
def test_symmetric_optima_are_found(problem: Problem, text: str, coherence: float) -> None:
    """The icosahedron, Fano's difference set with its multiplier 2, the square antiprism, sixteen lines of Clebsch."""
    found = minimize_within(problem, parse_symmetry(text, problem.n), restarts=24)
    assert found.packing.coherence == pytest.approx(coherence, abs=1e-10)


def test_a_double_cover_holds_what_its_quotient_does_not() -> None:
    """Four equiangular lines in C^2 turn by the binary tetrahedral group; A_4 itself has no such representation."""
    quotient = "(1 2 3); (1 2)(3 4)"
    with pytest.raises(InputError, match="the group of order 12 has no representation"):
        minimize_within(lines(4, 2, "C"), parse_symmetry(quotient, 4), restarts=1)
    cover = parse_symmetry("(1 2 3); (1 2 -1 -2)(3 4 -3 -4)", 4)
    assert isinstance(cover, Permuted)
    assert len(cover.group.elements) == 24
    found = minimize_within(lines(4, 2, "C"), cover, restarts=2)
    assert found.packing.coherence == pytest.approx(3**-0.5, abs=1e-12)


@pytest.mark.parametrize(
    ("problem", "order"), [(lines(12, 4, "C"), 3), (vectors(12, 4), 6), (lines(10, 3), 5)], ids=str
)
def test_dihedral_packings_are_kept_by_turns_and_mirrors(problem: Problem, order: int) -> None:
    symmetry = Dihedral(order)
    group = symmetry.permutations(problem.n, np.random.default_rng(5))
    assert len(group.elements) == 2 * order
    turn, mirror = group.generators
    assert compose(mirror, compose(turn, mirror)) == inverse(turn)
    found = minimize_within(problem, symmetry, restarts=4)
    assert found.method == f"dihedral of order {2 * order}"
    gram = np.abs(found.packing.gram) if problem.has_lines else found.packing.gram.real
    shifted = np.concatenate([np.roll(np.arange(k, k + order), -1) for k in range(0, problem.n, order)])
    assert np.allclose(gram, gram[np.ix_(shifted, shifted)], atol=1e-10)


@pytest.mark.parametrize(("field", "objects"), [("C", "lines"), ("R", "lines"), ("R", "vectors")])
def test_charts_pull_gradients_back_and_move_along_themselves(field: str, objects: str) -> None:
    """Orbits of three lengths: 6, 3 and 1."""
    rng = np.random.default_rng(3)
    problem = lines(10, 5, field) if objects == "lines" else vectors(10, 5)
    symmetry = parse_symmetry("(1 2 3)(4 5 6)(7 8 9); (1 4)(2 6)(3 5)(8 9)", 10)
    chart = symmetry.draw(problem, rng)
    free = rng.standard_normal(chart.start.shape)
    columns = chart.place(free)
    covector = rng.standard_normal(columns.shape)
    assert np.sum(columns * covector) == pytest.approx(np.sum(free * chart.pull(covector)), abs=1e-12)
    columns = chart.place(chart.unit(free))
    assert np.allclose(np.linalg.norm(columns, axis=0), 1, atol=1e-12)
    assert np.allclose(chart.restore(columns), columns, atol=1e-12)
    bases = tangent_bases(np.ascontiguousarray(columns.T), problem.space)
    moves = chart.allowed(bases)
    assert np.allclose(moves.T @ moves, np.eye(moves.shape[1]), atol=1e-12)
    further = columns + 1e-6 * np.einsum(
        "nkm,nm->kn", bases, (moves @ rng.standard_normal(moves.shape[1])).reshape(10, -1)
    )
    assert np.allclose(chart.restore(further), further, atol=1e-14)


def test_every_representation_in_range_is_drawn() -> None:
    """Seven lines in C^3 turned by Z_7: the exponents of the turn are drawn from all triples."""
    symmetry = parse_symmetry(shift(7, 1), 7)
    seen = set()
    for seed in range(60):
        chart = symmetry.draw(lines(7, 3, "C"), np.random.default_rng(seed))
        trace = np.trace(chart.orbits[0].maps[1][:3, :3]) + 1j * np.trace(chart.orbits[0].maps[1][3:, :3])
        seen.add(complex(np.round(trace, 6)))
    assert len(seen) > 20  # of the 35 sums of three different roots of unity


def test_large_problems_end_on_sharp_norms(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the interior point is too large the last rungs take its place, to ten digits and without a claim."""
    monkeypatch.setattr("packing.search.finishing.MOST_UNKNOWNS", 10)
    found = minimize_within(lines(6, 3), parse_symmetry(ICOSAHEDRAL, 6), restarts=8)
    assert found.packing.coherence == pytest.approx(5**-0.5, abs=1e-10)
    found = minimize_within(lines(9, 4), Dihedral(3), restarts=4)
    assert found.packing.coherence < 0.62
    assert not found.status.converged


def test_characters_are_homomorphisms() -> None:
    group = parse_group("(1 2 3 4)(5 6 7); (1 3)", 7)
    for real in (True, False):
        values = characters(group.elements, (), real=real)
        index = {element: number for number, element in enumerate(group.elements)}
        for first in group.elements[:9]:
            for second in group.elements:
                product = values[:, index[compose(first, second)]]
                assert np.allclose(product, values[:, index[first]] * values[:, index[second]], atol=1e-12)
        assert len(values) == (4 if real else 12)  # of D_4 x Z_3


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("(1 2 3", "a permutation must be cycles such as"),
        ("(1 2)(2 3)", "takes 2 to two places"),
        ("(1 9)", "a permutation of 6 points names 1 to 6, not '9'"),
        ("(0 1)", "not '0'"),
        ("(1 -)", "not '-'"),
        ("(1 2 -2)", "takes 2 to two places"),
    ],
)
def test_bad_permutations_are_named(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        parse_symmetry(text, 6)


def test_groups_too_large_are_refused() -> None:
    assert math.factorial(8) > LARGEST
    with pytest.raises(InputError, match="make a group of more than 10000 elements: give generators of a subgroup"):
        minimize_within(lines(8, 4), parse_symmetry("(1 2 3 4 5 6 7 8); (1 2)", 8), restarts=1)


def test_signs_read_and_compose() -> None:
    quarter = parse_cycles("(1 2 -1 -2)", 2)
    assert quarter == (1, 2)
    assert inverse(quarter) == (3, 0)
    assert compose(inverse(quarter), quarter) == (0, 1)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("-n 7 -d 3 --symmetry dihedral:2", "2 does not divide 7"),
        ("-n 6 -d 3 --vectors --symmetry (1,2,-1,-2)", "points are taken to points"),
        ("-n 6 -d 3 --objective energy --symmetry cyclic:3", "belong to the coherence: leave out --objective energy"),
        ("-n 6 -d 3 --symmetry cyclic:3 --fix p.npy", "--symmetry, --within, --fix and --start exclude each other"),
        ("-n 6 -d 3 --symmetry (1,2,7)", "names 1 to 6, not '7'"),
        ("-n 6 -d 3 --symmetry cubic", "a symmetry must be 'antipodal', 'cyclic:m' or 'dihedral:m'"),
        ("-n 5 -d 3 --vectors --symmetry (1,2,3,4,5);(1,2)", "the group of order 120 has no representation"),
    ],
)
def test_what_does_not_fit_is_one_line(arguments: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["search", *arguments.split(), "--restarts", "1"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert message in said.err
    assert said.err.count("\n") == 1


def test_the_command_reads_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    group = tmp_path / "fano.txt"
    group.write_text(f"{shift(7, 1)}   # turn\n\n(2 3 5)(4 7 6)  # double\n")
    command = ["search", "-n", "7", "-d", "3", "--field", "C", "--restarts", "8", "--json", "--symmetry", str(group)]
    assert run(command) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["coherence"] == pytest.approx(2**0.5 / 3, abs=1e-11)
    assert answer["method"] == "permutations of order 21"
    group.write_bytes(b"\xff\xfe\x00")
    assert run(command) == 2
    assert "is not UTF-8 text" in capsys.readouterr().err


def test_a_name_too_long_for_a_file_is_refused() -> None:
    with pytest.raises(InputError, match="a symmetry must be 'antipodal'"):
        parse_symmetry("x" * 5000, 6)
