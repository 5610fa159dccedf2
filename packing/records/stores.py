"""Which stores are asked: one that is named, or the user's own beside the packings that come with the package."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from packing.errors import InputError
from packing.files import check_readable, is_there
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
            yield Stores((stack.enter_context(to_read(store)),), shipped=False)
            return
        own = own_store()
        yield Stores((stack.enter_context(to_read(own)),) if is_there(own) else ())


def to_read(store: Path) -> Atlas:
    """The atlas in a file that is there, to be asked; one that cannot be written to is read as it lies.

    Raises `InputError` where it cannot be read.
    """
    can_write = os.access(store, os.W_OK) and os.access(store.absolute().parent, os.W_OK)
    return Atlas(check_readable(store), read_only=not can_write)


def own_store(*, made: bool = False) -> Path:
    """The file of the user's own atlas, which need not exist; with `made` its folder does.

    Raises `InputError` where a folder is to be made and cannot be.
    """
    from platformdirs import user_data_path

    folder = user_data_path("packing")
    if made:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise InputError(
                f"cannot make {folder}: {problem.strerror or problem}; name an atlas with --store"
            ) from None
    return folder / "atlas.sqlite"
