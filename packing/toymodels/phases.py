"""Moved: the phases of the autoencoder over density are in `packing.toymodels.autoencoder.phases`."""

from packing.doors import moved

_PLACE = "packing.toymodels.autoencoder.phases"

__getattr__ = moved(
    "packing.toymodels.phases",
    {
        "phase_diagram": f"{_PLACE}:phase_diagram",
        "PhaseDiagram": f"{_PLACE}:DensityPhases",
        "Point": f"{_PLACE}:Point",
        "State": f"{_PLACE}:State",
        "Transition": f"{_PLACE}:Transition",
    },
)
