"""The old place of `packing.records.audit`."""

from packing.doors import moved

__getattr__ = moved(
    "packing.audit",
    {name: f"packing.records.audit:{name}" for name in ("Audit", "Audited", "audit", "defects", "read_table")}
    | {"Finding": "packing.records.audit:Fault", "Kind": "packing.records.audit:Meaning"},
)
