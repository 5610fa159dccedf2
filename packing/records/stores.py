"""Which stores are asked: one that is named, or the user's own beside the packings that come with the package."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from packing.errors import InputError
from packing.files import check_readable
from packing.problem import Problem
from packing.records.atlas import Atlas
from packing.records.best_known import best_known
from packing.records.record import Record
from packing.records.shipped import shipped_atlas


@dataclass(frozen=True)
class Stores:
    """Open atlases; `shipped` says whether the packings that come with the package count, too."""

    atlases: tuple[Atlas, ...] = ()
    shipped: bool = True

    def best_known(self, problem: Problem) -> Record | None:
        """The best packing known of a problem with what these stores hold."""
        return best_known(problem, self.atlases, shipped=self.shipped)

    def problems(self) -> list[Problem]:
        """The problems with a packing in any of the stores, ordered by kind, d and n."""
        found = {problem for atlas in self.atlases for problem in atlas.problems()}
        if self.shipped:
            with shipped_atlas() as atlas:
                found.update(atlas.problems())
        return sorted(found, key=lambda problem: (*problem.space.order, problem.n))

    def __str__(self) -> str:
        return " and ".join(str(atlas.path) for atlas in self.atlases) or "that comes with the package"


@contextmanager
def opened(store: Path | None = None) -> Iterator[Stores]:
    """The store named, alone; without a name the user's own, where there is one, and what comes with the package.

    Raises `InputError` where the store that is named cannot be read.
    """
    with ExitStack() as stack:
        if store is not None:
            yield Stores((stack.enter_context(Atlas(check_readable(store))),), shipped=False)
            return
        own = own_store()
        yield Stores((stack.enter_context(Atlas(own)),) if own.exists() else ())


def own_store() -> Path:
    """The file of the user's own atlas, which need not exist yet; its folder does."""
    from platformdirs import user_data_path

    folder = user_data_path("packing")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise InputError(f"cannot make {folder}: {problem.strerror or problem}; name an atlas with --store") from None
    return folder / "atlas.sqlite"
