"""What a module shows: its own names in `dir()`, and names that moved, which still answer at the old place."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any


def moved(old: str, names: dict[str, str]) -> Callable[[str], Any]:
    """A module's `__getattr__` for names that moved: `names` gives the new place, "module:name", of each.

    The first use warns with a `DeprecationWarning` that says where the name is now.

    >>> door = moved("packing.zonal", {"Space": "packing.space:Space"})
    >>> import warnings
    >>> with warnings.catch_warnings(record=True) as said:
    ...     warnings.simplefilter("always")
    ...     space = door("Space")
    >>> print(said[0].message)
    packing.zonal.Space has moved to packing.space.Space
    """

    def find(name: str) -> Any:
        if name not in names:
            raise AttributeError(f"module {old!r} has no attribute {name!r}")
        module, _, attribute = names[name].partition(":")
        place = f"{module}.{attribute}" if attribute else module
        warnings.warn(f"{old}.{name} has moved to {place}", DeprecationWarning, stacklevel=2)
        return getattr(import_module(module), attribute) if attribute else import_module(module)

    return find


def shown(module: str) -> Callable[[], list[str]]:
    """A module's `__dir__`: the public names that it defines (a package: it or its modules), nothing it imports.

    >>> shown("packing.zonal")()
    ['RandomLaw', 'Zonal']
    """

    def names() -> list[str]:
        held = vars(sys.modules[module])
        inside = f"{module}." if "__path__" in held else module
        return sorted(name for name, value in held.items() if not name.startswith("_") and _is_own(value, inside))

    return names


def _is_own(value: object, inside: str) -> bool:
    """Whether a value was defined in the modules `inside`: constants are, modules and aliases of types are not."""
    if isinstance(value, ModuleType) or hasattr(value, "__origin__"):
        return False
    return f"{getattr(value, '__module__', inside)}.".startswith(inside)


__dir__ = shown(__name__)
