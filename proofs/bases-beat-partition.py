"""Do n/d bases at an angle hold more orthogonal pairs than a partition? Never more than d axes."""

import sympy

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.arrangements import overlapping_bases, tegum_of_repeated_lines
from packing.structure import orthogonal_pairs


def counted(setting: Setting) -> Finding:
    """Count both arrangements, with k = d axes, or k blocks as stated."""
    rows = []
    for n, d in [(4, 2), (6, 3), (9, 3), (12, 4), (20, 5)]:
        k = int(setting.exact("blocks", d=d))
        bases = len(orthogonal_pairs(overlapping_bases(n, d, setting.seed)))
        axes = len(orthogonal_pairs(tegum_of_repeated_lines(n, d, k)))
        rows.append((n, d, bases, axes))
    return Finding(any(bases >= axes for *_, bases, axes in rows), f"(n, d, pairs of bases, of the partition): {rows}")


def formula(setting: Setting) -> Finding:
    """n^2 (1 - 1/k) - n (d - 1) at d = 1 + e, n = d + m: positive for all e, m > 0 refutes."""
    e, m = sympy.symbols("e m", positive=True)
    d = 1 + e
    k = sympy.sympify(setting["blocks"]).subs(sympy.Symbol("d", positive=True), d)
    gain = sympy.factor((d + m) ** 2 * (1 - 1 / k) - (d + m) * (d - 1))
    return Finding(
        not gain.is_positive, f"pairs of the partition less those of bases, twice, at d = 1 + e, n = d + m: {gain}"
    )


CLAIM = Claim(
    id="bases-beat-partition",
    kind=Kind.FOLKLORE,
    statement="for some n > d, d | n, n/d bases at general angles have at least as many orthogonal pairs as balanced blocks in {blocks} orthogonal subspaces",
    constants={"blocks": "d"},
    mutations=({"blocks": "1"},),
    expected=Answer.FALSE,
    reference="Comments on Toy Models and Tegum Products (Jermyn, 2022)",
    derivation="n(d-1) < n^2 (1 - 1/d) iff n > d. With different lines see the count of planes; in R^3 both can be beaten.",
    instruments=(Instrument(InstrumentKind.ENUMERATION, counted), Instrument(InstrumentKind.SYMBOLIC, formula)),
)
