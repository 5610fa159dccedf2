"""The square antiprism and the dimensionality 3/8."""

import numpy as np
import sympy

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.measure import feature_dimensionality


def antiprism(h: float) -> np.ndarray:
    angles = np.pi / 4 * np.arange(8)
    r = (1 - h * h) ** 0.5
    return np.column_stack((r * np.cos(angles), r * np.sin(angles), h * (-1.0) ** np.arange(8)))


def measured(setting: Setting) -> Finding:
    """Dimensionality of the antiprism with equal edges and of the tight one."""
    uniform = uniform_height()
    values = {
        name: float(feature_dimensionality(antiprism(h))[0]) for name, h in (("uniform", uniform), ("tight", 3**-0.5))
    }
    return Finding(
        abs(values["uniform"] - float(setting["stated"])) < 1e-6,
        f"dimensionality: {values}",
        abs(values["uniform"] - float(setting["uniform"])) < 1e-9 and abs(values["tight"] - 0.375) < 1e-12,
    )


def uniform_height() -> float:
    """Edges in a square, cos = h^2, equal edges across, cos = (1-h^2) cos 45 - h^2."""
    return float((np.cos(np.pi / 4) / (2 + np.cos(np.pi / 4))) ** 0.5)


def exactly(setting: Setting) -> Finding:
    """w^T S w = 4 ((1-h^2)^2 + 2 h^4) for unit w: 1/D as a function of h^2."""
    x = sympy.Symbol("x", positive=True)
    inverse = 4 * ((1 - x) ** 2 + 2 * x**2)
    tight = sympy.solve(sympy.diff(inverse, x), x)[0]
    half = 1 / sympy.sqrt(2)
    uniform = sympy.radsimp(half / (2 + half))
    value = sympy.simplify(1 / inverse.subs(x, uniform))
    return Finding(
        sympy.simplify(value - setting["stated"]) == 0,
        f"largest D at h^2 = {tight}: {1 / inverse.subs(x, tight)}; equal edges h^2 = {uniform}: {sympy.N(value, 8)}",
        sympy.simplify(value - setting["uniform"]) == 0 and 1 / inverse.subs(x, tight) == sympy.Rational(3, 8),
    )


CLAIM = Claim(
    id="antiprism-dimensionality",
    kind=Kind.FOLKLORE,
    statement="the features of the square antiprism with equal edges have dimensionality {stated}",
    correction="{uniform} = 0.3664.. with equal edges; 3/8 only for the tight antiprism with h^2 = 1/3",
    constants={"stated": "3/8", "uniform": "(9+4*sqrt(2))/40"},
    mutations=({"uniform": "0.3665"}, {"uniform": "3/8"}, {"stated": "(9+4*sqrt(2))/40"}),
    expected=Answer.CORRECTED,
    reference="Elhage et al., Toy Models of Superposition (2022)",
    derivation="S = diag(4 r^2, 4 r^2, 8 h^2), so D = 1/(4 (r^4 + 2 h^4)) <= 3/8 with equality iff S is a multiple of I.",
    instruments=(Instrument(InstrumentKind.NUMERICAL, measured), Instrument(InstrumentKind.SYMBOLIC, exactly)),
)
