"""Names that moved: the old place still answers, with a `DeprecationWarning` that says the new one."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from importlib import import_module
from typing import Any


def moved(old: str, names: dict[str, str]) -> Callable[[str], Any]:
    """A module's `__getattr__` for names that moved: `names` gives the new place, "module:name", of each.

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
