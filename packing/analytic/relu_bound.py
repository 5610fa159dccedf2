"""Names that moved to `packing.bounds.energy.relu_bound`."""

from packing.doors import moved, shown

__dir__ = shown(__name__)
__getattr__ = moved(
    __name__, {name: f"packing.bounds.energy.relu_bound:{name}" for name in ("ReluBound", "relu_bound", "holds")}
)
