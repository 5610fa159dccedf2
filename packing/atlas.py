"""The old place of `packing.records.atlas`."""

from packing.doors import moved

__getattr__ = moved(
    "packing.atlas",
    {
        "Atlas": "packing.records.atlas:Atlas",
        "Entry": "packing.records.entry:Entry",
        "SAME": "packing.records.atlas:SAME",
        "APPLICATION": "packing.records.database:APPLICATION",
        "SCHEMA": "packing.records.database:SCHEMA",
    },
)
