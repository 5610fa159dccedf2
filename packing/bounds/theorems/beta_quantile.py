"""Quantiles of the beta distribution as exact numbers: they are the radii of caps of given measure."""

from __future__ import annotations

from typing import Any

import flint
import sympy


class BetaQuantile(sympy.Function):
    """y in [0, 1] with I_y(a, b) = p, I the regularised incomplete beta function: a symbol with digits on demand.

    It closes where it can: p^(1/a) for b = 1, 1 - (1-p)^2 for (1, 1/2), sin(pi p / 2)^2 for (1/2, 1/2).

    >>> BetaQuantile(sympy.Rational(1, 9), 2, 1), BetaQuantile(sympy.Rational(1, 3), sympy.S.Half, sympy.S.Half)
    (1/3, 1/4)
    >>> BetaQuantile(sympy.Rational(1, 9), sympy.Rational(3, 2), sympy.S.Half).evalf(20)
    0.37448048407067382661
    """

    nargs = 3
    is_real = True

    @classmethod
    def eval(cls, p: Any, a: Any, b: Any) -> Any:
        """The closed form, or None to stay a symbol."""
        half = sympy.S.Half
        if p in (0, 1):
            return p
        if b == 1:
            return p ** (1 / a)
        if (a, b) == (1, half):
            return 1 - (1 - p) ** 2
        if (a, b) == (half, half):
            return sympy.sin(sympy.pi * p / 2) ** 2
        return None

    def _eval_evalf(self, prec: int) -> Any:
        p, a, b = (flint.fmpq(int(value.p), int(value.q)) for value in self.args)
        return sympy.Float(_solve(p, a, b, prec), precision=prec)


def _solve(p: flint.fmpq, a: flint.fmpq, b: flint.fmpq, bits: int) -> str:
    """The root as decimal text, correct to `bits` bits: Newton's method finds it, balls on both sides prove it."""
    with flint.ctx.workprec(bits + 40):
        target, shape, other = flint.arb(p), flint.arb(a), flint.arb(b)
        scale = shape.gamma() * other.gamma() / (shape + other).gamma()
        guess = min((target * shape * scale) ** (1 / shape), flint.arb("0.5"))
        for _ in range(200):
            middle = flint.arb(guess.mid())
            error = middle.beta_lower(shape, other, True) - target
            slope = middle ** (shape - 1) * (1 - middle) ** (other - 1) / scale
            step = flint.arb((error / slope).mid())
            following = middle - step
            if not following > 0:
                following = middle / 2
            elif not following < 1:
                following = (1 + middle) / 2
            guess = flint.arb(following.mid())
            if abs(step) < guess.mid() * flint.arb(2) ** -(bits + 10):
                break
        width = guess.mid() * flint.arb(2) ** -bits
        below = (guess - width).beta_lower(shape, other, True) < target
        if not (below and (guess + width).beta_lower(shape, other, True) > target):
            raise ArithmeticError(f"no proof that {guess.mid()} is the {p} quantile of Beta({a}, {b})")
        return str(guess.mid().str(int(bits * 0.302) + 8, radius=False))
