"""The old place of `packing.symmetry.isometry`."""

from packing.doors import moved

__getattr__ = moved(
    "packing.isometry",
    {name: f"packing.symmetry.isometry:{name}" for name in ("same_packing", "symmetry_order")},
)
