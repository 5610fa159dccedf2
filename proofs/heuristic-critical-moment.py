"""The moment at which the heuristic jumps from d subspaces to one."""

import numpy as np
import sympy
from scipy.optimize import brentq

from packing.analytic.heuristics import johnson_lindenstrauss_loss
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting

CASES = [(1024, 32), (64, 8), (10**6, 100)]


def solved(setting: Setting) -> Finding:
    rows = []
    for n, d in CASES:

        def gap(p, n=n, d=d):
            return float(sympy.log(johnson_lindenstrauss_loss(n, d, 1, p) / johnson_lindenstrauss_loss(n, d, d, p)))

        rows.append((n, d, brentq(gap, 2.01, 20), setting.number("moment", n=n, d=d)))
    return Finding(all(abs(met - said) < 1e-8 for *_, met, said in rows), f"(n, d, where L(1) = L(d), stated): {rows}")


def scanned(setting: Setting) -> Finding:
    """All divisors k: below the stated moment the best is d, above it 1; with d ln(n/d) < ln n it is never 1."""
    rows = []
    for n, d in CASES[:2]:
        divisors = [k for k in range(1, d + 1) if d % k == 0 and n % k == 0]
        for shift, best in ((-0.02, d), (0.02, 1)):
            losses = [loss(n, d, k, setting.number("moment", n=n, d=d) + shift) for k in divisors]
            rows.append(divisors[int(np.argmin(losses))] == best)
    never = all(loss(n, d, 1, p) > loss(n, d, d, p) for n, d in [(12, 10), (40, 36)] for p in (0.1, 1, 2, 5, 50))
    return Finding(all(rows) and never, f"best divisor around the stated moment as expected: {rows}; never 1: {never}")


def loss(n: int, d: int, k: int, p: float) -> float:
    return float(n * (n / k) * (k * np.log(n / k) / d) ** (p / 2))


CLAIM = Claim(
    id="heuristic-critical-moment",
    kind=Kind.HEURISTIC,
    statement="for 1 < d < n with d ln(n/d) > ln n the heuristic loss prefers one subspace to d of them iff p > {moment}; otherwise never",
    constants={"moment": "2*log(d)/(log(d)+log(log(n/d))-log(log(n)))"},
    mutations=({"moment": "2*log(d)/(log(d)-log(log(n)))"}, {"moment": "2"}),
    expected=Answer.TRUE,
    reference="derived here for the heuristic of Toy Models and Tegum Products (Jermyn, 2022)",
    derivation=(
        "L(1) = n^2 (ln n/d)^(p/2), L(d) = (n^2/d) ln(n/d)^(p/2), so L(1) < L(d) iff (p/2) ln(d ln(n/d)/ln n) > ln d. At "
        "(12, 10) the logarithm is negative, and d subspaces are preferred at every p > 0."
    ),
    instruments=(Instrument(InstrumentKind.NUMERICAL, solved), Instrument(InstrumentKind.ENUMERATION, scanned)),
)
