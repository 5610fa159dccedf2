"""Every example in a docstring and in the README is run."""

from __future__ import annotations

import pkgutil
from pathlib import Path

import pytest
from golden import examples_of_module, examples_of_page

import packing

ROOT = Path(__file__).parent.parent
MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(packing.__path__, "packing.")
    if not module.name.endswith("__main__")
)


@pytest.mark.parametrize("name", ["packing", *MODULES])
def test_module(name: str) -> None:
    assert examples_of_module(name).failed == 0


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_page(page: str) -> None:
    assert examples_of_page(ROOT / page).failed == 0
