"""Pages of subspaces: their words, a cell, the map and the neighbours."""

from __future__ import annotations

import packing as pk
from packing.records.atlas import Atlas
from packing.report.site.downloads import atlas_table
from packing.report.site.known import what_is_known
from packing.report.site.pages import cell_page, index_page
from packing.search import minimize


def test_subspaces_have_pages() -> None:
    problems = [pk.subspaces(6, 4, 2), pk.subspaces(7, 4, 2), pk.subspaces(4, 3, 2, "C", "spectral"), pk.lines(3, 2)]
    with Atlas(":memory:") as atlas:
        for problem in problems:
            atlas.record(minimize(problem, restarts=1))
        cells = [what_is_known(problem, [atlas]) for problem in problems]
    planes, _, meeting, _ = pages = [cell_page(known, frozenset(problems)) for known in cells]
    assert "6 2-dimensional subspaces of ℝ⁴" in planes
    assert "pk.subspaces(6, 4, 2)" in planes
    assert "one of the subspaces more" in planes
    assert "-n 6 -d 4 --subspaces 2" in planes
    assert "4 2-dimensional subspaces of ℂ³ (spectral distance)" in meeting
    assert "pk.subspaces(4, 3, 2, &#34;C&#34;, distance=&#34;spectral&#34;)" in meeting
    assert not any("on S" in page or " points" in page.partition("<footer")[0] for page in pages[:3])
    index = index_page(cells)
    assert "2-dimensional real subspaces" in index
    rows = atlas_table(cells).records()
    assert [(row["objects"], row["m"], row["distance"]) for row in rows] == [
        ("subspaces", 2, "chordal"),
        ("subspaces", 2, "chordal"),
        ("subspaces", 2, "spectral"),
        ("lines", 1, "chordal"),
    ]
