"""The second checker: the kernel's verdicts on python-flint, fast enough to check on each use."""

from __future__ import annotations

from packing import kernel
from packing.bounds.checkers import (
    angles,
    delsarte,
    distribution,
    energy,
    energy_threepoint,
    equiangular,
    gram,
    sharp,
    sharp_threepoint,
    threepoint,
)
from packing.kernel import LIMIT, Checker, Outcome, Statement

CHECKERS: dict[str, Checker] = {
    "delsarte": delsarte.prove,
    "equiangular": equiangular.prove,
    "three-point": threepoint.prove,
    "sharp-three-point": sharp_threepoint.prove,
    "angles": angles.prove,
    "distribution": distribution.prove,
    "gram": gram.prove,
    "energy": energy.prove,
    "sharp-energy": sharp.prove,
    "three-point-energy": energy_threepoint.prove,
}
"""A second checker for each kind of certificate but `grassmann`, which the kernel alone checks."""


def check(certificate: object, limit: float = LIMIT) -> Outcome:
    """The verdict on `certificate`, reached independently of the kernel once its entries are read.

    `limit` is on the work as the kernel estimates it; this checker is faster.

    >>> octahedron = {"schema": 1, "kind": "delsarte", "space": "S", "d": 3, "overlap": "0", "at_most": 6}
    >>> print(check({**octahedron, "coefficients": ["1/3", "1", "2/3"]}))
    there are at most 6 points on the unit sphere of R^3 with pairwise <x, y> <= 0, and fewer than 6 if all are smaller
    >>> print(check({**octahedron, "coefficients": ["1/3", "1", "1"]}))
    coefficients: sum f_k P_k is positive somewhere between -1 and 0
    """
    return kernel.check(certificate, CHECKERS, limit)


def check_both(certificate: object, limit: float = LIMIT) -> Outcome:
    """The verdict of this checker, then of the kernel: what is made with enclosures must be tight enough for both.

    >>> check_both({"schema": 1, "kind": "hearsay"}).entry
    'kind'
    """
    found = check(certificate, limit)
    return kernel.check(certificate, limit=limit) if isinstance(found, Statement) else found
