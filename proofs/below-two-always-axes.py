"""Below p = 2, are d one-dimensional subspaces always best? Not where d does not divide n."""

import sympy

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.instruments import least_energy


def triangle(setting: Setting) -> Finding:
    p = setting["p"]
    simplex, axes = 6 * sympy.Integer(2) ** -p, sympy.Integer(2)
    return Finding(bool(axes <= simplex), f"(3, 2) at p = {p}: triangle {float(simplex):.6f}, axes {axes}")


def searched(setting: Setting) -> Finding:
    met = least_energy(3, 2, float(setting["p"]), "abs", setting, 20)
    return Finding(met > 2 - 1e-6, f"(3, 2): least energy found {met:.6f}, axes have 2")


CLAIM = Claim(
    id="below-two-always-axes",
    kind=Kind.FOLKLORE,
    statement="at p = {p} < 2 three vectors of the plane interfere least on two orthogonal axes",
    constants={"p": "9/5"},
    mutations=({"p": "3/2"}, {"p": 1}),
    expected=Answer.FALSE,
    reference="Comments on Toy Models and Tegum Products (Jermyn, 2022)",
    derivation="The triangle has 6 * 2^-p < 2 iff p > ln3/ln2 = 1.58496.",
    instruments=(Instrument(InstrumentKind.SYMBOLIC, triangle), Instrument(InstrumentKind.OPTIMIZER, searched)),
)
