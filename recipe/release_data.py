"""A release of the data alone, for an archive that gives DOIs: python recipe/release_data.py FOLDER

The folder, which must be new, holds the packings, what is published and proved of them, README.md, CITATION.cff, the
licence, SHA256SUMS of all files (check with `sha256sum -c SHA256SUMS`) and .zenodo.json, which archives read.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from pathlib import Path

import packing
from packing.errors import InputError
from packing.records import Stores

ROOT = Path(__file__).parents[1]
DATA = Path(packing.__file__).parent / "data"

WHAT = {
    "packings.sqlite": "the best packings found, as doubles, with the method, seed, version and moment of every run",
    "digits.csv": "coherences of packings in 32 decimals, rounded up, with minimal polynomials, constant term first",
    "published.csv": "least coherences that others publish, with their sources; figures alone",
    "kissing.csv": "kissing numbers that others publish, with their sources; figures alone",
}
"""What the files are that a table of coherences is made of; every other file of the package's data goes along."""

TITLE = "Packings of lines, points and subspaces, with certified coherences"

RIGHTS = "All is under the MIT licence; published values are facts, and their sources are cited beside them."

PROOFS = """- `proofs/`: claims with their derivations, and certificates of bounds; the README of
  `packing/certificates` says how to check each kind without the package"""

RUNS = "Recorded runs of toy models and of other tables:"

CHECKS = """Check the files with `sha256sum -c SHA256SUMS`, the packings with
`packing atlas check --store data/packings.sqlite`, the claims with `packing verify`."""


def release(folder: Path) -> list[Path]:
    """Write the release into a new folder; return its files. Raises `InputError` where the folder is there."""
    if folder.exists():
        raise InputError(f"{folder} is there already: name a new folder")
    shutil.copytree(DATA, folder / "data", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "proofs", folder / "proofs", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "LICENSE", folder)
    (folder / "README.md").write_text(_readme(folder), encoding="utf-8")
    (folder / "CITATION.cff").write_text(_citation(), encoding="utf-8")
    (folder / ".zenodo.json").write_text(json.dumps(_metadata(), indent=2) + "\n", encoding="utf-8")
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    sums = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n" for path in files
    ]
    (folder / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")
    return [*files, folder / "SHA256SUMS"]


def _readme(folder: Path) -> str:
    others = sorted(
        path.relative_to(folder / "data").as_posix() for path in (folder / "data").rglob("*") if path.is_file()
    )
    named = [f"- `data/{name}`: {text}" for name, text in WHAT.items()]
    further = [f"- `data/{name}`" for name in others if name not in WHAT]
    count = f"{len(Stores().problems())} problems, of packing {packing.__version__}."
    return "\n".join([f"# {TITLE}", "", count, RIGHTS, "", *named, PROOFS, "", RUNS, "", *further, "", CHECKS, ""])


def _citation() -> str:
    """The citation of the package, as that of a data set."""
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    title = next(line for line in text.splitlines() if line.startswith("title:"))
    return text.replace(title, f'title: "{TITLE}"').replace("type: software", "type: dataset")


def _metadata() -> dict[str, object]:
    return {
        "title": TITLE,
        "upload_type": "dataset",
        "version": packing.__version__,
        "creators": [{"name": "The packing developers"}],
        "license": "MIT",
        "access_right": "open",
        "description": "The best packings found of lines, points and subspaces, with certified coherences, "
        "32 decimals, minimal polynomials and certificates of lower bounds.",
        "keywords": ["packing", "Grassmannian packing", "coherence", "spherical codes", "equiangular lines"],
    }


def main() -> int:
    """Write the folder that the command line names."""
    if len(sys.argv) != 2:
        print("name one new folder: python recipe/release_data.py FOLDER", file=sys.stderr)
        return 2
    try:
        files = release(Path(sys.argv[1]))
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{len(files)} files in {sys.argv[1]}: upload them to an archive, and put its DOI into CITATION.cff")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
