"""The site builds without a warning, its links lead somewhere, its formulas are drawn, and it names what is public."""

from __future__ import annotations

import importlib
import inspect
import os
import re
import subprocess
import sys
import zlib
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

import packing

ROOT = Path(__file__).parents[2]

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not (ROOT / "mkdocs.yml").exists(), reason="mkdocs.yml is not part of this distribution"),
    pytest.mark.skipif(
        any(find_spec(name) is None for name in ("mkdocs", "material", "mkdocstrings", "latex2mathml")),
        reason="the extra 'docs' is not installed",
    ),
    pytest.mark.xdist_group("site"),
]


class Page(HTMLParser):
    """The anchors and the links of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.text = text
        self.feed(text)

    def section(self, anchor: str) -> str:
        """The source of what stands under a heading, up to the next one of its level or above."""
        found = re.search(rf'<h([1-6])[^>]*\bid="?{re.escape(anchor)}[">\s]', self.text)
        assert found is not None, anchor
        rest = self.text[found.end() :]
        return re.split(rf"<h[1-{found[1]}]\b", rest)[0]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.anchors |= {str(values[key]) for key in ("id", "name") if values.get(key)}
        self.links += [str(values[key]) for key in ("href", "src") if values.get(key)]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Page]:
    return {path: Page(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")}


def test_every_internal_link_resolves(site: Path, pages: dict[Path, Page]) -> None:
    broken = []
    for path, page in pages.items():
        if path.name == "404.html":  # made for the root of a server
            continue
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or link == "#":
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.exists() or (parts.fragment and unquote(parts.fragment) not in pages[target].anchors):
                broken.append(f"{path.relative_to(site)}: {link}")
    assert not broken, broken[:20]


QUESTIONS = {
    "bounds for my n and d": "packing bounds -n 20 -d 4 --field C",
    "what do I cite": "packing references --for tammes.tex --format bibtex",
    "Is it optimal": "optimal in the literature",
    "best coordinates": "packing atlas export coordinates -n 39 -d 6 --field C",
    "certify my packing": "packing search -n 5 -d 3 --field C --restarts 20 --exact",
    "LaTeX table": "--format latex --out partitions.tex",
    "read my file": "npz",
    "overlaps of my matrix": "Welch",
    "train a model and compare": "predict",
    "add my theorem": "packing/bounds/theorems/welch.py",
}
"""What people ask, and what has to stand in the section that the first page names for it."""


def test_ten_questions_are_answered_within_two_clicks(site: Path, pages: dict[Path, Page]) -> None:
    rows = re.findall(r"<tr>(.*?)</tr>", pages[site / "index.html"].section("ten-questions"), re.DOTALL)[1:]
    assert len(rows) == len(QUESTIONS) == 10
    for row, (question, answer) in zip(rows, QUESTIONS.items(), strict=True):
        assert question in row
        assert "<code>" in row or question == "add my theorem"
        (link,) = re.findall(r'href="?([^" >]+)', row)
        target, _, anchor = link.partition("#")
        words = re.sub(r"<[^>]*>", "", pages[site / target].section(anchor))
        assert answer in words, (question, link)


def test_every_page_is_two_clicks_away(site: Path, pages: dict[Path, Page]) -> None:
    def linked(path: Path) -> set[Path]:
        targets = (urlsplit(link).path for link in pages[path].links if not urlsplit(link).scheme)
        return {(path.parent / unquote(target)).resolve() for target in targets if target.endswith(".html")}

    first = linked(site / "index.html")
    second = first.union(*(linked(path) for path in first if path in pages))
    assert set(pages) - second - {site / "404.html"} == set()


def test_nothing_is_fetched_from_elsewhere(pages: dict[Path, Page]) -> None:
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<(script|link|img)[^>]*(src|href)=\"?https?://", text), path


def test_formulas_are_drawn(site: Path) -> None:
    theory = (site / "theory.html").read_text(encoding="utf-8")
    assert theory.count("<math") > 60
    assert r"\(" not in theory and "arithmatex" not in theory


def test_overlaps_in_proofs_are_text_and_not_tags(site: Path) -> None:
    for name, shown in (
        ("orthogonal-simplices", "|&lt;x_i, x_j"),
        ("signs-of-overlaps", "- &lt;A, T&gt;"),
        ("positive-overlaps", "&lt;x_i, x_j&gt;"),
        ("threepoint-projective", "|&lt;x, y"),
    ):
        assert shown in (site / "claims" / f"{name}.html").read_text(encoding="utf-8")


def test_every_public_name_is_in_the_reference(site: Path, pages: dict[Path, Page]) -> None:
    inventory = (site / "objects.inv").read_bytes().split(b"zlib.\n", 1)[1]
    documented = {line.split(" ")[0] for line in zlib.decompress(inventory).decode().splitlines()}
    missing = []
    for module, name in public_names():
        page = site / "reference" / f"{module.removeprefix('packing.')}.html"
        if f"{module}.{name}" not in documented | pages[page].anchors:
            missing.append(f"{module}.{name}")
    assert not missing, missing


def public_names() -> Iterator[tuple[str, str]]:
    """(module, name) of the functions and classes that `packing` and its subpackages offer."""
    for module in ("packing", *(f"packing.{name}" for name in dir(packing) if name in packing._SUBPACKAGES)):
        loaded = importlib.import_module(module)
        whole = hasattr(loaded, "__path__")
        for name in {*vars(loaded), *dir(loaded)}:
            value = getattr(loaded, name)
            home = getattr(value, "__module__", "")
            if name.startswith("_") or not (inspect.isclass(value) or inspect.isfunction(value)):
                continue
            source = inspect.getsource(loaded)
            if home == module or (whole and re.search(rf"import {name} as {name}\b", source)):
                yield module, name


def test_there_are_public_names() -> None:
    names = {f"{module}.{name}" for module, name in public_names()}
    assert {"packing.lines", "packing.bounds.welch", "packing.search.minimize_coherence"} <= names
    assert len(names) > 150
