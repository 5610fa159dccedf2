"""The API reference: one page a module or subpackage, in the order of the layers that the import linter enforces."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docstrings import prose
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "packing"
INTRODUCTION = """# API reference

Everything public, from the docstrings. `import packing as pk` gives the [names of the top](packing.md) and every
subpackage, `pk.bounds` say, which is loaded when it is first named. Examples are run by the tests.

The table is in the order of the layers: a module imports only what stands above it.

| layer | module | what it holds |
|---|---|---|
"""


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Fill the section `Reference` of the navigation."""
    for section in config.nav or []:
        if "Reference" in section:
            section["Reference"] = ["reference/index.md", "reference/packing.md", *map(_entry, layers())]
    return config


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the generated pages, the changelog, and how to contribute."""
    others = ((f"{name.lower()}.md", (ROOT / f"{name}.md").read_text()) for name in ("CHANGELOG", "CONTRIBUTING"))
    for path, text in (*_pages(), *others):
        files.append(File.generated(config, path, content=text))
    return files


def layers() -> list[list[str]]:
    """The modules by layer, from the foundations up."""
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    return [[name.strip() for name in layer.split("|")] for layer in reversed(contract["layers"])]


def _entry(layer: list[str]) -> dict[str, Any]:
    pages = [{name: f"reference/{name}.md"} for name in layer]
    return pages[0] if len(pages) == 1 else {", ".join(layer): pages}


def _pages() -> Iterator[tuple[str, str]]:
    yield "reference/packing.md", _heading("packing", []) + _taken_over("packing")
    rows = []
    for number, layer in enumerate(layers(), 1):
        for name in layer:
            yield f"reference/{name}.md", _module_page(name)
            summary = _summary(ast.parse(_source(name).read_text()))
            rows.append(f"| {number} | [packing.{name}]({name}.md) | {summary} |")
    yield "reference/index.md", INTRODUCTION + "\n".join(rows) + "\n"


def _module_page(name: str) -> str:
    if not (PACKAGE / name).is_dir():
        return f"# packing.{name}\n\n::: packing.{name}\n"
    own = [each for each in _defined(_source(name)) if not each.startswith("_")]
    parts = [_heading(f"packing.{name}", own), _taken_over(f"packing.{name}")]
    for source in sorted((PACKAGE / name).rglob("*.py")):
        inner = source.relative_to(PACKAGE).with_suffix("").parts
        if inner[-1] == "__init__" and len(inner) > 2:  # a folder within: what its own file defines
            own = [each for each in _defined(source) if not each.startswith("_")]
            if own:
                parts.append(f"## {'.'.join(inner[1:-1])}\n\n" + _members(f"packing.{'.'.join(inner[:-1])}", own))
        elif not any(part.startswith("_") for part in inner):
            parts.append(f"## {'.'.join(inner[1:])}\n\n::: packing.{'.'.join(inner)}\n")
    return "\n".join(parts)


def _heading(module: str, members: list[str]) -> str:
    return f"# {module}\n\n" + _members(module, members)


def _members(module: str, members: list[str]) -> str:
    return f"::: {module}\n    options:\n      members: {members}\n\n"


def _taken_over(package: str) -> str:
    """A table of the public names that `package` takes from its modules, each with an anchor of its own."""
    source = _file(package)
    rows = []
    body = ast.parse(source.read_text()).body
    for node in [*body, *(inner for outer in body if isinstance(outer, ast.If) for inner in outer.body)]:
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("packing"):
            for alias in node.names:
                if alias.asname == alias.name:
                    home = _defined(_file(str(node.module))).get(alias.name)
                    summary = _summary(home) if home is not None else ""
                    name, path = alias.name, f"{node.module}.{alias.name}"
                    anchor = "" if package == node.module else f"[](){{#{package}.{name}}}"
                    rows.append(f"| {anchor}[{name}][{path}] | {summary} |")
    return "\n".join(("| public name | |", "|---|---|", *rows, "")) if rows else ""


def _defined(source: Path) -> dict[str, ast.stmt]:
    """The functions, classes and constants that a file defines."""
    found: dict[str, ast.stmt] = {}
    for node in ast.parse(source.read_text()).body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                found[name] = node
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                found[name] = node
    return found


def _summary(node: ast.AST) -> str:
    """The first sentence of a docstring, fit for a cell of a table."""
    text = ast.get_docstring(node) if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) else None
    return prose(" ".join((text or "").split("\n\n")[0].split())).replace("|", "&#124;")


def _source(name: str) -> Path:
    return _file(f"packing.{name}")


def _file(module: str) -> Path:
    path = ROOT.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
