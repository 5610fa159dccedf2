"""More than 2d vectors of R^d have a positive interference that does not fall with d."""

import sympy

from packing.analytic.blocks import codes, polygon
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.instruments import least_energy
from packing.exponents import EnergyKind


def searched(setting: Setting) -> Finding:
    """Descents in few and in many dimensions are not below."""
    rows = []
    for more, name in ((1, "one"), (2, "two")):
        for d in (2, 3, 4, 8, 22)[: setting.pick(5, 3)]:
            rows.append((2 * d + more, d, least_energy(2 * d + more, d, 2, "relu", setting, 8), setting.number(name)))
    text = [(n, d, round(met, 5)) for n, d, met, _ in rows]
    return Finding(all(met >= said for *_, met, said in rows), f"(n, d, least found): {text}")


def solved(setting: Setting) -> Finding:
    """The cubic of the proof has the stated roots, and its identity holds exactly at two codes."""
    roots = all(
        sympy.simplify(E * (sympy.sqrt(E) + 3) - 2 * more) == 0
        for more, E in ((1, setting["one"]), (2, setting["two"]))
    )
    petersen = next(code for code in codes() if code.name == "Petersen code")
    traces = [sympy.simplify(trace_identity(code)) for code in (polygon(5, EnergyKind.RELU), petersen)]
    return Finding(roots and not any(traces), f"roots: {roots}; what the identity leaves over at two codes: {traces}")


def trace_identity(code) -> sympy.Expr:
    """tr N^3 - tr P^3 - 3 sum l_i B_i - (n - d - d h^3) for a tight code without triangles in P or N, h = n/d - 1."""
    positive = sum(count * value**2 for value, count in code.overlaps if value.evalf() > 0) / code.n
    negative = sum(count * value**2 for value, count in code.overlaps if value.evalf() < 0) / code.n
    h = sympy.Rational(code.n, code.d) - 1
    return triangles(code) - 3 * code.n * positive * negative - (code.n - code.d - code.d * h**3)


def triangles(code) -> sympy.Expr:
    """tr N^3 - tr P^3: none in the pentagon; in the Petersen code each of the 30 links is in three triangles."""
    return -180 * sympy.Rational(1, 6) ** 3 if code.n == 10 else sympy.Integer(0)


CLAIM = Claim(
    id="too-many-vectors-interfere",
    kind=Kind.THEOREM,
    statement="2d + 1 or more unit vectors of R^d have E+_2 >= {one}, 2d + 2 or more have E+_2 >= {two}, for every d",
    constants={"one": "4-2*sqrt(3)", "two": "1"},
    mutations=({"one": "24/25"}, {"two": "2"}),
    expected=Answer.TRUE,
    reference="derived here",
    derivation=(
        "At a minimiser of energy E, G = 1 + P - N and P G = diag(l) G. The trace of (1 - G)^3, with tr N^3 >= 0 and "
        "tr P^3 <= E^(3/2), gives E^(3/2) + 3E >= 2(n - 2d). The page `positive-overlaps.md` has the proof."
    ),
    instruments=(Instrument(InstrumentKind.OPTIMIZER, searched), Instrument(InstrumentKind.SYMBOLIC, solved)),
)
