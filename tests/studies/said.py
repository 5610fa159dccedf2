"""Takes the sentences of a study apart and holds each against numbers computed here, from rows, weights and theorems.

Nothing here calls `packing.studies.sentences`. A sentence that no pattern fits is an error.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable
from decimal import Context, Decimal, localcontext
from fractions import Fraction

import numpy as np
import sympy

from packing.bounds import lower_bounds
from packing.constructions import known
from packing.records import best_known
from packing.records.literature import published
from packing.rigor import Rigor
from packing.studies import EXPONENTS, Study
from packing.toymodels import TrainedModels
from packing.toymodels.autoencoder.trained import FACTOR_TOLERANCE, REPRESENTED

Blocks = list[tuple[int, int]]

NUMBER = r"-?\d[\d.]*(?:e-?\d+)?"
NEAR = 1e-9


def check(sentence: str, study: Study) -> None:
    """Raise `AssertionError` where the sentence is of no known kind, or not true of the study."""
    for pattern, holds in CHECKS.items():
        found = re.fullmatch(pattern, sentence)
        if found is not None:
            holds(study, *found.groups())
            return
    raise AssertionError(f"no check for the sentence {sentence!r}: write one")


def meets(study: Study, theorem: str, below: str, kind: str, value: str, optimal: str) -> None:
    """The optimum is known exactly: by a bound that an exact packing attains."""
    bound = best_bound(study, theorem, below)
    assert optimal == bound.rigor.value
    assert abs(coherence(study) - float(bound.exact)) < NEAR
    if kind == "exactly":
        assert abs(sympy.N(sympy.sympify(value) - bound.exact, 40)) < 1e-35
    else:
        assert 0 <= Fraction(value) - fraction(bound.exact) < Fraction(1, 10**10)


def meets_nearly(study: Study, theorem: str, below: str, rigor: str, above: str, gap: str) -> None:
    """A packing of doubles on its bound."""
    bound = best_bound(study, theorem, below)
    assert rigor == bound.rigor.value
    assert best_known(study.problem) is None or not best_known(study.problem).is_attained
    assert 0 <= Fraction(above) - least(study) < Fraction(1, 10**10)
    excess = least(study) - fraction(bound.exact)
    assert excess <= Fraction(gap) <= excess + Fraction(11, 10**16)  # 15 decimals are certified
    assert excess <= NEAR


def stands_above(
    study: Study, above: str, gap: str, below: str, theorem: str, rigor: str, share: str | None, end: str
) -> None:
    """A gap, in numbers and in parts of the bound, and what the literature knows."""
    bound = best_bound(study, theorem, below)
    assert rigor == bound.rigor.value
    assert 0 <= Fraction(above) - least(study) < Fraction(1, 10**10)
    excess = least(study) - fraction(bound.exact)
    assert 0 < excess <= Fraction(gap) <= excess * Fraction(101, 100)
    assert (share is not None) == (bound.value > 0)
    if share is not None:
        part = 100 * excess / fraction(bound.exact)
        assert part <= Fraction(share) <= part * Fraction(11, 10)
    theorem_of = published(study.problem)
    settled = re.fullmatch(r"the literature proves this packing optimal \((\w+)\)", end)
    assert settled or end == "the optimum lies between the two"
    if settled:
        assert theorem_of is not None
        assert theorem_of.reference == settled[1]
        assert abs(coherence(study) - float(theorem_of.coherence)) < NEAR


def is_a_construction(study: Study, name: str, kind: str, value: str) -> None:
    """The exact coherence named is that of the rows of the construction, computed again, and of the packing found."""
    record = best_known(study.problem)
    assert record is not None
    assert record.name == name
    exact = float(sympy.sympify(value))
    assert kind == "exactly" or Fraction(value) >= fraction(record.exact)
    assert abs(largest(record.packing.vectors, study) - exact) < 1e-9
    assert abs(coherence(study) - exact) <= NEAR
    assert all(float(each.coherence) >= exact - NEAR for each in known(study.problem))


def is_remembered(study: Study, name: str) -> None:
    record = best_known(study.problem)
    assert record is not None
    assert record.name == name
    assert record.source.value == "found here"
    assert abs(largest(record.packing.vectors, study) - coherence(study)) <= NEAR


def is_published(study: Study, reference: str) -> None:
    theorem = published(study.problem)
    assert theorem is not None
    assert theorem.reference == reference
    assert abs(float(theorem.coherence) - coherence(study)) <= NEAR


def is_better(study: Study, name: str, before: str) -> None:
    record = best_known(study.problem)
    assert record is not None
    assert record.name == name
    assert coherence(study) < record.coherence - NEAR
    assert 0 <= float(before) - record.coherence < 2e-10


def spreads(study: Study, mean: str, random: str, least_mean: str) -> None:
    """The mean squared cosine, from traces of products of projectors."""
    n, d, m = study.problem.n, study.problem.d, study.problem.m
    f = squared_cosines(study)[~np.eye(n, dtype=bool)]
    assert -1e-12 < float(mean) - f.mean() < 1.01e-6
    assert Fraction(random) == Fraction(m, d)
    assert f.mean() >= float(Fraction(least_mean)) - 1e-12
    operator = projectors(study).sum(axis=0)
    tight = np.allclose(operator, np.trace(operator) / len(operator) * np.eye(len(operator)), atol=1e-6)
    if tight and n > 1:
        assert abs(f.mean() - float(Fraction(least_mean))) < 1e-6


def random_choices(study: Study, value: str) -> None:
    """The median of the largest of independent overlaps, by the law of one."""
    law, pairs = study.problem.space.random_law, study.problem.n * (study.problem.n - 1) // 2
    below = float(law.cdf(float(value) - 6e-5)) ** pairs
    assert below <= 0.5 <= float(law.cdf(float(value) + 6e-5)) ** pairs


def equal_angles(study: Study, kind: str, within: str) -> None:
    apart = ~np.eye(study.problem.n, dtype=bool)
    values = block_cosines(study.found.packing.vectors, study) if kind.startswith("equi-iso") else signed(study)
    assert np.ptp(values[apart]) < 10 * float(within)


def is_tight(study: Study, within: str) -> None:
    operator = projectors(study).sum(axis=0)
    assert np.allclose(operator, np.trace(operator) / len(operator) * np.eye(len(operator)), atol=10 * float(within))


def left_out(study: Study) -> None:
    assert study.problem.m > 1
    assert (study.partitions, study.energies, study.pairs, study.moments, study.toys) == ((), (), None, (), None)


def projectors(study: Study) -> np.ndarray:
    """The projectors on the subspaces found as complex matrices, (n, d, d), over H (n, 2d, 2d)."""
    n, m = study.problem.n, study.problem.m
    vectors = study.found.packing.vectors
    rows = as_complex(vectors.reshape(n * m, *vectors.shape[2:]), study)
    bases = rows.reshape(n, -1, rows.shape[1])
    return np.einsum("nai,naj->nij", bases.conj(), bases)


def squared_cosines(study: Study) -> np.ndarray:
    """The mean squared cosine of the principal angles of every two subspaces."""
    found = projectors(study)
    return np.einsum("nij,kji->nk", found, found).real / np.trace(found[0]).real


def is_not_at_hand(study: Study, before: str, reference: str) -> None:
    record = best_known(study.problem)
    assert record is not None
    assert record.reference == reference
    assert coherence(study) > record.coherence + NEAR
    assert 0 <= float(before) - record.coherence < 2e-10


def searched(study: Study, hits: str, restarts: str, seed: str, seconds: str, status: str) -> None:
    """Hits are restarts; a packing called converged has no direction in which all its largest overlaps fall."""
    found = study.found
    assert 0 <= int(hits) <= int(restarts) == found.restarts > 0
    assert int(hits) > 0 or found.method == "known packing"
    assert int(seed) == found.seed
    assert abs(float(seconds) - found.cpu_seconds) <= 0.051
    assert status == str(found.status)


def not_searched(study: Study, why: str) -> None:
    """Nothing was tried, since a packing was known: given, or optimal by a theorem."""
    assert study.found.restarts == 0
    if why != "the packing was known before":
        assert abs(coherence(study) - float(max(b.exact for b in lower_bounds(study.problem).bounds))) < NEAR


def is_a_product(study: Study, within: str, shapes: str) -> None:
    blocks = components(overlaps(study.found.packing.vectors, study), float(within))
    assert len(blocks) > 1
    assert sorted(parsed(shapes)) == sorted((len(rows), rank(study, rows)) for rows in blocks)


def has_rattlers(study: Study, count: str) -> None:
    assert int(count) == sum(signed(study).max(axis=1) < coherence(study) - NEAR)


def no_interference(study: Study, kind: str, n: str, d: str) -> None:
    """Orthogonal lines, or points of which each axis holds an opposite pair."""
    assert (int(n), int(d)) == (study.problem.n, study.problem.d)
    room = study.problem.d if kind.startswith("sum |") else 2 * study.problem.d
    assert kind.startswith("sum |") == study.problem.has_lines
    assert int(n) <= room


def on_partitions(study: Study, whose: str, kind: str, said: str) -> None:
    """Each exponent once; "best" where a theorem says so, and never where the packing found has less."""
    problem = study.problem
    assert (whose == "For") == (problem.space.scalars == 1)
    assert kind.startswith("sum |") == problem.has_lines
    told: list[float] = []
    for part in said.split("; "):
        if part == "at 2 every tight frame ties":
            assert problem.has_lines
            assert problem.n > problem.d
            (at_two,) = (each for each in study.partitions if each.exponent == 2)
            assert math.isclose(at_two.energy, problem.n**2 / problem.d - problem.n, rel_tol=1e-9)
            continue
        found = re.fullmatch(
            r"(orthogonal subspaces|one undivided block|the packing found) "
            r"(are best|is best|have the least known among (.+)|has the least known among (.+)|"
            r"has less than any partition known) at exponent ([\d., ]+?)"
            r"(, which is not proved best)?",
            part,
        )
        assert found is not None, part
        subject, verb, *scopes, exponents, unproved = found.groups()
        for exponent in map(float, exponents.split(", ")):
            told.append(exponent)
            _one_exponent(study, exponent, subject, "best" in verb, next(filter(None, scopes), None), bool(unproved))
    assert sorted(told) == list(EXPONENTS)


def _one_exponent(study: Study, exponent: float, subject: str, best: bool, scope: str | None, unproved: bool) -> None:
    problem = study.problem
    (partition,) = (each for each in study.partitions if float(each.exponent) == exponent)
    found = None if problem.space.scalars > 1 else energy(study, exponent)
    if subject == "the packing found":
        assert found is not None
        assert found < partition.energy * (1 - NEAR)
        return
    assert (subject == "one undivided block") == (len(partition.blocks) == 1)
    attained = math.isclose(partition.energy, partition.bound.value, rel_tol=1e-9, abs_tol=1e-9)
    undivided = exponent > 2 and len(partition.blocks) == 1 and problem.n > problem.d * (2 - problem.has_lines)
    assert best == (scope is None) == (not unproved)
    if best:
        assert attained or undivided or problem.d == 1
    else:
        assert scope == partition.scope
        assert not (attained and partition.bound.attained)
    if found is not None and not undivided:
        assert found >= partition.energy * (1 - NEAR)


def on_pairs(study: Study, most: str, _plural: str, kind: str, least_pairs: str | None, upper: str) -> None:
    """Turan's number; lines that differ have fewer, and an arrangement is counted."""
    n, d = study.problem.n, study.problem.d
    sizes = [n // d + (place < n % d) for place in range(d)]
    assert int(most) == math.comb(n, 2) - sum(math.comb(size, 2) for size in sizes)
    low = int(upper if least_pairs is None else least_pairs)
    assert (kind == "exactly") == (least_pairs is None)
    assert low <= int(upper) <= int(most)
    assert least_pairs is None or low < int(upper)
    arranged = study.distinct_pairs.packing.gram  # type: ignore[union-attr]
    moduli = np.abs(arranged) if arranged.ndim == 2 else np.sqrt((arranged**2).sum(axis=2))
    above = np.triu_indices(n, 1)
    assert np.count_nonzero(moduli[above] < 1e-9) == low
    assert not np.any(moduli[above] > 1 - 1e-9)
    if d == 2:
        assert low == int(upper) == n // 2


def in_one_dimension(study: Study) -> None:
    assert study.problem.d == 1


def on_training(
    study: Study, models: str, density: str, does: str, shapes: str | None, verdict: str, hits: str, again: str
) -> None:
    trained, n, d = study.toys.moderate, study.problem.n, study.problem.d
    assert int(models) == int(again) == len(trained)
    assert float(density) == trained.config.density
    pairs = min(max(n - d, 0), d)
    predicted = [(2, 1)] * pairs + [(1, 1)] * (min(n, d) - pairs)
    blocks = [trained_blocks(trained, model) for model in range(len(trained))]
    best = blocks[int(np.argmin(trained.losses))]
    assert sorted(parsed(shapes)) == sorted(best) if shapes else does == "represents no feature" and not best
    assert sum(sorted(each) == sorted(predicted) for each in blocks) == int(hits)
    if verdict == "as predicted":
        assert sorted(best) == sorted(predicted)
    else:
        told = re.fullmatch(r"where (.+) was predicted", verdict)
        assert told is not None
        assert sorted(parsed(told[1])) == sorted(predicted) != sorted(best)


def on_sparse_training(study: Study, models: str, shapes: str, loss: str) -> None:
    trained = study.toys.sparse
    assert int(models) == len(trained)
    least_loss = max(float(np.min(trained.losses)), 0.0)
    assert least_loss <= float(loss) <= least_loss * (1 + 1e-4)
    blocks = trained_blocks(trained, int(np.argmin(trained.losses)))
    assert sorted([] if shapes == "empty" else parsed(shapes)) == sorted(blocks)


_SHAPES = r"[\d ×+(),]+"
CHECKS: dict[str, Callable[..., None]] = {
    rf"The packing found meets the (.+) bound, ({NUMBER}): it is optimal, (exactly|at most) (.+) \((\w+)\)\.": meets,
    rf"The packing found meets the (.+) bound, ({NUMBER}) \((\w+)\), up to rounding: its coherence is at most "
    rf"({NUMBER}), and no packing has one that is smaller by more than ({NUMBER})\.": meets_nearly,
    rf"The packing found has coherence ({NUMBER}) and stands ({NUMBER}) above the best bound here, ({NUMBER}) "
    rf"\((.+?), (\w+)\)(?:, ({NUMBER}) % of it)?: (.+)\.": stands_above,
    r"Within 1e-9 it has the coherence of a known construction: (.+), (exactly|at most) (.+)\.": is_a_construction,
    r"Within 1e-9 it has the coherence of the best packing remembered here \(found by (.+)\)\.": is_remembered,
    r"Within 1e-9 it has the coherence that the literature proves optimal \((\w+)\)\.": is_published,
    rf"It is better than the best packing known here before, (.+) with ({NUMBER})\.": is_better,
    rf"The best packing known is not at hand: coherence ({NUMBER}) \((\w+)\)\.": is_not_at_hand,
    rf"(\d+) of (\d+) restarts reached this value \(seed (\d+), ({NUMBER}) s of CPU\); the packing found is (.+)\.":
        searched,
    r"No restart was made: (.+)\.": not_searched,
    rf"It is a tegum product, orthogonal within ({NUMBER}): ({_SHAPES})\.": is_a_product,
    rf"The mean squared cosine of the principal angles over pairs is ({NUMBER}); random subspaces have (\S+), and none "
    r"have less than (\S+)\.": spreads,
    rf"Random subspaces have a coherence of ({NUMBER}) \(the median\)\.": random_choices,
    rf"They are (equi-isoclinic: all principal angles of all pairs|equidistant: all overlaps) are equal within "
    rf"({NUMBER})\.": equal_angles,
    rf"The projectors add up to a multiple of the identity within ({NUMBER}): a tight fusion frame\.": is_tight,
    r"Left out are partitions, energies, orthogonal pairs, moments and toy models: they are of vectors, and subspaces "
    r"of a dimension above 1 are none\.": left_out,
    r"(\d+) of its (?:vectors|subspaces) (?:is a rattler|are rattlers): free to move\.": has_rattlers,
    r"The total interference (.+) can be 0: (\d+) vectors? fits? into (\d+) dimensions? without any\.": no_interference,
    r"(For|For real vectors and) the total interference (sum .+\^p), (.+)\.": on_partitions,
    r"At most (\d+) (pairs?) can be orthogonal if vectors may coincide, (exactly|between (\d+) and) (\d+) if all lines "
    r"differ\.": on_pairs,
    r"In one dimension no two vectors are orthogonal\.": in_one_dimension,
    rf"The best of (\d+) ReLU autoencoders trained at density ({NUMBER}) (represents no feature|splits its features as "
    rf"({_SHAPES}?)), (as predicted|where .+ was predicted); (\d+) of (\d+) models have the predicted geometry\.":
        on_training,
    rf"As the density goes to 0 the best of (\d+) models is ({_SHAPES}|empty), with loss ({NUMBER})\.":
        on_sparse_training,
}  # fmt: skip
"""The sentences of a study, and what holds each against numbers."""


def best_bound(study: Study, theorem: str, below: str):  # type: ignore[no-untyped-def]
    """The best of all bounds; its name is right, and its decimals are cut from below."""
    bounds = lower_bounds(study.problem).bounds
    (best,) = (each for each in bounds if str(each.theorem) == theorem)
    assert all(sympy.N(best.exact - each.exact, 40) >= -1e-16 for each in bounds)
    assert best.rigor is not Rigor.NUMERICAL
    assert 0 <= fraction(best.exact) - Fraction(below) < Fraction(1, 10**10)
    return best


def fraction(exact: sympy.Expr) -> Fraction:
    """An exact number to 60 digits."""
    if exact.is_Rational:
        return Fraction(int(exact.p), int(exact.q))
    return Fraction(str(sympy.N(exact, 60)))


def least(study: Study) -> Fraction:
    """The exact number that bounds the optimum from above: of a construction, or of the rows found."""
    record = best_known(study.problem)
    has_exact_rows = record is not None and record.exact is not None and record.packing is not None
    if record is not None and has_exact_rows and abs(record.coherence - coherence(study)) <= NEAR:
        return fraction(record.exact)
    values = signed(study)
    if len(values) == 1:
        return Fraction(int(study.problem.space.least_overlap))
    if study.problem.m > 1:
        vectors, near = study.found.packing.vectors, np.argwhere(values > values.max() - 1e-12)
        square = max(_exact_square_of_subspaces(vectors[i], vectors[j]) for i, j in near if i < j)
        with localcontext(Context(prec=60)):
            return Fraction((Decimal(square.numerator) / Decimal(square.denominator)).sqrt())
    rows = as_reals(study.found.packing.vectors, study)
    above = [(values[i, j], i, j) for i in range(len(rows)) for j in range(i)]
    top = sorted(above, reverse=True)[:40]
    return max(_exact_overlap(rows, i, j, study.problem.space.scalars, study) for _, i, j in top)


def _exact_overlap(rows: np.ndarray, i: int, j: int, scalars: int, study: Study) -> Fraction:
    """|<x_i, x_j>| / |x_i| |x_j| of rows of doubles, to 50 digits."""
    x, y = ([[Fraction(float(part)) for part in entry] for entry in rows[k].reshape(-1, scalars)] for k in (i, j))
    product = [Fraction(0)] * scalars
    for left, right in zip(x, y, strict=True):
        product = [a + b for a, b in zip(product, _conjugate_product(left, right), strict=True)]
    norms = sum(a * a for e in x for a in e) * sum(a * a for e in y for a in e)
    top, bottom = (sum(a * a for a in product) / norms).as_integer_ratio()
    sign = -1 if not study.problem.has_lines and product[0] < 0 else 1
    with localcontext(Context(prec=60)):
        return sign * Fraction((Decimal(top) / Decimal(bottom)).sqrt())


def _conjugate_product(x: list[Fraction], y: list[Fraction]) -> list[Fraction]:
    """conj(x) y of real, complex or quaternionic numbers in real parts."""
    if len(x) == 1:
        return [x[0] * y[0]]
    if len(x) == 2:
        return [x[0] * y[0] + x[1] * y[1], x[0] * y[1] - x[1] * y[0]]
    a, b, c, d = x[0], -x[1], -x[2], -x[3]
    e, f, g, h = y
    return [
        a * e - b * f - c * g - d * h, a * f + b * e + c * h - d * g,
        a * g - b * h + c * e + d * f, a * h + b * g - c * f + d * e,
    ]  # fmt: skip


def as_reals(vectors: np.ndarray, study: Study) -> np.ndarray:
    """(n, d, scalars) real parts."""
    if study.problem.space.scalars == 2:
        return np.stack((vectors.real, vectors.imag), axis=-1)
    return vectors.reshape(len(vectors), study.problem.d, -1)


def as_complex(vectors: np.ndarray, study: Study) -> np.ndarray:
    """Rows over R or C as they are; a quaternion a + b j as the 2 x 2 matrix of complex numbers, (2n, 2d)."""
    if study.problem.space.scalars < 4:
        return vectors
    a, b = vectors[..., 0] + 1j * vectors[..., 1], vectors[..., 2] + 1j * vectors[..., 3]
    blocks = np.stack((np.stack((a, b), -1), np.stack((-b.conj(), a.conj()), -1)), 2)  # (n, d, 2, 2)
    return blocks.transpose(0, 3, 1, 2).reshape(2 * len(a), -1)  # conj(x) y, not x conj(y)


def overlaps(vectors: np.ndarray, study: Study) -> np.ndarray:
    """|<x, y>| of lines, <x, y> of points, the overlaps of subspaces, (n, n), the diagonal at -1."""
    if study.problem.m > 1:
        return _of_subspaces(np.asarray(vectors), study)
    rows = as_complex(np.asarray(vectors), study)
    products = rows @ rows.conj().T
    if study.problem.space.scalars == 4:
        n = len(vectors)
        products = np.sqrt((np.abs(products.reshape(n, 2, n, 2)) ** 2).sum(axis=(1, 3)) / 2)
    values = np.abs(products) if study.problem.has_lines else np.real(products)
    values = np.array(values)
    np.fill_diagonal(values, -1.0)
    return values


def block_cosines(vectors: np.ndarray, study: Study) -> np.ndarray:
    """The cosines of the principal angles of every two subspaces, largest first; over H each twice."""
    n, m = vectors.shape[:2]
    rows = as_complex(vectors.reshape(n * m, *vectors.shape[2:]), study)
    size = len(rows) // n
    blocks = (rows.conj() @ rows.T).reshape(n, size, n, size).swapaxes(1, 2)
    return np.linalg.svd(blocks, compute_uv=False)


def _of_subspaces(vectors: np.ndarray, study: Study) -> np.ndarray:
    """The root of the mean squared cosine, or the largest."""
    cosines = block_cosines(vectors, study)
    values = cosines[..., 0] if study.problem.distance == "spectral" else np.sqrt((cosines**2).mean(axis=-1))
    values[np.eye(len(vectors), dtype=bool)] = -1.0
    return values


def _exact_square_of_subspaces(left: np.ndarray, right: np.ndarray) -> Fraction:
    """tr P Q / m of the spans of real rows of doubles."""
    one, other = (
        sympy.Matrix(each.shape[0], each.shape[1], [sympy.Rational(x) for x in each.ravel()]) for each in (left, right)
    )
    cross = one * other.T
    value = ((one * one.T).inv() * cross * (other * other.T).inv() * cross.T).trace() / len(left)
    return Fraction(int(value.p), int(value.q))


def signed(study: Study) -> np.ndarray:
    return overlaps(study.found.packing.vectors, study)


def coherence(study: Study) -> float:
    """The coherence of the packing found."""
    return largest(study.found.packing.vectors, study)


def largest(vectors: np.ndarray, study: Study) -> float:
    """The largest overlap; of a single vector the least there is."""
    return float(overlaps(vectors, study).max()) if len(vectors) > 1 else float(study.problem.space.least_overlap)


def energy(study: Study, exponent: float) -> float:
    """The sum over ordered pairs."""
    values = signed(study)[~np.eye(study.problem.n, dtype=bool)]
    return float(np.sum(np.abs(values) ** exponent if study.problem.has_lines else np.maximum(values, 0) ** exponent))


def components(values: np.ndarray, within: float) -> list[list[int]]:
    """The classes of rows joined by overlaps above `within` in absolute value."""
    label = list(range(len(values)))
    for i, j in np.argwhere(np.abs(values - np.diag(np.diag(values))) > within):
        old, new = label[i], label[j]
        label = [new if each == old else each for each in label]
    return [[k for k, each in enumerate(label) if each == name] for name in sorted(set(label))]


def rank(study: Study, rows: list[int]) -> int:
    """The dimension over the field that rows of the packing found span."""
    vectors = study.found.packing.vectors[rows]
    if study.problem.m > 1:
        vectors = vectors.reshape(-1, *vectors.shape[2:])
    found = np.linalg.matrix_rank(as_complex(vectors, study), tol=1e-6)
    return int(found) // (2 if study.problem.space.scalars == 4 else 1)


def trained_blocks(trained: TrainedModels, model: int) -> Blocks:
    """The blocks of the features that a model represents, orthogonal within the tolerance of training."""
    rows = np.asarray(trained.weights[model], dtype=float)
    norms = np.linalg.norm(rows, axis=1)
    rows = rows[norms >= REPRESENTED] / norms[norms >= REPRESENTED][:, None]
    found = []
    for block in components(rows @ rows.T, FACTOR_TOLERANCE) if len(rows) else []:
        values = np.linalg.svd(rows[block], compute_uv=False)
        found.append((len(block), int(np.sum(values > FACTOR_TOLERANCE * values[0]))))
    return found


def parsed(shapes: str) -> Blocks:
    """The blocks of a text such as "(5,2) + 2 × (2,1)"."""
    counted: Counter[tuple[int, int]] = Counter()
    for part in shapes.split(" + "):
        found = re.fullmatch(r"(?:(\d+) × )?\((\d+),(\d+)\)", part)
        assert found is not None, part
        counted[int(found[2]), int(found[3])] += int(found[1] or 1)
    return list(counted.elements())
