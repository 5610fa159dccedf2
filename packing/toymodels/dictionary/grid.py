"""A grid of dictionaries: width x density x method x arrangement of the features x control x seed, cell by cell.

Each cell is one dictionary, and depends on its settings alone: the features, the inputs and the start come from its
seed. Finished cells are kept in a file, one line of JSON a cell, so that a grid that was killed goes on after them.
"""

from __future__ import annotations

import itertools
import math
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from threadpoolctl import threadpool_limits

from packing.errors import InputError, check_room, finite_number, positive_integer, positive_number
from packing.numeric import checked_seed
from packing.recording import Recipe, record
from packing.toymodels.brief import Brief
from packing.toymodels.dictionary.arrangements import Arrangement, features_of
from packing.toymodels.dictionary.methods.learn import learn
from packing.toymodels.dictionary.methods.settings import LearningSettings, Method
from packing.toymodels.dictionary.score import Score, chance, score
from packing.toymodels.dictionary.source import Control, Source
from packing.toymodels.generators import generator

_LEARNING = 7
"""The purpose of the generator of a dictionary's inputs and start."""

MOST_CELLS = 10**5


@dataclass(frozen=True, repr=False)
class GridCell(Brief):
    """One dictionary to learn: everything that decides the result."""

    n: int
    d: int
    width: int
    density: float
    method: Method = Method.L1
    arrangement: Arrangement = Arrangement.RANDOM
    control: Control = Control.NONE
    seed: int = 0
    steps: int = 1000
    batch: int = 128
    price: float = 0.2

    def __post_init__(self) -> None:
        for name in ("n", "d", "width", "steps", "batch"):
            object.__setattr__(self, name, positive_integer(name, getattr(self, name)))
        for name, kind in (("method", Method), ("arrangement", Arrangement), ("control", Control)):
            object.__setattr__(self, name, kind.named(getattr(self, name)))
        check_room("the features", self.n, self.d)
        check_room("the dictionary", self.width, max(self.width, self.d))
        check_room("a batch", self.batch, max(self.n, self.width))
        if not 0 < finite_number("density", self.density) <= 1:
            raise InputError(f"a density must lie in (0, 1], not {self.density}: give the chance of a feature")
        positive_number("price", self.price)
        object.__setattr__(self, "seed", checked_seed(self.seed))

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {name: str(value) if isinstance(value, str) else value for name, value in asdict(self).items()}


@dataclass(frozen=True, repr=False)
class CellResult(Brief):
    """What one dictionary holds of its features, by signed and by absolute cosines.

    `own`, of the randomised control alone, is what it holds of the rows of the shuffled network. `active` codes of an
    activation in the mean; `explained` share of the variance.
    """

    cell: GridCell
    signed: Score
    absolute: Score
    active: float
    explained: float
    cpu_seconds: float
    own: Score | None = None

    @property
    def chance(self) -> Score:
        """What as many uniform directions hold at most, by signed cosines."""
        return chance(self.signed.features, self.cell.d, self.signed.directions)

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON, from which `result_of` makes the result again."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}


def result_of(values: dict[str, Any]) -> CellResult:
    """The result that `as_dict` gave."""
    own = values.get("own")
    return CellResult(
        GridCell(**values["cell"]),
        Score(**values["signed"]),
        Score(**values["absolute"]),
        float(values["active"]),
        float(values["explained"]),
        float(values["cpu_seconds"]),
        None if own is None else Score(**own),
    )


def grid(
    n: int,
    d: int,
    *,
    widths: Sequence[int] | None = None,
    densities: Sequence[float] = (1 / 64, 1 / 32, 1 / 16),
    methods: Sequence[Method | str] = tuple(Method),
    arrangements: Sequence[Arrangement | str] = (Arrangement.RANDOM,),
    controls: Sequence[Control | str] = (Control.NONE,),
    seeds: int = 3,
    seed: int = 0,
    steps: int = 1000,
    batch: int = 128,
    price: float = 0.2,
) -> list[GridCell]:
    """The cells of a full grid, seed by seed, so that a part of it is balanced; `widths` is (n,) where left out.

    An SVD has at most d directions, whatever the width: it stands at the first width alone. Raises `InputError` for an
    empty axis, and for values that no cell can have.

    >>> [(cell.method.value, cell.width) for cell in grid(8, 4, widths=[8, 16], densities=[0.1], seeds=1)][:4]
    [('svd', 8), ('coding', 8), ('l1', 8), ('topk', 8)]
    """
    first, count = checked_seed(seed), positive_integer("seeds", seeds)
    axes: dict[str, Sequence[Any]] = {
        "widths": (positive_integer("n", n),) if widths is None else widths,
        "densities": densities,
        "methods": [Method.named(str(method)) for method in methods],
        "arrangements": [Arrangement.named(str(each)) for each in arrangements],
        "controls": [Control.named(str(each)) for each in controls],
    }
    size = count
    for name, values in axes.items():
        if not len(values):
            raise InputError(f"a grid needs one or more {name}, not none: give some")
        size *= len(values)
    if size > MOST_CELLS:
        raise InputError(f"the grid has {size} cells, more than {MOST_CELLS}: narrow it")
    cells = []
    for number, width, density, arrangement, control, method in itertools.product(
        range(first, first + count), axes["widths"], densities, axes["arrangements"], axes["controls"], axes["methods"]
    ):
        if method is Method.SVD and width != axes["widths"][0]:
            continue
        cells.append(GridCell(n, d, width, density, method, arrangement, control, number, steps, batch, price))
    return list(dict.fromkeys(cells))


def run_cell(cell: GridCell) -> CellResult:
    """Learn the dictionary of a cell and score it; deterministic in the cell.

    >>> result = run_cell(GridCell(n=8, d=6, width=8, density=0.1, method="coding", steps=400))
    >>> result.signed.recall > 0.8 > result.chance.recall
    True
    """
    began = time.process_time()
    with threadpool_limits(1, user_api="blas"):
        features = features_of(cell.arrangement, cell.n, cell.d, cell.density, cell.seed)
        rng = generator(cell.seed, 1, _LEARNING)
        source = Source(features, cell.density, cell.control, rng)
        active = max(1.0, len(features) * cell.density)
        settings = LearningSettings(cell.steps, cell.batch, cell.price, active=active)
        found = learn(cell.method, source, cell.width, settings, rng)
    return CellResult(
        cell,
        score(features, found.directions),
        score(features, found.directions, signed=False),
        found.active,
        found.explained,
        time.process_time() - began,
        score(source.rows, found.directions) if cell.control is Control.RANDOMISED else None,
    )


def run_grid(
    cells: Sequence[GridCell],
    out: Path | str | None = None,
    *,
    seconds: float | None = None,
    jobs: int = 1,
    progress: Callable[[int, int], None] | None = None,
    executor: Executor | None = None,
) -> list[CellResult]:
    """The results of the cells, in their order; those that `out` holds are read and not learned again.

    Args: `out` a file of JSON lines, to which each finished cell is appended; `seconds` of the clock after which no
    cell is begun, so that fewer results may come back; `jobs` processes, or tasks at once of an `executor`;
    `progress(done, cells)`. Raises `InputError` for a file that holds something else.
    """
    limit = math.inf if seconds is None else seconds
    return list(record(RECIPE, cells, out, seconds=limit, jobs=jobs, progress=progress, executor=executor))


def _plain(value: Any) -> Any:
    if isinstance(value, GridCell):
        return value.as_dict()
    return asdict(value) if isinstance(value, Score) else value


RECIPE = Recipe(run_cell, lambda result: result.cell, CellResult.as_dict, result_of, "cell of a grid")
"""How cells are learned, and kept in a file."""
