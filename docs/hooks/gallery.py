"""The gallery: each script of `docs/gallery/` with the output and the picture that it makes.

The outputs are recorded: `python docs/hooks/gallery.py` runs the scripts in an empty folder and writes them, and the
tests run each script again and compare. So the site is built without training anything.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "gallery"
PICTURES = (".svg", ".png")


def scripts() -> list[Path]:
    """The scripts of the gallery."""
    return sorted(FOLDER.glob("*.py"))


def run(script: Path, folder: Path) -> str:
    """What `script` prints when it is run in `folder`."""
    environment = os.environ | {"MPLBACKEND": "Agg"}
    command = [sys.executable, "-W", "error", str(script)]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)
    if done.returncode:
        raise RuntimeError(f"{script.name} failed:\n{done.stderr}")
    return done.stdout


def record() -> None:
    """Run every script and keep what it prints and draws beside it."""
    for script in scripts():
        with tempfile.TemporaryDirectory() as folder:
            script.with_suffix(".txt").write_text(run(script, Path(folder)))
            for made in Path(folder).iterdir():
                if made.suffix in PICTURES:
                    (FOLDER / made.name).write_bytes(made.read_bytes())


def page(script: Path) -> str:
    """The page of a script: its docstring as text, its source, its output, its picture."""
    from docstrings import marked

    source = script.read_text()
    title, _, text = (ast.get_docstring(ast.parse(source)) or "").partition("\n\n")
    pictures = [script.with_suffix(suffix).name for suffix in PICTURES if script.with_suffix(suffix).exists()]
    shown = "\n".join(f"![{title}]({name})\n" for name in pictures)
    output = script.with_suffix(".txt").read_text()
    return (
        f"# {title.rstrip('.')}\n\n{marked(text)}\n\n[{script.name}]({script.name}) prints\n\n"
        f"```text\n{output}```\n\n{shown}\n## Source\n\n```python\n{source}```\n"
    )


def on_config(config):  # type: ignore[no-untyped-def]
    """Fill the section `Gallery` of the navigation."""
    for section in config.nav or []:
        if "Gallery" in section:
            pages = [{script.stem.replace("_", " ").capitalize(): f"gallery/{script.stem}.md"} for script in scripts()]
            section["Gallery"] = ["gallery/index.md", *pages]
    return config


def on_files(files, *, config):  # type: ignore[no-untyped-def]
    """Add a page a script."""
    from mkdocs.structure.files import File

    for script in scripts():
        files.append(File.generated(config, f"gallery/{script.stem}.md", content=page(script)))
    return files


if __name__ == "__main__":
    record()
