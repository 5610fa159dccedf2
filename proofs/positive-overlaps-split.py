"""Vectors with positive overlaps form orthogonal blocks wherever the ReLU energy is stationary."""

from itertools import product

import numpy as np
from scipy.sparse.csgraph import connected_components

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.instruments import least_packing

CASES = [(7, 3, 2.0), (9, 4, 2.0), (12, 5, 2.0), (7, 3, 1.5), (11, 5, 1.5), (9, 3, 2.0)]


def blocks(linked: np.ndarray) -> list[np.ndarray]:
    """The components of two or more vectors of the graph of positive overlaps."""
    reach = np.linalg.matrix_power(linked.astype(float) + np.eye(len(linked)), len(linked)) > 0
    return [np.array(each) for each in {tuple(np.flatnonzero(row)) for row in reach} if len(each) > 1]


def searched(setting: Setting) -> Finding:
    """Descents: blocks are orthogonal to all other vectors, and have enough vectors."""
    rows = []
    for n, d, p in CASES[: setting.pick(6, 4)]:
        X = np.array(least_packing(n, d, p, "relu", setting, 20).vectors)
        gram = X @ X.T - np.eye(n)
        labels = connected_components(gram > 2e-3)[1]
        found = [np.flatnonzero(labels == label) for label in np.flatnonzero(np.bincount(labels) > 1)]
        outside = [np.abs(np.delete(gram[block], block, axis=1)).max(initial=0) for block in found]
        excess = sum(len(block) - 2 * np.linalg.matrix_rank(X[block], tol=1e-2) for block in found)
        fits = excess >= setting.exact("excess", n=n, d=d)
        rows.append((n, d, p, [len(block) for block in found], max(outside) < 1e-2 and bool(fits)))
    return Finding(all(row[-1] for row in rows), f"(n, d, p, sizes of blocks, holds): {rows}")


def enumerated(setting: Setting) -> Finding:
    """All sets of the twelve vectors (+-1, +-1, 0), ..., in integers: which are stationary at p = 2?"""
    roots = np.array([v for v in product((-1, 0, 1), repeat=3) if np.dot(v, v) == 2])
    stationary = wrong = 0
    for chosen in product((False, True), repeat=len(roots)):
        X = roots[np.array(chosen)]
        gram = X @ X.T - 2 * np.eye(len(X), dtype=int)
        P = np.maximum(gram, 0)
        if not P.any() or np.any(np.sum(P * P, axis=1)[:, None] * X != 2 * P @ X):
            continue
        stationary += 1
        found = blocks(P > 0)
        split = all(not np.delete(gram[block], block, axis=1).any() for block in found)
        excess = sum(len(block) - 2 * np.linalg.matrix_rank(X[block]) for block in found)
        wrong += not (split and excess >= setting.exact("excess", n=len(X), d=3))
    return Finding(stationary > 0 and not wrong, f"{stationary} stationary sets of 2^12, {wrong} break the statement")


CLAIM = Claim(
    id="positive-overlaps-split",
    kind=Kind.THEOREM,
    statement=(
        "where E+_p, p > 1, is stationary, different vectors joined by positive overlaps form blocks that are orthogonal to all else; "
        "if no vectors are equal, the blocks of m vectors in r dimensions have sum (m - 2r) >= {excess}"
    ),
    constants={"excess": "n-2*d"},
    mutations=({"excess": "n-2*d+1"}, {"excess": "n-d"}),
    expected=Answer.TRUE,
    reference="derived here",
    derivation=(
        "The columns of X are in the kernel of P - diag(l), P_ij = max(c_ij, 0)^(p-1) and l_i = sum max(c_ij, 0)^p. On a block its "
        "largest eigenvalue is simple with w > 0, so sum w_i x_i = 0, and a vector outside has overlaps <= 0 of weighted sum 0. "
        "The others have overlaps <= 0 in r dimensions: at most 2r of them. The page `positive-overlaps.md` has the proof."
    ),
    instruments=(
        Instrument(InstrumentKind.OPTIMIZER, searched),
        Instrument(InstrumentKind.ENUMERATION, enumerated),
    ),
)
