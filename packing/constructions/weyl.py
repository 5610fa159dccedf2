"""Weyl-Heisenberg orbits and SICs: d^2 lines of C^d with all overlaps 1/sqrt(d + 1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from itertools import product

import numpy as np
import numpy.typing as npt
import sympy
from flint import arb, ctx

from packing.configuration import Vectors
from packing.constructions.construction import Construction
from packing.constructions.exact import ExactVectors
from packing.constructions.ring import Cyclotomic
from packing.errors import InputError, positive_integer
from packing.problem import Field, Problem, lines
from packing.rigor import Rigor

Complexes = npt.NDArray[np.complex128]

LARGEST_SIC = 24
"""Fiducials are searched for up to this dimension: seconds, not minutes."""


def weyl_heisenberg_orbit(fiducial: npt.ArrayLike) -> Complexes:
    """X^a Z^b v for a, b in Z_d, rows a d + b of shape (d^2, d): (X v)_j = v_(j-1), (Z v)_j = exp(2 pi i j/d) v_j.

    Args: `fiducial` v of shape (d,), complex; its length stays as it is.

    >>> weyl_heisenberg_orbit([1, 0]).real.astype(int).tolist()
    [[1, 0], [1, 0], [0, 1], [0, 1]]
    """
    vector = np.asarray(fiducial, dtype=np.complex128)
    if vector.ndim != 1 or vector.size < 1:
        raise InputError(f"a fiducial is one vector of C^d, not an array of shape {vector.shape}: give d numbers")
    d = vector.size
    j = np.arange(d)
    clocks = np.exp(2j * np.pi * (np.outer(j, j) % d) / d) * vector
    return np.concatenate([np.roll(clocks, a, axis=1) for a in range(d)])


def hoggar_lines() -> Construction:
    """64 lines of C^8, the orbit of (-1 + 2i, 1, 1, 1, 1, 1, 1, 1) under three qubits' Pauli matrices: coherence 1/3.

    Reference: Hoggar, Geom. Dedicata 69 (1998).

    >>> hoggar_lines().angles
    (ExactOverlap(value=1/3, multiplicity=2016),)
    """
    problem = lines(64, 8, Field.COMPLEX)
    return Construction("Hoggar SIC", problem, sympy.Rational(1, 3), "hoggar1998", _hoggar, "Welch bound")


def sic(d: int, seed: int = 0) -> Construction:
    """d^2 equiangular lines of C^d, numerically: the orbit of `fiducial(d, seed)`, 4 <= d <= 24.

    That a SIC exists near these floats is not proved here, so its rigor is `numerical`; exact ones are Hesse's (d = 3),
    Hoggar's (d = 8) and the tetrahedron (d = 2, conference lines). Reference: Zauner 1999; Scott and Grassl 2010.

    >>> print(sic(5))
    Weyl-Heisenberg SIC: 25 lines in C^5, coherence sqrt(6)/6
    """
    _check(d)
    return Construction(
        "Weyl-Heisenberg SIC",
        lines(d * d, d, Field.COMPLEX),
        1 / sympy.sqrt(d + 1),
        "scott2010",
        None,
        "Welch bound",
        rows=partial(_orbit, d, seed),
        rigor=Rigor.NUMERICAL,
    )


def members(problem: Problem) -> Iterator[Construction]:
    """The SICs of C^d: Hoggar's exactly, others numerically."""
    n, d = problem.n, problem.d
    if problem.is_complex and n == d * d and 3 < d <= LARGEST_SIC:
        yield hoggar_lines() if d == 8 else sic(d)


@dataclass(frozen=True, eq=False)
class Fiducial:
    """A vector of C^d in balls' midpoints, (real, imaginary) pairs, and the residual of the SIC equations there.

    `residual` is an upper bound, by ball arithmetic, of max | |<v, X^a Z^b v>|^2 - 1/(d+1) | over (a, b) != (0, 0), and
    of | |v|^2 - 1 |.
    """

    d: int
    entries: tuple[tuple[arb, arb], ...]
    residual: float

    @cached_property
    def vector(self) -> Complexes:
        """The entries as doubles."""
        return np.array([complex(float(x), float(y)) for x, y in self.entries])


@lru_cache(maxsize=32)
def fiducial(d: int, seed: int = 0, digits: int = 50) -> Fiducial:
    """A numerical solution v of |<v, X^a Z^b v>|^2 = 1/(d+1), (a, b) != (0, 0), to about `digits` digits.

    Searched in the largest eigenspace of Zauner's symmetry of order 3, by minimising the fourth moment sum
    |<v, X^a Z^b v>|^4 >= 2d/(d+1) from random starts; then Newton's method in the precision asked for. Same seed, same
    vector. Raises `InputError` for d outside 4..24 and ArithmeticError where 200 starts find none.
    """
    _check(d)
    basis = _zauner_basis(d)
    rng = np.random.default_rng(seed)
    least = 2 * d / (d + 1)
    for _ in range(200):
        start = rng.normal(size=2 * basis.shape[1])
        coordinates, moment = _minimise(basis, start)
        if moment < least + 1e-9:
            found = _polish(d, basis @ coordinates, digits)
            if found.residual < 10.0**-digits:
                return found
    raise ArithmeticError(f"no SIC fiducial found in C^{d} from 200 starts with seed {seed}")


def _check(d: int) -> None:
    positive_integer("d", d)
    if not 4 <= d <= LARGEST_SIC:
        raise InputError(
            f"SIC fiducials are searched for in 4 to {LARGEST_SIC} dimensions, not {d}: for 2 and 3 take the exact "
            "conference_lines(4) and hesse_lines()"
        )


def _orbit(d: int, seed: int) -> Vectors:
    return weyl_heisenberg_orbit(fiducial(d, seed).vector)


def _zauner_basis(d: int) -> Complexes:
    """An orthonormal basis, as columns, of the largest eigenspace of Zauner's unitary.

    U_jk = exp(i pi (d+1) (k^2 + 2 j k)/d)/sqrt d has order 3 up to a phase and permutes the X^a Z^b.
    """
    j = np.arange(d)
    unitary = np.exp(1j * np.pi * (d + 1) * (j[None, :] ** 2 + 2 * np.outer(j, j)) / d) / np.sqrt(d)
    phase = np.trace(unitary @ unitary @ unitary) / d
    unitary = unitary / phase ** (1 / 3)
    projections = []
    for root in np.exp(2j * np.pi * np.arange(3) / 3):
        scaled = unitary / root
        projections.append((np.eye(d) + scaled + scaled @ scaled) / 3)
    largest = max(projections, key=lambda projection: round(float(np.trace(projection).real)))
    values, directions = np.linalg.eigh(largest)
    return directions[:, values > 0.5]


def _minimise(basis: Complexes, start: npt.NDArray[np.float64]) -> tuple[Complexes, float]:
    """A local minimum of the fourth moment over unit vectors `basis` @ y, and its value."""
    from scipy.optimize import minimize

    r = basis.shape[1]

    def moment(real: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        length = float(np.linalg.norm(real))
        unit = real / length
        value, gradient = _fourth_moment(basis @ (unit[:r] + 1j * unit[r:]))
        inward = basis.conj().T @ gradient
        flat = np.concatenate((inward.real, inward.imag))
        return value, (flat - (flat @ unit) * unit) / length

    best = minimize(moment, start, jac=True, method="L-BFGS-B", options={"maxiter": 2000, "ftol": 1e-15, "gtol": 1e-9})
    unit = best.x / np.linalg.norm(best.x)
    return unit[:r] + 1j * unit[r:], float(best.fun)


def _fourth_moment(vector: Complexes) -> tuple[float, Complexes]:
    """sum |<v, X^a Z^b v>|^4 over all a, b, and its gradient g: the differential is Re <g, dv>."""
    d = vector.size
    ahead = (np.arange(d)[:, None] + np.arange(d)[None, :]) % d  # ahead[a, j] = j + a
    shifted = vector[ahead]
    overlaps = d * np.fft.ifft(shifted.conj() * vector, axis=1)
    weights = 4 * np.abs(overlaps) ** 2 * overlaps.conj()
    spread = d * np.fft.ifft(weights, axis=1)
    back = (spread * vector)[np.arange(d)[:, None], (np.arange(d)[None, :] - np.arange(d)[:, None]) % d]
    return float(np.sum(np.abs(overlaps) ** 4)), np.sum(spread.conj() * shifted + back, axis=0)


def _polish(d: int, vector: Complexes, digits: int) -> Fiducial:
    """Newton's method with residuals in arb and steps from one pseudo-inverse in doubles: about 14 digits a step."""
    before = ctx.prec
    ctx.prec = int(digits * 3.33) + 64
    try:
        entries = [(arb(float(z.real)), arb(float(z.imag))) for z in vector]
        inverse = np.linalg.pinv(_jacobian(vector), rcond=1e-8)
        for _ in range(digits // 8 + 3):
            errors = np.array([float(error) for error in _errors(d, entries)])
            step = inverse @ errors
            steps = zip(entries, step[:d].tolist(), step[d:].tolist(), strict=True)
            entries = [(_middle(x - a), _middle(y - b)) for (x, y), a, b in steps]
        residual = max(float(abs(error).upper()) for error in _errors(d, entries))
    finally:
        ctx.prec = before
    return Fiducial(d, tuple(entries), float(np.nextafter(residual, 1)))


def _errors(d: int, entries: list[tuple[arb, arb]]) -> list[arb]:
    """|<v, X^a Z^b v>|^2 - 1/(d+1), or |v|^4 - 1 at a = b = 0, in balls."""
    cosines = [(arb(2 * e) / d).cos_pi() for e in range(d)]
    sines = [(arb(2 * e) / d).sin_pi() for e in range(d)]
    errors = []
    for a in range(d):
        terms = []
        for j in range(d):
            (x, y), (u, w) = entries[(j + a) % d], entries[j]
            terms.append((x * u + y * w, x * w - y * u))  # conj(v_(j+a)) v_j
        for b in range(d):
            real = sum((p * cosines[b * j % d] - q * sines[b * j % d] for j, (p, q) in enumerate(terms)), arb(0))
            imaginary = sum((p * sines[b * j % d] + q * cosines[b * j % d] for j, (p, q) in enumerate(terms)), arb(0))
            target = arb(1) if a == b == 0 else arb(1) / (d + 1)
            errors.append(real * real + imaginary * imaginary - target)
    return errors


def _jacobian(vector: Complexes) -> npt.NDArray[np.float64]:
    """The derivatives of `_errors` by the real, then the imaginary parts: shape (d^2, 2d)."""
    d = vector.size
    rows = np.empty((d * d, 2 * d))
    k = np.arange(d)
    for a, b in product(range(d), repeat=2):
        turns = np.exp(2j * np.pi * b * k / d)
        overlap = np.sum(turns * vector[(k + a) % d].conj() * vector)
        behind = turns[(k - a) % d] * vector[(k - a) % d]
        ahead = turns * vector[(k + a) % d].conj()
        rows[a * d + b, :d] = 2 * (overlap.conjugate() * (behind + ahead)).real
        rows[a * d + b, d:] = 2 * (overlap.conjugate() * 1j * (ahead - behind)).real
    return rows


def _middle(ball: arb) -> arb:
    return arb(ball.mid())


def _hoggar() -> ExactVectors:
    """(-1)^<z, j> v_(j + x) for x, z in Z_2^3."""
    ring = Cyclotomic(4)
    vector = np.zeros((8, 2), dtype=np.int64)
    vector[:, 0] = 1
    vector[0] = (-1, 2)
    j = np.arange(8)
    parity = np.array([[bin(z & i).count("1") % 2 for i in range(8)] for z in range(8)])
    rows = [(1 - 2 * parity[z])[:, None] * vector[j ^ x] for x in range(8) for z in range(8)]
    return ExactVectors(ring, np.array(rows), transitive=True)
