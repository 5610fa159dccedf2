"""log ||f||_p over all pairs of a packing made of orbits, by the seeds: k rows of the Gram matrix in place of n.

A pair (g^s x, g^t y) has the overlap of (x, g^(t-s) y), so that the ordered pairs whose first member is in the orbit of
seed o count `sizes[o]` times those of the seed itself. The derivative by the seed follows from the symmetry of L_p: the
seed pulls at its orbit as its orbit pulls at it.
"""

from __future__ import annotations

import math

import numpy as np

from packing.numeric import Floats, compiled
from packing.search.orbits import Orbits, turn
from packing.search.pairs import FLOOR, to_tangent, unit_columns


@compiled(fast=True)
def seed_rows(columns: Floats, orbits: Orbits, kind: int, a: Floats, b: Floats, f: Floats) -> float:
    """Fill the rows of a = Re <x_o, x_j>, b = Im <x_o, x_j> and f that belong to seeds o; return max f.

    The overlap of a seed with itself is set to f = 0.
    """
    rows, n = columns.shape
    d = rows // 2
    largest = 0.0
    for o in range(len(orbits.first)):
        i = orbits.first[o]
        ao, bo, fo = a[o], b[o], f[o]
        for j in range(n):
            ao[j] = columns[0, i] * columns[0, j]
        for k in range(1, rows):
            c = columns[k, i]
            for j in range(n):
                ao[j] += c * columns[k, j]
        if kind == 2:
            for j in range(n):
                bo[j] = columns[0, i] * columns[d, j] - columns[d, i] * columns[0, j]
            for k in range(1, d):
                c, e = columns[k, i], columns[d + k, i]
                for j in range(n):
                    bo[j] += c * columns[d + k, j] - e * columns[k, j]
            for j in range(n):
                fo[j] = ao[j] * ao[j] + bo[j] * bo[j]
        elif kind == 1:
            for j in range(n):
                fo[j] = ao[j] * ao[j]
        else:
            for j in range(n):
                fo[j] = 0.5 + 0.5 * ao[j]
        fo[i] = 0.0
        for j in range(n):
            largest = max(largest, fo[j])
    return largest


@compiled(fast=True)
def orbit_power_sum(f: Floats, orbits: Orbits, largest: float, squarings: int, slope: Floats) -> float:
    """Return the sum of q^p over all pairs, q = f / largest, p = 2^squarings; write sizes_o q^(p-1) to `slope`."""
    k, n = f.shape
    scale = 1.0 / largest
    total = 0.0
    for o in range(k):
        fo, so, size = f[o], slope[o], orbits.sizes[o]
        own = 0.0
        for j in range(n):
            power = abs(fo[j]) * scale
            product = 1.0
            for _ in range(squarings):
                product = product * power + FLOOR
                power = power * power + FLOOR
            so[j] = product * size
            own += power
        total += 0.5 * size * own
    return total


@compiled(fast=True)
def pull_seeds(columns: Floats, kind: int, a: Floats, b: Floats, slope: Floats, gradient: Floats) -> None:
    """gradient = sum over j of slope_oj times the derivative of f_oj by seed o; a, b become the weights."""
    rows, n = columns.shape
    d = rows // 2
    for o in range(slope.shape[0]):
        ao, bo, so = a[o], b[o], slope[o]
        if kind == 0:
            for j in range(n):
                ao[j] = 0.5 * so[j]
        else:
            for j in range(n):
                ao[j] *= 2.0 * so[j]
        for k in range(rows):
            own = 0.0
            for j in range(n):
                own += ao[j] * columns[k, j]
            gradient[k, o] = own
        if kind == 2:
            for j in range(n):
                bo[j] *= 2.0 * so[j]
            for k in range(d):
                own, partner = 0.0, 0.0
                for j in range(n):
                    own += bo[j] * columns[d + k, j]
                    partner -= bo[j] * columns[k, j]
                gradient[k, o] += own
                gradient[d + k, o] += partner


@compiled()
def orbit_log_norm(y: Floats, orbits: Orbits, kind: int, squarings: int, gradient: Floats, work: Floats) -> float:
    """L_p of the orbits of the seeds `y` (rows, k), p = 2^squarings; its gradient by y goes to `gradient`.

    `work` has shape (4, k, n).
    """
    rows, k = y.shape
    x = np.empty((rows, k))
    lengths = np.empty(k)
    unit_columns(y, x, lengths)
    columns = np.empty(orbits.cosines.shape)
    turn(x, orbits, columns)
    largest = seed_rows(columns, orbits, kind, work[0], work[1], work[2])
    if largest < 1e-100:  # orthogonal lines: nothing lies below
        gradient[:] = 0.0
        return -230.0
    total = orbit_power_sum(work[2], orbits, largest, squarings, work[3])
    for o in range(k):
        work[3, o, orbits.first[o]] = 0.0
    pull_seeds(columns, kind, work[0], work[1], work[3], gradient)
    to_tangent(x, lengths, 1.0 / (total * largest), gradient)
    gradient *= orbits.support
    return math.log(largest) + math.log(total) / 2.0**squarings


@compiled()
def orbit_estimate(y: Floats, orbits: Orbits, kind: int, squarings: int, work: Floats) -> float:
    """The max f that the descent at p = 2^squarings leads to, as `sharp_estimate` of all n vectors."""
    rows, k = y.shape
    x = np.empty((rows, k))
    lengths = np.empty(k)
    unit_columns(y, x, lengths)
    columns = np.empty(orbits.cosines.shape)
    turn(x, orbits, columns)
    n = len(orbits.owner)
    largest = seed_rows(columns, orbits, kind, work[0], work[1], work[2])
    if largest < 1e-100:
        return 0.0
    total = orbit_power_sum(work[2], orbits, largest, squarings, work[3])
    mean = 0.0
    for o in range(k):
        for j in range(n):
            q = abs(work[2, o, j]) / largest
            weight = 0.5 * q * work[3, o, j]
            if weight > 1e-20:
                mean += weight * math.log(q)
    return float(largest * math.exp(mean / total))
