"""Checkers of certificates, written from `packing/certificates/README.md` alone: ints and fractions, nothing else.

They show that the page is enough. `proved(certificate)` returns the sentence, or raises whatever comes first.
"""

from __future__ import annotations

from typing import Any

from plain_checkers.angles import angles
from plain_checkers.delsarte import delsarte, equiangular
from plain_checkers.distribution import distribution
from plain_checkers.energy import energy
from plain_checkers.energy_threepoint import three_point_energy
from plain_checkers.gram import gram
from plain_checkers.grassmann import grassmann
from plain_checkers.numbers import must
from plain_checkers.sharp import sharp_energy
from plain_checkers.threepoint import sharp_three_point, three_point


def proved(certificate: dict[str, Any]) -> str:
    """The sentence that a certificate proves."""
    must(type(certificate["schema"]) is int and certificate["schema"] == 1)
    kinds = {
        "delsarte": delsarte,
        "equiangular": equiangular,
        "three-point": three_point,
        "sharp-three-point": sharp_three_point,
        "angles": angles,
        "distribution": distribution,
        "gram": gram,
        "grassmann": grassmann,
        "energy": energy,
        "sharp-energy": sharp_energy,
        "three-point-energy": three_point_energy,
    }
    sentence = kinds[certificate["kind"]](certificate)
    must(certificate.get("statement", sentence) == sentence)
    return sentence
