"""Coordinate moves among words: one entry, or one exchange, at a time, as long as a p-norm of the overlaps falls.

The products C_ij,ab = <x_ia, x_jb> of all frames are kept. A move changes frame i at one coordinate (all its m entries
turn alike) or at two (their parts are exchanged), so its new products are sums over these. A sweep tries every move of
every frame and takes the best of each coordinate; the norm sum_j (f_ij / top)^p then only falls.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from packing.numeric import Floats, Indices, compiled

Complex = npt.NDArray[np.complex128]

GAIN = 1e-12
"""A move must lower the norm by more than this part of it."""


class Words(NamedTuple):
    """Words (n, m, d) modulo q, the roots (q,) over sqrt d, the products (n, n, m, m) and f (n, n), f_ii = 0."""

    words: Indices
    roots: Complex
    products: Complex
    f: Floats


def begin(words: Indices, table: npt.NDArray[Any]) -> Words:
    """The state of these words."""
    n, m, d = words.shape
    rows = (table / np.sqrt(d))[words % len(table)].reshape(n * m, d)
    products = (rows.conj() @ rows.T).reshape(n, m, n, m).transpose(0, 2, 1, 3)
    f = np.sum(np.abs(products) ** 2, axis=(2, 3)) / m
    np.fill_diagonal(f, 0.0)
    return Words(words.copy(), table / np.sqrt(d), np.ascontiguousarray(products), f)


@compiled()
def norm(state: Words, squarings: int) -> float:
    """log of the p-norm of f over all pairs, p = 2^squarings."""
    top = state.f.max()
    if top <= 0.0:
        return -230.0
    total = 0.0
    for i in range(len(state.f)):
        total += _row_sum(state.f[i], i, top, squarings)
    return np.log(top) + np.log(0.5 * total) / 2.0**squarings


@compiled()
def sweep(state: Words, order: Indices, squarings: int) -> int:
    """One sweep over the frames in this order; how many moves were made."""
    _, m, d = state.words.shape
    q = len(state.roots)
    made = 0
    fresh_k, fresh_l = np.empty(m, dtype=np.int64), np.empty(m, dtype=np.int64)
    kept_k, kept_l = np.empty(m, dtype=np.int64), np.empty(m, dtype=np.int64)
    for i in order:
        for k in range(d):
            top = state.f.max()
            if top <= 0.0:
                return made
            least = _row_sum(state.f[i], i, top, squarings) * (1.0 - GAIN)
            chosen = -2
            for t in range(1, q):
                for a in range(m):
                    fresh_k[a] = (state.words[i, a, k] + t) % q
                value = _moved(state, i, k, -1, fresh_k, fresh_l, top, squarings, least)
                if value < least:
                    least, chosen = value, -1
                    kept_k[:] = fresh_k
            if m > 1:
                for other in range(k + 1, d):
                    _exchange(state.words[i], k, other, q, fresh_k, fresh_l)
                    value = _moved(state, i, k, other, fresh_k, fresh_l, top, squarings, least)
                    if value < least:
                        least, chosen = value, other
                        kept_k[:] = fresh_k
                        kept_l[:] = fresh_l
            if chosen > -2:
                change(state, i, k, chosen, kept_k, kept_l)
                made += 1
    return made


@compiled()
def change(state: Words, i: int, k: int, other: int, fresh_k: Indices, fresh_l: Indices) -> None:
    """Give frame i these exponents at coordinate k, and at another where there is one; products and f follow."""
    n, m, _ = state.words.shape
    for a in range(m):
        _add(state, i, a, k, fresh_k[a])
        if other >= 0:
            _add(state, i, a, other, fresh_l[a])
    for j in range(n):
        if j == i:
            continue
        total = 0.0
        for a in range(m):
            for b in range(m):
                c = state.products[i, j, a, b]
                state.products[j, i, b, a] = c.conjugate()
                total += c.real * c.real + c.imag * c.imag
        state.f[i, j] = total / m
        state.f[j, i] = total / m


@compiled()
def _add(state: Words, i: int, a: int, k: int, fresh: int) -> None:
    """Write one exponent and add what it changes to the products with the other frames."""
    n, m, _ = state.words.shape
    step = (state.roots[fresh] - state.roots[state.words[i, a, k]]).conjugate()
    state.words[i, a, k] = fresh
    for j in range(n):
        if j != i:
            for b in range(m):
                state.products[i, j, a, b] += step * state.roots[state.words[j, b, k]]


@compiled()
def _moved(
    state: Words,
    i: int,
    k: int,
    other: int,
    fresh_k: Indices,
    fresh_l: Indices,
    top: float,
    squarings: int,
    least: float,
) -> float:
    """sum_j (f_ij / top)^p after a move, or more than `least` as soon as that is certain."""
    n, m, _ = state.words.shape
    total = 0.0
    for j in range(n):
        if j == i:
            continue
        f = 0.0
        for a in range(m):
            step = (state.roots[fresh_k[a]] - state.roots[state.words[i, a, k]]).conjugate()
            away = 0.0j
            if other >= 0:
                away = (state.roots[fresh_l[a]] - state.roots[state.words[i, a, other]]).conjugate()
            for b in range(m):
                c = state.products[i, j, a, b] + step * state.roots[state.words[j, b, k]]
                if other >= 0:
                    c += away * state.roots[state.words[j, b, other]]
                f += c.real * c.real + c.imag * c.imag
        total += _power(f / (m * top), squarings)
        if total >= least:
            return total
    return total


@compiled()
def _exchange(words: Indices, k: int, other: int, q: int, fresh_k: Indices, fresh_l: Indices) -> None:
    """The exponents with the parts of two coordinates exchanged: row 0 stays, what the others are beyond it moves."""
    for a in range(len(words)):
        fresh_k[a] = (words[0, k] + words[a, other] - words[0, other]) % q
        fresh_l[a] = (words[0, other] + words[a, k] - words[0, k]) % q


@compiled()
def _row_sum(row: Floats, i: int, top: float, squarings: int) -> float:
    total = 0.0
    for j in range(len(row)):
        if j != i:
            total += _power(row[j] / top, squarings)
    return total


@compiled()
def _power(ratio: float, squarings: int) -> float:
    """ratio^(2^squarings), 0 where it is small."""
    for _ in range(squarings):
        if ratio < 1e-40:
            return 0.0
        ratio = ratio * ratio
    return ratio
