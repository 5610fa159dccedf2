"""Names that moved to `packing.exponents`."""

from packing.doors import moved, shown

__dir__ = shown(__name__)
__getattr__ = moved(
    __name__,
    {
        name: f"packing.exponents:{name}"
        for name in ("EnergyKind", "Decimal", "parse_energy", "exact_exponent", "MOST_DIGITS")
    },
)
