"""The old place of `packing.records.audit`."""

from packing.doors import moved

__getattr__ = moved(
    "packing.audit",
    {name: f"packing.records.audit:{name}" for name in ("Audit", "Audited", "audit", "read_table")}
    | {"defects": "packing.records.defects:defects", "Finding": "packing.records.fault:Fault"}
    | {"Kind": "packing.records.scores:Meaning"},
)
