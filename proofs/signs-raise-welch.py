"""Signs of overlaps cannot form an equiangular tight frame unless parity allows: Welch's bound rises above p = 2."""

import numpy as np
import sympy

from packing.bounds.energy.sign_matrices import sign_matrices
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.objective import Energy
from packing.problem import lines
from packing.search import minimize

CASES = [(10, 6), (5, 3), (8, 5), (14, 6), (8, 4), (9, 5)]
EXPONENTS = (2.5, 3.0, 5.0)


def stated(setting: Setting, signs: np.ndarray, d: int, p: float) -> np.ndarray:
    """The floors that the claim states for packings with these signs, (count, n, n)."""
    n = signs.shape[1]
    c = ((n - d) / (d * (n - 1))) ** 0.5
    frame = np.repeat([-1 / c, (n - d) / (d * c)], [n - d, d])
    v = np.sum((np.linalg.eigvalsh(signs) - frame) ** 2, axis=1)
    return c**p * (n * (n - 1) + setting.number("part", p=sympy.Rational(p)) * v)


def searched(setting: Setting) -> Finding:
    """Descents, and packings near them, have at least the energy that the signs of their own overlaps ask for."""
    rng, gaps = np.random.default_rng(setting.seed), []
    for n, d in CASES[: setting.pick(6, 2)]:
        off = ~np.eye(n, dtype=bool)
        for p in EXPONENTS:
            best = minimize(lines(n, d), Energy(p), starts=(), restarts=setting.pick(8, 3), seed=setting.seed).packing
            for scale in (0.0, 0.02, 0.2, 2.0):
                rows = np.asarray(best) + scale * rng.normal(size=(n, d))
                rows /= np.linalg.norm(rows, axis=1, keepdims=True)
                gram = rows @ rows.T
                signs = np.where(gram < 0, -1.0, 1.0) * off
                gaps.append(float(np.sum(np.abs(gram[off]) ** p) / stated(setting, signs[None], d, p)[0]) - 1)
    return Finding(min(gaps) > -1e-9, f"{len(gaps)} packings, least excess {min(gaps):.1e}")


def enumerated(setting: Setting) -> Finding:
    """For all signs: the least (p-1) |x|^2 - (p-2) <x, s> over spectra x that overlaps can have is no less."""
    slack, count = [], 0
    for n in range(4, setting.pick(8, 7) + 1):
        signs = sign_matrices(n).astype(float)
        levels = np.linalg.eigvalsh(signs)
        for d in range(2, n):
            c = ((n - d) / (d * (n - 1))) ** 0.5
            low, top = levels[:, : n - d], levels[:, n - d :]
            for p in EXPONENTS:
                spread = (p - 2) / (2 * p - 2) * (top - top.mean(axis=1, keepdims=True))
                x = np.concatenate([np.full_like(low, -1 / c), (n - d) / (d * c) + spread], axis=1)
                least = np.sum((p - 1) * x**2 - (p - 2) * x * levels, axis=1)
                slack.append(float(np.min(least * c**p / stated(setting, signs, d, p))) - 1)
                count += len(signs)
    holds = min(slack) > -1e-9
    return Finding(holds, f"{count} sign matrices, d and p: least slack {min(slack):.1e}")


CLAIM = Claim(
    id="signs-raise-welch",
    kind=Kind.THEOREM,
    statement=(
        "for p >= 2 every n unit vectors of R^d, n > d, have E_p >= c^p (n(n-1) + {part} v), c Welch's coherence and v the squared "
        "distance of the spectrum of the signs of their overlaps from that of an equiangular tight frame"
    ),
    constants={"part": "p*(p-2)/(4*(p-1))"},
    mutations=({"part": "p*(p-2)/(p-1)"}, {"part": "2*p*(p-2)/(p-1)"}),
    expected=Answer.TRUE,
    reference="derived here; the trace inequality: von Neumann, Tomsk Univ. Rev. 1 (1937)",
    derivation=(
        "With x = |A_ij|/c, G = 1 + A, x^p >= (p-1) x^2 - (p-2) x. Summed, |A|^2 and <A, S> remain, S the signs; <A, S> is at most the sum "
        "of products of eigenvalues in order, and A has the eigenvalue -1 n - d times. What is left is a sum of squares. S^2 has integers "
        "of the parity of n off its diagonal, which keeps v from 0. Whole: proofs/signs-of-overlaps.md."
    ),
    instruments=(
        Instrument(InstrumentKind.OPTIMIZER, searched),
        Instrument(InstrumentKind.ENUMERATION, enumerated),
    ),
)
