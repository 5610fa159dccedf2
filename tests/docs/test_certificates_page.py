"""The certificates worked out on the page: each is accepted and proves its sentence, and each kind has one."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from packing import kernel, rocq

PAGE = Path(__file__).parents[2] / "docs" / "certificates.md"

pytestmark = pytest.mark.skipif(not PAGE.is_file(), reason="the folder docs/ is not part of this distribution")

PROVED = {
    "delsarte": "there are at most 6 points on the unit sphere of R^3 with pairwise <x, y> <= 0, "
    "and fewer than 6 if all are smaller",
    "equiangular": "there are at most 4 lines of R^3 with |<x, y>| = 1/3 for each pair",
    "angles": "there are at most 8 points on the unit sphere of R^3 with each <x, y> in {-1, -1/3, 1/3}",
    "distribution": "n <= 4 for n points on the unit sphere of R^3 with each t = <x, y> in {-1, 0}, and a sum of "
    "g(t) over ordered pairs of at most (1/2) n, g(t) = 1 for t = -1, 0 for t = 0",
    "gram": "there are 3 points on the unit sphere of R^2 with pairwise <x, y> = -1/2, all distinct",
    "grassmann": "there are at most 4 2-dimensional subspaces of R^4 with pairwise mean squared cosine <= 1/3",
    "energy": "4 points on the unit sphere of R^3 have a sum of f(<x, y>) over ordered pairs of at least 4/3, "
    "f(t) = t^(2) for -1 <= t <= 1",
    "sharp-energy": "4 points on the unit sphere of R^3 have a sum of f(<x, y>) over ordered pairs of at least "
    "4 ((3) f(-1/3)), f(t) = (2 + (t * -2))^(-1) for -1 <= t <= 1",
    "three-point": "there are at most 3 points on the unit sphere of R^3 with pairwise <x, y> <= -1/2",
    "sharp-three-point": "there are at most 4 points on the unit sphere of R^3 with pairwise <x, y> <= -1/3, "
    "and fewer than 4 if all are smaller",
    "three-point-energy": "4 points on the unit sphere of R^3 have a sum of f(<x, y>) over ordered pairs of at least "
    "4/3, f(t) = t^(2) for -1 <= t <= 1",
}


FURTHER = {
    "sharp-three-point": [
        "there are at most 12 points on the unit sphere of R^3 with pairwise <x, y> <= (1/5) theta, and fewer than 12 "
        "if all are smaller, theta the root of -5 + x^2 between 2 and 3"
    ]
}
"""What the examples after the first of a kind prove."""


def sections() -> dict[str, str]:
    parts = re.split(r"^## `", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return {part.partition("`")[0]: part for part in parts}


def test_each_kind_has_an_example() -> None:
    assert set(sections()) == set(kernel.KINDS) == set(PROVED)


@pytest.mark.parametrize("kind", PROVED)
def test_the_example_proves_its_sentence(kind: str) -> None:
    blocks = re.findall(r"^```json\n(.*?)^```", sections()[kind], flags=re.MULTILINE | re.DOTALL)
    certificates = [json.loads(block) for block in blocks]
    assert {each["kind"] for each in certificates} == {kind}
    assert str(kernel.check(certificates[0])) == PROVED[kind]
    assert [str(kernel.check(each)) for each in certificates[1:]] == FURTHER.get(kind, [])


def test_the_theorem_shown_is_the_one_written() -> None:
    shown = re.findall(r"^```coq\n(.*?)^```", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    octahedron = {"schema": 1, "kind": "delsarte", "space": "S", "d": 3, "overlap": "0", "at_most": 6}
    assert shown[0] in rocq.document(octahedron | {"coefficients": ["1/3", "1", "2/3"]})
