"""Orthogonal pairs of a tegum product with k equal blocks."""

import numpy as np
import sympy

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.arrangements import generic_tegum
from packing.structure import orthogonal_pairs


def counted(setting: Setting) -> Finding:
    """Count ordered pairs of generic tegum products: equality, and no fewer."""
    rows, exact = [], True
    for k, block, dimensions in [(2, 3, 2), (3, 2, 2), (4, 5, 3), (5, 4, 1), (7, 3, 2)][: setting.pick(5, 3)]:
        n = k * block
        count = 2 * len(orthogonal_pairs(generic_tegum(k, block, dimensions, np.random.default_rng(setting.seed))))
        rows.append((n, k, count))
        exact &= count == setting.exact("count", n=n, k=k)
    return Finding(exact, f"(n, k, ordered pairs) of generic blocks: {rows}", numbers={"rows": rows})


def derived(setting: Setting) -> Finding:
    """n^2 less the k (n/k)^2 pairs inside blocks."""
    n, k = sympy.symbols("n k", positive=True)
    across = n**2 - k * (n / k) ** 2
    return Finding(sympy.simplify(across - setting["count"]) == 0, f"n^2 - k (n/k)^2 = {sympy.factor(across)}")


CLAIM = Claim(
    id="tegum-pairs",
    kind=Kind.THEOREM,
    statement="n vectors in k equal orthogonal blocks have at least {count} ordered orthogonal pairs, and no more if the blocks are generic",
    constants={"count": "n^2*(1-1/k)"},
    mutations=({"count": "n^2*(1-1/k)+1"}, {"count": "n^2*(1-1/(k+1))"}, {"count": "n*(n-1)*(1-1/k)"}),
    expected=Answer.TRUE,
    reference="Comments on Toy Models and Tegum Products (Jermyn, 2022)",
    derivation="Pairs across blocks are orthogonal: n^2 - sum n_i^2; generic blocks have no others, so this is sharp.",
    instruments=(Instrument(InstrumentKind.ENUMERATION, counted), Instrument(InstrumentKind.SYMBOLIC, derived)),
)
