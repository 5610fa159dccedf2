"""The README of the certificates is enough to write a checker: those of `plain_checkers` know nothing else."""

from __future__ import annotations

import ast
import json
import random
from pathlib import Path
from typing import Any

import plain_checkers
import pytest
from mutants import mutants
from plain_checkers import proved
from seeds import GAUSS, SEEDS

from packing import kernel
from packing.kernel import NotChecked, Rejection, Statement
from packing.proofs_folder import proofs_folder

FOLDER = proofs_folder() / "certificates"
LARGE = 65_000
"""Characters: the sums of squares of larger ones take these checkers minutes."""


def members(path: Path) -> list[dict[str, Any]]:
    content = json.loads(path.read_text(encoding="utf-8"))
    return content.get("certificates", [content])


LIGHT = [certificate for certificate in SEEDS if certificate["kind"] != "three-point" and certificate != GAUSS]
"""Those that the plain checkers judge in a moment, damaged or not: exponentials of fractions are slow."""

SHIPPED = [
    (path.stem, i)
    for path in sorted(FOLDER.glob("*.json"))
    for i, certificate in enumerate(members(path))
    if certificate["kind"] == "delsarte"
]
"""Every certificate of two points that comes with the package."""


def test_the_plain_checkers_know_nothing_of_the_package() -> None:
    """Fractions, a few functions of `math`, and regular expressions for numbers: nothing of this project."""
    allowed = {"__future__", "fractions", "itertools", "math", "re", "typing"}
    folder = Path(plain_checkers.__file__).parent
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert all(name in allowed or name.startswith("plain_checkers") for name in names), path


def verdict(certificate: dict[str, Any]) -> str | None:
    """The sentence that the plain checker finds proved, None where it refuses."""
    try:
        return proved(certificate)
    except (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError):
        return None


def agreed(certificate: dict[str, Any], answer: Statement | Rejection) -> bool:
    return verdict(certificate) == (None if isinstance(answer, Rejection) else answer.sentence)


def test_there_is_a_plain_checker_of_each_kind() -> None:
    assert {certificate["kind"] for certificate in SEEDS} == set(kernel.KINDS)


@pytest.mark.parametrize("i", range(len(SEEDS)))
def test_each_kind_is_accepted_with_the_same_sentence(i: int) -> None:
    assert proved(SEEDS[i]) == str(kernel.check(SEEDS[i]))


@pytest.mark.parametrize(("name", "i"), random.Random(4).sample(SHIPPED, 12))
def test_a_sample_of_what_is_shipped_is_accepted(name: str, i: int) -> None:
    certificate = members(FOLDER / f"{name}.json")[i]
    assert proved(certificate) == certificate["statement"]


@pytest.mark.long
@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_all_that_is_shipped_is_accepted(path: Path) -> None:
    """Of three-point certificates, which take seconds each, one of a file, and of many others every fourth."""
    certificates = [each for each in members(path) if len(json.dumps(each)) < LARGE]
    if certificates and certificates[0]["kind"] == "three-point":
        certificates = certificates[:1]
    if len(certificates) > 12:
        certificates = certificates[::4]
    for certificate in certificates:
        assert proved(certificate) == str(kernel.check(certificate))


def test_hundreds_of_mutants_are_judged_as_the_kernel_does() -> None:
    judge(LIGHT, 300, seed=5)


@pytest.mark.long
def test_mutants_of_every_kind_are_judged_as_the_kernel_does() -> None:
    judge(LIGHT, 1500, seed=6)
    judge([certificate for certificate in SEEDS if certificate["kind"] == "three-point"], 60, seed=7)


def judge(seeds: list[dict[str, Any]], count: int, seed: int) -> None:
    """Both must say the same of each mutant that is within the limit of work, and accept some."""
    accepted = 0
    for i, certificate in enumerate(mutants(seeds, count, seed)):
        answer = kernel.check(certificate)
        if isinstance(answer, NotChecked):
            continue
        assert agreed(certificate, answer), f"mutant {i} of seed {seed}: {answer}"
        accepted += not isinstance(answer, Rejection)
    assert accepted > 0
