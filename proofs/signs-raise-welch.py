"""Signs of overlaps cannot form an equiangular tight frame unless parity allows: Welch's bound rises above p = 2."""

import math

import numpy as np
import sympy

from packing.bounds.energy.sign_bound import sign_floor
from packing.bounds.energy.sign_matrices import sign_matrices
from packing.bounds.energy.sign_parity import signs_that_fail
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.objective import Energy
from packing.problem import lines
from packing.search import minimize

CASES = [(5, 3), (8, 4), (8, 5), (9, 5), (10, 6), (14, 6)]


def tight(n: int, d: int) -> tuple[float, np.ndarray]:
    """c, and the eigenvalues of the signs of an equiangular tight frame in rising order."""
    c = math.sqrt((n - d) / (d * (n - 1)))
    return c, np.repeat([-1 / c, (n - d) / (d * c)], [n - d, d])


def searched(setting: Setting) -> Finding:
    """Descents, and packings near them, have at least the energy that the signs of their own overlaps ask for."""
    rng, gaps = np.random.default_rng(setting.seed), []
    for n, d in CASES[: setting.pick(6, 4)]:
        c, eigenvalues = tight(n, d)
        for p in (2.5, 3.0, 5.0):
            best = minimize(lines(n, d), Energy(p), starts=(), restarts=setting.pick(8, 2), seed=setting.seed).packing
            for scale in (0.0, 0.02, 0.2, 2.0):
                rows = np.asarray(best) + scale * rng.normal(size=(n, d))
                rows /= np.linalg.norm(rows, axis=1, keepdims=True)
                overlaps = (rows @ rows.T)[~np.eye(n, dtype=bool)].reshape(n, n - 1)
                signs = np.zeros((n, n))
                signs[~np.eye(n, dtype=bool)] = np.where(overlaps < 0, -1, 1).ravel()
                v = float(np.sum((np.linalg.eigvalsh(signs) - eigenvalues) ** 2))
                floor = c**p * (n * (n - 1) + setting.number("part", p=sympy.nsimplify(p)) * v)
                gaps.append(float(np.sum(np.abs(overlaps) ** p)) / floor - 1)
    return Finding(min(gaps) > -1e-9 and min(gaps) < 0.12, f"{len(gaps)} packings, least excess {min(gaps):.1e}")


def parity(setting: Setting) -> Finding:
    """R of all sign matrices is at least what parity allows, at most v (D + v^(1/2))^2, and vanishes at frames alone."""
    worst, frames, least = np.inf, [], []
    for n in range(4, setting.pick(9, 8) + 1):
        signs = sign_matrices(n).astype(float)
        for d in range(2, n - 1):
            c, eigenvalues = tight(n, d)
            mu, between = (n - 2 * d) / (d * c), n / (d * c)
            r = np.sum(((signs @ signs - mu * signs) * (1 - np.eye(n))) ** 2, axis=(1, 2))
            v = np.sum((np.linalg.eigvalsh(signs) - eigenvalues) ** 2, axis=1)
            allowed = float(signs_that_fail(n, d))
            worst = min(worst, float(r.min()) - allowed, float(np.min(v * (between + np.sqrt(v)) ** 2 - r)))
            frames += [(n, d)] if r.min() < 1e-9 else []
            least += [(n, d)] if abs(r.min() - allowed) < 1e-9 else []
    holds = worst > -1e-6 and frames == [(6, 3)] and {(4, 2), (6, 3), (8, 4)} <= set(least)
    return Finding(holds, f"least slack {worst:.1e}; R = 0 at {frames}, as parity allows at {least}")


def shipped(setting: Setting) -> Finding:
    """Floors over all sign matrices, computed again, are below the least energies found and above Welch's."""
    rows = []
    for n, d, p, known in [(5, 3, 5, 0.31543518), (8, 5, 3, 1.56484660), (8, 5, 5, 0.16017656)][: setting.pick(3, 2)]:
        floor = float(sign_floor(n, d, sympy.Integer(p), 0.96 * known, 40))
        rows.append((n, d, p, floor / known, floor / (n * (n - 1) * tight(n, d)[0] ** p)))
    holds = all(0.9599 < part < 1 and over > 1 for *_, part, over in rows)
    return Finding(holds, f"(n, d, p, part of the least known, over Welch's): {rows}")


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
        Instrument(InstrumentKind.ENUMERATION, parity),
        Instrument(InstrumentKind.CERTIFICATE, shipped),
    ),
)
