"""Points and lines from codes and graphs: words of an alphabet, generator matrices, adjacency matrices.

A letter a of q becomes a vertex of the regular simplex of R^(q-1), so that words at Hamming distance h have the cosine

    1 - q h / ((q - 1) length),

which is 1 - 2h/length over two letters. The points of a graph are the columns of the projection onto the eigenspace of
its least eigenvalue; its lines have the Gram matrix S - t I up to a factor, t the least eigenvalue of its Seidel matrix
S (0 on the diagonal, -1 where adjacent, 1 elsewhere), and one angle. References: Conway and Sloane, Sphere Packings,
Lattices and Groups, chapter 3; Delsarte, Goethals, Seidel, Geom. Dedicata 6 (1977); Lemmens and Seidel (1973).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from packing.configuration import Packing
from packing.doors import shown
from packing.errors import InputError, check_room
from packing.exact_gram import integer_rows
from packing.formats.gram import vectors_of_gram
from packing.formats.layout import MOST_LETTERS, Form, Layout
from packing.objects import Objects
from packing.space import Space

Integers = npt.NDArray[np.int64]

MOST_WORDS = 2**20
"""The most words of a code that are written out from its generators."""

WHOLE = 1e-9
"""An eigenvalue this near a whole number is held against it exactly."""


def points_of_words(words: npt.NDArray[Any], layout: Layout, source: object) -> Packing:
    """The points of a code: a word a row, or with the layout `generator` a basis of a linear code a row.

    >>> from packing.formats.layout import parse_layout
    >>> print(points_of_words(np.array([[1, 0, 1], [0, 1, 1]]), parse_layout("generator"), "even.txt"))
    4 vectors on S^2, coherence -0.333333333333
    """
    letters = _letters(words, source)
    q = layout.letters or max(int(letters.max()) + 1, 2)
    if letters.max() >= q:
        raise InputError(
            f"{source} has the letter {letters.max()}, and {q} letters are 0 to {q - 1}: say words:{letters.max() + 1}"
        )
    if layout.form is Form.GENERATOR:
        letters = _span(letters, q, source)
    check_room(f"the points of {source}", len(letters), letters.shape[1] * max(q - 1, 1))
    if q == 2:
        return Packing((1 - 2 * letters), Objects.VECTORS)
    whole = (q * np.eye(q, dtype=np.int64) - 1)[letters].reshape(len(letters), -1)
    simplex = np.linalg.eigh(np.eye(q) - 1.0 / q)[1][:, 1:]
    return Packing(simplex[letters].reshape(len(letters), -1), Objects.VECTORS, integer_rows(whole))


def packing_of_graph(adjacency: npt.NDArray[Any], layout: Layout, source: object) -> Packing:
    """The points, or with the layout `seidel` the lines, of a graph given by its adjacency matrix.

    >>> from packing.formats.layout import parse_layout
    >>> pentagon = np.roll(np.eye(5, dtype=int), 1, axis=1)
    >>> print(packing_of_graph(pentagon + pentagon.T, parse_layout("seidel"), "C5"))
    5 lines in R^3, coherence 0.447213595500
    """
    graph = _adjacency(adjacency, source)
    n = len(graph)
    seidel = layout.form is Form.SEIDEL
    matrix = (1 - np.eye(n, dtype=np.int64) - 2 * graph) if seidel else graph
    values, directions = np.linalg.eigh(matrix.astype(np.float64))
    least = float(values[0])
    if values[-1] - least < WHOLE:
        raise InputError(f"{source} has one eigenvalue only, and needs two: give a graph with an edge and without one")
    whole = round(least) if abs(least - round(least)) < WHOLE else None
    if seidel:
        gram: npt.NDArray[Any] = matrix - (least if whole is None else whole) * np.eye(n, dtype=np.int64)
    else:
        low = directions[:, values < least + 1e-6]
        exact = None if whole is None else _projection(graph, whole)
        gram = low @ low.T if exact is None else exact
    if not (np.diagonal(gram).astype(np.float64) > WHOLE).all():
        raise InputError(f"{source} has a vertex that the least eigenvalue does not see: take it out of the graph")
    found = vectors_of_gram(gram, source)
    objects = Objects.LINES if seidel else Objects.VECTORS
    return Packing(found.vectors, Space(objects, found.rank), found.exact)


def _projection(graph: Integers, eigenvalue: int) -> npt.NDArray[Any] | None:
    """A whole multiple of the projection onto the eigenspace, exactly; None where doubles do not hold its steps.

    It is prod (A - t I) over the other eigenvalues t where these are whole.
    """
    values = np.linalg.eigvalsh(graph.astype(np.float64))
    others = sorted({round(float(value), 6) for value in values} - {round(float(eigenvalue), 6)})
    if any(abs(value - round(value)) > 1e-5 for value in others):
        return None
    unit = np.eye(len(graph), dtype=np.int64).astype(object)
    product = unit
    for value in others:
        product = product @ (graph.astype(object) - round(value) * unit)
        divisor = int(np.gcd.reduce([abs(entry) for entry in product.ravel().tolist()]))
        product = product // max(divisor, 1)
    if (product @ (graph.astype(object) - eigenvalue * unit)).any():
        return None
    sign = 1 if np.trace(product) > 0 else -1
    small = sign * product
    return small.astype(np.int64) if max(abs(entry) for entry in small.ravel().tolist()) < 2**62 else None


def _span(basis: Integers, q: int, source: object) -> Integers:
    """All combinations of the rows over the integers modulo the prime q, each word once."""
    if any(q % divisor == 0 for divisor in range(2, q)):
        raise InputError(f"{source}: a generator matrix needs a prime number of letters, not {q}: list the words")
    if q ** len(basis) > MOST_WORDS:
        raise InputError(f"{source} spans up to {q}^{len(basis)} words, more than {MOST_WORDS}: give fewer rows")
    words = np.zeros((1, basis.shape[1]), dtype=np.int64)
    for row in basis:
        words = np.concatenate([(words + factor * row) % q for factor in range(q)])
    return np.unique(words, axis=0)


def _letters(words: npt.NDArray[Any], source: object) -> Integers:
    if words.ndim != 2 or 0 in words.shape or words.dtype == object or np.iscomplexobj(words):
        raise InputError(f"{source} must hold one word a line, all of one length, not numbers of shape {words.shape}")
    are_letters = np.isin(words, np.arange(MOST_LETTERS)).all()
    letters = words.astype(np.int64) if are_letters else np.zeros((1, 1), dtype=np.int64)
    if not are_letters:
        raise InputError(f"{source} must hold letters 0, 1, .., at most {MOST_LETTERS - 1}: write words such as 0110")
    return letters


def _adjacency(numbers: npt.NDArray[Any], source: object) -> Integers:
    square = numbers.ndim == 2 and numbers.shape[0] == numbers.shape[1] and numbers.dtype != object
    if not square or not np.isin(numbers, (0, 1)).all() or np.diagonal(numbers).any() or (numbers != numbers.T).any():
        raise InputError(
            f"{source} must be an adjacency matrix, of 0 and 1, symmetric, with 0 on the diagonal, not of shape "
            f"{numbers.shape} or other entries: give a simple graph"
        )
    check_room(f"the graph in {source}", *numbers.shape)
    return np.asarray(numbers.real).astype(np.int64)


__dir__ = shown(__name__)
