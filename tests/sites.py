"""A small site for the tests: every kind of problem, optimal and open cells, a cell with a history, a single line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from packing import Packing, Problem, lines, vectors
from packing.records.atlas import Atlas
from packing.report.site import build_site
from packing.report.site.known import Known
from packing.search import Outcome, SearchResult, Status, minimize_coherence
from packing.search.optimality import UNKNOWN

PROBLEMS = (
    lines(1, 2), lines(4, 2), lines(6, 3), lines(8, 3), lines(8, 4), lines(9, 4),
    lines(7, 2, "C"), lines(5, 3, "C"), lines(13, 3, "C"),
    vectors(5, 2), vectors(7, 3), vectors(12, 3), vectors(10, 4),
)  # fmt: skip


@dataclass(frozen=True)
class Site:
    """A site in a folder, the atlas behind it and the cells as they were worked out."""

    folder: Path
    store: Path
    cells: dict[Problem, Known]

    @property
    def pages(self) -> list[Path]:
        """Every page."""
        return sorted(self.folder.rglob("*.html"))


def random_packing(problem: Problem, seed: int) -> SearchResult:
    """A run that was content with random vectors."""
    rng = np.random.default_rng(seed)
    rows = rng.standard_normal((problem.n, problem.d))
    packing = Packing(rows, problem.objects)
    return SearchResult(packing, Status(Outcome.STOPPED, UNKNOWN), "<random>", seed, 1, 1, 0.25)


def small_site(place: Path) -> Site:
    """The site in the folder `pages` of `place`, beside its atlas."""
    with Atlas(place / "atlas.sqlite") as atlas:
        atlas.record(random_packing(lines(8, 3), 3))
        for problem in PROBLEMS:
            atlas.record(minimize_coherence(problem, restarts=8, seed=1))
        cells = build_site([atlas], place / "pages")
    return Site(place / "pages", place / "atlas.sqlite", {known.problem: known for known in cells})
