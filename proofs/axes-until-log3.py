"""Up to which exponent are repeated axes optimal? A conjecture."""

from packing.analytic import best_partition
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.instruments import least_energy

CASES = [(5, 3), (7, 3), (7, 4), (11, 5), (7, 5), (8, 5), (5, 2), (10, 3), (9, 4), (15, 7), (25, 12)]


def axes(n: int, d: int) -> int:
    q, r = divmod(n, d)
    return r * (q + 1) * q + (d - r) * q * (q - 1)


def searched(setting: Setting) -> Finding:
    rows = []
    for n, d in CASES[: setting.pick(11, 4)]:
        for p in (1.3, setting.number("threshold") - 0.01):
            rows.append(((n, d, round(p, 3)), least_energy(n, d, p, "abs", setting, 40) - axes(n, d)))
    below = [case for case, gap in rows if gap < -1e-5]
    return Finding(not below, f"{len(rows)} descents, least gap {min(gap for _, gap in rows):.1e}; below axes: {below}")


def programme(setting: Setting) -> Finding:
    """No product of known blocks is better below; a triangle is above, for n = d + m with m < d."""
    p = setting.number("threshold")
    under = [
        best_partition(n, d, p - 1e-6, search=False).energy >= axes(n, d) - 1e-9 for n, d in [*CASES, (11, 6), (20, 7)]
    ]
    over = [best_partition(n, d, p + 1e-3, search=False).energy < axes(n, d) for n, d in [(5, 3), (7, 5), (11, 6)]]
    return Finding(
        all(under) and all(over),
        f"at ln3/ln2 - 1e-6 axes are best in {sum(under)} of {len(under)}, beaten just above: {over}",
    )


CLAIM = Claim(
    id="axes-until-log3",
    kind=Kind.CONJECTURE,
    statement="balanced orthogonal axes minimise E_p of n vectors of R^d for all 0 < p <= {threshold}; the constant cannot be raised for d < n < 2d",
    constants={"threshold": "log(3)/log(2)"},
    mutations=({"threshold": "17/10"}, {"threshold": "19/10"}),
    expected=Answer.OPEN,
    tested="descents at 11 pairs (n, d), 2d + 1 vectors for d = 2, 3, 4, 5, 7, 12 among them; the programme to (20, 7); proved for n <= 2d by orthogonal-simplices-best, where d divides n, and in the literature for d = 2; open for the other n > 2d, d >= 3",
    reference="n <= 2d: derived here, n = d + 1 by Xu and Xu, arXiv:1907.10861; d = 2 and odd n: Ben Av, Chen, Goldberger, Kang and Okoudjou, arXiv:2212.04444; otherwise a conjecture made here",
    derivation="A doubled and a single axis, energy 2, can be exchanged for a triangle, 6 * 2^-p, which is less above ln3/ln2. orthogonal-simplices-best proves 2 (n-d) for n <= 2d, and that the constant is right there. Above n = 2d an axis is taken three times: the kernel of the Gram matrix then holds triangles, and along its rows the energy of two axes is to be shown. For n = 2d + 1 axes have 2d + 4, and the floor is n (n-d)/d = 2d + 3 + 1/d, as |c|^p >= c^2.",
    instruments=(Instrument(InstrumentKind.OPTIMIZER, searched), Instrument(InstrumentKind.ENUMERATION, programme)),
)
