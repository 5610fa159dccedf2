"""One fact, one place: version, dependencies and packages say the same in every file that has to repeat them."""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import json
import re
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from jinja2 import Template

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


def test_the_workflow_is_what_it_says() -> None:
    """It parses; every job has a machine and steps; what it runs is here; its Python versions are the project's."""
    yaml = pytest.importorskip("yaml", reason="needs PyYAML, which comes with the extra docs")
    workflow = ROOT / ".github" / "workflows" / "tests.yml"
    if not workflow.exists():
        pytest.skip("the workflow is not part of this distribution")
    told = yaml.safe_load(workflow.read_text(encoding="utf-8"))
    for name, job in told["jobs"].items():
        assert job["runs-on"], name
        assert all(("run" in step) != ("uses" in step) for step in job["steps"]), name
        for step in job["steps"]:
            for script in re.findall(r"(?:recipe|\.ci)/[\w.]+", step.get("run", "")):
                assert (ROOT / script).exists(), script
    classifiers = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["classifiers"]
    tried = {line.rpartition(" ")[2] for line in classifiers if re.search(r":: 3\.\d+$", line)}
    assert tried <= set(told["jobs"]["tests"]["strategy"]["matrix"]["python"])


def test_the_recipe_is_rendered_and_complete() -> None:
    """The parts that conda-build asks for; the command and the version are those of the project."""
    yaml = pytest.importorskip("yaml", reason="needs PyYAML, which comes with the extra docs")
    text = Template(RECIPE.read_text(encoding="utf-8")).render(PYTHON="python")
    told = yaml.safe_load(text)
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    assert set(told) == {"package", "source", "build", "requirements", "test", "about"}
    assert told["package"] == {"name": project["name"], "version": project["version"]}
    assert told["build"]["entry_points"] == [f"{name} = {place}" for name, place in project["scripts"].items()]
    assert f"python {project['requires-python']}" in told["requirements"]["run"]
    assert told["about"]["license"] == project["license"]
    assert (ROOT / told["about"]["license_file"]).exists()


def test_every_file_of_data_has_its_licence_on_the_page() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    for path in (ROOT / "packing" / "data").iterdir():
        assert f"packing/data/{path.name}" in page, f"docs/dependencies.md does not say whose {path.name} is"


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "recipe" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_release_of_the_data_is_whole(tmp_path: Path) -> None:
    made = script("release_data").release(tmp_path / "release")
    folder = tmp_path / "release"
    for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, _, name = line.partition("  ")
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, name
    assert len((folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()) == len(made) - 1
    assert {"README.md", "CITATION.cff", "LICENSE", ".zenodo.json", "data", "proofs"} < {
        p.name for p in folder.iterdir()
    }
    assert json.loads((folder / ".zenodo.json").read_text(encoding="utf-8"))["version"] == packing.__version__
    assert "type: dataset" in (folder / "CITATION.cff").read_text(encoding="utf-8")
    with pytest.raises(packing.InputError, match="name a new folder"):
        script("release_data").release(folder)


def test_the_lowest_versions_are_those_of_the_project() -> None:
    lowest = dict(line.split("==") for line in script("try_versions").lowest())
    assert set(lowest) == set(dependencies())
    assert all(dependencies()[name].startswith(f">={number}") for name, number in lowest.items())
