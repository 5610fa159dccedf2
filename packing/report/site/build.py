"""From an atlas to a folder of pages."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from importlib.resources import as_file, files
from pathlib import Path

from threadpoolctl import threadpool_limits

from packing.errors import InputError
from packing.problem import Problem
from packing.records.atlas import Atlas
from packing.report.site.downloads import write_packing, write_table
from packing.report.site.folder import check_folder, site_folder
from packing.report.site.known import Known, what_is_known
from packing.report.site.pages import cell_page, energies_page, index_page


def problems_of(atlases: Sequence[Atlas]) -> tuple[Problem, ...]:
    """The problems that the atlases hold: lines over R, over C, over H, points; by d, then n."""
    return tuple(sorted({problem for atlas in atlases for problem in atlas.problems()}, key=_place))


def build_site(
    atlases: Sequence[Atlas],
    folder: Path | str,
    problems: Sequence[Problem] | None = None,
    tell: Callable[[Problem], None] | None = None,
) -> tuple[Known, ...]:
    """Write the best of what the atlases remember as a site into `folder`; return the cells in its order.

    The pages need no server and no network. All problems are shown where none are named; `tell` is called with each
    before it is worked out. The site appears whole or not at all; nothing but an earlier site is replaced. Raises
    `InputError` for an atlas that is empty or holds a row that is broken, and for a folder that cannot be written or
    holds other files.

    >>> import tempfile
    >>> from packing import lines
    >>> from packing.search import minimize_coherence
    >>> with Atlas(":memory:") as atlas, tempfile.TemporaryDirectory() as place:
    ...     _ = atlas.record(minimize_coherence(lines(4, 2), restarts=4))
    ...     _ = build_site([atlas], f"{place}/site")
    ...     sorted(path.name for path in Path(place, "site").iterdir() if path.is_dir())
    ...     sorted(path.name for path in Path(place, "site").iterdir() if path.is_file())
    ['assets', 'cells', 'packings']
    ['atlas.csv', 'atlas.json', 'energies.csv', 'energies.html', 'index.html', 'site.json']
    """
    target = Path(folder)
    check_folder(target)
    shown = problems_of(atlases) if problems is None else tuple(sorted(problems, key=_place))
    if not shown:
        raise InputError(
            "no cell to show: the atlas is empty, or holds none of those named; fill it with packing sweep"
        )
    others = frozenset(shown)
    cells = []
    with site_folder(target) as draft, threadpool_limits(1):  # all matrices are small: threads would only wait
        (draft / "cells").mkdir()
        for problem in shown:
            if tell is not None:
                tell(problem)
            known = what_is_known(problem, atlases)
            (draft / "cells" / f"{known.name}.html").write_text(cell_page(known, others), encoding="utf-8")
            write_packing(known, draft)
            cells.append(known)
        (draft / "index.html").write_text(index_page(cells), encoding="utf-8")
        (draft / "energies.html").write_text(energies_page(cells), encoding="utf-8")
        write_table(cells, draft)
        with as_file(files("packing.report.site") / "assets") as assets:
            shutil.copytree(assets, draft / "assets")
    return tuple(cells)


def _place(problem: Problem) -> tuple[int, str, bool, int, int, int]:
    space = problem.space
    return space.m, space.distance.value, space.has_points, space.scalars, problem.d, problem.n
