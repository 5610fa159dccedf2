"""Every sentence of a study is taken apart and held against numbers that the sentence maker did not compute."""

from __future__ import annotations

import pytest
from studies.said import check, coherence, components, signed

from packing import Problem, lines, subspaces, vectors
from packing.studies import Study, study

QUICK = (
    lines(5, 3, "C"),
    lines(8, 3),
    lines(6, 2, "H"),
    lines(2, 5, "C"),
    subspaces(6, 4, 2),
    subspaces(5, 4, 2, "C", "spectral"),
    subspaces(7, 5, 3),
)
MORE = (
    *(
        vectors(n, d)
        for n, d in ((1, 3), (2, 1), (3, 2), (5, 2), (7, 3), (9, 3), (13, 3), (14, 3), (10, 4), (24, 4), (40, 5))
    ),
    *(vectors(n, d) for n, d in ((36, 10), (16, 6))),
    *(lines(n, d) for n, d in ((1, 1), (4, 1), (3, 2), (7, 3), (13, 3), (20, 5), (28, 7), (10, 6), (40, 10))),
    *(lines(n, d, "C") for n, d in ((4, 1), (4, 2), (7, 3), (13, 3), (9, 3), (20, 4))),
    *(subspaces(n, d, m) for n, d, m in ((1, 3, 3), (2, 4, 2), (8, 4, 2), (20, 6, 2), (11, 4, 2), (5, 6, 3))),
    *(subspaces(n, 4, 2, "H") for n in (3, 5)),
    *(subspaces(n, d, 2, "R", "spectral") for n, d in ((3, 3), (2, 5))),
    *(lines(n, d, "H") for n, d in ((3, 2), (7, 2), (5, 3), (15, 3), (12, 4))),
)


def _study(problem: Problem) -> Study:
    return study(problem, seconds=0.2, seed=5, models=2, progress=lambda stage: None)


@pytest.fixture(scope="module")
def points() -> Study:
    return _study(vectors(12, 3))


@pytest.mark.parametrize("problem", [*QUICK, *(pytest.param(each, marks=pytest.mark.long) for each in MORE)], ids=str)
def test_every_sentence_is_true(problem: Problem) -> None:
    _all_true(_study(problem))


def test_every_sentence_of_the_icosahedron_is_true(points: Study) -> None:
    _all_true(points)


def _all_true(made: Study) -> None:
    for sentence in made.sentences:
        check(sentence, made)
    blocks = components(signed(made), 1e-7)
    assert any("It is a tegum product" in sentence for sentence in made.sentences) == (len(blocks) > 1)
    free = int(sum(signed(made).max(axis=1) < coherence(made) - 1e-9)) if made.problem.n > 1 else 0
    said = any("free to move" in sentence for sentence in made.sentences)
    assert said == (free > 0 and made.found.status.converged)


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("0.4472135954", "0.4472135955"),
        ("exactly sqrt(5)/5", "exactly sqrt(5)/6"),
        ("Fejes Tóth", "Levenshtein"),
        ("(proved)", "(certified)"),
        ("icosahedron", "cuboctahedron"),
        ("exponent 1;", "exponent 1.5;"),
        ("one undivided block is best", "orthogonal subspaces are best"),
        ("At most 48", "At most 49"),
        ("exactly 21", "exactly 22"),
        ("3 × (2,1), as", "2 × (2,1), as"),
        ("as predicted", "where (3,2) was predicted"),
        ("is (12,3), with", "is (11,3), with"),
        ("with loss 0.044", "with loss 0.045"),
        ("At most", "It is said that at most"),
    ],
)
def test_a_false_sentence_is_found(points: Study, true: str, false: str) -> None:
    told = [sentence for sentence in points.sentences if true in sentence]
    assert told, true
    for sentence in told:
        with pytest.raises((AssertionError, ValueError)):
            check(sentence.replace(true, false), points)
