"""The best packings that come with the package: an atlas that is only read.

Every one was found by `packing sweep`, or by `packing search` where the cell is not in a sweep's range. From the
atlases that these wrote, `python -m packing.records.shipped ATLAS...` makes the file again: the best packing of each
problem, with the run that found it.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Sequence
from contextlib import ExitStack, closing
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from packing.files import check_readable, replacing
from packing.problem import Problem
from packing.records.atlas import SAME, Atlas
from packing.records.entry import Entry

PLACE = Path(str(files("packing"))) / "data" / "packings.sqlite"
"""The file in this copy of the package."""


def shipped_atlas() -> Atlas:
    """The atlas of the packings that come with the package; use it in a `with` block.

    >>> from packing.problem import lines
    >>> with shipped_atlas() as atlas:
    ...     print(atlas.best(lines(7, 3, "C")).certified)
    0.471404520791032
    """
    return Atlas(PLACE, read_only=True)


def shipped_entry(problem: Problem) -> Entry | None:
    """The best packing of exactly this problem that comes with the package, or None.

    >>> from packing.problem import lines
    >>> shipped_entry(lines(39, 6, "C")).packing.coherence < 0.4227
    True
    """
    with shipped_atlas() as atlas:
        return atlas.best(problem)


@lru_cache(maxsize=4096)
def shipped_part(problem: Problem) -> Entry | None:
    """The best packing of n objects or more in the same space that comes with the package, or None."""
    with shipped_atlas() as atlas:
        return atlas.best_part(problem)


def best_of(atlases: Sequence[Atlas]) -> list[Entry]:
    """The best entry of every problem in any of the atlases, the first where they agree, ordered as an atlas is."""
    best: dict[Problem, Entry] = {}
    for atlas in atlases:
        for problem in atlas.problems():
            entry = atlas.best(problem)
            known = best.get(problem)
            if entry is not None and (known is None or entry.packing.coherence < known.packing.coherence - SAME / 100):
                best[problem] = entry
    return [best[problem] for problem in sorted(best, key=lambda found: (*found.space.order, found.n))]


def ship(sources: Sequence[Path], target: Path = PLACE) -> int:
    """Write the best packings of the atlases `sources` as one file without a log beside it; return how many."""
    with ExitStack() as stack:
        entries = best_of([stack.enter_context(Atlas(check_readable(source))) for source in sources])
        with replacing(target) as draft:
            draft.unlink()
            with Atlas(draft) as atlas:
                for entry in entries:
                    atlas.adopt(entry)
            with closing(sqlite3.connect(draft, isolation_level=None)) as connection:
                connection.execute("PRAGMA journal_mode = DELETE")
                connection.execute("VACUUM")
    return len(entries)


def main() -> None:
    """Ship the atlases that the command line names."""
    print(ship([Path(name) for name in sys.argv[1:]]), "packings in", PLACE)


if __name__ == "__main__":
    main()
