"""f of all pairs and log ||f||_p with its gradient, in every space: the smooth stand-in for the largest overlap.

For vectors x_i = y_i / |y_i| in real coordinates put g_c,ij = x_i . K_c x_j with the structure matrices K_c of the
space (see `packing.space`), f_ij = sum_c g_c,ij^2 of lines and (1 + g_0,ij)/2 of points; of subspaces with the m
orthonormal vectors x_ia of a frame (see `frames`) f_ij = (1/m) sum_c,a,b g_c,ia,jb^2. Then let

    L_p(y) = (1/p) log sum_{i<j} f_ij^p,       p = 2^k.

L_p falls to log max f as p grows, at most (1/p) log(n(n-1)/2) above it. Columns of `y` are vectors, vector a of frame i
in column a n + i. All g_c are one matrix product x^T (K_0 x, K_1 x, ...), and so is the gradient

    dL/dx_i ~ sum_c sum_j w_c,ij K_c x_j,      w_c = f^(p-1) g_c;

powers are taken by repeated squaring of f / max f.

The vectors may be those of orbits, described by one seed each: then y are the seeds, and k rows of the Gram matrix are
enough. A pair (g^s x, g^t y) has the overlap of (x, g^(t-s) y), so that the ordered pairs whose first member is in the
orbit of seed o count `sizes[o]` times those of the seed itself. The derivative by the seed follows from the symmetry of
L_p: the seed pulls at its orbit as its orbit pulls at it.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from packing.doors import moved
from packing.numeric import Floats, Indices, compiled
from packing.search.frames import orthonormal_columns, to_span_tangent
from packing.space import Space

Array = npt.NDArray[Any]
"""float32 or float64."""

CHUNK = 512
"""Powers are taken of so many f at a time: they stay in the nearest cache."""

LEAST = {"f": 1e-18, "d": 1e-150}
"""Added at each squaring: its square is an ordinary number (subnormal ones are slow) and counts for nothing."""

ORTHOGONAL_F = 1e-100
"""Where the largest f is less, all lines are orthogonal and nothing lies below."""

ORTHOGONAL_LEVEL = -230.0
"""What is said of L_p there: about log of `ORTHOGONAL_F`."""


class Form(NamedTuple):
    """The structure matrices as arrays, (K_c y)_k = sign[c, k] y[source[c, k]], whether f is of points, and m."""

    source: Indices
    sign: Array
    points: bool
    m: int


class Orbits(NamedTuple):
    """How k seeds, the columns of a (width, k) array, become n vectors.

    Vector j is seed `owner[j]` turned: row r is `cosines[r, j]` of itself plus `sines[r, j]` of row `partner[r]`. The
    orbit of seed o begins at vector `first[o]` and has `sizes[o]` vectors; its rows outside `support[:, o]` are 0.
    """

    cosines: Floats
    sines: Floats
    partner: Indices
    owner: Indices
    first: Indices
    sizes: Floats
    support: Floats

    def seeds(self, rng: np.random.Generator) -> Floats:
        """Gaussian seeds."""
        drawn: Floats = rng.standard_normal(self.support.shape) * self.support
        return drawn

    def spread(self, seeds: Floats) -> Floats:
        """All n vectors as columns, vector a of every frame after vector a - 1 of every frame."""
        m = seeds.shape[1] // len(self.first)
        columns = np.empty((len(seeds), m * len(self.owner)))
        turn(seeds, self, m, columns)
        return columns


class Room(NamedTuple):
    """Where the pairs of k seeds and n objects, each of m vectors, are worked on.

    The orthonormal `seeds` (width, m k), whose `lengths` (k,) or triangular `factors` (components, m, m, k) are divided
    out, become `vectors` (width, m n); `images` (width, components m n) holds the columns K_c x_j, component after
    component; `overlaps` (m k, components m n) the g_c, later the weights; `f` (k, n) the values, later their powers;
    `slopes` (k, n) how f counts in the gradient; `buffer` is for powers on their way.
    """

    orbits: Orbits
    seeds: Array
    lengths: Array
    factors: Array
    vectors: Array
    images: Array
    overlaps: Array
    f: Array
    slopes: Array
    buffer: Array


@lru_cache(maxsize=64)
def form_of(space: Space, precision: str = "d") -> Form:
    """The structure matrices for compiled loops, in double precision "d" or single "f"."""
    structure = space.structure
    return Form(structure.index, structure.sign.astype(precision), space.has_points, space.m)


def room_for(space: Space, n: int) -> Room:
    """Room for the pairs of n vectors, each its own orbit."""
    width, every, ones = space.width, np.arange(n), np.ones((space.width, n))
    return room_for_orbits(space, Orbits(ones, 0.0 * ones, np.arange(width), every, every, np.ones(n), ones))


def room_for_orbits(space: Space, orbits: Orbits) -> Room:
    """Room for the pairs of the objects of orbits."""
    k, n, m = len(orbits.first), len(orbits.owner), space.m
    wide, seeds = space.components * m * n, np.zeros((space.width, m * k))
    factors = np.zeros((space.components, m, m, k))
    return Room(
        orbits, seeds, factors[0, 0, 0], factors, seeds if k == n else np.zeros((space.width, m * n)),
        np.zeros((space.width, wide)), np.zeros((m * k, wide)), np.zeros((k, n)), np.zeros((k, n)),
        np.zeros((2, CHUNK)),
    )  # fmt: skip


@compiled(fast=True)
def turn(seeds: Floats, orbits: Orbits, m: int, columns: Floats) -> None:
    """Write the vectors of all orbits to `columns`."""
    k, n = len(orbits.first), len(orbits.owner)
    for r in range(len(columns)):
        for a in range(m):
            own, other = seeds[r, a * k : (a + 1) * k], seeds[orbits.partner[r], a * k : (a + 1) * k]
            turned = columns[r, a * n : (a + 1) * n]
            for j in range(n):
                o = orbits.owner[j]
                turned[j] = orbits.cosines[r, j] * own[o] + orbits.sines[r, j] * other[o]


@compiled(fast=True)
def unit_columns(y: Array, x: Array, lengths: Array) -> None:
    """Write y_i / |y_i| to `x` and |y_i| to `lengths`."""
    rows, n = y.shape
    for i in range(n):
        lengths[i] = 0.0
    for k in range(rows):
        for i in range(n):
            lengths[i] += y[k, i] * y[k, i]
    for i in range(n):
        lengths[i] = math.sqrt(lengths[i])
    for k in range(rows):
        for i in range(n):
            x[k, i] = y[k, i] / lengths[i]


@compiled(fast=True)
def write_images(x: Array, form: Form, images: Array) -> None:
    """images = (K_0 x, K_1 x, ...), side by side."""
    components, rows = form.source.shape
    n = x.shape[1]
    for k in range(rows):
        for c in range(components):
            origin, sign, image = x[form.source[c, k]], form.sign[c, k], images[k, c * n : (c + 1) * n]
            for j in range(n):
                image[j] = sign * origin[j]


@compiled(fast=True)
def write_f(overlaps: Array, points: bool, f: Array) -> None:
    """f of each pair from its components g_c."""
    half = f.dtype.type(0.5)
    k, n = f.shape
    m = len(overlaps) // k
    mean = f.dtype.type(1.0 / m)
    for i in range(k):
        g, values = overlaps[i], f[i]
        if points:
            for j in range(n):
                values[j] = half + half * g[j]
            continue
        for j in range(n):
            values[j] = g[j] * g[j]
        for c in range(1, overlaps.shape[1] // n):
            part = g[c * n : (c + 1) * n]
            for j in range(n):
                values[j] += part[j] * part[j]
        for a in range(1, m):
            own = overlaps[a * k + i]
            for c in range(overlaps.shape[1] // n):
                part = own[c * n : (c + 1) * n]
                for j in range(n):
                    values[j] += part[j] * part[j]
        if m > 1:
            for j in range(n):
                values[j] *= mean


@compiled(fast=True)
def largest_of(f: Array) -> float:
    """max f, at least 0."""
    largest = f.dtype.type(0.0)
    for values in f:
        for j in range(len(values)):
            largest = max(largest, values[j])
    return float(largest)


@compiled(fast=True)
def raise_powers(f: Array, slopes: Array, largest: float, squarings: int, least: float, buffer: Array) -> None:
    """Turn f into q^p and write q^(p-1) to `slopes`, both vectors, with q = f / largest and p = 2^squarings."""
    scale, floor, one = f.dtype.type(1.0 / largest), f.dtype.type(least), f.dtype.type(1.0)
    power, product = buffer[0], buffer[1]
    for start in range(0, len(f), CHUNK):
        values, slope = f[start : start + CHUNK], slopes[start : start + CHUNK]
        count = len(values)
        for j in range(count):
            power[j] = abs(values[j]) * scale
            product[j] = one
        if squarings % 2 == 1:
            for j in range(count):
                product[j] = power[j]
                power[j] = power[j] * power[j] + floor
        for _ in range(squarings // 2):  # two at a time: half the traffic
            for j in range(count):
                square = power[j] * power[j] + floor
                product[j] = product[j] * power[j] * square + floor
                power[j] = square * square + floor
        for j in range(count):
            values[j] = power[j]
            slope[j] = product[j]


@compiled(fast=True)
def sum_of(f: Array, sizes: Array) -> float:
    """sum of sizes[o] f[o, j]."""
    total = 0.0
    for o in range(len(sizes)):
        values = f[o]
        own = f.dtype.type(0.0)
        for j in range(len(values)):
            own += values[j]
        total += sizes[o] * own
    return total


@compiled(fast=True)
def write_weights(overlaps: Array, points: bool, slopes: Array, sizes: Array) -> None:
    """The weights size * slope * g_c of lines, size * slope of points; `pull_scale` is what df/dg has besides.

    What a vector weighs itself is along the vector: `to_tangent` drops it.
    """
    k, n = slopes.shape
    m = len(overlaps) // k
    for i in range(k):
        g, slope, size = overlaps[i], slopes[i], sizes[i]
        for j in range(n):
            slope[j] *= size
        if points:
            for j in range(n):
                g[j] = slope[j]
            continue
        for c in range(overlaps.shape[1] // n):
            part = g[c * n : (c + 1) * n]
            for j in range(n):
                part[j] *= slope[j]
        for a in range(1, m):
            own = overlaps[a * k + i]
            for c in range(overlaps.shape[1] // n):
                part = own[c * n : (c + 1) * n]
                for j in range(n):
                    part[j] *= slope[j]


@compiled()
def pull_scale(form: Form) -> float:
    """The factor that `write_weights` leaves out: df = 2 g dg of lines, 2 g dg / m of subspaces, dg / 2 of points."""
    return 0.5 if form.points else 2.0 / form.m


@compiled(fast=True)
def to_tangent(x: Array, lengths: Array, scale: float, gradient: Array) -> None:
    """Turn the gradient by x into `scale` times the gradient by y: (g - <g, x> x) / |y|, column by column."""
    rows, n = x.shape
    radial = np.zeros_like(lengths)
    factor = gradient.dtype.type(scale)
    for k in range(rows):
        for i in range(n):
            radial[i] += gradient[k, i] * x[k, i]
    for k in range(rows):
        for i in range(n):
            gradient[k, i] = (gradient[k, i] - radial[i] * x[k, i]) * factor / lengths[i]


@compiled()
def entropy(powers: Array) -> float:
    """The sum of P log P over a vector of powers P = q^p."""
    total = 0.0
    for power in powers:
        if power > 1e-20:
            total += power * math.log(power)
    return total


@compiled()
def fill(y: Floats, form: Form, room: Room) -> float:
    """Fill the room with the pairs of seeds and all vectors, f = 0 of a seed with itself; return max f."""
    if form.m == 1:
        unit_columns(y, room.seeds, room.lengths)
    else:
        orthonormal_columns(y, form.source, form.sign, form.m, room.seeds, room.factors)
    if len(room.orbits.first) < len(room.orbits.owner):
        turn(room.seeds, room.orbits, form.m, room.vectors)
    write_images(room.vectors, form, room.images)
    np.dot(room.seeds.T, room.images, room.overlaps)
    write_f(room.overlaps, form.points, room.f)
    for o in range(len(room.orbits.first)):
        room.f[o, room.orbits.first[o]] = 0.0
    return largest_of(room.f)


@compiled()
def power_sum(room: Room, largest: float, squarings: int) -> float:
    """sum over pairs of q^p, an ordered pair of seed o counting sizes[o] / 2; f and slopes become powers."""
    raise_powers(room.f.ravel(), room.slopes.ravel(), largest, squarings, 1e-150, room.buffer)
    return 0.5 * sum_of(room.f, room.orbits.sizes)


@compiled()
def log_norm(y: Floats, form: Form, squarings: int, gradient: Floats, room: Room) -> float:
    """L_p of the vectors or seeds `y`, p = 2^squarings; its gradient by y goes to `gradient`."""
    largest = fill(y, form, room)
    if largest < ORTHOGONAL_F:
        gradient[:] = 0.0
        return ORTHOGONAL_LEVEL
    total = power_sum(room, largest, squarings)
    write_weights(room.overlaps, form.points, room.slopes, room.orbits.sizes)
    np.dot(room.images, room.overlaps.T, gradient)
    scale = pull_scale(form) / (total * largest)
    if form.m == 1:
        to_tangent(room.seeds, room.lengths, scale, gradient)
    else:
        to_span_tangent(room.seeds, form.source, form.sign, form.m, room.factors, scale, gradient)
    if len(room.orbits.first) < len(room.orbits.owner):
        gradient *= room.orbits.support
    return math.log(largest) + math.log(total) / 2.0**squarings


@compiled()
def sharp_estimate(y: Floats, form: Form, squarings: int, room: Room) -> float:
    """exp(sum w log f) with w = f^p / sum f^p: an estimate of the max f that the descent at this p leads to.

    It is L_p without its entropy, which is what L_p exceeds the maximum by where the largest f are equal.
    """
    largest = fill(y, form, room)
    if largest < ORTHOGONAL_F:
        return 0.0
    total = power_sum(room, largest, squarings)
    surprise = 0.0
    for o in range(len(room.orbits.first)):
        surprise += 0.5 * room.orbits.sizes[o] * entropy(room.f[o])
    return largest * math.exp(surprise / (total * 2.0**squarings))


_COLUMNS = (
    "columns_of",
    "columns_of_rows",
    "normalised",
    "packing_of",
    "packing_of_rows",
    "rows_of_columns",
    "unit_rows",
)
__getattr__ = moved(__name__, {name: f"packing.search.columns:{name}" for name in _COLUMNS})
