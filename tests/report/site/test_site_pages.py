"""The pages as text: well-formed, every link leads somewhere, all is named, and names from outside are harmless."""

from __future__ import annotations

import json
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
from sites import Site

from packing import Packing, lines, vectors
from packing.records import Atlas
from packing.references import references
from packing.report.site import build_site, words
from packing.search import Outcome, SearchResult, Status
from packing.search.optimality import UNKNOWN

VOID = {"meta", "link", "input", "br", "hr", "img"}


class Page(HTMLParser):
    """What a page holds; `unbalanced` lists the tags that do not match."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path, self.open, self.unbalanced = path, list[str](), list[str]()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self.feed(path.read_text(encoding="utf-8"))
        self.unbalanced += self.open

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note a tag; an attribute may not come twice."""
        assert len({name for name, _ in attributes}) == len(attributes), (self.path, tag, attributes)
        self.tags.append((tag, dict(attributes)))
        self.texts.setdefault(tag, []).append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """A tag that closes itself."""
        self.tags.append((tag, dict(attributes)))

    def handle_endtag(self, tag: str) -> None:
        """Close the tag opened last."""
        if not self.open or self.open.pop() != tag:
            self.unbalanced.append(f"/{tag} at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        """Text belongs to every tag that is open."""
        for tag in set(self.open):
            self.texts[tag][-1] += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every tag of a name."""
        return [attributes for name, attributes in self.tags if name == tag]


def test_there_is_a_page_for_each_cell_and_one_for_all(site: Site) -> None:
    names = {page.name for page in site.pages}
    assert names == {"index.html", "energies.html", *(f"{known.name}.html" for known in site.cells.values())}


def test_pages_are_well_formed_and_named(site: Site) -> None:
    titles = Counter[str]()
    for path in site.pages:
        page = Page(path)
        assert page.unbalanced == [], path
        identifiers = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
        assert len(set(identifiers)) == len(identifiers), path
        assert page.all("html") == [{"lang": "en"}]
        titles[page.texts["title"][0]] += 1  # the others are in pictures
        assert len(page.all("h1")) == 1
        assert next(name for name, _ in page.tags if name in ("h1", "h2")) == "h1"
        assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in page.all("meta")
        assert any(meta.get("name") == "description" and meta.get("content") for meta in page.all("meta"))
        assert page.all("main") == [{"id": "content", "tabindex": "-1"}]
        assert page.all("a")[0] == {"class": "skip", "href": "#content"}
    assert max(titles.values()) == 1


def test_pictures_tables_and_controls_say_what_they_are(site: Site) -> None:
    for path in site.pages:
        page = Page(path)
        for picture in page.all("svg"):
            assert picture["role"] == "img", path
            assert picture["aria-label"], path
        assert page.texts.get("caption", []) and all(text.strip() for text in page.texts["caption"])
        assert len(page.texts["caption"]) == len(page.all("table"))
        assert all(heading.get("scope") in ("row", "col") for heading in page.all("th"))
        assert len(page.all("label")) == len(page.all("input")) + len(page.all("select"))
        for button in page.all("button"):
            assert button["type"] in ("button", "reset")
        labelled = [attributes["aria-labelledby"] for _, attributes in page.tags if "aria-labelledby" in attributes]
        identifiers = {attributes.get("id") for _, attributes in page.tags}
        assert set(labelled) <= identifiers, path


def test_every_link_leads_to_a_file_of_the_site(site: Site) -> None:
    reached = set()
    for path in site.pages:
        page = Page(path)
        identifiers = {attributes.get("id") for _, attributes in page.tags}
        addresses = [a["href"] for tag in ("a", "link") for a in page.all(tag)]
        addresses += [a["src"] for a in page.all("script") if "src" in a]
        for address in addresses:
            assert address is not None
            if address.startswith("#"):
                assert address[1:] in identifiers
                continue
            assert not re.match(r"\w+:|//", address), f"{path} needs the network for {address}"
            address, _, place = address.partition("#")
            target = (path.parent / address).resolve()
            assert target.is_file(), (path, address)
            assert not place or f'id="{place}"' in target.read_text(encoding="utf-8"), (path, address, place)
            reached.add(target)
    files = {each.resolve() for each in site.folder.rglob("*") if each.is_file()}
    assert files - reached == {(site.folder / name).resolve() for name in ("site.json",)}


def test_no_script_or_style_comes_from_elsewhere(site: Site) -> None:
    for path in site.folder.rglob("*"):
        if path.suffix in (".html", ".js", ".css"):
            assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", path.read_text(encoding="utf-8")), path


def test_what_a_run_calls_itself_is_only_text(site: Site) -> None:
    page = (site.folder / "cells" / f"{site.cells[lines(8, 3)].name}.html").read_text(encoding="utf-8")
    assert "&lt;random&gt;" in page
    assert "<random>" not in page


def test_neighbours_are_linked(site: Site) -> None:
    def links(name: str) -> set[str | None]:
        return {a["href"] for a in Page(site.folder / "cells" / f"{name}.html").all("a")}

    assert "lines_R_4x8.html" in links("lines_R_3x8")
    assert {"lines_R_3x8.html", "lines_R_4x9.html"} <= links("lines_R_4x8")
    assert not {name for name in links("points_3x7") if str(name).startswith("points")}


def test_a_single_line_has_a_page_too(site: Site) -> None:
    text = (site.folder / "cells" / "lines_R_2x1.html").read_text(encoding="utf-8")
    assert "There is one vector, and no pair." in text


def test_titles_are_written_as_mathematics() -> None:
    assert words.title(vectors(120, 12)) == "120 points on S¹¹"
    assert words.reference("no such key") == "no such key"
    assert "László" in words.reference("fejestoth1943")
    assert "\\" not in "".join(map(str, references()))


def test_quaternionic_lines_have_pages(tmp_path: Path) -> None:
    problem = lines(5, 3, "H")
    packing = Packing(problem.space.gaussian(5, np.random.default_rng(0)), problem.space)
    run = SearchResult(packing, Status(Outcome.STOPPED, UNKNOWN), "random", 0, 1, 1, 0.25)
    with Atlas(tmp_path / "atlas.sqlite") as atlas:
        atlas.record(run)
        build_site([atlas], tmp_path / "pages")
    page = Page(tmp_path / "pages" / "cells" / "lines_H_3x5.html")
    assert page.unbalanced == []
    assert page.texts["h1"] == ["5 lines in ℍ³"]
    assert 'pk.lines(5, 3, "H")' in "".join(page.texts["pre"])
    assert "packing bounds -n 5 -d 3 --field H" in "".join(page.texts["pre"])
    index = Page(tmp_path / "pages" / "index.html")
    assert "Quaternionic lines" in " ".join(index.texts["p"] + index.texts["option"])
    held = json.loads((tmp_path / "pages" / "packings" / "lines_H_3x5.json").read_text(encoding="utf-8"))
    assert np.shape(held["vectors"]) == (5, 3, 4)
    assert (held["field"], held["objects"]) == ("H", "lines")
