"""Orthogonal pairs of a tegum product with unequal blocks."""

import numpy as np
import sympy

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.arrangements import tegum, unit_rows
from packing.structure import orthogonal_pairs

SIZES = [(4, 2, 3), (5, 5, 1), (2, 7, 3)]


def counted(setting: Setting) -> Finding:
    rng = np.random.default_rng(setting.seed)
    rows = []
    for sizes in SIZES:
        packing = tegum([np.asarray(unit_rows(size, 3, rng)) for size in sizes])
        rows.append((sizes, len(orthogonal_pairs(packing)), stated(setting, sizes)))
    return Finding(all(met == said for _, met, said in rows), f"(blocks, counted, stated) {rows}")


def stated(setting: Setting, sizes) -> sympy.Expr:
    return setting.exact("pairs", n=sum(sizes), q=sum(size**2 for size in sizes))


def derived(setting: Setting) -> Finding:
    a, b, c = sympy.symbols("a b c", positive=True)
    across = a * b + a * c + b * c
    said = setting["pairs"].subs(
        {sympy.Symbol("n", positive=True): a + b + c, sympy.Symbol("q", positive=True): a**2 + b**2 + c**2}
    )
    return Finding(sympy.expand(across - said) == 0, f"three blocks: {across} - stated = {sympy.expand(across - said)}")


CLAIM = Claim(
    id="unequal-blocks-pairs",
    kind=Kind.THEOREM,
    statement="generic orthogonal blocks of n_1, .., n_k vectors, q = sum n_i^2, have {pairs} unordered orthogonal pairs",
    constants={"pairs": "(n^2-q)/2"},
    mutations=({"pairs": "n^2-q"}, {"pairs": "(n^2-q)/2+1"}),
    expected=Answer.TRUE,
    reference="derived here",
    derivation="Pairs across blocks: the second elementary symmetric function of the n_i; largest for balanced blocks.",
    instruments=(Instrument(InstrumentKind.ENUMERATION, counted), Instrument(InstrumentKind.SYMBOLIC, derived)),
)
