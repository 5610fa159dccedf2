"""The notebooks: run cell by cell, their outputs recorded in the file, and shown as pages that link to it.

`python docs/hooks/notebooks.py` runs `docs/notebooks/*.ipynb` and records what each cell shows; the tests run every
notebook again and compare. A value is shown as a notebook shows it: by `_repr_html_`, `_repr_png_`, or its repr.
"""

from __future__ import annotations

import ast
import base64
import contextlib
import io
import json
import os
import tempfile
from html import escape
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[1] / "notebooks"

Output = dict[str, Any]


def notebooks() -> list[Path]:
    """The notebooks, in the order of their names."""
    return sorted(FOLDER.glob("*.ipynb"))


def read(path: Path) -> dict[str, Any]:
    """The notebook as JSON."""
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


def run(path: Path, folder: Path) -> list[list[Output]]:
    """The outputs of the code cells of a notebook, run in `folder` one after the other."""
    names: dict[str, Any] = {"__name__": "__main__"}
    before = Path.cwd()
    os.chdir(folder)
    try:
        return [_outputs("".join(cell["source"]), names) for cell in code_cells(read(path))]
    finally:
        os.chdir(before)


def code_cells(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The cells that are run."""
    return [cell for cell in document["cells"] if cell["cell_type"] == "code"]


def _outputs(source: str, names: dict[str, Any]) -> list[Output]:
    """What a cell prints, then what its last expression shows."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed, value = io.StringIO(), None
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, "<cell>", "exec"), names)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)
    found: list[Output] = []
    if printed.getvalue():
        found.append({"output_type": "stream", "name": "stdout", "text": printed.getvalue().splitlines(keepends=True)})
    if value is not None:
        shown = {"output_type": "execute_result", "execution_count": None, "metadata": {}, "data": _data(value)}
        found.append(shown)
    return found


def _data(value: Any) -> dict[str, Any]:
    data: dict[str, Any] = {"text/plain": repr(value).splitlines(keepends=True)}
    if callable(getattr(value, "_repr_png_", None)):
        data = {"image/png": base64.b64encode(value._repr_png_()).decode("ascii"), "text/plain": ["<Figure>"]}
    elif callable(getattr(value, "_repr_html_", None)):
        data["text/html"] = [value._repr_html_()]
    return data


def record() -> None:
    """Run every notebook and keep its outputs in it."""
    for path in notebooks():
        document = read(path)
        with tempfile.TemporaryDirectory() as folder:
            for cell, outputs in zip(code_cells(document), run(path, Path(folder)), strict=True):
                cell["outputs"] = outputs
        path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def page(path: Path) -> str:
    """The notebook as a page: its words, its code, and what the code shows."""
    parts = []
    for cell in read(path)["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            parts.append(source)
        else:
            parts += [f"```python\n{source}\n```", *map(_shown, cell["outputs"])]
    title, _, rest = "\n\n".join(parts).partition("\n")
    return f"{title}\n\nDownload: [{path.name}]({path.name})\n{rest}\n"


def _shown(output: Output) -> str:
    if output["output_type"] == "stream":
        return f"```text\n{''.join(output['text'])}```"
    data = output["data"]
    if "image/png" in data:
        return f'<img alt="the figure" src="data:image/png;base64,{data["image/png"]}">'
    if "text/html" in data:
        return f"<div>{''.join(data['text/html'])}</div>".replace("\n", " ")
    return f"<pre>{escape(''.join(data['text/plain']))}</pre>"


def on_config(config):  # type: ignore[no-untyped-def]
    """Fill the section `First hours` of the navigation."""
    for section in config.nav or []:
        if "First hours" in section:
            section["First hours"] = [f"notebooks/{path.stem}.md" for path in notebooks()]
    return config


def on_files(files, *, config):  # type: ignore[no-untyped-def]
    """Add a page a notebook."""
    from mkdocs.structure.files import File

    for path in notebooks():
        files.append(File.generated(config, f"notebooks/{path.stem}.md", content=page(path)))
    return files


if __name__ == "__main__":
    record()
