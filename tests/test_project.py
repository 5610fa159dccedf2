"""One fact, one place: version, dependencies and packages say the same in every file that has to repeat them."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest

import packing

ROOT = Path(__file__).parents[1]
PROJECT = ROOT / "pyproject.toml"
RECIPE = ROOT / "recipe" / "meta.yaml"

pytestmark = pytest.mark.skipif(not RECIPE.exists(), reason="the recipe is not part of this distribution")

IMPORTED = {"python-flint": "flint"}
"""Distributions whose module has another name."""


def dependencies() -> dict[str, str]:
    listed = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["dependencies"]
    return dict(re.fullmatch(r"([\w-]+)(.*)", line).groups() for line in listed)  # type: ignore[union-attr]


def test_the_version_is_one() -> None:
    assert tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["version"] == packing.__version__
    assert f'version = "{packing.__version__}"' in RECIPE.read_text(encoding="utf-8")
    assert f"version: {packing.__version__}" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_the_recipe_has_the_dependencies_of_the_project() -> None:
    run = RECIPE.read_text(encoding="utf-8").partition("  run:\n")[2].partition("\n\n")[0]
    found = dict(re.findall(r"- ([\w-]+?)(?:-base)? (\S+)$", run, re.MULTILINE))
    found.pop("python")
    assert found == dependencies()


def test_every_dependency_is_imported_and_weighed() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    named = set()
    for path in (ROOT / "packing").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                named |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                named.add(node.module.partition(".")[0])
    for name in dependencies():
        assert IMPORTED.get(name, name) in named, f"{name} is imported nowhere"
        assert name in page
    optional = {"torch", "jax", "jaxlib", "optax", "dask", "distributed", "pyarrow", "pandas", "cvxpy"}
    brought = {"packing", "markupsafe", "attrs", "mpl_toolkits", "ml_dtypes", "llvmlite"}
    third = named - set(sys.stdlib_module_names) - optional - brought
    assert third <= {IMPORTED.get(name, name) for name in dependencies()}
