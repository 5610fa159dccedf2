"""Exact certificates of kind `angles` from the weights of a linear programme in floats."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, log2

import flint

from packing.bounds import checkers
from packing.bounds.angle_sets.allowed import Allowed
from packing.bounds.rationals import to_flint
from packing.certificates import Certificate
from packing.doors import shown
from packing.kernel import SCHEMA, AngleStatement
from packing.numeric import Floats
from packing.space import Space

__dir__ = shown(__name__)

_SHIFTS = 14
_LEAST_SHIFT = 1e-11
_IN_USE = 1e-7


def certificate_of(
    space: Space, allowed: Allowed, weights: Floats, strength: int, antipodal: bool, violation: float = 0.0
) -> Certificate | None:
    """A certificate near the weights f_1, f_2, ... with f_0 = 1; exact at a vertex where all overlaps are single.

    None where g = sum f_k P_k cannot be made non-positive on the set by lowering f_0 a little.
    """
    if allowed.is_finite and (exact := _vertex(space, allowed, weights)) is not None:
        certificate = _assembled(space, allowed, exact, strength, antipodal)
        if certificate is not None:
            return certificate
    shift = max(2 * violation, _LEAST_SHIFT)
    for _ in range(_SHIFTS):
        bits = ceil(log2(8 * len(weights) / shift))
        lowered = Fraction(round((1 - shift) * 2**bits))
        if lowered <= 0:
            return None
        rounded = [lowered, *(Fraction(round(float(f) * 2**bits)) for f in weights)]
        certificate = _assembled(space, allowed, rounded, strength, antipodal)
        if certificate is not None:
            return certificate
        shift *= 4
    return None


def _vertex(space: Space, allowed: Allowed, weights: Floats) -> list[Fraction] | None:
    """The rational weights that are not 0 and make g vanish exactly where it nearly does; None if not one solution."""
    used = [k for k, weight in enumerate(weights, 1) if abs(weight) > _IN_USE]
    overlaps = [low for low, _ in allowed.intervals]
    law = checkers.delsarte.PairLaw(space.letter, space.d)
    zonal = {k: law.zonal(k) for k in used}
    values = {t: {k: zonal[k](law.z(to_flint(t))) for k in used} for t in overlaps}
    near = {t: 1 + sum(float(weights[k - 1]) * _float(values[t][k]) for k in used) for t in overlaps}
    tight = sorted(overlaps, key=lambda t: abs(near[t]))[: len(used)]
    if len(tight) != len(used) or not used:
        return None
    matrix = flint.fmpq_mat(len(used), len(used), [values[t][k] for t in tight for k in used])
    try:
        solution = matrix.solve(flint.fmpq_mat(len(used), 1, [flint.fmpq(-1)] * len(used)))
    except ZeroDivisionError:
        return None
    found = [Fraction(1)] + [Fraction(0)] * max(used)
    for i, k in enumerate(used):
        found[k] = Fraction(int(solution[i, 0].p), int(solution[i, 0].q))
    return found


def _float(number: flint.fmpq) -> float:
    return float(Fraction(int(number.p), int(number.q)))


def _assembled(
    space: Space, allowed: Allowed, coefficients: list[Fraction], strength: int, antipodal: bool
) -> Certificate | None:
    """The certificate, with what it proves written in, or None if it is no proof."""
    while len(coefficients) > 2 and coefficients[-1] == 0:
        coefficients = coefficients[:-1]
    certificate: Certificate = {
        "schema": SCHEMA,
        "kind": "angles",
        "space": space.letter,
        "d": space.d,
        "intervals": [[str(low), str(high)] for low, high in allowed.intervals],
        "strength": strength,
        "antipodal": int(antipodal),
        "coefficients": [str(f) for f in coefficients],
        "at_most": max(sum(coefficients) // coefficients[0], 0),
        "made_by": "linear programme over the distribution of overlaps",
    }
    statement = checkers.check(certificate)
    return {**certificate, "statement": statement.sentence} if isinstance(statement, AngleStatement) else None
