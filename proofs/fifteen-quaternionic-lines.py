"""Fifteen equiangular lines of H^3 in closed form."""

from itertools import combinations

import mpmath
import sympy

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting

U = sympy.symbols("u:3")
C = sympy.Symbol("c")
X = [(1 + 2 * C) / (7 * (1 - u**2)) for u in U]
"""The squared moduli of the coordinates."""

T = ((1 - U[2] ** 2, sympy.S.Zero), (-U[2] * U[0], -U[1]), (-U[2] * U[1], U[0]))
"""Real and imaginary parts of t_0, t_1, t_2."""

W, V = (U[2], U[0], U[1]), (U[1], U[2], U[0])

Pair = tuple[sympy.Expr, sympy.Expr]


def identities(setting: Setting) -> Finding:
    """All that the derivation needs, modulo what is known of the roots u and of the constant."""
    constant = setting["constant"]
    known = [
        sum(U) - 1,
        U[0] * U[1] + U[1] * U[2] + U[2] * U[0],
        sympy.prod(U) + C,
        sympy.minimal_polynomial(constant, C),
    ]
    basis = sympy.groebner(known, *U, C, order="grevlex")

    def vanishes(expression: sympy.Expr) -> bool:
        numerator, denominator = (sympy.expand(part) for part in sympy.fraction(sympy.together(expression)))
        return bool(basis.reduce(denominator)[1] != 0 and basis.reduce(numerator)[1] == 0)

    is_real = bool(constant > 0) and bool(4 - 27 * constant > 0)  # three roots in (-1, 1), each 1 - u^2 > 0
    failed = [name for name, expression in conditions() if not vanishes(expression)]
    total = len(list(conditions()))
    text = f"{total - len(failed)} of {total} identities hold, the roots are real and between -1 and 1: {is_real}"
    return Finding(is_real and not failed, text)


def conditions() -> list[tuple[str, sympy.Expr]]:
    """What must vanish, by name."""
    found = [("sum of x", sum(X) - 1)]
    for r in range(3):
        after, last = (r + 1) % 3, (r + 2) % 3
        found += [
            (f"length of t_{r}", real(T[r], T[r]) / (1 - U[2] ** 2) - 7 * X[r] * X[after]),
            (f"length of w_{r}", W[r] ** 2 + V[r] ** 2 - 7 * X[after] * X[last]),
            (f"orbit {r}, level", X[r] ** 2 + X[after] ** 2 + X[last] ** 2 - sympy.Rational(3, 7)),
            (f"orbit {r}, first", 7 * X[r] * X[after] + W[r] ** 2 - 1),
            (f"orbit {r}, second", 7 * X[r] * X[last] + V[r] ** 2 - 1),
        ]
    for r, s in combinations(range(3), 2):
        first, second = (product(T[k], (W[k], -V[k])) for k in (r, s))
        scale = (1 - U[2] ** 2) * 7 * X[(r + 1) % 3] * X[(s + 1) % 3]
        found += [
            (f"orbits {r}, {s}, level", sum(X[(r + k) % 3] * X[(s + k) % 3] for k in range(3)) - sympy.Rational(2, 7)),
            (f"orbits {r}, {s}, first", real(T[r], T[s]) / (1 - U[2] ** 2) + W[r] * W[s]),
            (f"orbits {r}, {s}, second", real(first, second) / scale + V[r] * V[s]),
        ]
    return found


def product(left: Pair, right: Pair) -> Pair:
    (a, b), (p, q) = left, right
    return a * p - b * q, a * q + b * p


def real(left: Pair, right: Pair) -> sympy.Expr:
    """Re left conj(right)."""
    return left[0] * right[0] + left[1] * right[1]


def in_digits(setting: Setting) -> Finding:
    """The squared overlaps of the lines themselves, quaternion by quaternion, to 50 digits."""
    with mpmath.workdps(60):
        c = mpmath.mpmathify(sympy.N(setting["constant"], 60))
        u = [mpmath.mpc(root).real for root in mpmath.polyroots([1, -1, 0, c], maxsteps=500, extraprec=300)]
        rows = lines(u, c)
        off = max(abs(squared_overlap(x, y) - mpmath.mpf(2) / 7) for x, y in combinations(rows, 2))
        norms = max(abs(squared_overlap(x, x) - 1) for x in rows)
        worst = float(max(off, norms))
    return Finding(worst < 1e-45, f"15 lines, 105 pairs: |<x, y>|^2 is off 2/7, or |x| off 1, by at most {worst:.0e}")


def lines(u: list[mpmath.mpf], c: mpmath.mpf) -> list[list[tuple[mpmath.mpc, mpmath.mpc]]]:
    """The rows, quaternions a + b i + c j + d k as pairs (a + b i, c + d i)."""
    size = [mpmath.sqrt((1 + 2 * c) / (7 * (1 - root**2))) for root in u]
    phi = [mpmath.mpf(0), mpmath.arg(mpmath.mpc(-u[2] * u[0], -u[1])), mpmath.arg(mpmath.mpc(-u[2] * u[1], u[0]))]
    psi = [phi[r] - mpmath.arg(mpmath.mpc(u[(r + 2) % 3], u[(r + 1) % 3])) for r in range(3)]
    rows = []
    for r in range(3):
        for k in range(5):
            row = []
            for place, angle in enumerate((mpmath.mpf(0), phi[r], psi[r])):
                zeta = mpmath.expjpi(mpmath.mpf(2 * place * k) / 5) * size[(r + place) % 3]
                row.append((zeta * mpmath.cos(angle), zeta * mpmath.sin(angle)))  # zeta (cos + j sin)
            rows.append(row)
    return rows


def squared_overlap(x: list[tuple[mpmath.mpc, mpmath.mpc]], y: list[tuple[mpmath.mpc, mpmath.mpc]]) -> mpmath.mpf:
    """|sum conj(x) y|^2, with (a + b j)(c + d j) = (a c - b conj(d)) + (a d + b conj(c)) j."""
    first = sum(mpmath.conj(a) * p + b * mpmath.conj(q) for (a, b), (p, q) in zip(x, y, strict=True))
    second = sum(mpmath.conj(a) * q - b * mpmath.conj(p) for (a, b), (p, q) in zip(x, y, strict=True))
    return abs(first) ** 2 + abs(second) ** 2


CLAIM = Claim(
    id="fifteen-quaternionic-lines",
    kind=Kind.THEOREM,
    statement="the roots of u^3 - u^2 + {constant} = 0 make 15 equiangular lines of H^3, |<x, y>|^2 = 2/7, in closed form",
    constants={"constant": "(5-sqrt(14))/11"},
    mutations=({"constant": "(5+sqrt(14))/11"}, {"constant": "1/9"}, {"constant": "(4-sqrt(14))/2"}),
    expected=Answer.TRUE,
    reference="derived here; existence near floats: Cohn, Kumar, Minton, Geom. Topol. 20 (2016)",
    derivation=(
        "Lines of the orbits r, s under diag(1, zeta, zeta^2), zeta^5 = 1, have |<x, y>|^2 = p + 2 a cos(m t) + 2 b cos(2 m t), "
        "t = 2 pi/5. With T_r = t_r/sqrt(1 - u_2^2) = sqrt(7 x_r x_(r+1)) exp(j phi_r), w = (u_2, u_0, u_1) and v = (u_1, u_2, "
        "u_0), 7 a is Re T_r conj(T_s) + w_r w_s, and 7 b the same of T_r (w_r - j v_r)/(sqrt 7 x_(r+1)) and v. In one "
        "orbit p = 3/7 and a = b = 1/7, which is 2/7 at m != 0; for two orbits p = 2/7 and a = b = 0."
    ),
    instruments=(Instrument(InstrumentKind.SYMBOLIC, identities), Instrument(InstrumentKind.NUMERICAL, in_digits)),
)
