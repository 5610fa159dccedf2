"""A packing is a tegum product iff its graph of non-orthogonality is disconnected; ranks add."""

import numpy as np

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.arrangements import orthogonal_matrix, tegum, unit_rows
from packing.configuration import Packing
from packing.structure import tegum_factors


def products(setting: Setting) -> Finding:
    """Random products, rotated and shuffled: the factors come back and their ranks add to the rank."""
    rng = np.random.default_rng(setting.seed)
    rows = []
    for trial in range(setting.pick(30, 10)):
        shapes = [(int(rng.integers(2, 6)), int(rng.integers(1, 4))) for _ in range(1 + trial % 3)]
        whole = tegum([np.asarray(unit_rows(n, d, rng)) for n, d in shapes])
        turned = Packing(rng.permutation(whole.vectors @ orthogonal_matrix(whole.d, rng)))
        factors = tegum_factors(turned, 1e-9)
        rank = np.linalg.matrix_rank(turned.vectors)
        excess = sum(factor.rank for factor in factors) - rank - int(setting["excess"])
        rows.append(excess == 0 and len(factors) == len(shapes))
    return Finding(all(rows), f"{sum(rows)} of {len(rows)} random products recovered with ranks that add")


def by_the_gram_matrix(setting: Setting) -> Finding:
    """The rank of a block-diagonal Gram matrix is the sum of the ranks: one connected sample and products."""
    rng = np.random.default_rng(setting.seed + 1)
    differences = []
    for parts in (1, 2, 3):
        blocks = [np.asarray(unit_rows(5, 2, rng)) for _ in range(parts)]
        gram = tegum(blocks).gram
        differences.append(sum(np.linalg.matrix_rank(b @ b.T) for b in blocks) - np.linalg.matrix_rank(gram))
    return Finding(
        all(difference == setting["excess"] for difference in differences),
        f"sum of ranks minus rank for 1, 2, 3 blocks: {list(map(int, differences))}",
    )


CLAIM = Claim(
    id="tegum-is-disconnected",
    kind=Kind.THEOREM,
    statement="the components of the graph of non-orthogonality are mutually orthogonal, the sum of their ranks exceeds the rank by {excess}",
    constants={"excess": 0},
    mutations=({"excess": 1},),
    expected=Answer.TRUE,
    reference="derived here",
    derivation="All pairs across components vanish, so their spans are orthogonal and dimensions add.",
    instruments=(
        Instrument(InstrumentKind.MONTE_CARLO, products),
        Instrument(InstrumentKind.NUMERICAL, by_the_gram_matrix),
    ),
)
