"""Zero interference between some vectors does not make a tegum product."""

import numpy as np

from packing.analytic.rays import small_rays
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.configuration import Packing
from packing.structure import orthogonal_pairs, tegum_factors


def polygons(setting: Setting) -> Finding:
    rows = []
    for m in (8, 12, 16):
        angles = 2 * np.pi * np.arange(m) / m
        packing = Packing(np.column_stack((np.cos(angles), np.sin(angles))))
        rows.append((m, len(orthogonal_pairs(packing, 1e-9)), len(tegum_factors(packing))))
    fewest = min(factors for m, pairs, factors in rows if pairs >= m)
    return Finding(fewest >= setting["factors"], f"(m, orthogonal pairs, factors) of polygons: {rows}")


def rays(setting: Setting) -> Finding:
    """The 13 rays with entries -1, 0, 1: pairs in integers, components by powers of the graph of non-orthogonality."""
    linked = small_rays(1) @ small_rays(1).T != 0
    pairs = int(np.count_nonzero(np.triu(~linked, 1)))
    reach = np.linalg.matrix_power(linked.astype(int), 13) > 0
    factors = len({tuple(row) for row in reach.tolist()})
    holds = factors >= setting["factors"] or pairs < 13
    return Finding(bool(holds), f"13 rays of R^3: {pairs} orthogonal pairs, {factors} component of non-orthogonality")


CLAIM = Claim(
    id="orthogonal-pairs-make-a-tegum",
    kind=Kind.FOLKLORE,
    statement="vectors with as many orthogonal pairs as vectors split into at least {factors} orthogonal blocks",
    constants={"factors": 2},
    mutations=({"factors": 1},),
    expected=Answer.FALSE,
    reference="Comments on Toy Models and Tegum Products (Jermyn, 2022): zero interference implies a tegum product",
    derivation=(
        "True is only: all pairs across a division vanish iff it is a tegum product, that is, iff the graph of "
        "non-orthogonality is disconnected. The octagon has 8 orthogonal pairs and is one block."
    ),
    instruments=(Instrument(InstrumentKind.ENUMERATION, polygons), Instrument(InstrumentKind.ENUMERATION, rays)),
)
