"""2d + 1 vectors: pentagon and digons, without biases. In many dimensions they are not best."""

from fractions import Fraction

import numpy as np
import sympy

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.instruments import least_energy


def searched(setting: Setting) -> Finding:
    """Descents from random starts in the first dimension of the correction."""
    first = int(setting["first"])
    met = least_energy(2 * first + 1, first, 2, "relu", setting, 90)
    holds, less = met >= setting.number("energy") - 1e-7, met < setting.number("less")
    return Finding(holds, f"d = {first}: least found {met:.8f}", correction_holds=less)


def circle(t: Fraction) -> tuple[Fraction, Fraction]:
    """A rational point of the circle."""
    return 2 * t / (1 + t * t), (1 - t * t) / (1 + t * t)


def apex_gram(d: int, s: Fraction, r: Fraction) -> np.ndarray:
    """The rational Gram matrix of x_1..x_d, y_1..y_d and z, with cosines and sines of the circle at s and r."""
    (c, C), (e, D) = circle(s), circle(r)
    one = np.array([[Fraction(int(i == j)) for j in range(d)] for i in range(d)])
    simplex = one + (one - 1) / Fraction(d - 1)
    xx, xy, yy = c * c + C * C * simplex, -c * e - C * D * simplex, e * e + D * D * simplex
    x, y = np.full((d, 1), c), np.full((d, 1), -e)
    return np.block([[xx, xy, x], [xy.T, yy, y], [x.T, y.T, np.array([[Fraction(1)]])]])


def exactly(setting: Setting) -> Finding:
    """Two simplices and an apex in rational numbers: their Gram matrix, its rank, and their energy."""
    first = int(setting["first"])
    gram = apex_gram(first, Fraction(4, 75), Fraction(5, 42))
    energy = sum(max(g, Fraction(0)) ** 2 for g in gram.ravel()) - len(gram)
    eigenvalues = np.linalg.eigvalsh(gram.astype(float))
    lies = bool(np.all(np.diag(gram) == 1)) and int(np.sum(eigenvalues > 1e-9)) == first and eigenvalues[0] > -1e-9
    exact = sympy.Rational(energy.numerator, energy.denominator)
    holds, less = bool(exact >= setting["energy"]), bool(exact < setting["less"])
    return Finding(
        holds,
        f"d = {first}: energy {float(energy):.8f}, {len(gram)} unit vectors of rank {first}: {lies}",
        correction_holds=bool(less and lies),
    )


CLAIM = Claim(
    id="pentagon-and-digons",
    kind=Kind.CONJECTURE,
    statement="2d + 1 unit vectors of R^d, d >= 2, have E+_2 >= {energy}, attained by a pentagon and orthogonal digons",
    correction="for each d >= {first} two simplices and an apex, with digons, have E+_2 < {less}",
    constants={"energy": "(15-5*sqrt(5))/4", "first": 22, "less": "0.95475"},
    mutations=({"energy": "19/20"}, {"first": 12}, {"less": "0.95"}),
    expected=Answer.CORRECTED,
    reference="conjectured here and refuted here",
    derivation=(
        "The pentagon has 10 cos(72)^2 = (15 - 5 sqrt 5)/4 = .954915. With a regular simplex u_1..u_d orthogonal to z, the vectors "
        "c z + (1-c^2)^(1/2) u_i, -e z - (1-e^2)^(1/2) u_i and z have the energy .954726 for d = 22, rational c near .1064 and e near .2348, "
        "and digons cost nothing more. Their least energy tends to .94905. See `positive-overlaps.md`; for d <= 21 "
        "`pentagon-to-21-dimensions` is open. With trained biases at low density the pentagon is not optimal either."
    ),
    instruments=(Instrument(InstrumentKind.OPTIMIZER, searched), Instrument(InstrumentKind.ENUMERATION, exactly)),
)
