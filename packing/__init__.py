"""Packings of vectors and their interference: bounds, searches, optimal partitions, toy models.

>>> import packing as pk
>>> print(pk.lines(13, 3, "C"))
13 lines in C^3
"""

from importlib import import_module as _import_module
from importlib.util import find_spec as _find_spec
from typing import TYPE_CHECKING
from typing import Any as _Any

from packing.doors import shown as _shown

if TYPE_CHECKING:
    from packing.configuration import Packing as Packing
    from packing.errors import InputError as InputError
    from packing.formats.reading import load as load
    from packing.formats.saving import save as save
    from packing.problem import Distance as Distance
    from packing.problem import Field as Field
    from packing.problem import Objects as Objects
    from packing.problem import Problem as Problem
    from packing.problem import lines as lines
    from packing.problem import subspaces as subspaces
    from packing.problem import vectors as vectors
    from packing.rigor import Rigor as Rigor
    from packing.space import Space as Space

__version__ = "0.2.0"

_SUBPACKAGES = (
    "analytic",
    "bounds",
    "census",
    "certificates",
    "claims",
    "constructions",
    "exact",
    "formats",
    "kernel",
    "measure",
    "overlaps",
    "potentials",
    "predicates",
    "records",
    "report",
    "results",
    "rocq",
    "search",
    "structure",
    "studies",
    "sweep",
    "symmetry",
    "toymodels",
    "zonal",
)

_MOVED = ("atlas", "audit", "automorphisms", "isometry", "shipped")
"""Old places that still answer: see `packing.doors`."""


_NAMES = {
    "Packing": "configuration",
    "InputError": "errors",
    "load": "formats",
    "save": "formats",
    "Distance": "problem",
    "Field": "problem",
    "Objects": "problem",
    "Problem": "problem",
    "lines": "problem",
    "subspaces": "problem",
    "vectors": "problem",
    "Rigor": "rigor",
    "Space": "space",
}
"""The names of the top, by their modules."""


def __getattr__(name: str) -> _Any:
    """Import what is first named: arrays, solvers and symbolic algebra are slow to load."""
    if name in _NAMES:
        found = getattr(_import_module(f"packing.{_NAMES[name]}"), name)
        globals()[name] = found
        return found
    if name in _SUBPACKAGES or name in _MOVED or (not name.startswith("_") and _find_spec(f"packing.{name}")):
        return _import_module(f"packing.{name}")
    raise AttributeError(f"module 'packing' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*_own_names(), *_NAMES, "__version__", *_SUBPACKAGES} - {"TYPE_CHECKING"})


_own_names = _shown(__name__)
