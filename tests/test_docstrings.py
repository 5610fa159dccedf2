"""What `help` says: every public function names each of its parameters, every value each of its fields."""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Iterator
from enum import Enum
from typing import Any

import pytest

from packing.bounds.both_sides import ALL

ROOMS = ("", ".bounds", ".search", ".analytic", ".toymodels", ".constructions", ".report", ".overlaps")

EXAMPLE = re.compile(r"^\s*(>>>|\.\.\. ).*$", re.MULTILINE)


def public(room: str) -> Iterator[tuple[str, Any]]:
    """The functions and classes of the package that a room offers."""
    module = importlib.import_module(f"packing{room}")
    for name in dir(module):
        value = getattr(module, name)
        if name.startswith("_") or not (inspect.isfunction(value) or inspect.isclass(value)):
            continue
        if value.__module__.startswith("packing"):
            yield name, value


def parameters(value: Any) -> list[str]:
    if inspect.isclass(value) and issubclass(value, Enum | Exception):
        return []
    return [name for name in inspect.signature(value).parameters if name not in ("args", "kwargs", "options")]


def unsaid(value: Any) -> list[str]:
    """The parameters that the docstring does not name outside of its examples."""
    prose = EXAMPLE.sub("", inspect.getdoc(value) or "")
    return [name for name in parameters(value) if not re.search(rf"(?<!\w){name}(?!\w)", prose)]


@pytest.mark.parametrize("room", ROOMS)
def test_every_parameter_is_explained(room: str) -> None:
    silent = {name: missing for name, value in public(room) if (missing := unsaid(value))}
    assert not silent, silent


@pytest.mark.parametrize("room", ROOMS)
def test_every_public_name_has_a_sentence(room: str) -> None:
    for name, value in public(room):
        first = (inspect.getdoc(value) or "").split("\n\n")[0]
        assert len(first) > 12, name
        assert first.rstrip().endswith((".", ":", "]")) or "\n" in first, (name, first)


def test_a_silent_docstring_is_seen() -> None:
    def spoken(n: int) -> int:
        """The double of n."""
        return 2 * n

    def silent(number: int) -> int:
        """The double.

        >>> number = 1
        """
        return 2 * number

    assert (unsaid(spoken), unsaid(silent)) == ([], ["number"])


@pytest.mark.parametrize("theorem", ALL, ids=lambda theorem: theorem.__name__)
def test_every_bound_names_its_source_or_proof(theorem: Any) -> None:
    text = inspect.getdoc(theorem) or ""
    assert re.search(r"Reference: |Proof: |References: |accepted by the fast checker", text), text
