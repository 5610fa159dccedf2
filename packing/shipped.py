"""The old place of `packing.records.shipped`."""

from packing.doors import moved

__getattr__ = moved(
    "packing.shipped",
    {name: f"packing.records.shipped:{name}" for name in ("PLACE", "best_of", "ship", "shipped_atlas")}
    | {"best_known": "packing.records.shipped:shipped_entry"},
)

if __name__ == "__main__":
    from packing.records.shipped import main

    main()
