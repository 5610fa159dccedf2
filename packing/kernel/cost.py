"""How long a check takes, estimated from the sizes of the numbers in a certificate before anything is computed.

The unit is a second of one core of an ordinary processor of the 2020s. The estimates come from the shape of the
computation alone (how many operations on how many bits), so that they are the same everywhere. From a second on they
are some one to four times what was measured; searches that may end early (grassmann, energies of potentials that are no
polynomials) are taken at their longest. What is left unchecked for its work is not known to be false.
"""

from __future__ import annotations

LIMIT = 60.0
"""Seconds of estimated work within which a certificate is checked unless the caller allows more."""

SMALL = 1e-7
"""Seconds of an operation on integers of one word."""

RATIONAL = 3e-6
"""Seconds of an operation on fractions of one word, which ends in a greatest common divisor."""


def product(bits: float) -> float:
    """Seconds to multiply two integers of `bits` bits (Karatsuba's method).

    >>> product(1000) < 3e-6 < product(3000)
    True
    """
    return SMALL + 1.7e-6 * (bits / 1000) ** 1.6


def quotient(bits: float) -> float:
    """Seconds to divide an integer of twice as many bits by one of `bits` bits."""
    return SMALL + 2e-6 * (bits / 1000) ** 2


def fraction(bits: float) -> float:
    """Seconds to add or multiply two fractions whose numerators and denominators have `bits` bits."""
    return RATIONAL + 7.5e-6 * (bits / 1000) ** 1.75


def elimination(size: int, rank: int, bits: float, operations: int = 1) -> float:
    """Seconds of a fraction-free elimination in a symmetric matrix of integers of `bits` bits, up to `rank` pivots.

    After k pivots the entries are minors of order k, so their bits grow k-fold. `operations` is the number of integer
    products to a product of entries, where these are no integers.

    >>> elimination(94, 94, 40) < 20 < elimination(200, 200, 40)
    True
    """
    steps = ((k, (size - k) ** 2 / 2) for k in range(1, min(size, rank) + 1))
    return sum(entries * operations * (2 * product(k * bits) + quotient(k * bits)) for k, entries in steps)


def definiteness(size: int, bits: float) -> float:
    """Seconds to show that a matrix of integers of `bits` bits is positive definite (`packing.kernel.definite`).

    >>> definiteness(150, 80) < 1 < definiteness(300, 80)
    True
    """
    return size * 5e-6 + size**3 * 1.4e-7 * (1 + bits / 500)


def semidefinite_elimination(diagonal: list[int]) -> float:
    """Seconds of a fraction-free elimination in a matrix that is nearly semidefinite, from its diagonal.

    A minor of a semidefinite matrix is at most the product of the roots of the diagonal entries in its rows and columns
    (Hadamard), so that its bits are at most the sum of theirs.
    """
    bits, most, total = 0, max((value.bit_length() for value in diagonal), default=0), 0.0
    for k, value in enumerate(diagonal, start=1):
        bits += value.bit_length()
        total += (len(diagonal) - k) ** 2 / 2 * (2 * product(bits + most) + quotient(bits))
    return total


def sign_of_polynomial(degree: int, bits: float) -> float:
    """Seconds for the sign of a polynomial on an interval: two chains of remainders, whose bits grow step by step."""
    steps = ((degree - k + 1) * (8 * product(2 * k * bits) + fraction(2 * k * bits)) for k in range(1, degree + 1))
    return 2 * sum(steps)
