"""Orthogonal pairs in n/d overlapping bases: the n d of the discussion is off by n."""

import sympy

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.arrangements import overlapping_bases
from packing.structure import orthogonal_pairs

CASES = [(4, 2), (9, 3), (20, 4), (15, 5), (24, 6)]


def counted(setting: Setting) -> Finding:
    rows = [(n, d, 2 * len(orthogonal_pairs(overlapping_bases(n, d, setting.seed)))) for n, d in CASES]
    return Finding(
        all(met == setting.exact("stated", n=n, d=d) for n, d, met in rows),
        f"(n, d, ordered pairs) of random bases: {rows}",
        all(met == setting.exact("counted", n=n, d=d) for n, d, met in rows),
    )


def derived(setting: Setting) -> Finding:
    n, d = sympy.symbols("n d", positive=True)
    pairs = n / d * d * (d - 1)
    return Finding(
        sympy.expand(pairs - setting["stated"]) == 0,
        f"n/d bases with d(d-1) ordered pairs each: {sympy.expand(pairs)}",
        sympy.expand(pairs - setting["counted"]) == 0,
    )


CLAIM = Claim(
    id="overlapping-bases-pairs",
    kind=Kind.FOLKLORE,
    statement="n/d bases at general angles have {stated} ordered orthogonal pairs",
    correction="{counted} ordered pairs",
    constants={"stated": "n*d", "counted": "n*(d-1)"},
    mutations=({"counted": "n*(d+1)"}, {"counted": "n*(d-1)/2"}, {"stated": "n*(d-1)"}),
    expected=Answer.CORRECTED,
    reference="Comments on Toy Models and Tegum Products (Jermyn, 2022)",
    derivation="Each vector is orthogonal to the d - 1 others of its basis and to no other one.",
    instruments=(Instrument(InstrumentKind.ENUMERATION, counted), Instrument(InstrumentKind.SYMBOLIC, derived)),
)
