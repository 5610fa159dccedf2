"""The old place of `packing.records.atlas`."""

from packing.doors import moved

__getattr__ = moved(
    "packing.atlas",
    {name: f"packing.records.atlas:{name}" for name in ("Atlas", "Entry", "APPLICATION", "SAME", "SCHEMA")},
)
