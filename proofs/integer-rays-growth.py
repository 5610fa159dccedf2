"""Orthogonal pairs of the integer rays of R^3 grow like n^(4/3)."""

import numpy as np
import sympy
from scipy.signal import fftconvolve

from packing.analytic.rays import pair_count, small_rays
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting


def fitted(setting: Setting) -> Finding:
    """Count the pairs of all rays up to entries 7: the slope of ln(pairs) in ln(rays), and the ratio to the power."""
    counted = [(len(rays), pair_count(rays)) for rays in map(small_rays, range(1, setting.pick(8, 6)))]
    rows = np.array(counted[1:], dtype=float)
    slope = float(np.polyfit(np.log(rows[:, 0]), np.log(rows[:, 1]), 1)[0])
    return Finding(abs(slope - float(setting["power"])) < 0.08, f"(rays, pairs): {counted}; slope {slope:.4f}")


def convolved(setting: Setting) -> Finding:
    """Solutions of x1 y1 + x2 y2 + x3 y3 = 0 in boxes by convolution, less multiples by Moebius, for entries up to 64."""
    counted = [primitive(m) for m in (1, 8, 16, 32, setting.pick(64, 48))]
    rows = np.array(counted[1:], dtype=float)
    slopes = np.diff(np.log(rows[:, 1])) / np.diff(np.log(rows[:, 0]))
    holds = counted[0] == (13, 24) and abs(slopes[-1] - float(setting["power"])) < 0.02
    return Finding(bool(holds), f"(rays, pairs): {counted}; slopes between them {slopes.round(4).tolist()}")


def primitive(m: int) -> tuple[int, int]:
    """The rays with entries up to m, and their orthogonal pairs."""
    mobius = {a: int(sympy.mobius(a)) for a in range(1, m + 1)}
    rays = sum(mu * ((2 * (m // a) + 1) ** 3 - 1) for a, mu in mobius.items()) // 2
    weights: dict[tuple[int, int], int] = {}
    for a, mu in mobius.items():
        for b, nu in mobius.items():
            box = (m // a, m // b) if a <= b else (m // b, m // a)
            weights[box] = weights.get(box, 0) + mu * nu
    return rays, sum(weight * solutions(*box) for box, weight in weights.items() if weight) // 8


def solutions(a: int, b: int) -> int:
    """Pairs of non-zero x, y of Z^3 with <x, y> = 0, |x_i| <= a, |y_i| <= b."""
    products = np.outer(np.arange(-a, a + 1), np.arange(-b, b + 1)).ravel()
    counts = np.bincount(products + a * b, minlength=2 * a * b + 1).astype(np.int64)
    twice = np.rint(fftconvolve(counts, counts)).astype(np.int64)
    middle = len(twice) // 2
    both = int(twice[middle - a * b : middle + a * b + 1] @ counts)  # the counts are even functions
    return both - (2 * a + 1) ** 3 - (2 * b + 1) ** 3 + 1


CLAIM = Claim(
    id="integer-rays-growth",
    kind=Kind.ASYMPTOTIC,
    statement="the n integer rays of R^3 with entries up to m have of the order of n^({power}) orthogonal pairs",
    constants={"power": "4/3"},
    mutations=({"power": "3/2"}, {"power": 1}),
    expected=Answer.TRUE,
    numerical=True,
    reference="Erdos, Hickerson and Pach, Amer. Math. Monthly 96 (1989), for the exponent; measured here",
    derivation=(
        "The plane orthogonal to a primitive y holds a lattice of area |y|, so about m^2/|y| vectors of the box; the sum over "
        "y is of the order m^4, and n is of the order m^3. No lines of R^3 have more than this order: Szemeredi and Trotter."
    ),
    instruments=(Instrument(InstrumentKind.ENUMERATION, fitted), Instrument(InstrumentKind.NUMERICAL, convolved)),
)
