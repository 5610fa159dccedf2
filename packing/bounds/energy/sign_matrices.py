"""Sign matrices: the symmetric matrices with 0 on the diagonal and 1 or -1 off it, one of each kind and perhaps more.

Two are of one kind if one becomes the other when vectors are numbered anew and some are replaced by their negatives.
The kinds are the switching classes of graphs, or two-graphs: 1, 2, 3, 7, 16, 54, 243, 2038 for n = 2, 3, ..., 9.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Signs = npt.NDArray[np.int64]

_PRIME = 2**31 - 1
_AT_ONCE = 16_000


@lru_cache(maxsize=12)
def sign_matrices(n: int) -> Signs:
    """Matrices of all kinds of order n, shape (count, n, n), n >= 2: each kind at least once, few twice.

    Some 2 s for n = 9; beyond there are too many to be held at once.

    >>> [len(sign_matrices(n)) for n in (2, 3, 4)]
    [1, 2, 3]
    """
    if n == 2:
        return np.array([[[0, 1], [1, 0]]])
    kept: dict[int, Signs] = {}
    for part in extended(n):
        names, forms = _alike(part)
        kept.update(zip(names.tolist(), forms, strict=True))
    return np.array(list(kept.values()))


def extended(n: int) -> Iterator[Signs]:
    """Matrices of all kinds of order n, in parts, many of one kind: those of order n - 1 with a row more.

    The new vector is one of those with the largest (S^3)_vv. Each matrix has such a vector, and without it is of a kind
    of order n - 1; so no kind is lost. Its sign with the first vector is 1: its negative is the same line.
    """
    smaller = sign_matrices(n - 1)
    rows = 1 - 2 * ((np.arange(2 ** (n - 2))[:, None] >> np.arange(n - 1)) & 1)[:, ::-1]
    step = max(1, _AT_ONCE // len(rows))
    for start in range(0, len(smaller), step):
        old = smaller[start : start + step]
        larger = np.zeros((len(old) * len(rows), n, n), dtype=np.int64)
        larger[:, :-1, :-1] = np.repeat(old, len(rows), axis=0)
        larger[:, :-1, -1] = larger[:, -1, :-1] = np.tile(rows, (len(old), 1))
        cubes = np.einsum("bij,bij->bi", larger @ larger, larger)
        yield larger[cubes[:, -1] == cubes.max(axis=1)]


def distinct(matrices: Signs) -> Signs:
    """These matrices without most of those that are of the kind of another, any order n >= 3.

    >>> len(distinct(-sign_matrices(4)))
    3
    """
    return np.unique(_alike(matrices)[1], axis=0) if len(matrices) else matrices


def _alike(matrices: Signs) -> tuple[Signs, Signs]:
    """Each matrix in a form that few others of its kind have, and the number that spells this form.

    Only numbers and signs of vectors change: vector v gets signs 1 with all others, and these are sorted by counts in
    the graph of the signs -1; of all v that with the least counts is taken.
    """
    best, forms = np.zeros((len(matrices), 2), dtype=np.int64), matrices
    for v in range(matrices.shape[1]):
        signs = matrices[:, v, :].copy()
        signs[:, v] = 1
        switched = matrices * signs[:, :, None] * signs[:, None, :]
        counts = _counts(switched < 0)
        counts[:, v] = -1
        order = np.argsort(counts, axis=1, kind="stable")
        form = np.take_along_axis(np.take_along_axis(switched, order[:, :, None], 1), order[:, None, :], 2)
        name = np.stack([_mixed(np.sort(counts, axis=1)), _spelled(form)], axis=1)
        less = (name[:, 0] < best[:, 0]) | ((name[:, 0] == best[:, 0]) & (name[:, 1] < best[:, 1])) | (v == 0)
        best, forms = np.where(less[:, None], name, best), np.where(less[:, None, None], form, forms)
    return best[:, 1], forms


def _counts(graph: npt.NDArray[np.bool_]) -> Signs:
    """A number of each vertex that does not depend on the numbering: degrees, triangles, and those of neighbours."""
    edges = graph.astype(np.int64)
    counts = edges.sum(axis=2) * 64 + (edges @ edges * edges).sum(axis=2)
    for _ in range(3):
        mixed = (counts * 2654435 + 12345) % _PRIME
        counts = (counts * 31 + (edges @ (mixed * mixed % _PRIME)[:, :, None])[:, :, 0]) % _PRIME
    return counts


def _mixed(rows: Signs) -> Signs:
    return (rows % 1_000_003 @ np.arange(1, rows.shape[1] + 1)) % _PRIME


def _spelled(forms: Signs) -> Signs:
    """The signs below the first row as binary digits: up to order 11 in 64 bits."""
    above = np.triu_indices(forms.shape[1] - 1, 1)
    digits = forms[:, 1:, 1:][:, above[0], above[1]] < 0
    return digits @ (np.int64(1) << np.arange(digits.shape[1], dtype=np.int64))
