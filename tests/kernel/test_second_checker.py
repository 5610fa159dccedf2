"""What the second checker decides by an argument of its own: null vectors, and minorants over Q(theta)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from packing.bounds.checkers import contacts, nulls
from packing.kernel import minorant
from packing.kernel.algebraic import Algebraic, Real
from packing.kernel.number_field import RealField
from packing.kernel.potential import Piece

ROOT = RealField((-2, 0, 1), Fraction(1), Fraction(2))
REDUCIBLE = RealField((6, 0, -5, 0, 1), Fraction(13, 10), Fraction(3, 2))
"""(x^2 - 2)(x^2 - 3), theta = sqrt 2."""


def number(field: RealField, *c: int) -> Algebraic:
    return Algebraic(field, tuple(map(Fraction, c)) + (Fraction(0),) * (field.degree - len(c)))


def test_null_vectors_show_what_is_semidefinite_and_zero_ones_show_nothing() -> None:
    theta = number(ROOT, 0, 1)
    singular = [[number(ROOT, 2)], [theta, number(ROOT, 1)]]  # (sqrt 2, 1) times itself
    null: list[list[Real]] = [[Fraction(1), -theta]]
    assert nulls.is_semidefinite(singular, null, ROOT)
    assert nulls.is_semidefinite([[-1 * a for a in row] for row in singular], null, ROOT) is False
    assert nulls.is_semidefinite(singular, [[Fraction(1), theta]], ROOT) is False
    hidden = [[number(REDUCIBLE, -3, 0, 1)]]  # theta^2 - 3 = -1
    zero: list[list[Real]] = [[number(REDUCIBLE, -2, 0, 1)]]  # theta^2 - 2 = 0, and the product looks like 0
    assert nulls.is_semidefinite(hidden, zero, REDUCIBLE) is False
    assert nulls.is_semidefinite([[number(REDUCIBLE, 3, 0, -1)]], zero, REDUCIBLE)
    assert nulls.is_semidefinite([[0]], [[Fraction(1)]], ROOT)


def times(p: list[Real], c: Real) -> list[Real]:
    """p (t - c)."""
    return [a - c * b for a, b in zip([Fraction(0), *p], [*p, Fraction(0)], strict=True)]


HALF = number(ROOT, 0, 1) / 2
"""1/sqrt 2."""


@pytest.mark.parametrize("change", [Fraction(0), Fraction(1, 10**30), Fraction(-1, 10**30)])
@pytest.mark.parametrize(
    ("roots", "fits"),
    [
        ([HALF, HALF], True),
        ([HALF, HALF, HALF, HALF, Fraction(-1)], True),
        ([HALF, HALF, Fraction(1)], False),
        ([HALF], False),
        ([HALF, HALF, HALF], False),
        ([HALF, -HALF], False),
        ([2 * HALF, 2 * HALF, -2 * HALF], True),
    ],
)
def test_minorants_over_a_field_touch_at_contacts_alone(roots: list[Real], fits: bool, change: Fraction) -> None:
    """t^2 less a product of t - c is a minorant where the product is nowhere negative; with a hair more it is none."""
    gap: list[Real] = [Fraction(1)]
    for c in roots:
        gap = times(gap, c)
    square = [Fraction(0), Fraction(0), Fraction(1)]
    h: list[Real] = [
        (square[i] if i < 3 else Fraction(0)) - (gap[i] if i < len(gap) else 0) for i in range(max(3, len(gap)))
    ]
    h[0] = h[0] + change
    touches = any(-1 <= c <= 1 for c in roots)
    piece = Piece(Fraction(-1), Fraction(1), ("t", ("^", Fraction(2))))
    expected = fits and (change <= 0 or not touches)
    assert minorant.is_minorant_over(h, piece, roots) is expected
    assert contacts.is_minorant_over(h, piece, roots, ROOT) is expected
    if change <= 0 and touches:
        unnamed = change < 0 and fits
        assert minorant.is_minorant_over(h, piece, []) is unnamed
        assert contacts.is_minorant_over(h, piece, [], ROOT) is unnamed
