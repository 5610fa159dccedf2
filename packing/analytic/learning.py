"""Learning curves in closed form: gradient flow on 1/2 |s a b^T - A B^T|^2 and its relatives (S-curves)."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import sympy

from packing.errors import InputError
from packing.exact_numbers import expression, number_as_given
from packing.numeric import Floats

time = sympy.Symbol("t", nonnegative=True)
"""The variable of the curves."""


def balanced_curve(s: Any, start: Any) -> sympy.Expr:
    """u(t) = s / (1 + (s/u0 - 1) e^(-2 s t)): the product u = (a.A)(b.B) when aligned and balanced, u' = 2u(s - u).

    Valid for u0 != 0 with s > 0: 0 < u0 < s is the S-curve (a tanh), u0 > s the coth branch; u0 < 0 runs into the
    saddle at 0 and never learns, so that its curve is s / (1 - (1 + s/|u0|) e^(2 s t)).

    >>> balanced_curve(1, sympy.Rational(1, 3)).subs(time, sympy.log(2) / 2)
    1/2
    """
    s, u0 = expression("s", s), expression("the start", start)
    if u0.is_negative:
        return s / (1 - (1 + s / abs(u0)) * sympy.exp(2 * s * time))
    return s / (1 + (s / u0 - 1) * sympy.exp(-2 * s * time))


def half_time(s: Any, start: Any) -> sympy.Expr:
    """The time ln(s/u0 - 1)/(2 s) at which a balanced curve from 0 < u0 < s/2 reaches s/2.

    >>> half_time(2, sympy.Rational(1, 2))
    log(3)/4
    """
    s, u0 = expression("s", s), expression("the start", start)
    return sympy.log(s / u0 - 1) / (2 * s)


def unbalanced_curve(s: Any, x: Any, y: Any) -> sympy.Expr:
    """u(t) = x y of x' = y (s - x y), y' = x (s - x y) from x^2 > y^2, where lambda = x^2 - y^2 is conserved.

    With u = (lambda/2) sinh(theta), z = e^theta obeys a Riccati equation with the roots z+- = (2s +- R)/lambda,
    R = sqrt(4 s^2 + lambda^2): z = (z- + z+ K e^(R t)) / (1 + K e^(R t)), K = (z0 - z-)/(z+ - z0).

    >>> curve = unbalanced_curve(1.0, 0.5, 0.1)
    >>> round(float(curve.subs(time, 0)), 12), round(float(curve.subs(time, 40)), 9)
    (0.05, 1.0)
    """
    s, x, y = expression("s", s), expression("x", x), expression("y", y)
    gap = x**2 - y**2
    if not gap > 0:
        raise InputError(f"the unbalanced curve needs x^2 > y^2, not {x}^2 <= {y}^2: swap them, or use balanced_curve")
    z0 = (x + y) ** 2 / gap
    root = sympy.sqrt(4 * s**2 + gap**2)
    low, high = (2 * s - root) / gap, (2 * s + root) / gap
    ratio = (z0 - low) / (high - z0) * sympy.exp(root * time)
    z = (low + high * ratio) / (1 + ratio)
    return gap / 4 * (z - 1 / z)


def effective_start(x: Any, y: Any) -> Any:
    """u_eff = ((x + y)/2)^2: the start of the balanced curve that a small random start (x, y) follows.

    The plateau lasts about ln(s/u_eff)/(2 s), valid while the squared norms of the start are far below s.
    """
    x, y = number_as_given("x", x), number_as_given("y", y)
    return ((x + y) / 2) ** 2


def staggered_curves(singular: npt.ArrayLike, start: float, times: npt.ArrayLike) -> Floats:
    """u_i(t) = s_i e^(2 s_i t) / (e^(2 s_i t) - 1 + s_i/u0), shape (times, modes): rank r, aligned and balanced.

    The modes decouple and rise one after another at ln(s_i/u0)/(2 s_i). Reference: Saxe, McClelland and Ganguli,
    arXiv:1312.6120.

    >>> staggered_curves([2.0, 1.0], 1e-3, [0.0, 50.0]).round(6).tolist()
    [[0.001, 0.001], [2.0, 1.0]]
    """
    s = np.asarray(singular, dtype=float)[None, :]
    decay = np.exp(-2 * s * np.asarray(times, dtype=float)[:, None])
    curves: Floats = s / (1 + (s / start - 1) * decay)
    return curves


def riccati(target: npt.ArrayLike, start: npt.ArrayLike, t: float) -> Floats:
    """W W^T at time t of W' = (M - W W^T) W, M symmetric positive definite (n, n), W(0) of shape (n, r).

    W W^T = e^(Mt) W0 [I + W0^T M^-1 (e^(2Mt) - I) W0]^-1 W0^T e^(Mt), evaluated in the eigenbasis of M with the largest
    exponential divided out, so that large t is safe as long as the rates differ by less than 300/t.

    >>> riccati([[2.0]], [[0.1]], 30.0).round(9).tolist()
    [[2.0]]
    """
    rates, basis = np.linalg.eigh(np.asarray(target, dtype=float))
    if rates.min() <= 0:
        raise InputError(f"the target must be positive definite, but has the eigenvalue {rates.min():.3g}: shift it")
    w = basis.T @ np.asarray(start, dtype=float)
    top = rates.max()
    grown = np.exp((rates - top) * t)[:, None] * w
    gain = (np.exp(2 * (rates - top) * t) - np.exp(-2 * top * t)) / rates
    inner = np.exp(-2 * top * t) * np.eye(w.shape[1]) + w.T @ (gain[:, None] * w)
    inside: Floats = basis @ (grown @ np.linalg.solve(inner, grown.T)) @ basis.T
    return inside


def least_logit_rank(logits: npt.ArrayLike, tolerance: float = 1e-9) -> int:
    """min over kappa of rank(C + kappa J), J all ones: the least rank of logits Z with softmax Z = softmax C.

    Cross-entropy reaches its floor iff Z = C + kappa J, because softmax forgets exactly the common shift. By the
    matrix determinant lemma the rank drops by one at kappa = -1/(1^T C^+ 1) iff 1 lies in both the row and the column
    space of C and 1^T C^+ 1 != 0; otherwise kappa = 0 is best.

    >>> least_logit_rank(np.outer([1.0, 2.0], [3.0, 4.0])), least_logit_rank(np.diag([1.0, 2.0]) + 5)
    (1, 1)
    """
    c = np.asarray(logits, dtype=float)
    rank = int(np.linalg.matrix_rank(c, tol=tolerance * max(1.0, float(np.abs(c).max()))))
    left, right = np.ones(c.shape[0]), np.ones(c.shape[1])
    inverse = np.linalg.pinv(c, rcond=1e-9)
    inside = np.allclose(c @ (inverse @ left), left) and np.allclose((right @ inverse) @ c, right)
    return rank - 1 if inside and abs(right @ inverse @ left) > tolerance else rank


def first_direction(logits: npt.ArrayLike) -> tuple[Floats, Floats, float]:
    """(left, right, rate): the top singular triple of softmax(C) - uniform, along which cross-entropy first grows.

    From a small start A' = (P - uniform) B, B' = (P - uniform)^T A: not the singular vectors of the logits themselves.

    >>> first_direction([[0.0, 0.0], [0.0, 0.0]])[2]
    0.0
    """
    c = np.asarray(logits, dtype=float)
    p = np.exp(c - c.max())
    gap = p / p.sum() - 1 / p.size
    u, s, vt = np.linalg.svd(gap)
    return u[:, 0], vt[0], float(s[0])
