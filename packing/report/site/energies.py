"""The energies of a packing, each beside what no packing has less of: sums over ordered pairs of unit vectors."""

from __future__ import annotations

from dataclasses import dataclass

from packing.configuration import Packing
from packing.potentials import AbsPower, Potential, ReluPower, Riesz
from packing.report.cells import Number
from packing.rounding import Rounding
from packing.studies.energies import EnergyStudy, of_packing

DECIMALS = 8

OF_POINTS: tuple[Potential, ...] = (Riesz(1.0), ReluPower(2.0))
"""Of points: Thomson's problem, and the interference of features behind a ReLU."""

OF_LINES: tuple[Potential, ...] = (AbsPower(4.0),)
"""Of lines: what is least for projective designs of strength 2."""

LARGEST = 60
"""Energies are shown of packings of so many vectors: a floor of more is less precise, and slow."""


MET = 1e-9
"""An energy this little above its floor, by part, is on it: doubles do not tell them apart."""


@dataclass(frozen=True)
class PackingEnergy:
    """One energy of one packing, measured in doubles; its floor, rounded down, and by which theorem."""

    potential: str
    study: EnergyStudy

    @property
    def found(self) -> Number:
        """The energy of the packing."""
        least = self.study.least_known
        assert least is not None
        return Number(least, DECIMALS)

    @property
    def floor(self) -> Number:
        """What no packing has less of."""
        bound = self.study.lower
        return Number(bound.value, DECIMALS, Rounding.DOWN, bound.rigor, bound.exact)

    @property
    def excess(self) -> float:
        """How far it stands above the floor, as a part of the floor; 0 where it is on the floor."""
        gap, floor = self.study.gap or 0.0, abs(self.study.lower.value)
        if gap <= MET * (1.0 + floor):
            return 0.0
        return gap / floor if floor else gap

    @property
    def standing(self) -> str:
        """`least` on the floor; else `not least` where a theorem says that some packing is on it, or `open`."""
        if not self.excess:
            return "least"
        return "not least" if self.study.lower.attained else "open"


def energies_of(packing: Packing) -> tuple[PackingEnergy, ...]:
    """The energies that pages show: of two points or lines or more; none of subspaces, which have no floors yet.

    >>> [(each.potential, each.floor.text, each.standing) for each in energies_of(Packing([[1, 0], [1, 1], [-1, 2]]))]
    [('|t|^4', '0.375', 'not least')]
    """
    space = packing.space
    if space.m > 1 or not 2 <= packing.n <= LARGEST or packing.d < 2:
        return ()
    chosen = OF_POINTS if space.has_points else OF_LINES
    return tuple(PackingEnergy(str(potential), of_packing(packing, potential)) for potential in chosen)
