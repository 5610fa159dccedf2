"""The old place of `packing.symmetry.groups`."""

from packing.doors import moved

__getattr__ = moved(
    "packing.automorphisms",
    {name: f"packing.symmetry.groups:{name}" for name in ("Automorphisms", "automorphisms")}
    | {name: f"packing.symmetry.map_search:{name}" for name in ("TOLERANCE", "Permutation")},
)
